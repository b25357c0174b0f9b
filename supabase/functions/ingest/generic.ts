import type { Adapter } from './adapter.ts'
import { MAX_BYTES } from './adapter.ts'
import type { IngestEvent, Json } from './event.ts'
import { object, readJson, text, time } from './reading.ts'
import type { JsonObject } from './reading.ts'
import { invalidBody } from './refusal.ts'
import { verifyStamped } from './stamped.ts'

const MOST_EVENTS = 1_000

/**
 * Any other system, for any channel: one event or an array of them, `{id, occurred_at, contact: {id, name, first_name,
 * last_name, phone, email, handle}, message: {id, text, subject, html}, lead: {company_name, address, postcode, source,
 * custom_fields}, utm, summary}`, or `{id, status: {message_id, state, error}, occurred_at}`. Signed with the channel's
 * `webhook_secret`.
 */
export const generic: Adapter = {
  platforms: ['web', 'whatsapp', 'sms', 'voice', 'instagram', 'facebook', 'email'],
  maxBytes: MAX_BYTES,
  verify: (delivery, context) => verifyStamped(delivery, context, 'webhook_secret'),
  read({ body }) {
    const value = readJson(body)
    const items = Array.isArray(value) ? value : [value]
    if (items.length > MOST_EVENTS) throw invalidBody(`At most ${MOST_EVENTS} events at once.`)
    return Promise.resolve({ events: items.map(readEvent) })
  },
}

function readEvent(item: Json): IngestEvent {
  const event = object(item)
  if (!event) throw invalidBody('An event must be an object.')
  const [id, at, status] = [text(event['id']), time(event['occurred_at']), object(event['status'])]
  if (id === undefined) throw invalidBody('An event needs an id.')
  if (status) {
    const messageId = text(status['message_id'])
    if (messageId === undefined) throw invalidBody('A status needs message_id.')
    const [state, error] = [text(status['state']) ?? '', text(status['error'])]
    return { kind: 'status', external_id: messageId, status: state, error, at, strict: true }
  }
  return contactOf(id, at, event)
}

function contactOf(id: string, at: string | undefined, event: JsonObject): IngestEvent {
  const [contact, message, lead] = [object(event['contact']), object(event['message']), object(event['lead'])]
  if (!contact) throw invalidBody('An event needs a contact or a status.')
  const [phone, email] = [text(contact['phone']), text(contact['email'])]
  return {
    kind: 'contact',
    external_id: id,
    at,
    strict: true,
    sender: {
      id: text(contact['id']) ?? phone ?? email?.toLowerCase() ?? '',
      name: text(contact['name']),
      first_name: text(contact['first_name']),
      last_name: text(contact['last_name']),
      phone,
      email,
      handle: text(contact['handle']),
    },
    ...(message && {
      message: {
        external_id: text(message['id']) ?? id,
        content_type: 'text',
        body: text(message['text']) ?? '',
        subject: text(message['subject']),
        html_body: text(message['html']),
      },
    }),
    lead: {
      ...lead,
      source_details: object(lead?.['source_details']) ?? {},
      custom_fields: object(lead?.['custom_fields']) ?? {},
      utm: object(event['utm']) ?? {},
    },
    summary: text(event['summary']),
  }
}
