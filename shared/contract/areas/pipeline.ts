/** The contract of the pipeline board: what its columns and cards show, and moving a deal. Amounts are decimal text in minor units. */
import { z } from 'zod'
import { currency, day, money, name, percent, text, whole } from '../../domain/mutations/arguments.ts'
import { inboxFilterSchema } from '../../domain/saved-view.ts'
import { PIPELINE_KINDS } from '../../domain/vocabulary.ts'
import type { Platform } from '../../domain/vocabulary.ts'
import type { StageChoice } from '../lead-models.ts'
import type { SaveState } from '../read-models.ts'

/** As the inbox is filtered, but for the stage, which is the column; the handler is the owner of the lead or deal. */
export const boardFilterSchema = inboxFilterSchema.omit({ stage_id: true })
export type BoardFilter = z.infer<typeof boardFilterSchema>

const cardKey = z.object({ due: z.number(), rank: z.number(), rid: z.int() })
/** The place of a card in its column: next activity first, then the highest score or value. */
export type CardKey = z.infer<typeof cardKey>

const dealItem = z.object({
  /** Null for one that is new. */
  id: z.uuid().nullable(),
  product_id: z.uuid().nullable(),
  name: name(300),
  quantity: whole(1),
  unit_price_minor: money,
  discount_minor: money,
})
export type DealItem = z.infer<typeof dealItem>

const outcome = { value_minor: money, closed_on: day }
const wonDeal = z.discriminatedUnion('is', [
  z.object({ is: z.literal('open'), deal_id: z.uuid(), ...outcome }),
  z.object({ is: z.literal('new'), name: name(300), currency, ...outcome }),
  z.object({ is: z.literal('none') }),
])
/** What a lead that is won bought: a deal that was open until then, one that nobody had written down, or none. */
export type WonDeal = z.infer<typeof wonDeal>

const dealBefore = z.object({
  stage_id: z.uuid(),
  value_minor: money,
  probability: percent,
  actual_close_date: day.nullable(),
})
/** What a move changes of a deal, as it was. */
export type DealBefore = z.infer<typeof dealBefore>

const wonBefore = z.object({
  deal_id: z.uuid(),
  /** Null for one that was made with the win. */
  before: dealBefore.nullable(),
})

export const PIPELINE_COMMANDS = {
  /** A new deal of a lead (`deal_id` null), or one as it is to be from now on: with these items, and no others. */
  'deal.save': z.object({
    deal_id: z.uuid().nullable(),
    lead_id: z.uuid(),
    /** Where a new deal begins. */
    stage_id: z.uuid(),
    name: name(300),
    description: text(10_000).nullable(),
    value_minor: money,
    currency,
    expected_close_date: day.nullable(),
    competitor: text(300).nullable(),
    items: z.array(dealItem).max(100),
  }),
  'deal.delete': z.object({ deal_id: z.uuid() }),
  /** To another stage. `lost_reason` is needed for one that loses the deal; `won` says what it came to, and when. */
  'deal.move': z.object({
    deal_id: z.uuid(),
    stage_id: z.uuid(),
    lost_reason: z.string().max(1_000).nullable(),
    won: z.object(outcome).nullable(),
  }),
  /** The reverse of a move. */
  'deal.put_back': z.object({ deal_id: z.uuid(), before: dealBefore }),
  /** A lead into a stage that wins it, and in the same go the deal that it came to. */
  'lead.win': z.object({ lead_id: z.uuid(), stage_id: z.uuid(), deal: wonDeal }),
  /** The reverse: the lead back to `stage_id`, its deal as it was. `release`: rules moved the lead before. */
  'lead.unwin': z.object({ lead_id: z.uuid(), stage_id: z.uuid(), release: z.boolean(), deal: wonBefore.nullable() }),
} as const

export const PIPELINE_QUERIES = {
  /** A deal (null: a new one) and what it can be made of. */
  'deal.view': z.object({ deal_id: z.uuid().nullable() }),
  /** What a lead can win: its open deals, and whether a new one can be won at once. */
  'lead.winnable': z.object({ lead_id: z.uuid() }),
  /** Newest first. */
  'deal.history': z.object({ deal_id: z.uuid() }),
  /** The columns of a pipeline (null: the default one of leads) with what they hold in all. */
  'board.view': z.object({ pipeline_id: z.uuid().nullable(), filter: boardFilterSchema }),
  /** A stretch of a column, `from` exclusive to `to` inclusive. `stage_id` is null for leads without a stage. */
  'board.page': z.object({
    kind: z.enum(PIPELINE_KINDS),
    stage_id: z.uuid().nullable(),
    filter: boardFilterSchema,
    from: cardKey.nullable(),
    to: cardKey.nullable(),
    limit: z.int().min(1).max(500),
  }),
} as const

