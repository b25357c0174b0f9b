/**
 * What the main process may ask of the database workers, and what they answer. Everything here crosses a thread as
 * structured clones, so it is data only.
 */
import type { CacheFacts } from './read/cache-facts.ts'
import type {
  AttentionItem,
  ConversationView,
  Draft,
  InboxCounts,
  InboxPage,
  MergeLogPage,
  Teammate,
} from '#shared/contract/read-models.ts'
import type { DraftFile } from '#shared/contract/areas/attachments.ts'
import type { AwayDigest } from '#shared/contract/areas/away.ts'
import type { ClaimState, LostClaim } from '#shared/contract/areas/claim.ts'
import type { BoardPage, BoardView, DealView, StageMove, Winnable } from '#shared/contract/areas/pipeline.ts'
import type { ExportSource, ImportList } from '#shared/contract/areas/import.ts'
import type { MentionsPage } from '#shared/contract/areas/mentions.ts'
import type { PipelineEditor } from '#shared/contract/areas/stage-editor.ts'
import type { LeadNotes } from '#shared/contract/areas/notes.ts'
import type { CalendarRange, Reminder, TaskCounts, TaskPage } from '#shared/contract/areas/tasks.ts'
import type { FilteredCount, TriageChoices, TriageSubject } from '#shared/contract/areas/triage.ts'
import type { SavedView } from '#shared/contract/areas/views.ts'
import type { ConflictDetail, DiscardedItem, OutboxView, RecordStory } from '#shared/contract/conflict-models.ts'
import type { MessageFate, ReplyOptions, ReplyTemplates } from '#shared/contract/areas/composer.ts'
import type { FieldChoice, LiveQueryInput, Undo } from '#shared/contract/ipc.ts'
import type { LeadChoices, LeadMatch, LeadTimeline, LeadView, MergeSide } from '#shared/contract/lead-models.ts'
import type { CacheBundle } from '#shared/contract/support-bundle.ts'
import type { LeadTextField } from '#shared/domain/lead-fields.ts'
import type { Mentionable } from '#shared/domain/mentions.ts'
import type { MutationArgs, MutationName } from '#shared/domain/mutations.ts'
import type {
  Cursor,
  HistoryStart,
  LostValue,
  Outcome,
  PullAnswer,
  PushMutation,
} from '#shared/replication/protocol.ts'
import type { TableName } from '#shared/replication/tables.ts'
import type { ChangeSet } from './changes.ts'
import type { AttachmentPlace, OutgoingFile, Upload } from './file-calls.ts'
import type { KeptText } from './read/kept.ts'
import type { TellingReads } from './read/telling-reads.ts'
import type { SearchReads } from './search/search-calls.ts'

/** What is listed of the inbox, whatever the order. */
export type ViewOfInbox = LiveQueryInput<'inbox.filtered_count'>

export interface KeptSize {
  messages: number
  /** About, of text and all that belongs to it. */
  bytes: number
  /** Conversations of which the server may have older messages. */
  open: string[]
}

/** A lead as a file has it. */
export interface ExportedLead extends Record<LeadTextField, string | null> {
  temperature: string | null
  lead_status: string
  contact_status: string
  lifecycle_stage: string
  client_type: string
  tags: string[]
  custom_fields: Record<string, unknown>
  /** Milliseconds since 1970. */
  created_at: number
  owner: string | null
  stage: string | null
}

