import { fromBase64, utf8 } from '../_shared/encoding.ts'
import { equalInConstantTime, hmac } from '../_shared/signature.ts'
import type { Adapter, AdapterContext, Delivery } from './adapter.ts'
import { MAX_BYTES } from './adapter.ts'
import type { IncomingMessage, IngestEvent } from './event.ts'
import { attachmentOf } from './media.ts'
import { readText } from './reading.ts'
import { badSignature, invalidBody } from './refusal.ts'

/**
 * `X-Twilio-Signature`: base64 of HMAC-SHA1, under the auth token, of the address followed by every parameter's name and
 * value in the order of names (Twilio, "Webhooks security: Validate signatures"). Twilio stamps nothing; what comes again
 * is recognised by its ids.
 *
 * @throws Refusal 401
 */
export async function verifyTwilio(delivery: Delivery, { channel }: AdapterContext): Promise<null> {
  const token = channel.credentials['auth_token']
  if (!token) throw badSignature('The channel has no auth_token.')
  const pairs = [...new URLSearchParams(new TextDecoder().decode(delivery.body))]
  const given = fromBase64(delivery.headers.get('x-twilio-signature') ?? '')
  const expected = await signTwilio(token, delivery.url.href, pairs)
  if (!given || !(await equalInConstantTime(expected, given))) throw badSignature('X-Twilio-Signature does not fit.')
  return null
}

/** The signature of a request with these parameters. */
export function signTwilio(token: string, url: string, pairs: readonly (readonly [string, string])[]) {
  const sorted = pairs.map(([name, value]) => [name, value] as const).sort(byNameAndValue)
  return hmac('SHA-1', token, utf8(url + sorted.map(([name, value]) => name + value).join('')))
}

function byNameAndValue([a, x]: readonly [string, string], [b, y]: readonly [string, string]): number {
  if (a !== b) return a < b ? -1 : 1
  if (x === y) return 0
  return x < y ? -1 : 1
}

/** The parameters of a webhook, those without a value left out. @throws Refusal 400 */
export function readParameters(delivery: Delivery): (name: string) => string | undefined {
  const parameters = new URLSearchParams(readText(delivery.body))
  return (name) => parameters.get(name) || undefined
}

/** TwiML that does nothing. */
export const emptyTwiml = (): Response =>
  new Response('<?xml version="1.0" encoding="UTF-8"?><Response/>', { headers: { 'content-type': 'text/xml' } })

/** Twilio writes WhatsApp's numbers as `whatsapp:+441632960123`. */
export const plainAddress = (address: string): string => address.replace(/^(?:whatsapp|messenger|client|sip):/, '')

/** Twilio's states of a message (Twilio, "Message resource: Message status values"); the others say nothing new. */
const STATUSES: Readonly<Record<string, string>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
}

/**
 * SMS and WhatsApp by Twilio (Twilio, "Messaging webhooks: Incoming message webhook" and "Track the status of outbound
 * messages"). A status report has our own id of the message in the address.
 */
export const twilio: Adapter = {
  platforms: ['sms', 'whatsapp'],
  maxBytes: MAX_BYTES,
  verify: verifyTwilio,
  answer: emptyTwiml,
  read(delivery, { channel }) {
    const get = readParameters(delivery)
    const sid = get('MessageSid') ?? get('SmsSid')
    if (!sid) throw invalidBody('MessageSid is missing.')
    const status = get('MessageStatus') ?? get('SmsStatus')
    if (status !== undefined && status !== 'received' && status !== 'receiving') {
      return Promise.resolve({ events: statusOf(sid, status, get, delivery.url) })
    }
    const from = get('From')
    if (!from) throw invalidBody('From is missing.')
    const number = plainAddress(from)
    const event: IngestEvent = {
      kind: 'contact',
      external_id: sid,
      sender: {
        id: number,
        phone: number,
        name: get('ProfileName'),
      },
      message: {
        external_id: sid,
        from: number,
        to: plainAddress(get('To') ?? ''),
        ...contentOf(get, `${channel.organizationId}/${channel.id}/${sid}`),
      },
      lead: { postcode: get('FromZip') },
      session: channel.platform === 'whatsapp' ? { whatsapp_contact_id: get('WaId') ?? number } : {},
    }
    return Promise.resolve({ events: [event] })
  },
}

function statusOf(sid: string, status: string, get: (name: string) => string | undefined, url: URL): IngestEvent[] {
  const state = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined
  if (state === undefined) return []
  const code = get('ErrorCode')
  const error = get('ErrorMessage') ?? (code && `Twilio error ${code}`)
  const message_id = url.searchParams.get('message') ?? undefined
  return [{ kind: 'status', external_id: sid, status: state, error, message_id }]
}

function contentOf(get: (name: string) => string | undefined, folder: string): IncomingMessage {
  const count = Math.min(Math.max(Math.trunc(Number(get('NumMedia') ?? 0)) || 0, 0), 10)
  const media = Array.from({ length: count }, (_, index) => ({
    url: get(`MediaUrl${index}`),
    type: get(`MediaContentType${index}`),
  }))
  const attachments = media.flatMap(({ url, type }, index) =>
    url === undefined ? [] : [attachmentOf(folder, index, { type, source: { url } })],
  )
  return { content_type: contentTypeOf(media[0]?.type, attachments.length > 0), body: get('Body') ?? '', attachments }
}

/** What a message with files shows as, by the type of the first. */
export function contentTypeOf(type: string | undefined, hasFiles: boolean): IncomingMessage['content_type'] {
  if (!hasFiles) return 'text'
  const [kind] = (type ?? '').split('/')
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file'
}
