/**
 * The contract between page and main process: commands (a change or an action, answered once), live queries (answered now
 * and again whenever the answer changes) and events. Every input is parsed with its schema in main before anything looks
 * at it.
 */
import { z } from 'zod'
import { ATTACHMENT_COMMANDS, ATTACHMENT_QUERIES } from './areas/attachments.ts'
import type { AttachmentCommandOutputs, AttachmentQueryOutputs } from './areas/attachments.ts'
import { AWAY_COMMANDS, AWAY_QUERIES, type AwayOutputs } from './areas/away.ts'
import { CLAIM_QUERIES, type ClaimOutputs } from './areas/claim.ts'
import { SPLITS } from '../domain/conversation.ts'
import { noteFieldsSchema } from '../domain/mutations/note.ts'
import { NOTE_TYPES, PLATFORMS } from '../domain/vocabulary.ts'
import { LEAD_COMMANDS, LEAD_QUERIES } from './areas/lead.ts'
import { HEALTH_COMMANDS, type HealthCommandOutputs } from './areas/health.ts'
import type { LeadCommandOutputs, LeadQueryOutputs } from './areas/lead.ts'
import { PIPELINE_COMMANDS, PIPELINE_QUERIES } from './areas/pipeline.ts'
import type { PipelineCommandOutputs, PipelineQueryOutputs } from './areas/pipeline.ts'
import { STAGE_EDITOR_COMMANDS, STAGE_EDITOR_QUERIES } from './areas/stage-editor.ts'
import type { StageEditorCommandOutputs, StageEditorQueryOutputs } from './areas/stage-editor.ts'
import { SEARCH_QUERIES, type SearchQueryOutputs } from './areas/search.ts'
import { COMPOSER_COMMANDS, COMPOSER_QUERIES, replyFields } from './areas/composer.ts'
import type { ComposerCommandOutputs, ComposerQueryOutputs } from './areas/composer.ts'
import { inboxFilterSchema } from '../domain/saved-view.ts'
import { SORTS } from '../domain/triage.ts'
import { NOTES_COMMANDS, noteDraftFields, type NotesCommandOutputs } from './areas/notes.ts'
import { IMPORT_COMMANDS, IMPORT_QUERIES } from './areas/import.ts'
import type { ImportCommandOutputs, ImportQueryOutputs } from './areas/import.ts'
import { TASKS_COMMANDS, TASKS_QUERIES } from './areas/tasks.ts'
import type { Reminder, TasksCommandOutputs, TasksQueryOutputs } from './areas/tasks.ts'
import { TRIAGE_COMMANDS, TRIAGE_QUERIES } from './areas/triage.ts'
import type { TriageCommandOutputs, TriageQueryOutputs } from './areas/triage.ts'
import { PRESENCE_COMMANDS, PRESENCE_QUERIES, type PresenceOutputs } from './areas/presence.ts'
import { MENTIONS_COMMANDS, MENTIONS_QUERIES, type MentionsQueryOutputs } from './areas/mentions.ts'
import { VIEWS_COMMANDS, VIEWS_QUERIES, type ViewsCommandOutputs, type ViewsQueryOutputs } from './areas/views.ts'
import { DESKTOP_COMMANDS, DESKTOP_QUERIES } from './areas/desktop.ts'
import {
  INVITATION_COMMANDS,
  INVITATION_QUERIES,
  type InvitationCommandOutputs,
  type InvitationQueryOutputs,
} from './areas/invitation.ts'
import { UPDATE_COMMANDS, UPDATE_QUERIES, type UpdateQueryOutputs } from './areas/update.ts'
import type { DesktopCommandOutputs, DesktopQueryOutputs } from './areas/desktop.ts'
import { windowId, type PopOutEvents } from './areas/pop-outs.ts'
import { HOT_COMMANDS, HOT_QUERIES, type HotQueryOutputs } from './areas/hot.ts'
import { OFFLINE_COMMANDS, OFFLINE_QUERIES, type OfflineQueryOutputs } from './areas/offline.ts'
import { SERVICE_COMMANDS, type ServiceCommandOutputs } from './areas/services.ts'
import { THREAD_COMMANDS, type ThreadCommandOutputs } from './areas/thread.ts'
import { EXPLAINED_TABLES } from './conflict-models.ts'
import type { ConflictDetail, DiscardedItem, OutboxView, RecordStory } from './conflict-models.ts'
import type {
  AppState,
  AttentionItem,
  ConversationView,
  Draft,
  InboxCounts,
  InboxPage,
  MergeLogPage,
  SyncStatus,
  Teammate,
} from './read-models.ts'
import type { Result } from './result.ts'

