import type { BoardCard } from '#shared/contract/areas/pipeline.ts'
import type { CardMove, StageCards, StageKey } from '../../store/pipeline-slice.ts'

/**
 * The cards of a column as the rep has left them: those that are being moved out are gone, those that are being moved in
 * stand where they belong, until the cache has them there.
 * @param isWhole whether all cards of the column are loaded
 * @returns the same array when no move concerns the column
 */
export function columnCards(
  stage: StageKey,
  loaded: readonly BoardCard[],
  moving: readonly CardMove[],
  isWhole: boolean,
): readonly BoardCard[] {
  const came = moving.filter(({ to, card }) => to.id === stage && !loaded.some(({ id }) => id === card.id))
  const gone = new Set(moving.filter(({ to }) => to.id !== stage).map(({ card }) => card.id))
  const leaves = loaded.some(({ id }) => gone.has(id))
  if (came.length === 0 && !leaves) return loaded
  const cards = loaded.filter(({ id }) => !gone.has(id))
  for (const { card } of came)
    cards.splice(placeOf(card, cards, isWhole), 0, { ...card, since: null, save_state: 'local' })
  return cards
}

/** Before the first that comes after it; one that belongs below all that is loaded of a longer column is shown on top. */
function placeOf(card: BoardCard, cards: readonly BoardCard[], isWhole: boolean): number {
  const place = cards.findIndex((other) => compareCards(card, other) < 0)
  if (place !== -1) return place
  return isWhole ? cards.length : 0
}

/** The order of a column (`main/db/migrations/0011-board.ts`): what is due next, then what is worth most, then what was here first. */
function compareCards(one: BoardCard, other: BoardCard): number {
  const [due, otherDue] = [one.due_at ?? Infinity, other.due_at ?? Infinity]
  if (due !== otherDue) return due - otherDue
  return Number(worthOf(other) - worthOf(one)) || one.rid - other.rid
}

/** The score of a lead, or the value of a deal in minor units. */
const worthOf = ({ deal, score, values }: BoardCard): bigint => BigInt(deal ? (values[0]?.minor ?? 0) : score)

/** Whether any of the moves takes a card into a column or out of what is loaded of it. */
export function concernsColumn(stage: StageKey, loaded: readonly BoardCard[], moving: readonly CardMove[]): boolean {
  return moving.some(({ to, card }) => to.id === stage || loaded.some(({ id }) => id === card.id))
}

/** The moves that the columns have taken in: the card is gone where it was, and is where it belongs as far as that is loaded. */
export function settledMoves(moving: readonly CardMove[], rows: StageCards): string[] {
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
  return compareCards(card, last) > 0
}
