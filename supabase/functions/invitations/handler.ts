import type { FunctionContext } from '../_shared/context.ts'
import { senderOf } from '../_shared/sender.ts'
import { callDatabase, DatabaseError } from '../_shared/service.ts'
import { readBody } from '../ingest/body.ts'
import { readObject, text } from '../ingest/reading.ts'
import type { JsonObject } from '../ingest/reading.ts'
import { Refusal } from '../ingest/refusal.ts'
import { register } from './register.ts'
import { send } from './send.ts'

/** The largest request, bytes. */
const MAX_BYTES = 16 * 1024

/** A page of the organisation's own may claim; nothing here goes by cookies. */
const OPEN = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, apikey, content-type, x-client-info',
  'access-control-allow-methods': 'POST, OPTIONS',
}

/** How the database's refusals are answered. Others are faults of ours. */
const STATUSES: Readonly<Record<string, readonly [number, string]>> = {
  '42501': [403, 'forbidden'],
  PGRST301: [401, 'unauthenticated'],
  PGRST303: [401, 'unauthenticated'],
  PT404: [404, 'not_found'],
  '23505': [409, 'already_exists'],
  '22023': [422, 'invalid_input'],
  '22P02': [422, 'invalid_input'],
  '23514': [422, 'invalid_input'],
}

/**
 * Invitations by e-mail.
 *
 * - `POST …/invitations/send` by who invites, with their access token as bearer: `{kind: user | client, …}` (`send.ts`).
 * - `POST …/invitations/claim` by who was invited: `{token}`; a colleague with `password` and `full_name` as well. A token
 *   that is unknown, used, revoked, replaced or expired is 410, whichever it is; one sender gets 20 of these an hour.
 */
export async function handle(request: Request, context: FunctionContext): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: OPEN })
  try {
    const [, action] = /\/invitations\/(send|claim)\/?$/.exec(new URL(request.url).pathname) ?? []
    if (!action) throw new Refusal(404, 'not_found', 'There is nothing at this address.')
    if (request.method !== 'POST') throw new Refusal(405, 'method_not_allowed', 'This address takes POST.')
    const body = readObject(await readBody(request, MAX_BYTES))
    const answer =
      action === 'send' ? await send(body, bearerOf(request), context) : await claim(body, request, context)
    return Response.json(answer, { headers: OPEN })
  } catch (error) {
    const { status, code, message } = refusalOf(error)
    return Response.json({ error: code, message }, { status, headers: OPEN })
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const known = error instanceof DatabaseError ? STATUSES[error.code] : undefined
  if (!known) throw error
  return new Refusal(known[0], known[1], (error as DatabaseError).message)
}

function bearerOf(request: Request): string {
  const token = /^bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!token) throw new Refusal(401, 'unauthenticated', 'Who invites must be signed in.')
  return token
}

/** What a token is for, as `invitation_of_token` answers. */
interface Found {
  outcome: 'user' | 'client' | 'none' | 'too_many'
  email?: string
  organization?: string
  role?: string
}

async function claim(body: JsonObject, request: Request, context: FunctionContext): Promise<object> {
  const token = text(body['token']) ?? ''
  const sender = await senderOf(request)
  const { outcome, email, ...told } = (await callDatabase(context.service, 'invitation_of_token', {
    p_token: token,
    p_sender: sender,
  })) as Found
  if (outcome === 'too_many') throw new Refusal(429, 'too_many', 'Too many attempts. Try again in an hour.')
  if (outcome === 'none' || email === undefined) throw gone()
  if (outcome === 'user') {
    await register({ token, email, password: text(body['password']), fullName: text(body['full_name']) }, context)
    return { kind: outcome, email, ...told }
  }
  try {
    await callDatabase(context.service, 'claim_client_invitation', { p_token: token })
  } catch (error) {
    throw error instanceof DatabaseError && error.code === '28000' ? gone() : error
  }
  return { kind: outcome, email, ...told }
}

const gone = (): Refusal =>
  new Refusal(410, 'invitation_invalid', 'The invitation is not valid, was used, or has expired. Ask for a new one.')