const uuid = z.uuid()
const inboxKey = z.object({ rank: z.number(), at: z.number(), rid: z.int() })
const messageBody = z.string().max(100_000)
const nothing = z.object({}).strict()
const fieldChoice = z.discriminatedUnion('take', [
  z.object({ take: z.enum(['mine', 'theirs']), theirs: z.json() }),
  z.object({ take: z.literal('value'), value: z.union([messageBody, z.boolean(), z.null()]), theirs: z.json() }),
])
export type FieldChoice = z.infer<typeof fieldChoice>

export const COMMANDS = {
  ...LEAD_COMMANDS,
  ...TRIAGE_COMMANDS,
  ...COMPOSER_COMMANDS,
  ...THREAD_COMMANDS,
  ...ATTACHMENT_COMMANDS,
  ...VIEWS_COMMANDS,
  ...MENTIONS_COMMANDS,
  ...PIPELINE_COMMANDS,
  ...TASKS_COMMANDS,
  ...STAGE_EDITOR_COMMANDS,
  ...NOTES_COMMANDS,
  ...PRESENCE_COMMANDS,
  ...OFFLINE_COMMANDS,
  ...HOT_COMMANDS,
  ...DESKTOP_COMMANDS,
  ...UPDATE_COMMANDS,
  ...INVITATION_COMMANDS,
  ...HEALTH_COMMANDS,
  ...SERVICE_COMMANDS,
  ...IMPORT_COMMANDS,
  /** First run: a hosted project, or null for the local demo backend. Checked against the network before it is kept. */
  'setup.connect': z
    .object({ url: z.url({ protocol: /^https?$/ }).max(500), key: z.string().min(1).max(2000) })
    .nullable(),
  /** Back to the first-run screen; the caches stay. */
  'setup.forget': nothing,
  'auth.sign_in': z.object({ email: z.string().max(320), password: z.string().min(1).max(1000) }),
  /** `wipe` also deletes this rep's cache on this device; refused while changes are unsent unless `discard_unsent`. */
  'auth.sign_out': z.object({ wipe: z.boolean(), discard_unsent: z.boolean() }),
  'note.create': z.object({
    lead_id: uuid,
    /** Where it was written: that conversation's draft is spent with it. */
    conversation_id: uuid.nullable(),
    body: messageBody,
    title: z.string().max(300).nullable(),
    type: z.enum(NOTE_TYPES),
  }),
  /** `base`: what the rep saw; missing: what this device has. */
  'note.edit': z.object({ note_id: uuid, set: noteFieldsSchema, base: noteFieldsSchema.optional() }),
  'note.delete': z.object({ note_id: uuid }),
  'conversation.read': z.object({ conversation_id: uuid }),
  'conversation.close': z.object({ conversation_id: uuid }),
  'conversation.reopen': z.object({ conversation_id: uuid }),
  'conversation.assign': z.object({ conversation_id: uuid, assigned_to: uuid.nullable() }),
  /** Fetches the next older messages from the server into the cache, where the thread then shows them. */
  'conversation.load_older': z.object({ conversation_id: uuid }),
  'lead.claim': z.object({ lead_id: uuid }),
  'draft.load': z.object({ conversation_id: uuid }),
  /** A draft with nothing in it is deleted. */
  'draft.save': z.object({
    conversation_id: uuid,
    body: messageBody,
    mode: z.enum(['reply', 'note']),
    window: windowId,
    ...replyFields,
    ...noteDraftFields,
  }),
  /** Sends a parked change again: a held message without its precondition, a conflict with the server's value as base. */
  'attention.retry': z.object({ seq: z.int() }),
  /**
   * Settles a parked change field by field. `theirs` is what the rep saw on the server: when something else stands there
   * by now, `conflict`, and nothing is settled. Fields of the change that are not named go out as they were.
   */
  'attention.settle': z.object({ seq: z.int(), fields: z.record(z.string().max(100), fieldChoice) }),
  'attention.discard': z.object({ seq: z.int() }),
  /**
   * Sets what an automatic merge replaced again, over the value that stands now; refused (`conflict`) for what cannot be
   * set from here any more. Undone twice, it is `not_found`.
   */
  'sync.undo_merge': z.object({ id: z.int() }),
  /** Brings back what was given up; of a value that was overwritten, sets it again. */
  'attention.restore': z.object({ id: z.int() }),
  /** Takes a waiting change back; `conflict` once it may have reached the server. */
  'outbox.discard': z.object({ seq: z.int() }),
  ...AWAY_COMMANDS,
  /** Try the network now instead of waiting for the next attempt. */
  'sync.now': nothing,
  /** After `failed`: tries again to open the local data. */
  'app.retry': nothing,
  /** Writes a support bundle (support-bundle.ts) into the downloads folder and shows it there. */
  'support.bundle': nothing,
  'app.open_external': z.object({ url: z.string().max(2000) }),
  'app.set_theme': z.object({ theme: z.enum(['system', 'light', 'dark']) }),
} as const

