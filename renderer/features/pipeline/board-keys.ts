import type { BoardColumn } from '#shared/contract/areas/pipeline.ts'
import type { PipelineSlice, StageCards, StageKey } from '../../store/pipeline-slice.ts'

type Cursor = NonNullable<PipelineSlice['boardCursor']>

export const keyOf = ({ stage }: BoardColumn): StageKey => stage?.id ?? ''

/** Down or up within a column; it stops at the ends. */
export function stepInColumn(rows: StageCards, cursor: Cursor, step: number): Cursor {
  const cards = rows[cursor.stage] ?? []
  const at = cards.findIndex(({ id }) => id === cursor.cardId)
  const next = cards[Math.min(cards.length - 1, Math.max(0, at === -1 ? 0 : at + step))]
  return { stage: cursor.stage, cardId: next?.id ?? null }
}

/** To the same height in the next column that is unfolded; the cursor stays where there is none. */
export function stepAcross(columns: readonly StageKey[], rows: StageCards, cursor: Cursor, step: 1 | -1): Cursor {
  const stage = columns[columns.indexOf(cursor.stage) + step]
  if (stage === undefined) return cursor
  const height = rows[cursor.stage]?.findIndex(({ id }) => id === cursor.cardId) ?? 0
  const cards = rows[stage] ?? []
  return { stage, cardId: cards[Math.min(Math.max(0, height), cards.length - 1)]?.id ?? null }
}

/** The stage that a lifted card is over after a step; nothing is dropped where there is no stage. */
export function stepOver(columns: readonly BoardColumn[], over: StageKey, step: 1 | -1): StageKey {
  const stages = columns.filter(({ stage }) => stage !== null).map(keyOf)
  const at = stages.indexOf(over)
  // From "no stage yet", which stands before all others.
  return stages[Math.min(stages.length - 1, Math.max(0, at + step))] ?? over
}
