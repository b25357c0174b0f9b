import { rowOfDoc } from './kinds.ts'
import type { TextIndex } from './text-index.ts'

/** Few at first, for the newest hits are the likeliest; more at a time when the operators leave few of them. */
const FIRST = 48
const LARGEST = 1536
/** How many are looked at before a search says that there may be more. */
const BUDGET = 6000

export interface Gathered<H> {
  hits: H[]
  /** Not everything was looked at. */
  more: boolean
}

/**
 * Looks at candidates, newest first, until there are enough hits. Never at all of a common word's: ranking a million takes
 * seconds, and nobody reads them.
 * @param ask the next `limit` candidates beyond `before` (null: the first), and the `before` of those after them
 * @param keep the hits among rows of these numbers
 */
export function gather<H, C>(
  enough: number,
  ask: (before: C | null, limit: number) => { rids: number[]; next: C | null },
  keep: (rids: number[]) => H[],
): Gathered<H> {
  const hits: H[] = []
  let before: C | null = null
  let seen = 0
  for (let size = FIRST; ; size = Math.min(LARGEST, size * 4)) {
    const { rids, next } = ask(before, size)
    if (rids.length > 0) hits.push(...keep(rids))
    if (rids.length < size) return { hits, more: false }
    seen += rids.length
    if (hits.length >= enough || seen >= BUDGET) return { hits, more: true }
    before = next
  }
}

/** Candidates of a full-text expression. */
export function fromIndex(index: TextIndex, expression: string) {
  return (before: number | null, limit: number) => {
    const docs = index.find(expression, before ?? Number.MAX_SAFE_INTEGER, limit)
    return { rids: docs.map(rowOfDoc), next: docs.at(-1) ?? null }
  }
}
