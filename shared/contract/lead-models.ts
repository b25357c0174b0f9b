/** What the screens show of one lead. Times are milliseconds since 1970, amounts decimal text in minor units. */
import type { NoteType, Platform } from '../domain/vocabulary.ts'
import type { SaveState, TimelineNote } from './read-models.ts'

export interface StageChoice {
  id: string
  name: string
  color: string
  kind: 'open' | 'won' | 'lost'
}

/** What a lead's fields may be set to, of the whole organisation. */
export interface LeadChoices {
  /** ISO 3166 alpha-2: how numbers without a country code are read. */
  default_country: string
  brands: { id: string; name: string; is_default: boolean }[]
  /** Of the default pipeline of leads, in its order. */
  stages: StageChoice[]
  tags: { name: string; color: string }[]
  campaigns: { id: string; name: string; tag: string }[]
}

/** One reason of a score, as the server counts it. */
export interface ScorePart {
  part: string
  points: number
  /** The most this part can give; null where it is not told. */
  max: number | null
  reason: string
}

export interface LeadIdentity {
  id: string
  label: string | null
  first_name: string | null
  last_name: string | null
  full_name: string | null
  company_name: string | null
  email: string | null
  phone: string | null
  secondary_phone: string | null
  address: string | null
  postcode: string | null
  source: string | null
  brand_id: string
  owner_id: string | null
  temperature: string | null
  score: number
  score_parts: ScorePart[]
  stage: StageChoice | null
  sub_stage: string | null
  /** Set by hand: no rule moves it until released. */
  stage_override: boolean
  tags: string[]
  custom_fields: Record<string, unknown>
  next_follow_up_at: number | null
  summary: string | null
  ai_enabled: boolean
  archived_at: number | null
  created_at: number
  updated_at: number
}

export interface LeadHandle {
  id: string
  platform: Platform
  /** The address on that platform: a number, an e-mail address, an account. */
  address: string
  name: string | null
  /** The conversation on it, to open; null when there is none. */
  conversation_id: string | null
  ai_enabled: boolean
}

export interface LeadDeal {
  id: string
  name: string
  value_minor: string
  currency: string
  stage: StageChoice | null
  probability: number
  expected_close_date: string | null
  items: number
  save_state: SaveState
}

export interface LeadBooking {
  id: string
  title: string | null
  starts_at: number
  ends_at: number | null
  status: string
  url: string | null
}

export interface LeadOrder {
  id: string
  order_number: string
  total_minor: string
  currency: string
  status: string
  ordered_at: number
}

export interface LeadActivity {
  id: string
  type: string
  subject: string | null
  due_at: number | null
  assigned_to: string | null
}

export interface LeadEnrollment {
  id: string
  campaign_id: string
  name: string
  status: string
  paused_reason: string | null
  next_due_at: number | null
  /** Of the message that comes next; null when none does. */
  next_message: string | null
  sent: number
  steps: number
  save_state: SaveState
}

export interface LeadConsent {
  platform: Platform
  status: 'opted_in' | 'opted_out'
  source: string
  decided_at: number
}

/** A lead that became a part of this one. */
export interface LeadMergeRecord {
  id: string
  absorbed_id: string
  absorbed_label: string | null
  merged_by: string | null
  at: number
  save_state: SaveState
}

export interface LeadView {
  lead: LeadIdentity
  /** Of each field with a change under way: how far it is. Fields that are not named are saved. */
  marks: Record<string, Exclude<SaveState, 'saved'>>
  /** When the customer last wrote; null when never. */
  last_inbound_at: number | null
  /** When the AI's summary was last written, as far as is known. */
  summary_at: number | null
  /** Best known first: the one used last. */
  handles: LeadHandle[]
  deals: LeadDeal[]
  /** Next first, then past ones, latest first. */
  bookings: LeadBooking[]
  orders: LeadOrder[]
  /** How many orders there are in all. */
  order_count: number
  next_activity: LeadActivity | null
  open_activities: number
  enrollments: LeadEnrollment[]
  consents: LeadConsent[]
  pinned: (Pick<TimelineNote, 'id' | 'at' | 'title' | 'body' | 'author_id' | 'save_state'> & { type: NoteType })[]
  merges: LeadMergeRecord[]
  /** The lead that this one was merged into, and the merge; it shows nothing of its own then. */
  merged_into: { lead_id: string; label: string | null; conversation_id: string | null; merge_id: string | null } | null
}

/** Why two leads may be one customer. */
export type DuplicateReason = 'phone' | 'email' | 'name'

/** A lead that may be the same customer as another. */
export interface LeadMatch {
  lead_id: string
  brand_id: string
  label: string | null
  company_name: string | null
  phone: string | null
  email: string | null
  postcode: string | null
  owner_id: string | null
  /** Its latest conversation; null when it has none. */
  conversation_id: string | null
  reasons: DuplicateReason[]
}

/** What hangs on a lead, counted. */
export interface LeadCounts {
  conversations: number
  notes: number
  deals: number
  bookings: number
  activities: number
  orders: number
}

/** One side of a merge: its values by column, and what would move from it. */
export interface MergeSide {
  lead_id: string
  label: string | null
  values: Record<string, unknown>
  counts: LeadCounts
}

export const LEAD_EVENT_KINDS = ['message', 'call', 'note', 'stage', 'ai', 'booking', 'deal'] as const
export type LeadEventKind = (typeof LEAD_EVENT_KINDS)[number]

/** One line of a lead's history. */
export interface LeadEvent {
  kind: LeadEventKind
  id: string
  at: number
  /** What happened or was written, cut to a line or two; empty for what its kind says alone. */
  text: string
  /** The customer wrote it. */
  inbound: boolean
  /** Who did it: a colleague; null for the customer, the AI and rules. */
  by: string | null
  /** By the AI or a rule, not a person. */
  automatic: boolean
  /** It is here alone until it has been sent. */
  waiting?: boolean
  platform: Platform | null
  /** Where it can be read whole. */
  conversation_id: string | null
}

export interface LeadTimeline {
  /** Newest first. */
  events: LeadEvent[]
  has_older: boolean
}
