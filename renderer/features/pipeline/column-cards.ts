import type { BoardCard } from '#shared/contract/areas/pipeline.ts'
import type { CardMove, StageKey } from '../../store/pipeline-slice.ts'

/**
 * The cards of a column as the rep has left them: those that are being moved out are gone, those that are being moved in
 * stand on top, until the cache has them where they belong.
 * @returns the same array when no move concerns the column
 */
export function columnCards(
  stage: StageKey,
  loaded: readonly BoardCard[],
  moving: readonly CardMove[],
): readonly BoardCard[] {
  const came = moving.filter(({ to, card }) => to.id === stage && !loaded.some(({ id }) => id === card.id))
  const gone = new Set(moving.filter(({ to }) => to.id !== stage).map(({ card }) => card.id))
  const leaves = loaded.some(({ id }) => gone.has(id))
  if (came.length === 0 && !leaves) return loaded
  return [
    ...came.map(({ card }): BoardCard => ({ ...card, since: null, save_state: 'local' })),
    ...(leaves ? loaded.filter(({ id }) => !gone.has(id)) : loaded),
  ]
}

type Rows = Readonly<Record<StageKey, readonly BoardCard[]>>

/** The moves that the columns have taken in: the card is gone where it was, and is where it belongs as far as that is loaded. */
export function settledMoves(moving: readonly CardMove[], rows: Rows): string[] {
  const has = (stage: StageKey, id: string) => rows[stage]?.some((card) => card.id === id) ?? false
  return moving
    .filter(({ card, from, to }) => {
      const target = rows[to.id]
      const isThere = target === undefined || has(to.id, card.id) || isBeyond(card, target)
      return isThere && !has(from?.id ?? '', card.id)
    })
    .map(({ card }) => card.id)
}

/** Whether a card belongs below all that is loaded of a column. */
function isBeyond(card: BoardCard, rows: readonly BoardCard[]): boolean {
  const last = rows.at(-1)
  if (!last) return false
  const [due, lastDue] = [card.due_at ?? Infinity, last.due_at ?? Infinity]
  return due > lastDue || (due === lastDue && card.score <= last.score)
}