/** Queries answered by the reader: name → input and output. */
export interface Reads extends TellingReads {
  'inbox.page': { input: LiveQueryInput<'inbox.page'>; output: InboxPage }
  'inbox.counts': { input: null; output: InboxCounts }
  'inbox.filtered_count': { input: LiveQueryInput<'inbox.filtered_count'>; output: FilteredCount }
  'inbox.matching': { input: LiveQueryInput<'inbox.filtered_count'>; output: string[] }
  'deal.view': { input: LiveQueryInput<'deal.view'>; output: DealView }
  'health.oldest_change': { input: null; output: { at: number | null } }
  'health.cache_facts': { input: null; output: CacheFacts }
  'lead.winnable': { input: LiveQueryInput<'lead.winnable'>; output: Winnable }
  'deal.history': { input: LiveQueryInput<'deal.history'>; output: StageMove[] }
  'board.view': { input: LiveQueryInput<'board.view'>; output: BoardView }
  'pipeline.editor': { input: LiveQueryInput<'pipeline.editor'>; output: PipelineEditor | null }
  'board.page': { input: LiveQueryInput<'board.page'>; output: BoardPage }
  'lead.notes': { input: { lead_id: string }; output: LeadNotes | null }
  'tasks.page': { input: LiveQueryInput<'tasks.page'>; output: TaskPage }
  'calendar.range': { input: LiveQueryInput<'calendar.range'>; output: CalendarRange }
  'tasks.counts': { input: LiveQueryInput<'tasks.counts'>; output: TaskCounts }
  'keep.list': { input: null; output: (ViewOfInbox & { id: number })[] }
  'keep.files': { input: { ids: string[] }; output: { id: string; bytes: number }[] }
  'keep.sizes': { input: { ids: string[] }; output: KeptSize }
  'triage.choices': { input: null; output: TriageChoices }
  /** Those of them that are in the cache, in no order. */
  'triage.subjects': { input: { ids: string[] }; output: TriageSubject[] }
  'triage.subject': { input: LiveQueryInput<'triage.subject'>; output: TriageSubject | null }
  'mentions.people': { input: null; output: Mentionable[] }
  'mentions.list': { input: LiveQueryInput<'mentions.list'>; output: MentionsPage }
  'mentions.unread': { input: null; output: { count: number } }
  'mentions.of_lead': { input: LiveQueryInput<'mentions.of_lead'>; output: { mention_ids: string[] } }
  'views.list': { input: null; output: SavedView[] }
  'claim.state': { input: LiveQueryInput<'claim.state'>; output: ClaimState | null }
  'claim.lost': { input: null; output: LostClaim[] }
  'conversation.view': { input: LiveQueryInput<'conversation.view'>; output: ConversationView | null }
  'lead.view': { input: LiveQueryInput<'lead.view'>; output: LeadView | null }
  'lead.duplicates': { input: LiveQueryInput<'lead.duplicates'>; output: LeadMatch[] }
  'lead.matches': { input: LiveQueryInput<'lead.matches'>; output: LeadMatch[] }
  'lead.merge_sides': { input: LiveQueryInput<'lead.merge_sides'>; output: [MergeSide, MergeSide] | null }
  'lead.timeline': { input: LiveQueryInput<'lead.timeline'>; output: LeadTimeline }
  'export.rids': { input: ExportSource; output: number[] }
  'export.leads': { input: { rids: number[] }; output: ExportedLead[] }
  'export.fields': { input: { rids: number[] }; output: string[] }
  'import.lists': { input: LiveQueryInput<'import.lists'>; output: ImportList[] }
  'lead.choices': { input: LiveQueryInput<'lead.choices'>; output: LeadChoices }
  'attention.list': { input: null; output: AttentionItem[] }
  'sync.merge_log': { input: LiveQueryInput<'sync.merge_log'>; output: MergeLogPage }
  'attention.item': { input: LiveQueryInput<'attention.item'>; output: ConflictDetail | null }
  'attention.discarded': { input: null; output: DiscardedItem[] }
  'away.digest': { input: null; output: AwayDigest | null }
  'outbox.list': { input: null; output: OutboxView }
  'record.story': { input: LiveQueryInput<'record.story'>; output: RecordStory | null }
  'team.list': { input: null; output: Teammate[] }
  /** Who is signed in and where, as far as the cache knows; null parts before the first sync. */
  'team.me': { input: null; output: { user: Teammate | null; organization: { id: string; name: string } | null } }
  'reply.templates': { input: LiveQueryInput<'reply.templates'>; output: ReplyTemplates }
  'message.fate': { input: LiveQueryInput<'message.fate'>; output: MessageFate | null }
  /** The place in the queue of a message that the server does not have, for sure; null when it may, or is not there. */
  'message.unsent': { input: { message_id: string }; output: { seq: number; state: 'pending' | 'parked' } | null }
  'reply.options': { input: LiveQueryInput<'reply.options'>; output: ReplyOptions | null }
  /** What the rep can have seen of a conversation, as arguments of `message.send`. */
  'conversation.seen': {
    input: { conversation_id: string }
    output: { seen_inbound_id: string | null; seen?: { owner_id: string | null; ai_enabled: boolean } }
  }
  /** Id of the newest inbound message that the cache holds of a conversation, for `seen_inbound_id`. */
  'conversation.last_inbound': { input: { conversation_id: string }; output: string | null }
  /** What of this cache goes into a support bundle; `salt` is random and for that bundle alone. */
  'support.bundle': { input: { salt: string }; output: CacheBundle }
  'kept.texts': { input: { prefix: string }; output: KeptText[] }
  'draft.load': { input: { conversation_id: string }; output: Draft | null }
  'attachment.place': { input: { attachment_id: string }; output: AttachmentPlace | null }
  'draft.files': { input: LiveQueryInput<'draft.files'>; output: DraftFile[] }
  /** The file that is to be stored next; null when none is waiting, or all that are have failed. */
  'upload.next': { input: null; output: Upload | null }
  /** Ids of files that are not on the server, or not known to be. */
  'outgoing.ids': { input: null; output: string[] }
  'attachment.known': { input: { ids: string[] }; output: string[] }
}