export type PipelineKind = (typeof PIPELINE_KINDS)[number]

export interface PipelineChoice {
  id: string
  name: string
  kind: PipelineKind
}

/** What the cards of a column are worth in one currency; `weighted` by the probability of each deal. */
export interface BoardValue {
  currency: string
  minor: string
  weighted: string
}

export interface BoardStage extends StageChoice {
  probability: number
  /** After so many days without anything planned a card rots; 0: never. */
  rotting_days: number
}

export interface BoardColumn {
  /** Null for leads that have no stage. */
  stage: BoardStage | null
  cards: number
  /** Of deals; of leads what their deals that are not lost are worth. Largest first. */
  values: BoardValue[]
}

export interface BoardView {
  /** In their order. */
  pipelines: PipelineChoice[]
  /** The one that was asked for, or the default of leads; null before the first sync, or when it is gone. */
  pipeline: PipelineChoice | null
  columns: BoardColumn[]
}

export interface BoardCard {
  /** Of the lead or the deal. */
  id: string
  rid: number
  lead_id: string
  /** The lead's label or the deal's name; null for a lead of which nothing is known. */
  title: string | null
  /** The lead's company, or the deal's lead. */
  detail: string | null
  owner_id: string | null
  /** Of the lead. */
  score: number
  /** The stage was set by hand: no rule moves it until released. */
  stage_override: boolean
  /** The next activity, in milliseconds since 1970; null when none is planned. */
  due_at: number | null
  /** In this stage since; null when it has only just been moved here. */
  since: number | null
  /** Of the lead's conversation that has waited longest. */
  waiting_since: number | null
  /** The lead's latest conversation; null when it has none. */
  conversation: { id: string; platform: Platform; preview: string; unread: number } | null
  values: { currency: string; minor: string }[]
  /** Of a deal. */
  deal: { probability: number; expected_close_date: string | null } | null
  tags: string[]
  save_state: SaveState
}

export interface BoardPage {
  rows: BoardCard[]
  /** The key of the last card, to go on from; null at the end. */
  next: CardKey | null
}

export interface DealView {
  /** Null for a new one, and for one that is not in the cache. */
  deal: {
    id: string
    name: string
    description: string | null
    value_minor: string
    currency: string
    expected_close_date: string | null
    competitor: string | null
    stage_id: string
    probability: number
    /** YYYY-MM-DD; null while it is open. */
    actual_close_date: string | null
    items: (DealItem & { id: string })[]
  } | null
  /** Of the pipelines of deals, in their order. */
  stages: StageChoice[]
  /** What is sold, by name. */
  products: { id: string; name: string; price_minor: string; currency: string }[]
  /** Of the products; the first is what a new deal is in. */
  currencies: string[]
}

/** An open deal of a lead whose pipeline has a stage that wins. */
export interface WinnableDeal {
  id: string
  name: string
  value_minor: string
  currency: string
  probability: number
  stage_id: string
  won_stage_id: string
}

export interface Winnable {
  /** Newest first. */
  deals: WinnableDeal[]
  /** Where a new deal begins, and is won; null while no pipeline of deals has both. */
  fresh: { stage_id: string; won_stage_id: string } | null
  /** As of a new deal. */
  currencies: string[]
}

/** A move from one stage to another. */
export interface StageMove {
  id: string
  /** Milliseconds since 1970. */
  at: number
  /** Names of the stages; null for none, and while the server has not said what it was. */
  from: string | null
  to: string | null
  /** Null for a rule. */
  by: string | null
  automatic: boolean
  reason: string | null
  /** It is here alone until it has been sent. */
  waiting: boolean
}

export interface PipelineCommandOutputs {
  'deal.save': { deal_id: string }
  /** What `deal.put_back` needs to take it back. */
  'deal.move': { before: DealBefore }
  /** What `lead.unwin` needs to take it back; null without a deal. */
  'lead.win': { deal: z.infer<typeof wonBefore> | null }
}

export interface PipelineQueryOutputs {
  'deal.view': DealView
  'lead.winnable': Winnable
  'deal.history': StageMove[]
  'board.view': BoardView
  'board.page': BoardPage
}
