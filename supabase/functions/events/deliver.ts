import type { FunctionContext } from '../_shared/context.ts'
import { channelAccess } from '../_shared/credentials.ts'
import type { Credentials } from '../_shared/credentials.ts'
import { utf8 } from '../_shared/encoding.ts'
import { retryAfter } from '../_shared/retry-after.ts'
import { DatabaseError } from '../_shared/service.ts'
import { SIGNATURE_HEADER, signStamped } from '../_shared/stamped.ts'
import { automationAddress } from './address.ts'

/** How long the automation may take to answer, milliseconds. Well within a worker's lease. */
const PATIENCE = 10_000

/** The longest that an automation may ask us to wait, seconds. */
const LONGEST_WAIT = 3_600

/** Answers that no repetition changes: all of 4xx but a time limit and "too early, too many". */
const isFinal = (status: number): boolean => status >= 400 && status < 500 && ![408, 425, 429].includes(status)

/** An event as `events_claim` hands it out. */
export interface DueEvent {
  id: string
  /** As the organisation entered it. */
  url: string
  /** The channel whose `agent_secret` signs, and to which the agent answers; null when the event is about none. */
  channel_id: string | null
  body: Record<string, unknown>
}

/** What `events_settle` takes. */
export type EventOutcome =
  | { delivered: true }
  | { delivered: false; error: string; permanent?: boolean; retry_after?: number }

/**
 * Posts an event to the organisation's automation: JSON under our signature, with the event's id as `Idempotency-Key`,
 * because it may come more than once. It is delivered when the answer is a 2xx; redirects are not followed and the
 * answer's body is not read.
 *
 * @throws DatabaseError
 */
export async function deliver(event: DueEvent, context: FunctionContext): Promise<EventOutcome> {
  const url = automationAddress(event.url, context.env['SUPABASE_URL'] ?? '')
  if (!url) return undelivered('The automation address must be https, with a name, and without a password', true)
  const secret = await secretOf(event, context)
  if (typeof secret !== 'string') return secret
  const callback_url = `${context.publicUrl}/ingest/agent/${event.channel_id}`
  const body = utf8(JSON.stringify({ ...event.body, callback_url }))
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': event.id,
    [SIGNATURE_HEADER]: await signStamped(secret, body, context.now()),
  }
  const signal = AbortSignal.timeout(PATIENCE)
  try {
    const answer = await context.fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await answer.body?.cancel()
    if (answer.ok) return { delivered: true }
    const wait = retryAfter(answer.headers, context.now())
    const failure = undelivered(`The automation answered ${answer.status}`, isFinal(answer.status))
    return { ...failure, ...(wait !== undefined && { retry_after: Math.min(wait, LONGEST_WAIT) }) }
  } catch (error) {
    return undelivered(signal.aborted ? 'The automation did not answer in time' : `No connection: ${String(error)}`)
  }
}

/** The secret that signs, or why there is none: an administrator may still enter it, so it is tried again. */
async function secretOf({ channel_id }: DueEvent, context: FunctionContext): Promise<string | EventOutcome> {
  if (channel_id === null) return undelivered('The event is about no channel whose agent_secret could sign it', true)
  let credentials: Credentials | undefined
  try {
    credentials = (await channelAccess(context.service, context.credentials, channel_id))?.credentials
  } catch (error) {
    if (error instanceof DatabaseError) throw error
    return undelivered('The channel’s credentials cannot be read: an administrator must enter them again')
  }
  if (!credentials) return undelivered('The channel is switched off')
  return credentials['agent_secret'] ?? undelivered('The channel has no agent_secret')
}

const undelivered = (error: string, permanent = false): EventOutcome & { delivered: false } => ({
  delivered: false,
  error: error.slice(0, 500),
  permanent,
})
