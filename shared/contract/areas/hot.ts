/** The contract of hot leads: which call for the rep, and what the rep does about one. */
import { z } from 'zod'
import type { HotLead } from '../../domain/hot-lead.ts'

export const HOT_COMMANDS = {
  /**
   * What the rep does about a hot lead, by its `key` of `hot.list`. `claim` of a lead in the pool is a claim of the lead;
   * of one's own it says that one is on it. `call` claims it too, then opens the telephone.
   * `not_found` when it calls for nobody any more, `invalid_input` for a call without a number.
   */
  'hot.answer': z
    .object({ key: z.string().min(1).max(200), action: z.enum(['claim', 'call', 'snooze', 'pass']) })
    .strict(),
} as const

export const HOT_QUERIES = {
  'hot.list': z.object({}).strict(),
} as const

/** A lead that a colleague sees to. */
export interface TakenLead {
  event_id: string
  lead_label: string | null
  name: string | null
  /** Milliseconds since 1970. */
  at: number
}

export interface HotList {
  /** The most urgent first; with those that are put off or being claimed, without those that the rep passed on. */
  leads: HotLead[]
  /** What colleagues claimed in the last minutes, the latest first. */
  taken: TakenLead[]
}

export interface HotQueryOutputs {
  'hot.list': HotList
}
