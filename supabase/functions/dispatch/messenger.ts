import { isUnsent, linksOf } from './files.ts'
import type { FileLink } from './files.ts'
import { askGraph } from './graph.ts'
import { property, textOf } from './http.ts'
import { knownIds } from './known-ids.ts'
import { missingCredentials } from './outgoing.ts'
import type { Outcome, Outgoing, Vendor, VendorContext } from './outgoing.ts'

/**
 * Messenger and Instagram through the Messenger Platform's Send API (developers.facebook.com/docs/messenger-platform,
 * "Send API" and "Conversations API"). It takes no idempotency key; the conversation with the customer is read instead.
 */
export const messenger: Vendor = { send, lookUp }

const DAY = 24 * 60 * 60 * 1_000

/** Clocks differ: a message may seem to be this much older than our asking for it, milliseconds. */
const CLOCK_SKEW = 60_000

const serviceOf = ({ platform }: Outgoing): string => (platform === 'instagram' ? 'Instagram' : 'Messenger')

async function send(message: Outgoing, context: VendorContext): Promise<Outcome> {
  const token = context.channel.credentials['access_token']
  if (!token) return missingCredentials(['access_token'])
  const links = await linksOf(message, context)
  if (isUnsent(links)) return links
  const result = await askGraph(context, serviceOf(message), 'me/messages', {
    token,
    body: {
      recipient: { id: message.to },
      ...typeOf(message, context.now()),
      // Instagram has no metadata; on Messenger it comes back with the echo of the message.
      message: {
        ...contentOf(message, links[0]),
        ...(message.platform === 'facebook' && { metadata: message.message_id }),
      },
    },
  })
  if ('class' in result) return result
  const id = textOf(result.body, 'message_id')
  return id === undefined
    ? { sent: false, class: 'unconfirmed', error: `No answer came from ${serviceOf(message)}: it may have been sent` }
    : { sent: true, external_id: id, to: message.to }
}

/** A file or words: the Send API takes one of them, and the desktop sees to it. */
function contentOf({ body }: Outgoing, link: FileLink | undefined): object {
  if (!link) return { text: body }
  const [kind] = link.contentType.split('/')
  const type = kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file'
  return { attachment: { type, payload: { url: link.url, is_reusable: false } } }
}

/** Within a day of the customer's last message anything is a response; after it only a person may still answer. */
function typeOf({ last_inbound_at }: Outgoing, now: number): object {
  return now - Date.parse(last_inbound_at ?? '') < DAY
    ? { messaging_type: 'RESPONSE' }
    : { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
}

async function lookUp(message: Outgoing, context: VendorContext): Promise<Outcome> {
  const token = context.channel.credentials['access_token']
  if (!token) return missingCredentials(['access_token'])
  const result = await askGraph(context, serviceOf(message), 'me/conversations', {
    token,
    query: {
      platform: message.platform === 'instagram' ? 'instagram' : 'messenger',
      user_id: message.to,
      fields: 'messages.limit(20){id,message,created_time,from}',
    },
  })
  const unknown = `${serviceOf(message)} does not say whether it was sent`
  if ('class' in result)
    return { sent: false, class: 'unconfirmed', error: unknown, ...(result.code && { code: result.code }) }
  const since = Date.parse(message.attempted_at ?? '') - CLOCK_SKEW
  const ids = messagesIn(result.body)
    .filter(
      (entry) =>
        textOf(entry, 'message') === message.body &&
        textOf(property(entry, 'from'), 'id') !== message.to &&
        Date.parse(textOf(entry, 'created_time') ?? '') >= since,
    )
    .flatMap((entry) => textOf(entry, 'id') ?? [])
  const known = await knownIds(context.service, ids)
  const id = ids.find((candidate) => !known.has(candidate))
  return id === undefined
    ? { sent: false, class: 'released', error: `${serviceOf(message)} does not have the message` }
    : { sent: true, external_id: id, to: message.to }
}

/** All messages of the conversations in an answer of the Conversations API. */
function messagesIn(body: unknown): unknown[] {
  const conversations = property(body, 'data')
  if (!Array.isArray(conversations)) return []
  return conversations.flatMap((conversation) => {
    const messages = property(property(conversation, 'messages'), 'data')
    return Array.isArray(messages) ? (messages as unknown[]) : []
  })
}