export type CommandName = keyof typeof COMMANDS
export type CommandInput<N extends CommandName> = z.input<(typeof COMMANDS)[N]>

/** What `attention.restore` takes to bring back what was given up; null when nothing was. */
export interface Undo {
  undo: number | null
}

/** What a command answers, where it answers more than "done". */
export interface CommandOutputs
  extends
    LeadCommandOutputs,
    ImportCommandOutputs,
    ComposerCommandOutputs,
    ThreadCommandOutputs,
    TriageCommandOutputs,
    AttachmentCommandOutputs,
    ViewsCommandOutputs,
    PipelineCommandOutputs,
    StageEditorCommandOutputs,
    DesktopCommandOutputs,
    TasksCommandOutputs,
    HealthCommandOutputs,
    InvitationCommandOutputs,
    NotesCommandOutputs,
    ServiceCommandOutputs {
  'note.create': { note_id: string }
  'draft.load': Draft | null
  'conversation.load_older': { loaded: number; complete: boolean }
  'auth.sign_out': { unsent: number }
  'attention.settle': Undo
  'attention.discard': Undo
  'outbox.discard': Undo
  'support.bundle': { file: string }
}
export type CommandOutput<N extends CommandName> = N extends keyof CommandOutputs ? CommandOutputs[N] : null

