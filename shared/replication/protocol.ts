/**
 * The two calls of replication, as they travel. `sync_pull(p_cursor, p_budget)` and
 * `sync_push(p_client, p_mutations)` are SQL functions called over REST; sync.md describes why they look so.
 */
import { z } from 'zod'

/** Bumped when either side would misread the other. A server answering another number is refused, nothing is applied. */
export const PROTOCOL = 1

/** The Realtime topic on which an organisation's desktops are told to pull, and its only event. */
export const pokeTopic = (organizationId: string) => `org:${organizationId}`
export const POKE_EVENT = 'poke'

/** At most this many mutations travel in one push. */
export const PUSH_BATCH = 32

/**
 * Where a client stands. `snapshot` is `pg_current_snapshot()` of the last call whose answer was applied, null before the
 * first sync. `generation` names the database's life (a restore begins a new one), `scope_version` the caller's rights.
 */
export const cursorSchema = z.object({
  snapshot: z.string().nullable(),
  generation: z.uuid().nullable(),
  scope_version: z.int().nullable(),
})
export type Cursor = z.infer<typeof cursorSchema>

/** Where the older messages of a conversation are to be asked for, and what the cache had seen when it said so. */
export interface HistoryStart {
  /** Milliseconds since 1970, exclusive; null when it has no message at all. */
  before: number | null
  cursor: Cursor
}

/** What a pull asks for: a cursor, and within a round the position at which the last page ended. */
export interface PullRequest extends Cursor {
  position: string | null
}

export interface PullBudget {
  /** Rows a page may carry; the server may overshoot by one conversation's messages. */
  rows: number
}

const scalar = z.unknown()

export const tablePageSchema = z.object({
  table: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(scalar)),
})
export type TablePage = z.infer<typeof tablePageSchema>

/** A value of the caller's that a colleague's later edit of the same field replaced, neither having seen the other. */
export const lostValueSchema = z.object({
  /** Of the record; told twice, it is the same. */
  id: z.int(),
  table: z.string(),
  row_id: z.uuid(),
  lead_id: z.uuid().nullable(),
  field: z.string(),
  base: z.unknown(),
  losing: z.unknown(),
  losing_at: z.number().nullable(),
  winning: z.unknown(),
  winning_by: z.uuid().nullable(),
  at: z.number(),
})
export type LostValue = z.infer<typeof lostValueSchema>

export const pullAnswerSchema = z.object({
  protocol: z.int(),
  generation: z.uuid(),
  scope_version: z.int(),
  /** The snapshot of this very call. */
  snapshot: z.string(),
  /** Set when the cursor cannot be continued: start again from nothing, keep the outbox. Then nothing else is sent. */
  reset: z.enum(['generation', 'scope', 'cursor_expired']).nullable(),
  complete: z.boolean(),
  /** Opaque; given back to get the next page of the same round. Null when complete. */
  position: z.string().nullable(),
  /** First page of a first sync only: how many rows are to come, for progress. */
  expected_rows: z.int().nullable(),
  tables: z.array(tablePageSchema),
  /** Deleted rows. A deleted lead stands for its whole subtree. */
  deleted: z.array(z.object({ table: z.string(), id: z.uuid() })),
  /** Leads the caller may see since the cursor: fetch their subtrees with `sync_backfill`. */
  granted: z.array(z.uuid()),
  /**
   * Leads the caller may no longer see: purge them. `owner_id` has them now, since `at` (milliseconds since 1970), which
   * backends that do not tell it leave out.
   */
  revoked: z.array(z.object({ lead_id: z.uuid(), owner_id: z.uuid().nullable(), at: z.number().nullish() })),
  /** Absent from backends that do not record it. */
  lost: z.array(lostValueSchema).default([]),
})
export type PullAnswer = z.infer<typeof pullAnswerSchema>

/** One queued change as pushed. `base` and `set` live inside `args`, per mutation (see domain/mutations.ts). */
export interface PushMutation {
  /** Client order, from 1, never reused. */
  seq: number
  id: string
  name: string
  /** Version of the arguments' shape. */
  v: number
  args: unknown
  /** SHA-256 (hex) of name, v and canonical args: an equal seq with another hash is another device's copy of this cache. */
  hash: string
}

export const outcomeSchema = z.object({
  seq: z.int(),
  result: z.enum(['applied', 'conflict', 'held', 'rejected']),
  /** The transaction that settled it; the client keeps its optimistic effect until a pull's snapshot sees it. */
  xid: z.string(),
  /** Machine-readable reason of anything but `applied`, e.g. `forbidden`, `not_found`, `already_claimed`. */
  code: z.string().nullable(),
  message: z.string().nullable(),
  /** For a conflict: `{fields: {column: {base, mine, theirs}}, row}`; otherwise what the code explains. */
  details: z.unknown(),
})
export type Outcome = z.infer<typeof outcomeSchema>

export const pushAnswerSchema = z.object({ protocol: z.int(), outcomes: z.array(outcomeSchema) })