type AllReads = Reads & SearchReads
export type ReadName = keyof AllReads
export type ReadInput<N extends ReadName> = AllReads[N]['input']
export type ReadOutput<N extends ReadName> = AllReads[N]['output']

type WithoutBase<A> = A extends { base: unknown } ? Omit<A, 'base'> & Partial<Pick<A, 'base'>> : A

/**
 * A mutation as a command gives it. `base`, the values the rep saw, may be left out: commit then reads it from the cache
 * in the same transaction, so that of two quick edits the second builds on the first.
 */
export type NewMutation = { [N in MutationName]: { name: N; args: WithoutBase<MutationArgs<N>> } }[MutationName]

/** A draft that became a message or note: it goes in the transaction that queues them, so a crash never shows it again. */
export interface SpentDraft {
  conversation_id: string
  /** What was sent of it; anything typed after that stays. */
  body: string
}

/** What is done in the same transaction as a change. */
export interface CommitWith {
  /** The draft that it was written in. */
  spent?: SpentDraft
  /** Changes that are queued before it, because it needs what they make. */
  first?: NewMutation[]
}

export interface Committed {
  seq: number
  changes: ChangeSet
}

/** The rep's own unsent change of a lead that left the cache: kept, and listed in `attention.list`. */
export interface Vaulted {
  lead_id: string
  name: string
  why: 'revoked' | 'deleted' | 'not_visible'
}

export interface RoundReport {
  /** Rows written; deleted rows are not counted. */
  rows: number
  /** The rep's unsent changes that were taken out of the queue because their lead is gone. */
  vaulted: Vaulted[]
}

/** One page of rows on its way to the staging file: values as JSON text, which crosses threads cheaper than arrays. */
export interface StagedTable {
  table: string
  columns: string[]
  /** JSON array of rows, each an array of values in the order of `columns`. */
  rows: string
  count: number
}

/** A pull's answer on its way to the staging file. */
export interface StagedAnswer {
  tables: StagedTable[]
  deleted: PullAnswer['deleted']
  revoked: PullAnswer['revoked']
  lost: LostValue[]
}

