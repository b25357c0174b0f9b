import type { AttentionItem } from '#shared/contract/read-models.ts'

export interface Placed {
  item: AttentionItem
  /** Waits for the item above it. */
  isChild: boolean
}

/** The list as it is shown: each change followed by those that wait for it, which make no sense apart from it. */
export function inFamilies(items: readonly AttentionItem[]): Placed[] {
  const known = new Set(items.map(({ seq }) => seq))
  const childrenOf = (seq: number): Placed[] =>
    items
      .filter(({ parent }) => parent === seq)
      .toSorted((a, b) => a.seq - b.seq)
      .flatMap((item) => [{ item, isChild: true }, ...childrenOf(item.seq)])
  return items
    .filter(({ parent }) => parent === null || !known.has(parent))
    .flatMap((item) => [{ item, isChild: false }, ...childrenOf(item.seq)])
}

/**
 * The change that the cursor is on: the chosen one, else one of the conversation that was asked for, else the first.
 * When the chosen one has been settled, the one that took its place in the list.
 */
export function cursorIn(
  placed: readonly Placed[],
  chosen: number | null,
  conversationId: string | null,
  lastIndex: number,
): number | null {
  if (placed.some(({ item }) => item.seq === chosen)) return chosen
  const asked = placed.find(({ item }) => conversationId !== null && item.conversation_id === conversationId)
  const index = chosen === null ? 0 : Math.min(lastIndex, placed.length - 1)
  return (asked ?? placed[index])?.item.seq ?? null
}
