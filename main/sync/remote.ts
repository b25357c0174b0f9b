import type { ErrorCode } from '#shared/contract/errors.ts'
import type { Outcome, PullAnswer, PullBudget, PullRequest, PushMutation } from '#shared/replication/protocol.ts'

/** Why a call to the backend gave no answer. Retry is decided by this code, never by message text. */
export type RemoteErrorCode =
  | 'network' // no connection, dropped, or an answer cut short
  | 'timeout' // the server gave up on a statement, or we on the server: ask for less
  | 'unauthenticated' // the session is over; the rep must sign in
  | 'forbidden'
  | 'rate_limited'
  | 'server' // 5xx, deadlock, serialisation failure: try again
  | 'restored' // the server began another generation: pull first, then push
  | 'cloned' // this cache is a copy of one that has pushed already: it needs a name of its own
  | 'incompatible' // it answers, but not what this version understands

/** What the rep is told of each. */
export const FAILURE_CODES: Readonly<Record<RemoteErrorCode, ErrorCode>> = {
  network: 'offline',
  timeout: 'offline',
  server: 'offline',
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  rate_limited: 'rate_limited',
  restored: 'conflict',
  cloned: 'conflict',
  incompatible: 'incompatible',
}

export class RemoteError extends Error {
  readonly code: RemoteErrorCode
  /** What the server asked us to wait (Retry-After), milliseconds. */
  readonly retryAfterMs: number | null
  /** Whether the backend surely heard nothing of it. */
  readonly isUnsent: boolean

  constructor(
    code: RemoteErrorCode,
    message: string,
    options: ErrorOptions & { retryAfterMs?: number; isUnsent?: boolean } = {},
  ) {
    super(message, options)
    this.name = 'RemoteError'
    this.code = code
    this.retryAfterMs = options.retryAfterMs ?? null
    this.isUnsent = options.isUnsent ?? false
  }
}

export interface PokeListener {
  onPoke: () => void
  /** The doorbell works (again): pull once, since pokes may have been missed. */
  onUp: () => void
  onDown: () => void
}

/** The backend as replication sees it. Every call rejects with a {@link RemoteError} only. */
export interface Remote {
  pull(request: PullRequest, budget: PullBudget): Promise<PullAnswer>
  /** The subtrees of leads that became visible, page by page. */
  backfill(leadIds: string[], position: string | null, budget: PullBudget): Promise<PullAnswer>
  /** Messages of a conversation older than `before` (milliseconds, exclusive; null: the newest), about `limit` of them. */
  history(conversationId: string, before: number | null, limit: number): Promise<PullAnswer>
  /** @param generation of the cursor; null before the first pull */
  push(clientId: string, generation: string | null, mutations: PushMutation[]): Promise<Outcome[]>
  /** Listens for pokes of an organisation; returns the way to stop. */
  listen(organizationId: string, listener: PokeListener): () => void
}