export interface HistoryPage {
  conversationId: string
  start: HistoryStart
  answer: StagedAnswer
  /** Nothing older is on the server. */
  complete: boolean
}

/** Requests to the writer: name → arguments and answer. */
export interface Writes {
  commit: { input: { mutation: NewMutation; at: number } & CommitWith; output: Committed }
  commitAll: { input: { mutations: NewMutation[]; at: number }; output: boolean[] }
  leaseBatch: { input: { limit: number }; output: PushMutation[] }
  release: { input: { isUnsent: boolean }; output: null }
  renewClientId: { input: null; output: string }
  settle: { input: { outcomes: Outcome[] }; output: null }
  retryParked: { input: { seq: number }; output: { seq: number } }
  undoMerge: { input: { id: number; at: number }; output: { seq: number } }
  settleParked: { input: { seq: number; fields: Record<string, FieldChoice>; at: number }; output: Undo }
  discardParked: { input: { seq: number; at: number }; output: Undo }
  discardUnsent: { input: { seq: number; at: number }; output: Undo }
  keepView: { input: { view: ViewOfInbox; at: number }; output: number }
  forgetView: { input: { id: number }; output: null }
  trimHistory: { input: { ids: string[]; now: number }; output: null }
  editUnsent: { input: { seq: number; text: string }; output: null }
  dismissAway: { input: { to: number }; output: null }
  markTold: { input: { keys: readonly string[]; at: number }; output: null }
  keepText: { input: { key: string; value: string | null }; output: null }
  putOff: { input: { key: string; until: number | null }; output: null }
  /** Opens conversations whose snooze has run out; answers when the next one does. */
  wakeSnoozed: { input: { now: number }; output: number | null }
  /** What of the rep's has become due and was not told yet; and when the next thing does. */
  takeReminders: { input: { now: number }; output: { due: Reminder[]; next: number | null } }
  restoreDiscarded: { input: { id: number; at: number }; output: null }
  saveDraft: { input: { conversation_id: string; draft: Draft; at: number }; output: null }
  attachFile: { input: { file: OutgoingFile; at: number }; output: null }
  dropFile: { input: { id: string }; output: null }
  uploadAt: { input: { id: string; url: string | null }; output: null }
  fileStored: { input: { id: string }; output: null }
  fileFailed: { input: { id: string; error: string | null }; output: null }
  historyStart: { input: { conversation_id: string; now: number }; output: HistoryStart | null }
  keepHistory: { input: HistoryPage; output: boolean }
  stagePage: { input: StagedAnswer; output: { staged: number } }
  applyRound: { input: { cursor: Cursor; at: number }; output: RoundReport }
  discardRound: { input: null; output: null }
  resetScope: { input: { reason: NonNullable<PullAnswer['reset']> }; output: null }
  cursor: { input: null; output: Cursor }
  /** Forgets what the search index has taken in of its log, up to this entry. */
  searchSeen: { input: { seen: number }; output: null }
  backlog: { input: null; output: Backlog }
  stats: { input: null; output: Stats }
  destroy: { input: null; output: null }
  close: { input: null; output: null }
}
export type WriteName = keyof Writes
export type WriteInput<N extends WriteName> = Writes[N]['input']
export type WriteOutput<N extends WriteName> = Writes[N]['output']

export interface Backlog {
  /** Changes saved here and not yet confirmed by the server. */
  pending: number
  /** Changes that wait for the rep's decision. */
  attention: number
}

export interface Stats {
  file_bytes: number
  wal_bytes: number
  /** Rows waiting in the staging file for their round to be applied. */
  staged_rows: number
  rows: Record<TableName, number>
}

/** What was found at opening. */
export interface Opened {
  client_id: string
  /** When the last round was applied; null before the first. */
  synced_at: number | null
  recovered: Recovered | null
}

/** A cache that could not be read was set aside and a new one begun. */
export interface Recovered {
  quarantinedFile: string
  /** How many unsent changes it held; null when it could not be read. */
  unsent: number | null
}
