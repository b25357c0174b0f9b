import type { Adapter } from './adapter.ts'
import { MAX_BYTES } from './adapter.ts'
import type { IncomingMessage, IngestEvent, Json } from './event.ts'
import { attachmentOf } from './media.ts'
import { answerMetaChallenge, verifyMeta } from './meta.ts'
import { list, object, readObject, text, time } from './reading.ts'
import type { JsonObject } from './reading.ts'
import { contentTypeOf } from './twilio.ts'

/**
 * Messenger and Instagram (Meta for Developers, "Messenger Platform: Webhook events reference: messages,
 * messaging_postbacks, message_deliveries, message_reads" and "Instagram messaging: Webhooks"). What the page itself sent
 * comes back as an echo and is left out: it was recorded when it was sent.
 */
export const messenger: Adapter = {
  platforms: ['facebook', 'instagram'],
  maxBytes: MAX_BYTES,
  challenge: answerMetaChallenge,
  verify: verifyMeta,
  read({ body }, { channel }) {
    const events = list(readObject(body)['entry']).flatMap((entry) =>
      list(object(entry)?.['messaging']).flatMap((item) =>
        readMessaging(item, channel.platform, `${channel.organizationId}/${channel.id}`),
      ),
    )
    return Promise.resolve({ events })
  },
}

function readMessaging(item: Json, platform: string, folder: string): IngestEvent[] {
  const messaging = object(item) ?? {}
  const sender = text(object(messaging['sender'])?.['id'])
  const address = text(object(messaging['recipient'])?.['id'])
  const at = time(messaging['timestamp'])
  const message = object(messaging['message'])
  if (message?.['is_echo'] === true) return []
  if (!sender) return [{ kind: 'unreadable', reason: 'messenger_event_without_sender', raw: item }]
  const delivery = object(messaging['delivery'])
  if (delivery) {
    return list(delivery['mids']).flatMap((mid): IngestEvent[] => {
      const id = text(mid)
      return id
        ? [{ kind: 'status', external_id: id, status: 'delivered', at: time(delivery['watermark']), address }]
        : []
    })
  }
  const read = object(messaging['read'])
  if (read) return [readReceipt(read, sender, address, at)]
  const content = contentOf(messaging, message, folder)
  if (!content) return [{ kind: 'unreadable', reason: 'messenger_event_unknown', raw: item, address }]
  return [
    {
      kind: 'contact',
      external_id: content.external_id,
      at,
      address,
      sender: { id: sender },
      message: content,
      session: { social_platform: platform, platform_user_id: sender, engagement_type: 'dm' },
    },
  ]
}

/** Messenger tells up to when all was read, Instagram which message. */
function readReceipt(
  read: JsonObject,
  sender: string,
  address: string | undefined,
  at: string | undefined,
): IngestEvent {
  const mid = text(read['mid'])
  return mid
    ? { kind: 'status', external_id: mid, status: 'read', at, address }
    : { kind: 'read_up_to', sender: { id: sender }, at: time(read['watermark']) ?? at, address }
}

function contentOf(
  messaging: JsonObject,
  message: JsonObject | undefined,
  folder: string,
): IncomingMessage | undefined {
  const postback = object(messaging['postback'])
  if (postback) {
    const external_id = text(postback['mid']) ?? `postback ${text(messaging['timestamp']) ?? ''}`
    return { external_id, content_type: 'text', body: text(postback['title']) ?? '', metadata: { postback } }
  }
  const id = message && text(message['mid'])
  if (!message || !id) return undefined
  const attachments = list(message['attachments']).map((item, index) => {
    const attachment = object(item) ?? {}
    return attachmentOf(`${folder}/${id}`, index, {
      type: mediaType(text(attachment['type'])),
      source: { url: object(attachment['payload'])?.['url'], type: attachment['type'] },
    })
  })
  return {
    external_id: id,
    content_type: contentTypeOf(attachments[0]?.content_type, attachments.length > 0),
    body: text(message['text']) ?? '',
    metadata: { quick_reply: message['quick_reply'], reply_to: message['reply_to'], referral: messaging['referral'] },
    attachments,
  }
}

/** Messenger names kinds of files, not media types. */
const mediaType = (kind: string | undefined): string | undefined =>
  kind === 'image' || kind === 'audio' || kind === 'video' ? `${kind}/*` : undefined
