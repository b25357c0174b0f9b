/**
 * Every change a rep can make, as a named mutation: its arguments, and what it does to the local cache until the server
 * has spoken. `sync_push` carries the same names; the server's function of that name decides (sync.md).
 *
 * `apply` is pure over the rows it is given: it is run once when the rep acts and again on every rebase, so it may not
 * look at a clock or mint ids. What it cannot do (a row that is gone) it leaves undone.
 */
import { z } from 'zod'
import { NOTE_TYPES } from './vocabulary.ts'
import { previewOf } from './conversation.ts'
import { fullName } from './lead.ts'
import type { Row, TableName } from '../replication/tables.ts'

/** The rows a mutation may read and write. `put` replaces the whole row. */
export interface RowStore {
  get<T extends TableName>(table: T, id: string): Row<T> | undefined
  put<T extends TableName>(table: T, row: Row<T>): void
  delete(table: TableName, id: string): void
}

export interface ApplyContext {
  /** The signed-in rep. */
  userId: string
  /** When the rep acted, milliseconds since 1970. Kept with the mutation, so a replay gives the same rows. */
  at: number
}

interface MutationDefinition<A extends z.ZodType> {
  v: number
  args: A
  /**
   * What the screen shows once the server has refused or held the mutation: `keep` shows the rep's own text, marked as
   * not sent, until they decide; `drop` shows what the server has, and the rep's value waits in the list of conflicts.
   */
  whenParked: 'keep' | 'drop'
  apply: (rows: RowStore, args: z.output<A>, context: ApplyContext) => void
}

const define = <A extends z.ZodType>(definition: MutationDefinition<A>) => definition

