/** What the live queries answer: the shapes that screens show. Times are milliseconds since 1970. */
import type {
  ConversationStatus,
  ContentType,
  Direction,
  MessageStatus,
  NoteType,
  Platform,
  Priority,
  Role,
  SenderType,
} from '../domain/vocabulary.ts'
import type { Split } from '../domain/conversation.ts'
import type { TimelineAttachment } from './areas/attachments.ts'
import type { NoteDraft } from './areas/notes.ts'
import type { CallDetails } from './call-details.ts'
import type { Failure } from './result.ts'

/**
 * How far a change has travelled. `local`: saved here only · `syncing`: on its way · `saved`: saved to the team ·
 * `attention`: refused or held, the rep must decide. Delivery to the customer is a separate state (`MessageStatus`).
 */
export type SaveState = 'local' | 'syncing' | 'saved' | 'attention'

export interface Teammate {
  id: string
  name: string
  email: string
  avatar_url: string | null
  role: Role
}

/** Where the application stands; decides which screen is shown. */
export type AppState =
  | { phase: 'setup'; demo_available: boolean }
  | { phase: 'signed_out'; backend: Backend; demo_users: DemoUser[]; last_email: string | null; notice: Failure | null }
  | { phase: 'opening'; backend: Backend }
  | { phase: 'ready'; backend: Backend; user: Teammate; organization: { id: string; name: string }; notices: Notice[] }
  | { phase: 'failed'; error: Failure }

export interface Backend {
  url: string
  /** True for the backend that `npm start` brings along. */
  is_local: boolean
}

export interface DemoUser {
  email: string
  password: string
  role: Role
  organization: string
}

/** Something the rep should know once, such as a cache that had to be set aside. */
export interface Notice {
  id: 'no_keychain' | 'cache_quarantined' | 'storage_full' | 'viewer'
  message: string
}

export type SyncState =
  | 'offline' // no answer from the backend
  | 'connecting' // first contact or after a wake
  | 'catching_up' // a first sync or a long absence: not yet consistent
  | 'online'
  | 'blocked' // the backend answers, but not something this version can use

export interface SyncStatus {
  state: SyncState
  /** Since when it is in this state. */
  since: number
  /** Changes saved here and not yet saved to the team. */
  pending: number
  /** Changes that wait for the rep's decision. */
  attention: number
  /** When the cache last equalled the server; null before the first complete pull. */
  synced_at: number | null
  /** Rows received of those expected, during `catching_up`. */
  progress: { received: number; expected: number | null } | null
  /** Why it is offline or blocked. */
  error: Failure | null
  /** When it is tried again by itself, after a failure. */
  retry_at: number | null
}

/** Position in the inbox, greatest first: by `rank` (what the sort goes by; 0 for the newest), time, row number. */
export interface InboxKey {
  rank: number
  at: number
  rid: number
}

export interface InboxRow {
  id: string
  rid: number
  lead_id: string
  /** Name, company, e-mail or phone; null when nothing is known. */
  lead_label: string | null
  platform: Platform
  status: ConversationStatus
  priority: Priority
  preview: string
  /** Who wrote the last message, when it was not the customer. */
  last_by: 'you' | 'team' | 'ai' | 'system' | null
  at: number
  unread: number
  waiting_since: number | null
  snoozed_until: number | null
  score: number
  stage: { name: string; color: string } | null
  /** Who works it: the assignee, else the lead's owner; null in the pool. */
  handler_id: string | null
  save_state: SaveState
}

/**
 * One page of a split. A page is a range of keys, `from` exclusive to `to` inclusive (null: open end), so that neighbouring
 * pages stay without gap or overlap while rows move.
 */
export interface InboxPage {
  rows: InboxRow[]
  /** Key of the last row when more follow, else null. */
  next: InboxKey | null
}

export type InboxCounts = Record<Split, { total: number; unread: number }>

