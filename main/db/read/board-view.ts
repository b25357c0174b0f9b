import type { BoardColumn, BoardStage, BoardValue, BoardView, PipelineChoice } from '#shared/contract/areas/pipeline.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { countedTotalsSql, isKept, keptTotalsSql, paramsOf } from './board-query.ts'
import type { CardParams } from './board-query.ts'
import { preparedByText } from './prepared.ts'

/** Thousand millions: what an amount is divided by for its larger part. */
const PART = 1_000_000_000n

interface Total {
  stage: number
  /** Empty for what has no amount. */
  currency: string
  cards: number
  hi: string
  lo: string
  weighted_hi: string
  weighted_lo: string
}

type StoredStage = BoardStage & { no: number | null }

/** The number of no value: none has been written yet. */
const NOTHING_HAS = -1

const PIPELINES = 'select id, name, kind, is_default from pipelines order by kind desc, position, name, id'

const STAGES = `select s.id, s.name, s.color, s.kind, s.probability, s.rotting_days, v.no
  from pipeline_stages as s left join inbox_values as v on v.value = s.id
  where s.pipeline_id = ? order by s.position, s.id`

/**
 * The columns of a pipeline, each with its cards counted and their amounts summed per currency: a few maintained rows,
 * unless the filter asks for more than an owner.
 */
export function boardView(db: Connection): (input: ReadInput<'board.view'>) => BoardView {
  const pipelines = db.prepare<[], PipelineChoice & { is_default: number }>(PIPELINES)
  const stages = db.prepare<[string], StoredStage>(STAGES)
  const none = db.prepare<[], number>(`select no from inbox_values where value = ''`).pluck()
  const prepare = preparedByText<CardParams>(db)

  return ({ pipeline_id, filter }) => {
    const all = pipelines.all()
    const choices = all.map(({ id, name, kind }) => ({ id, name, kind }))
    const isAsked = ({ id, kind, is_default }: (typeof all)[number]) =>
      pipeline_id === null ? kind === 'lead' && is_default === 1 : id === pipeline_id
    const at = all.findIndex(isAsked)
    const pipeline = choices[at]
    if (!pipeline) return { pipelines: choices, pipeline: null, columns: [] }

    const sql = isKept(filter) ? keptTotalsSql(filter) : countedTotalsSql(pipeline.kind, filter)
    const totals = Map.groupBy(prepare<Total>(sql).all(paramsOf(filter)), ({ stage }) => stage)
    const columns = stages.all(pipeline.id).map(({ no, ...stage }) => ({
      stage,
      ...summed(no === null ? undefined : totals.get(no)),
    }))
    // A lead that was made here a moment ago has its stage from the server.
    const without = { stage: null, ...summed(totals.get(none.get() ?? NOTHING_HAS)) }
    const hasWithout = pipeline.kind === 'lead' && all[at]?.is_default === 1 && without.cards > 0
    return { pipelines: choices, pipeline, columns: hasWithout ? [without, ...columns] : columns }
  }
}

function summed(totals: Total[] = []): Pick<BoardColumn, 'cards' | 'values'> {
  const cards = totals.reduce((sum, total) => sum + total.cards, 0)
  const values = totals.filter(({ currency }) => currency !== '').map(valueOf)
  return { cards, values: values.filter(({ minor }) => minor !== '0').toSorted(largestFirst) }
}

function valueOf({ currency, hi, lo, weighted_hi, weighted_lo }: Total): BoardValue {
  const minor = BigInt(hi) * PART + BigInt(lo)
  const weighted = (BigInt(weighted_hi) * PART + BigInt(weighted_lo)) / 100n
  return { currency, minor: String(minor), weighted: String(weighted) }
}

function largestFirst(a: BoardValue, b: BoardValue): number {
  const difference = BigInt(b.minor) - BigInt(a.minor)
  return difference > 0n ? 1 : difference < 0n ? -1 : a.currency < b.currency ? -1 : 1
}