const MAX_BODY = 100_000
const uuid = z.uuid()
/** Text that PostgreSQL can store: without NUL, and without half of a surrogate pair. Anything else would fail a push whole. */
const text = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters`)
    .refine(
      (value) => !value.includes('\0') && value.isWellFormed(),
      'This text holds a character that cannot be stored',
    )
const body = text(MAX_BODY)

export const noteFieldsSchema = z.object({
  title: text(300).nullable().optional(),
  body: body.optional(),
  type: z.enum(NOTE_TYPES).optional(),
  is_pinned: z.boolean().optional(),
})

export const leadFieldsSchema = z.object({
  first_name: text(200).nullable().optional(),
  last_name: text(200).nullable().optional(),
  company_name: text(300).nullable().optional(),
  email: text(320).nullable().optional(),
  phone: text(60).nullable().optional(),
  postcode: text(20).nullable().optional(),
})

function patch<T extends TableName>(rows: RowStore, table: T, id: string, change: Partial<Row<T>>): void {
  const row = rows.get(table, id)
  if (row) rows.put(table, { ...row, ...change })
}

export const MUTATIONS = {
  /** A reply to the customer. The server decides whether it may leave (opt-out, a newer inbound message). */
  'message.send': define({
    v: 1,
    args: z.object({
      message_id: uuid,
      conversation_id: uuid,
      body: body.min(1, 'A message needs text'),
      /** Sent along when the reply was written offline: the last inbound message the rep had seen. */
      seen_inbound_id: uuid.nullable().optional(),
    }),
    whenParked: 'keep',
    apply(rows, args, { userId, at }) {
      const conversation = rows.get('conversations', args.conversation_id)
      if (!conversation || rows.get('messages', args.message_id)) return
      rows.put('messages', {
        id: args.message_id,
        conversation_id: conversation.id,
        lead_id: conversation.lead_id,
        platform: conversation.platform,
        direction: 'outbound',
        sender_type: 'agent',
        sender_id: userId,
        content_type: 'text',
        subject: null,
        body: args.body,
        status: 'queued',
        error: null,
        ai_generated: false,
        metadata: {},
        sent_at: null,
        delivered_at: null,
        read_at: null,
        failed_at: null,
        created_at: at,
        updated_at: at,
      })
      rows.put('conversations', {
        ...conversation,
        message_count: conversation.message_count + 1,
        last_message_at: Math.max(at, conversation.last_message_at ?? 0),
        last_message_preview: previewOf(args.body),
        last_message_direction: 'outbound',
        waiting_since: null,
        unread_count: 0,
      })
    },
  }),

  /**
   * The rep has read a conversation, up to the last inbound message they had seen. What all see as unread goes only when
   * the one who must answer has read it: the assignee, the lead's owner, or anybody while it is in the pool.
   */
  'conversation.read': define({
    v: 1,
    args: z.object({ conversation_id: uuid, seen_inbound_id: uuid.nullable().optional() }),
    whenParked: 'drop',
    apply(rows, { conversation_id }, { userId }) {
      const conversation = rows.get('conversations', conversation_id)
      if (!conversation) return
      const handlers = [conversation.assigned_to, rows.get('leads', conversation.lead_id)?.owner_id ?? null]
      if (handlers.includes(userId) || handlers.every((id) => id === null)) {
        rows.put('conversations', { ...conversation, unread_count: 0 })
      }
    },
  }),

  /** Done: closed until the customer writes again. Held when they already have, unseen. */
  'conversation.close': define({
    v: 1,
    args: z.object({
      conversation_id: uuid,
      base: z.object({ status: z.string() }),
      seen_inbound_id: uuid.nullable().optional(),
    }),
    whenParked: 'drop',
    apply: (rows, { conversation_id }) =>
      patch(rows, 'conversations', conversation_id, { status: 'closed', snoozed_until: null, waiting_since: null }),
  }),

  'conversation.reopen': define({
    v: 1,
    args: z.object({ conversation_id: uuid, base: z.object({ status: z.string() }) }),
    whenParked: 'drop',
    apply: (rows, { conversation_id }) =>
      patch(rows, 'conversations', conversation_id, { status: 'open', snoozed_until: null }),
  }),

  /** Hands a conversation to a colleague, to oneself, or (null) back to the lead's owner or the pool. */
  'conversation.assign': define({
    v: 1,
    args: z.object({
      conversation_id: uuid,
      assigned_to: uuid.nullable(),
      base: z.object({ assigned_to: uuid.nullable() }),
    }),
    whenParked: 'drop',
    apply: (rows, { conversation_id, assigned_to }) => patch(rows, 'conversations', conversation_id, { assigned_to }),
  }),

  /** Takes a lead from the pool. The first claim to reach the server wins; the other is told who and when. */
  'lead.claim': define({
    v: 1,
    args: z.object({ lead_id: uuid }),
    whenParked: 'drop',
    apply(rows, { lead_id }, { userId }) {
      if (rows.get('leads', lead_id)?.owner_id === null) patch(rows, 'leads', lead_id, { owner_id: userId })
    },
  }),

  /** Changes a lead's fields; `base` holds the values the rep saw, per field in `set`. */
  'lead.edit': define({
    v: 1,
    args: z.object({ lead_id: uuid, set: leadFieldsSchema, base: leadFieldsSchema }),
    whenParked: 'drop',
    apply(rows, { lead_id, set }) {
      const lead = rows.get('leads', lead_id)
      if (!lead) return
      const edited = { ...lead, ...set }
      rows.put('leads', { ...edited, full_name: fullName(edited.first_name, edited.last_name) })
    },
  }),

  'note.create': define({
    v: 1,
    args: z.object({
      note_id: uuid,
      lead_id: uuid,
      title: text(300).nullable(),
      body,
      type: z.enum(NOTE_TYPES),
    }),
    whenParked: 'keep',
    apply(rows, args, { userId, at }) {
      if (!rows.get('leads', args.lead_id) || rows.get('notes', args.note_id)) return
      rows.put('notes', {
        id: args.note_id,
        lead_id: args.lead_id,
        deal_id: null,
        title: args.title,
        body: args.body,
        type: args.type,
        is_pinned: false,
        tags: [],
        created_by: userId,
        created_at: at,
        updated_at: at,
      })
    },
  }),

  'note.edit': define({
    v: 1,
    args: z.object({ note_id: uuid, set: noteFieldsSchema, base: noteFieldsSchema }),
    whenParked: 'drop',
    apply: (rows, { note_id, set }, { at }) => patch(rows, 'notes', note_id, { ...set, updated_at: at }),
  }),

  'note.delete': define({
    v: 1,
    args: z.object({ note_id: uuid }),
    whenParked: 'drop',
    apply: (rows, { note_id }) => rows.delete('notes', note_id),
  }),
} as const

export type MutationName = keyof typeof MUTATIONS
export type MutationArgs<N extends MutationName> = z.output<(typeof MUTATIONS)[N]['args']>

/** A change on its way into the outbox. */
export type Mutation = { [N in MutationName]: { name: N; args: MutationArgs<N> } }[MutationName]

export function isMutationName(name: string): name is MutationName {
  return Object.hasOwn(MUTATIONS, name)
}

/**
 * Applies a queued mutation to rows. Arguments that no longer parse (written by another version) change nothing: the
 * mutation stays queued and the server decides.
 */
export function applyMutation(rows: RowStore, mutation: { name: string; args: unknown }, context: ApplyContext): void {
  if (!isMutationName(mutation.name)) return
  const definition = MUTATIONS[mutation.name] as MutationDefinition<z.ZodType>
  const args = definition.args.safeParse(mutation.args)
  if (args.success) definition.apply(rows, args.data, context)
}
