import type { Adapter } from './adapter.ts'
import { MAX_BYTES } from './adapter.ts'
import { object, readObject, text, time } from './reading.ts'
import type { JsonObject } from './reading.ts'
import { invalidBody } from './refusal.ts'
import { verifyStamped } from './stamped.ts'

/**
 * The web widget's server (seed 000, "User action on website"): `{session: {id, chat_id, url, …}, visitor: {id, name,
 * phone, email}, message: {id, text, sent_at}, booking: {status, date, time, google_event_id}, summary, inputs, utm}`.
 * Name and phone are required. Signed with the channel's `widget_secret`.
 */
export const web: Adapter = {
  platforms: ['web'],
  maxBytes: MAX_BYTES,
  verify: (delivery, context) => verifyStamped(delivery, context, 'widget_secret'),
  read({ body }) {
    const payload = readObject(body)
    const [session, visitor] = [object(payload['session']) ?? {}, object(payload['visitor']) ?? {}]
    const message = object(payload['message'])
    const sessionId = text(session['id'])
    const visitorId = text(visitor['id']) ?? sessionId
    if (visitorId === undefined) throw invalidBody('session.id or visitor.id is required.')
    const messageId = message && text(message['id'])
    const written = message && text(message['text'])
    if (message && (messageId === undefined || written === undefined)) {
      throw invalidBody('A message needs id and text.')
    }
    return Promise.resolve({
      events: [
        {
          kind: 'contact',
          external_id: messageId,
          at: time(message?.['sent_at'] ?? payload['sent_at']),
          strict: true,
          requires: 'name_and_phone',
          sender: {
            id: visitorId,
            name: text(visitor['name']),
            phone: text(visitor['phone']),
            email: text(visitor['email']),
          },
          ...(written !== undefined && {
            message: {
              external_id: messageId,
              content_type: 'text',
              body: written,
              metadata: { session_id: sessionId },
            },
          }),
          session: sessionOf(session, payload),
          lead: { utm: object(payload['utm']) ?? {}, source_details: { url: text(session['url']) } },
          summary: text(payload['summary']),
        },
      ],
    })
  },
}

function sessionOf(session: JsonObject, payload: JsonObject): JsonObject {
  const booking = object(payload['booking'])
  return {
    external_session_id: text(session['id'])?.slice(0, 300),
    chat_session_id: text(session['chat_id'])?.slice(0, 300),
    website_url: text(session['url'])?.slice(0, 2_000),
    session_status: text(session['status']),
    conversation_summary: text(payload['summary']),
    user_inputs_summary: object(payload['inputs']),
    ...(booking && {
      booking_status: text(booking['status']),
      booking_date: text(booking['date']),
      booking_time: text(booking['time']),
      google_event_id: text(booking['google_event_id']),
      booking_created_at: time(booking['created_at']),
    }),
  }
}