export interface ConversationView {
  conversation: {
    id: string
    lead_id: string
    platform: Platform
    channel_name: string
    status: ConversationStatus
    assigned_to: string | null
    waiting_since: number | null
    ai_enabled: boolean
    unread: number
  }
  lead: {
    id: string
    label: string | null
    full_name: string | null
    company_name: string | null
    email: string | null
    phone: string | null
    score: number
    stage: { name: string; color: string } | null
    owner_id: string | null
    tags: string[]
    summary: string | null
  }
  /** All conversations of the lead, this one among them, in the order they were begun. */
  siblings: { id: string; platform: Platform; channel_name: string }[]
  /** Messages of the conversations that are shown, and the lead's notes; oldest first. */
  items: TimelineItem[]
  /** Changes of the lead's stage in the time that the items cover; oldest first. */
  stage_changes: TimelineStageChange[]
  /** Older items exist in the cache. */
  has_older: boolean
  /** Newer items exist than those shown around a message. */
  has_newer: boolean
  /** None older are in the cache, but on the server there are: `conversation.load_older` of `older_in` fetches them. */
  has_older_on_server: boolean
  older_in: string | null
  /** Whether the message to show things around is here; null when none was asked for. */
  anchor: 'found' | 'missing' | null
  /** Before this time messages may be missing between those shown; null where there are no gaps. */
  gap_at: number | null
}

export type TimelineItem = TimelineMessage | TimelineNote

export interface TimelineMessage {
  kind: 'message'
  id: string
  conversation_id: string
  platform: Platform
  at: number
  direction: Direction
  sender_type: SenderType
  sender_id: string | null
  content_type: ContentType
  subject: string | null
  body: string
  status: MessageStatus
  error: string | null
  failed_at: number | null
  /** When it is to leave, while it waits for that. */
  scheduled_for: number | null
  save_state: SaveState
  call: CallDetails | null
  /** In the order they were attached. */
  attachments: TimelineAttachment[]
}

/** A stage by its name; null: none, or one that is not known any more. */
export interface TimelineStageChange {
  id: string
  at: number
  from: string | null
  to: string | null
  /** Null when a rule or an integration moved it. */
  by: string | null
  is_automatic: boolean
  reason: string | null
}

export interface TimelineNote {
  kind: 'note'
  id: string
  at: number
  title: string | null
  body: string
  type: NoteType
  is_pinned: boolean
  tags: string[]
  author_id: string | null
  save_state: SaveState
}

/**
 * What a rep can do about a refused or held change. `mine` and `theirs` settle a conflict, `edit` sends something new,
 * `again` sends it as it is, `discard` gives it up (it can be restored for 30 days).
 */
export type AttentionAction = 'mine' | 'theirs' | 'edit' | 'again' | 'discard'

/** A change the server refused or held, with what the rep can do about it. */
export interface AttentionItem {
  seq: number
  mutation: string
  /** What it was, in words: `Phone of Ana Lima`. */
  title: string
  result: 'conflict' | 'held' | 'rejected'
  code: string
  /** One plain sentence: what happened. */
  reason: string
  /** What the rep had written or chosen, as text; the beginning of a long one. */
  mine: string
  /** What stands on the server instead, where there is such a thing; the beginning of a long one. */
  theirs: string | null
  lead_label: string | null
  conversation_id: string | null
  /** The message that it is about. */
  message_id?: string | undefined
  /** The change that this one waits for, and stands with. */
  parent: number | null
  actions: AttentionAction[]
  at: number
}

/**
 * How replication settled two edits of one field by itself. `mine`: my value replaced a colleague's · `theirs`: a
 * colleague's replaced mine · `both`: the lines of a text or the members of a set were combined.
 */
export type MergeKind = 'mine' | 'theirs' | 'both'

export interface MergeRecord {
  id: number
  kind: MergeKind
  table: string
  row_id: string
  field: string
  lead_id: string | null
  lead_label: string | null
  /** The lead's latest conversation. */
  conversation_id: string | null
  /** What both sides had seen before; null where it is not known. */
  base: unknown
  /** What had stood (`both`: on the server) and does not any more, by whom (null: an integration, or not known). */
  losing: { value: unknown; by: string | null; at: number | null }
  winning: { value: unknown; by: string | null; at: number }
  /** What stands now; undefined (absent) when the row is gone. */
  current?: unknown
  /** `done`: it was undone from here. `changed`: it can be, and the field has changed since. `gone`: it cannot be any more. */
  undo: 'possible' | 'changed' | 'done' | 'gone'
}

export interface MergeLogPage {
  records: MergeRecord[]
  /** `before` of the next page; null at the end. */
  next: number | null
}

/** What a rep has typed, in a conversation or as a note, and not sent yet, and how it is to go. */
export interface Draft {
  body: string
  mode: 'reply' | 'note'
  /** The channel by which it is to leave; missing: the conversation's own. */
  via?: string | undefined
  /** Of an e-mail; missing: nobody has typed one. */
  subject?: string | undefined
  /** An approved template instead of own words. */
  template?: { id: string; values: Record<string, string> } | undefined
  /** Of a note that is written in its own dialog. */
  note?: NoteDraft | undefined
}
