import { REALTIME_SUBSCRIBE_STATES, type PostgrestSingleResponse, type SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import {
  POKE_EVENT,
  PROTOCOL,
  pokeTopic,
  pullAnswerSchema,
  pushAnswerSchema,
  type PullAnswer,
} from '#shared/replication/protocol.ts'
import { NOT_JSON, NOT_SENT } from './json-fetch.ts'
import { RemoteError } from './remote.ts'
import type { Remote, RemoteErrorCode } from './remote.ts'

/** PostgreSQL's and PostgREST's codes that mean "the same call may succeed later". */
const TRANSIENT_CODES = new Set([
  '40001',
  '40P01',
  '55P03',
  '53300',
  '53400',
  'PGRST000',
  'PGRST001',
  'PGRST002',
  'PGRST003',
])
/** A function or its arguments are unknown: the backend is older or newer than this version. */
const SCHEMA_CODES = new Set(['PGRST202', 'PGRST203', '42883', '42P01', '3F000', NOT_JSON])

export interface SupabaseRemoteOptions {
  client: SupabaseClient
  /**
   * Resolves when the client holds a valid session of the expected rep, rejects with a RemoteError otherwise; called
   * before every request, so that nothing is ever pushed under another identity.
   */
  ensureSession: () => Promise<void>
  /** Gets a new token, after one was refused that had not run out; rejects with a RemoteError. */
  renewSession: () => Promise<void>
  /** Gives up requests under way, and what would follow them. */
  signal: AbortSignal
}

/** The part of an answer that says whether the session was refused. */
interface Answer {
  status: number
  error: { code?: string; message: string } | null
}

/** Sends requests as the expected rep, and once more with a new token when the token was refused. */
export function createAuthorized({ ensureSession, renewSession, signal }: Omit<SupabaseRemoteOptions, 'client'>) {
  const aborted = new Promise<never>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new RemoteError('network', 'Given up.')), { once: true }),
  )
  aborted.catch(() => {}) // nobody may be waiting when it happens

  /** Rejects with a RemoteError where there is no session; what the backend refuses is in the answer. */
  return async function authorized<A extends Answer>(send: () => PromiseLike<A>): Promise<A> {
    await Promise.race([ensureSession(), aborted])
    const answer = await send()
    if (!answer.error || remoteErrorOf(answer.status, answer.error).code !== 'unauthenticated') return answer
    // A token can be refused before its time: the backend's clock, or its keys, are not what they were.
    await Promise.race([renewSession(), aborted])
    return send()
  }
}

/** Replication over supabase-js. */
export function createSupabaseRemote({ client, signal, ...session }: SupabaseRemoteOptions): Remote {
  const authorized = createAuthorized({ signal, ...session })

  async function call(name: string, args: Record<string, unknown>): Promise<unknown> {
    const send = (): PromiseLike<PostgrestSingleResponse<unknown>> => client.rpc(name, args).abortSignal(signal)
    const response = await authorized(send)
    if (response.error) throw remoteErrorOf(response.status, response.error)
    return response.data
  }

  async function callPull(name: string, args: Record<string, unknown>): Promise<PullAnswer> {
    return parseAnswer(pullAnswerSchema, await call(name, args))
  }

  return {
    pull: (request, budget) => callPull('sync_pull', { p_cursor: request, p_budget: budget }),
    backfill: (leadIds, position, budget) =>
      callPull('sync_backfill', { p_lead_ids: leadIds, p_position: position, p_budget: budget }),
    history: (conversationId, before, limit) =>
      callPull('sync_history', { p_conversation_id: conversationId, p_before: before, p_limit: limit }),
    async push(clientId, generation, mutations) {
      const args = { p_client: clientId, p_generation: generation, p_mutations: mutations }
      const answer = await call('sync_push', args)
      return parseAnswer(pushAnswerSchema, answer).outcomes
    },
    listen(organizationId, { onPoke, onUp, onDown }) {
      const channel = client
        .channel(pokeTopic(organizationId), { config: { private: true } })
        .on('broadcast', { event: POKE_EVENT }, onPoke)
        .subscribe((status) => (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED ? onUp() : onDown()))
      return () => void client.removeChannel(channel)
    },
  }
}

function parseAnswer<T extends z.ZodType<{ protocol: number }>>(schema: T, data: unknown): z.output<T> {
  const protocol = z.object({ protocol: z.int() }).safeParse(data)
  if (protocol.success && protocol.data.protocol !== PROTOCOL) {
    const older = protocol.data.protocol < PROTOCOL
    throw new RemoteError(
      'incompatible',
      older
        ? 'This workspace runs an older version of the Leadline backend. Ask your admin to apply the latest migrations.'
        : 'This workspace needs a newer version of Leadline. Update the app to go on syncing.',
    )
  }
  const parsed = schema.safeParse(data)
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? ''
    throw new RemoteError('incompatible', `The backend's answer could not be read (${where || 'not an object'}).`)
  }
  return parsed.data
}

/** Added to an error by {@link jsonFetch}. */
const waitSchema = z.object({ retry_after_ms: z.number().optional().catch(undefined) })

/** @param status HTTP status; 0 when there was no answer, or one that broke off */
export function remoteErrorOf(status: number, error: { code?: string; message: string }): RemoteError {
  const code = codeOf(status, error.code ?? '', error.message)
  const { retry_after_ms } = waitSchema.parse(error)
  return new RemoteError(code, EXPLANATIONS[code], {
    cause: error,
    isUnsent: error.message.startsWith(`${NOT_SENT}:`),
    ...(retry_after_ms && { retryAfterMs: retry_after_ms }),
  })
}

function codeOf(status: number, code: string, message: string): RemoteErrorCode {
  if (code === '57014') return 'timeout'
  if (SCHEMA_CODES.has(code)) return 'incompatible'
  if (TRANSIENT_CODES.has(code)) return 'server'
  // A success that cannot be read broke off on its way.
  if (status >= 200 && status < 300) return 'network'
  if (status === 0) return /timeout/i.test(message) ? 'timeout' : 'network'
  if (status === 401) return 'unauthenticated'
  if (code === 'PT409') return 'cloned'
  if (code === 'PT412') return 'restored'
  if (status === 403) return 'forbidden'
  if (status === 429) return 'rate_limited'
  if (status === 408 || status === 504) return 'timeout'
  return status >= 500 ? 'server' : 'incompatible'
}

const EXPLANATIONS: Record<RemoteErrorCode, string> = {
  network: 'No connection to the workspace. Everything you do is saved on this device and sent later.',
  timeout: 'The workspace is answering slowly. Leadline keeps trying.',
  unauthenticated: 'Your session has ended. Sign in again; what you wrote is kept on this device.',
  forbidden: 'The workspace refused access. Ask your admin whether your account is active.',
  rate_limited: 'The workspace asked Leadline to slow down. It goes on by itself in a moment.',
  server: 'The workspace has a problem at the moment. Leadline keeps trying.',
  restored: 'The workspace was restored from a backup. What you did is sent again where it is missing.',
  cloned: 'This device’s data is a copy of another one’s. Leadline gives it a name of its own and goes on.',
  incompatible:
    'What answers at the workspace address is not a Leadline backend this version understands. Check the address, or ask your admin whether all migrations are applied.',
}
