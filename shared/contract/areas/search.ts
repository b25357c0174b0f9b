/** Search over what is on this device: what the page asks, and what it is answered. */
import { z } from 'zod'
import { MOST_SEARCH_CHARACTERS } from '../../domain/search/longest-search.ts'
import type { Segment } from '../../domain/search/match.ts'
import type { ConversationStatus, NoteType, Platform, SenderType } from '../../domain/vocabulary.ts'

export const SEARCH_QUERIES = {
  /** Everything found for what was typed, best first in each group. */
  'search.results': z.object({
    text: z.string().max(MOST_SEARCH_CHARACTERS),
    limit: z.int().min(1).max(100),
  }),
  'search.coverage': z.object({}).strict(),
} as const

export interface LeadHit {
  id: string
  /** The conversation to open; null for a lead nobody has talked to. */
  conversation_id: string | null
  label: Segment[]
  /** What else of the lead was hit, such as a phone number or a company. */
  detail: Segment[]
  stage: { name: string; color: string } | null
  owner_id: string | null
  at: number
}

export interface ConversationHit {
  id: string
  lead_id: string
  lead_label: string | null
  platform: Platform
  status: ConversationStatus
  unread: number
  preview: string
  at: number
}

export interface MessageHit {
  id: string
  conversation_id: string
  lead_id: string
  lead_label: string | null
  platform: Platform
  sender_type: SenderType
  sender_id: string | null
  /** Where it was found: a call's transcript, or what was written. */
  within: 'text' | 'transcript'
  snippet: Segment[]
  at: number
}

export interface NoteHit {
  id: string
  lead_id: string
  conversation_id: string | null
  lead_label: string | null
  type: NoteType
  author_id: string | null
  snippet: Segment[]
  at: number
}

/** A group of hits; `more` when there are others beyond them. */
export interface HitGroup<H> {
  hits: H[]
  more: boolean
}

export interface SearchResults {
  /** What was asked. */
  text: string
  leads: HitGroup<LeadHit>
  /** Only for a query of operators alone. */
  conversations: HitGroup<ConversationHit>
  messages: HitGroup<MessageHit>
  notes: HitGroup<NoteHit>
  /** What was not understood, in sentences. */
  problems: string[]
  /** Names that were searched for in place of one that nobody has: `Jonsson` for `Jonson`. */
  corrected: string[]
}

export interface SearchCoverage {
  /** `building`: what is typed finds only what is indexed by now. */
  phase: 'building' | 'ready'
  /** Leads, messages and notes. */
  indexed: number
  total: number
  /** From here on every message is on this device, milliseconds since 1970; null: all messages are. */
  messages_since: number | null
  /** Older messages that are only on the server. */
  older_on_server: number
}

export interface SearchQueryOutputs {
  'search.results': SearchResults
  'search.coverage': SearchCoverage
}
