import type { Adapter } from './adapter.ts'
import { MAX_BYTES } from './adapter.ts'
import type { IncomingMessage, IngestEvent, Json } from './event.ts'
import { attachmentOf } from './media.ts'
import { answerMetaChallenge, verifyMeta } from './meta.ts'
import { list, object, readObject, text, time } from './reading.ts'
import type { JsonObject } from './reading.ts'

/**
 * WhatsApp Cloud API (Meta for Developers, "WhatsApp Business Platform, Cloud API: Webhooks, Payload examples" and
 * "Components"). One app's address may serve several numbers: `metadata.phone_number_id` says which.
 */
export const whatsapp: Adapter = {
  platforms: ['whatsapp'],
  maxBytes: MAX_BYTES,
  challenge: answerMetaChallenge,
  verify: verifyMeta,
  read({ body }, { channel }) {
    const events = list(readObject(body)['entry']).flatMap((entry) =>
      list(object(entry)?.['changes']).flatMap((change) => {
        const value = object(object(change)?.['value']) ?? {}
        if (text(object(change)?.['field']) !== 'messages') return []
        return readValue(value, text(object(entry)?.['id']), `${channel.organizationId}/${channel.id}`)
      }),
    )
    return Promise.resolve({ events })
  },
}

function readValue(value: JsonObject, account: string | undefined, folder: string): IngestEvent[] {
  const address = text(object(value['metadata'])?.['phone_number_id'])
  const names = new Map(
    list(value['contacts']).map((contact) => [
      text(object(contact)?.['wa_id']),
      text(object(object(contact)?.['profile'])?.['name']),
    ]),
  )
  const messages = list(value['messages']).map((item): IngestEvent => {
    const message = object(item) ?? {}
    const [from, id] = [text(message['from']), text(message['id'])]
    if (!from || !id) return { kind: 'unreadable', reason: 'whatsapp_message_without_sender', raw: item, address }
    return {
      kind: 'contact',
      external_id: id,
      at: time(message['timestamp']),
      address,
      sender: { id: from, name: names.get(from), phone: `+${from.replace(/^\+/, '')}` },
      message: { external_id: id, ...contentOf(message, `${folder}/${id}`) },
      session: { whatsapp_business_account_id: account, whatsapp_contact_id: from },
    }
  })
  const statuses = list(value['statuses']).map((item): IngestEvent => statusOf(item, address))
  return [...messages, ...statuses]
}

function statusOf(item: Json, address: string | undefined): IngestEvent {
  const status = object(item) ?? {}
  const [id, state] = [text(status['id']), text(status['status'])]
  if (!id || !state) return { kind: 'unreadable', reason: 'whatsapp_status_without_id', raw: item, address }
  const error = object(list(status['errors'])[0])
  return {
    kind: 'status',
    external_id: id,
    status: state,
    at: time(status['timestamp']),
    address,
    message_id: text(status['biz_opaque_callback_data']),
    error: error && (text(object(error['error_data'])?.['details']) ?? text(error['title']) ?? text(error['code'])),
  }
}

const MEDIA: Readonly<Record<string, IncomingMessage['content_type']>> = {
  image: 'image',
  sticker: 'image',
  audio: 'audio',
  video: 'video',
  document: 'file',
}

/** A message's content by its type; a type that is not known here still is a message, with what was sent kept beside. */
function contentOf(message: JsonObject, folder: string): IncomingMessage {
  const type = text(message['type']) ?? 'unknown'
  const part = object(message[type]) ?? {}
  const context = object(message['context'])
  const metadata = {
    type,
    ...(context && { context }),
    ...(object(message['referral']) && { referral: message['referral'] }),
  }
  const media = Object.hasOwn(MEDIA, type) ? MEDIA[type] : undefined
  if (media) {
    const name = text(part['filename'])
    return {
      content_type: media,
      body: text(part['caption']) ?? name ?? '',
      metadata,
      attachments: [
        attachmentOf(folder, 0, {
          name,
          type: text(part['mime_type']),
          source: { whatsapp_media_id: part['id'], sha256: part['sha256'] },
        }),
      ],
    }
  }
  const body = textOf(type, part)
  return body === undefined
    ? {
        content_type: 'event',
        body: `A message of type ${type}, which WhatsApp shows only on a phone`,
        metadata: { ...metadata, original: message },
      }
    : { content_type: 'text', body, metadata: type === 'text' ? metadata : { ...metadata, [type]: part } }
}

function textOf(type: string, part: JsonObject): string | undefined {
  switch (type) {
    case 'text':
      return text(part['body']) ?? ''
    case 'button':
      return text(part['text'])
    case 'interactive': {
      const reply = object(part['button_reply']) ?? object(part['list_reply'])
      return reply && [text(reply['title']), text(reply['description'])].filter(Boolean).join('\n')
    }
    case 'reaction':
      return text(part['emoji'])
    case 'location':
      return [text(part['name']), text(part['address']), `${text(part['latitude'])}, ${text(part['longitude'])}`]
        .filter(Boolean)
        .join('\n')
    case 'system':
      return text(part['body'])
    default:
      return undefined
  }
}
