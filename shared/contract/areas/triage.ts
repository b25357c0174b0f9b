/** The contract of triage: filters, what they can be set to, and what is done to one conversation or many. */
import { z } from 'zod'
import { SPLITS } from '../../domain/conversation.ts'
import { time } from '../../domain/mutations/arguments.ts'
import { inboxFilterSchema } from '../../domain/saved-view.ts'
import { PRIORITIES } from '../../domain/vocabulary.ts'
import type { ConversationStatus, Platform, Priority, StageKind } from '../../domain/vocabulary.ts'
import type { LeadIdentity } from '../lead-models.ts'

/** More than a person selects by hand; all that match a view are named by the view. */
const MAX_SELECTED = 10_000

const filteredView = z.object({ split: z.enum(SPLITS), filter: inboxFilterSchema }).strict()
const bulkTarget = z.union([z.object({ ids: z.array(z.uuid()).min(1).max(MAX_SELECTED) }).strict(), filteredView])

const bulkChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('snooze'), until: time }),
  z.object({ kind: z.literal('assign'), assigned_to: z.uuid().nullable() }),
  z.object({ kind: z.literal('prioritize'), priority: z.enum(PRIORITIES) }),
  z.object({ kind: z.literal('claim') }),
  z.object({ kind: z.literal('tag'), tag: z.string().min(1).max(100) }),
  /** `reason` is needed for a stage that loses the leads. */
  z.object({ kind: z.literal('stage'), stage_id: z.uuid(), reason: z.string().min(1).max(2_000).nullable() }),
])
/** What is done to each of many conversations or their leads. */
export type BulkChange = z.infer<typeof bulkChange>

export const TRIAGE_COMMANDS = {
  /** Puts a conversation away until a time (milliseconds since 1970), or until the customer writes. */
  'conversation.snooze': z.object({ conversation_id: z.uuid(), until: time }),
  'conversation.unsnooze': z.object({ conversation_id: z.uuid() }),
  'conversation.mark_unread': z.object({ conversation_id: z.uuid() }),
  /**
   * Changes many conversations, some at a time, each time whole. Answers when it has ended; `inbox.bulk_progress` tells how
   * far it is. One at a time: `conflict` while another is under way.
   */
  'inbox.bulk': z.object({ target: bulkTarget, change: bulkChange }),
  /** Stops it after the conversations in hand; what is changed stays, and can be undone. */
  'inbox.bulk_cancel': z.object({}).strict(),
  /** Sets back what the last one changed; `not_found` for one before that, or undone already. */
  'inbox.bulk_undo': z.object({ id: z.int() }),
  'conversation.prioritize': z.object({ conversation_id: z.uuid(), priority: z.enum(PRIORITIES) }),
} as const

export const TRIAGE_QUERIES = {
  'inbox.filtered_count': filteredView,
  /** What conversations can be filtered by and set to. */
  /** Null while no change of many is under way. */
  'inbox.bulk_progress': z.object({}).strict(),
  'triage.choices': z.object({}).strict(),
  /** Null when the conversation is not in the cache. */
  'triage.subject': z.object({ conversation_id: z.uuid() }),
} as const

/** Of a filtered view. */
export interface FilteredCount {
  total: number
  unread: number
}

export interface TriageChoices {
  channels: { id: string; name: string; platform: Platform }[]
  /** Of the pipelines for leads, in their order. */
  stages: StageChoice[]
  tags: { name: string; color: string }[]
}

export interface StageChoice {
  id: string
  name: string
  color: string
  kind: StageKind
  pipeline: string
}

/** What triage may change of one conversation and its lead, as it stands. */
export interface TriageSubject {
  id: string
  status: ConversationStatus
  snoozed_until: number | null
  priority: Priority
  assigned_to: string | null
  last_inbound_id: string | null
  lead: Pick<LeadIdentity, 'id' | 'owner_id' | 'stage' | 'stage_override' | 'tags'>
}

export interface BulkOutcome {
  /** What `inbox.bulk_undo` takes. */
  id: number
  /** Conversations it was about. */
  total: number
  changed: number
  /** Reached, and left as they were: nothing to do there, or no longer possible. */
  skipped: number
  isCancelled: boolean
  /** Why it stopped before its end, as a sentence. */
  error: string | null
}

export interface BulkProgress {
  kind: BulkChange['kind']
  isUndo: boolean
  done: number
  total: number
}

export interface TriageCommandOutputs {
  'inbox.bulk': BulkOutcome
  'inbox.bulk_undo': BulkOutcome
}

export interface TriageQueryOutputs {
  'inbox.bulk_progress': BulkProgress | null
  'inbox.filtered_count': FilteredCount
  'triage.choices': TriageChoices
  'triage.subject': TriageSubject | null
}
