/** The contract of triage: filters, what they can be set to, and what is done to one conversation or many. */
import { z } from 'zod'
import { SPLITS } from '../../domain/conversation.ts'
import { time } from '../../domain/mutations/arguments.ts'
import { inboxFilterSchema } from '../../domain/triage.ts'
import { PRIORITIES } from '../../domain/vocabulary.ts'
import type { ConversationStatus, Platform, Priority, StageKind } from '../../domain/vocabulary.ts'
import type { LeadIdentity } from '../lead-models.ts'

export const TRIAGE_COMMANDS = {
  /** Puts a conversation away until a time (milliseconds since 1970), or until the customer writes. */
  'conversation.snooze': z.object({ conversation_id: z.uuid(), until: time }),
  'conversation.unsnooze': z.object({ conversation_id: z.uuid() }),
  'conversation.mark_unread': z.object({ conversation_id: z.uuid() }),
  'conversation.prioritize': z.object({ conversation_id: z.uuid(), priority: z.enum(PRIORITIES) }),
} as const

const filteredView = z.object({ split: z.enum(SPLITS), filter: inboxFilterSchema })

export const TRIAGE_QUERIES = {
  'inbox.filtered_count': filteredView,
  /** What conversations can be filtered by and set to. */
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

export interface TriageQueryOutputs {
  'inbox.filtered_count': FilteredCount
  'triage.choices': TriageChoices
  'triage.subject': TriageSubject | null
}