export const LIVE_QUERIES = {
  ...LEAD_QUERIES,
  ...SEARCH_QUERIES,
  ...COMPOSER_QUERIES,
  ...OFFLINE_QUERIES,
  ...HOT_QUERIES,
  ...DESKTOP_QUERIES,
  ...UPDATE_QUERIES,
  ...INVITATION_QUERIES,
  ...IMPORT_QUERIES,
  'app.state': nothing,
  'sync.status': nothing,
  'team.list': nothing,
  'inbox.counts': nothing,
  'inbox.page': z.object({
    split: z.enum(SPLITS),
    /** `newest` unless told otherwise. */
    sort: z.enum(SORTS).optional(),
    filter: inboxFilterSchema.optional(),
    from: inboxKey.nullable(),
    to: inboxKey.nullable(),
    limit: z.int().min(1).max(500),
  }),
  /** Null when the conversation is not in the cache (gone, or no longer the rep's to see). */
  'conversation.view': z.object({
    conversation_id: uuid,
    /** Most items, up to the newest or, with `around`, up to that message. */
    limit: z.int().min(1).max(5000),
    /** Whose messages: all conversations of the lead, those of one channel, or of this conversation alone. */
    show: z.enum(['conversation', 'lead', ...PLATFORMS]).optional(),
    /** A message to show with what comes before and up to `after` items that come after it. */
    around: uuid.nullable().optional(),
    after: z.int().min(0).max(5000).optional(),
  }),
  'attention.list': nothing,
  /** Automatic merges, newest first; `before` is the `next` of the page before. */
  'sync.merge_log': z.object({ before: z.int().nullable(), limit: z.int().min(1).max(200) }),
  /** Null when it has been dealt with. */
  'attention.item': z.object({ seq: z.int() }),
  /** Newest first, of the last 30 days. */
  'attention.discarded': nothing,
  'outbox.list': nothing,
  ...AWAY_QUERIES,
  /** Null when the record is not in the cache. */
  'record.story': z.object({ table: z.enum(EXPLAINED_TABLES), id: uuid }),
  ...TRIAGE_QUERIES,
  ...ATTACHMENT_QUERIES,
  ...CLAIM_QUERIES,
  ...VIEWS_QUERIES,
  ...MENTIONS_QUERIES,
  ...PIPELINE_QUERIES,
  ...TASKS_QUERIES,
  ...STAGE_EDITOR_QUERIES,
  ...PRESENCE_QUERIES,
} as const

export type LiveQueryName = keyof typeof LIVE_QUERIES
export type LiveQueryInput<N extends LiveQueryName> = z.input<(typeof LIVE_QUERIES)[N]>

export interface LiveQueryOutputs
  extends
    LeadQueryOutputs,
    ImportQueryOutputs,
    AwayOutputs,
    SearchQueryOutputs,
    OfflineQueryOutputs,
    HotQueryOutputs,
    DesktopQueryOutputs,
    UpdateQueryOutputs,
    InvitationQueryOutputs,
    ComposerQueryOutputs,
    TriageQueryOutputs,
    ClaimOutputs,
    ViewsQueryOutputs,
    MentionsQueryOutputs,
    PipelineQueryOutputs,
    TasksQueryOutputs,
    StageEditorQueryOutputs,
    PresenceOutputs,
    AttachmentQueryOutputs {
  'app.state': AppState
  'sync.status': SyncStatus
  'team.list': Teammate[]
  'inbox.counts': InboxCounts
  'inbox.page': InboxPage
  'conversation.view': ConversationView | null
  'attention.list': AttentionItem[]
  'sync.merge_log': MergeLogPage
  'attention.item': ConflictDetail | null
  'attention.discarded': DiscardedItem[]
  'outbox.list': OutboxView
  'record.story': RecordStory | null
}

/** What main tells the page unasked. */
export interface Events extends PopOutEvents {
  /** Show this conversation, at this message (a notification or link was followed). */
  'navigate.conversation': { conversation_id: string; message_id?: string }
  /** Something is to be shown: `window.take_request` says what. */
  'window.requested': null
  /** What the rep planned has become due; of what came due while the computer slept, all at once. */
  'reminder.due': { items: Reminder[] }
  /** The menu asks for a support bundle: the page runs the command and shows how it went. */
  'support.requested': null
}
export type EventName = keyof Events

export interface LiveUpdate {
  subscription: string
  result: Result<unknown>
}

/** The one object preload exposes, as `window.desk`. */
export interface Desk {
  readonly platform: 'darwin' | 'win32' | 'linux'
  readonly version: string
  command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>>
  /** Calls back with the answer now and after each change. Returns the way to stop. */
  live<N extends LiveQueryName>(
    name: N,
    input: LiveQueryInput<N>,
    listener: (result: Result<LiveQueryOutputs[N]>) => void,
  ): () => void
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void
}
