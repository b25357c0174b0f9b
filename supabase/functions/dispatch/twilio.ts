import { toBase64, utf8 } from '../_shared/encoding.ts'
import { retryAfter } from '../_shared/retry-after.ts'
import { ask, isAnswer, property, textOf } from './http.ts'
import type { Answer } from './http.ts'
import { isUnsent, linksOf } from './files.ts'
import { knownIds } from './known-ids.ts'
import { missingCredentials } from './outgoing.ts'
import type { Outcome, Outgoing, Unsent, Vendor, VendorContext } from './outgoing.ts'

/**
 * Twilio, for SMS and WhatsApp (twilio.com/docs/messaging/api/message-resource). Twilio takes no idempotency key for
 * messages; it keeps a list of what it took, which is asked instead.
 */
export const twilio: Vendor = { send, lookUp }

const NAME = 'Twilio'
const API = 'https://api.twilio.com'

/** Clocks differ: a message may seem to be this much older than our asking for it, milliseconds. */
const CLOCK_SKEW = 60_000

/** What an error says to a rep (twilio.com/docs/api/errors). */
const WORDS: Readonly<Record<string, string>> = {
  20003: 'Twilio does not accept the channel’s credentials: an administrator must enter them again',
  21211: 'This is not a phone number that can be written to',
  21408: 'The Twilio account may not send to this country',
  21606: 'The channel’s own number cannot send messages',
  21610: 'The customer has unsubscribed from this number by answering STOP',
  21612: 'Twilio cannot reach this number from the channel’s number',
  21614: 'This is not a mobile number',
  21617: 'The message is too long: at most 1,600 characters',
  63003: 'The customer’s number is not on WhatsApp',
  63016: 'WhatsApp allows only templates 24 hours after the customer’s last message',
  63024: 'The customer’s number is not on WhatsApp',
}

interface Account {
  sid: string
  messages: URL
  authorization: string
}

function accountOf({ env, channel: { credentials } }: VendorContext): Account | Unsent {
  const { account_sid: sid, auth_token: token } = credentials
  if (!sid || !token) return missingCredentials(['account_sid', 'auth_token'])
  return {
    sid,
    messages: new URL(`/2010-04-01/Accounts/${encodeURIComponent(sid)}/Messages.json`, env['TWILIO_API_URL'] ?? API),
    authorization: `Basic ${toBase64(utf8(`${sid}:${token}`))}`,
  }
}

/** Twilio writes WhatsApp's numbers as `whatsapp:+441632960123`. */
function addressed(platform: string, address: string): string {
  return platform === 'whatsapp' && !address.startsWith('whatsapp:') ? `whatsapp:${address}` : address
}

async function send(message: Outgoing, context: VendorContext): Promise<Outcome> {
  const account = accountOf(context)
  if ('class' in account) return account
  const form = formOf(message, context)
  if ('class' in form) return form
  const links = await linksOf(message, context)
  if (isUnsent(links)) return links
  for (const { url } of links) form.append('MediaUrl', url)
  const answer = await ask(context, NAME, account.messages, {
    method: 'POST',
    headers: { authorization: account.authorization },
    body: form,
  })
  if (!isAnswer(answer)) return answer
  const sid = textOf(answer.body, 'sid')
  if (answer.status === 201 && sid !== undefined) return sentAs(answer.body, sid)
  return refusal(answer, context.now())
}

function formOf(message: Outgoing, { channel, publicUrl }: VendorContext): URLSearchParams | Unsent {
  const sender = senderOf(message, channel.credentials['messaging_service_sid'])
  if (!sender) return missingCredentials(['messaging_service_sid or the channel’s number'])
  const { template } = message
  return new URLSearchParams({
    To: addressed(message.platform, message.to),
    ...sender,
    ...(template?.external_id
      ? { ContentSid: template.external_id, ContentVariables: numbered(template.variables ?? []) }
      : (message.body !== '' || message.attachments.length === 0) && { Body: message.body }),
    // The message's own id: a report can be told to whom it belongs before Twilio's id is known here.
    StatusCallback: `${publicUrl}/ingest/twilio/${channel.id}?message=${message.message_id}`,
  })
}

function senderOf({ platform, from }: Outgoing, service: string | undefined): Record<string, string> | null {
  if (service) return { MessagingServiceSid: service }
  return from === null ? null : { From: addressed(platform, from) }
}

/** Twilio counts the places of a template from 1. */
const numbered = (variables: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(variables.map((value, index) => [String(index + 1), value])))

function sentAs(body: unknown, sid: string): Outcome {
  const [from, to] = [textOf(body, 'from'), textOf(body, 'to')]
  return { sent: true, external_id: sid, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}

/** An answer that is not the message. Twilio's own errors name a code; without one, a server in between answered. */
function refusal({ status, headers, body }: Answer, now: number): Unsent {
  const number = property(body, 'code')
  const code = typeof number === 'number' ? String(number) : undefined
  const told = { code: code ?? `HTTP ${status}` }
  if (status === 429) {
    const wait = retryAfter(headers, now)
    const error = 'Twilio takes no more messages at the moment'
    return { sent: false, class: 'rate_limited', error, ...told, ...(wait !== undefined && { retry_after: wait }) }
  }
  if (status === 503 || (status >= 500 && code !== undefined)) {
    return { sent: false, class: 'temporary', error: 'Twilio is out of order at the moment', ...told }
  }
  if (status >= 500 || status < 400) {
    return { sent: false, class: 'unconfirmed', error: 'No answer came from Twilio: it may have been sent', ...told }
  }
  const words = code === undefined ? undefined : WORDS[code]
  const reason = textOf(body, 'message') ?? 'no reason given'
  return { sent: false, class: 'permanent', error: words ?? `Twilio refused it: ${reason}`, ...told }
}

/** The list is filtered by day; what fits is a message of the same text that is not older than our asking for it. */
async function lookUp(message: Outgoing, context: VendorContext): Promise<Outcome> {
  const account = accountOf(context)
  if ('class' in account) return account
  const since = Date.parse(message.attempted_at ?? '') - CLOCK_SKEW
  const url = new URL(account.messages)
  url.searchParams.set('To', addressed(message.platform, message.to))
  url.searchParams.set('DateSent>', new Date(since).toISOString().slice(0, 10))
  url.searchParams.set('PageSize', '100')
  const answer = await ask(context, NAME, url, { headers: { authorization: account.authorization } })
  const list = isAnswer(answer) && answer.status === 200 ? property(answer.body, 'messages') : undefined
  if (!Array.isArray(list)) {
    return { sent: false, class: 'unconfirmed', error: 'Twilio does not say whether it was sent' }
  }
  const fitting = list.flatMap((entry: unknown) => {
    const sid = textOf(entry, 'sid')
    const fits =
      sid !== undefined &&
      (message.template?.external_id !== undefined || textOf(entry, 'body') === message.body) &&
      String(property(entry, 'direction')).startsWith('outbound') &&
      Date.parse(textOf(entry, 'date_created') ?? '') >= since
    return fits ? [{ entry, sid }] : []
  })
  const known = await knownIds(
    context.service,
    fitting.map(({ sid }) => sid),
  )
  const found = fitting.find(({ sid }) => !known.has(sid))
  return found
    ? sentAs(found.entry, found.sid)
    : { sent: false, class: 'released', error: 'Twilio does not have the message' }
}
