import type { FunctionContext } from '../_shared/context.ts'
import { mailTransport } from '../_shared/mail.ts'
import { callDatabase, serviceClient } from '../_shared/service.ts'
import { number, text } from '../ingest/reading.ts'
import type { JsonObject } from '../ingest/reading.ts'
import { invalidBody, Refusal } from '../ingest/refusal.ts'
import { letter } from './letter.ts'
import type { LetterFacts } from './letter.ts'

/** What the database made: the token is told this once, and goes nowhere but into the mail. */
interface Made {
  id: string
  token: string
  expires_at: string | null
}

/**
 * Invites, or with `id` invites again, as the person whose access token this is, and mails the link:
 * `{kind: 'user', email, role, message?, valid_days?}`, `{kind: 'client', lead_id, email?, message?, valid_days?}`,
 * `{kind, id, valid_days?}`. Answers `{id, expires_at}`.
 *
 * @throws Refusal, DatabaseError. 502 `mail_failed`: the invitation stands, and can be sent again.
 */
export async function send(body: JsonObject, accessToken: string, context: FunctionContext): Promise<object> {
  const kind = text(body['kind'])
  if (kind !== 'user' && kind !== 'client') throw invalidBody('kind must be user or client.')
  const [name, args] = callOf(kind, body)
  const { env } = context
  const asCaller = serviceClient(env['SUPABASE_URL'] ?? '', env['SUPABASE_SERVICE_ROLE_KEY'] ?? '', accessToken)
  const { id, token, expires_at } = (await callDatabase(asCaller, name, args)) as Made
  const facts = (await callDatabase(context.service, 'invitation_letter', { p_id: id })) as LetterFacts
  await mail(facts, linkTo(env['LEADLINE_INVITATION_URL'], token), id, context)
  return { id, expires_at }
}

function callOf(kind: 'user' | 'client', body: JsonObject): [string, object] {
  const days = number(body['valid_days'])
  const p_valid_days = days === undefined ? {} : { p_valid_days: days }
  const id = text(body['id'])
  if (id !== undefined) return [`resend_${kind}_invitation`, { p_invitation_id: id, ...p_valid_days }]
  const common = { p_message: text(body['message']) ?? null, ...p_valid_days }
  const p_email = text(body['email'])
  if (kind === 'user')
    return ['create_user_invitation', { p_email: p_email ?? '', p_role: text(body['role']), ...common }]
  return ['create_client_invitation', { p_lead_id: text(body['lead_id']), p_email: p_email ?? null, ...common }]
}

/** The token stands behind the #, which browsers tell no server and no log. */
const linkTo = (page: string | undefined, token: string): string =>
  `${page ?? 'leadline://invitation'}#token=${encodeURIComponent(token)}`

async function mail(facts: LetterFacts, link: string, id: string, { env }: FunctionContext): Promise<void> {
  const [host, from] = [env['LEADLINE_SMTP_HOST'], env['LEADLINE_SMTP_FROM']]
  if (!host || !from) throw new Refusal(502, 'mail_failed', `No mail server is set up. The invitation ${id} is open.`)
  const transport = mailTransport({
    host,
    port: env['LEADLINE_SMTP_PORT'] ?? '465',
    username: env['LEADLINE_SMTP_USERNAME'],
    password: env['LEADLINE_SMTP_PASSWORD'],
    tls: env['LEADLINE_SMTP_TLS'],
  })
  try {
    await transport.sendMail({ from, to: { name: '', address: facts.email }, ...letter(facts, link) })
  } catch {
    throw new Refusal(502, 'mail_failed', `The mail was not taken. The invitation ${id} is open: send it again.`)
  } finally {
    transport.close()
  }
}
