import { isUnsent, linksOf } from './files.ts'
import type { FileLink } from './files.ts'
import { askGraph } from './graph.ts'
import { property, textOf } from './http.ts'
import { cannotTell, missingCredentials } from './outgoing.ts'
import type { Outcome, Outgoing, Vendor, VendorContext } from './outgoing.ts'

/**
 * WhatsApp Cloud API (developers.facebook.com/documentation/business-messaging/whatsapp, "Messages"). It takes no
 * idempotency key and cannot be asked what it took. `biz_opaque_callback_data` comes back with every status report, so
 * a report that arrives settles a message whose answer was lost.
 */
export const whatsapp: Vendor = { send, lookUp: () => Promise.resolve(cannotTell('WhatsApp')) }

async function send(message: Outgoing, context: VendorContext): Promise<Outcome> {
  const { credentials, platformChannelId } = context.channel
  const token = credentials['access_token']
  if (!token || platformChannelId === null) return missingCredentials(['access_token', 'the id of the phone number'])
  const links = await linksOf(message, context)
  if (isUnsent(links)) return links
  const result = await askGraph(context, 'WhatsApp', `${encodeURIComponent(platformChannelId)}/messages`, {
    token,
    body: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: message.to,
      ...(links[0] ? mediaOf(links[0], message.body) : contentOf(message)),
      biz_opaque_callback_data: message.message_id,
    },
  })
  if ('class' in result) return result
  const messages = property(result.body, 'messages')
  const id = Array.isArray(messages) ? textOf(messages[0], 'id') : undefined
  return id === undefined
    ? cannotTell('WhatsApp')
    : { sent: true, external_id: id, from: platformChannelId, to: message.to }
}

/** Types that WhatsApp shows or plays ("Cloud API, Media: Supported media types"); anything else is a document. */
const SHOWN: Readonly<Record<string, 'image' | 'audio' | 'video'>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'audio/aac': 'audio',
  'audio/amr': 'audio',
  'audio/mp4': 'audio',
  'audio/mpeg': 'audio',
  'audio/ogg': 'audio',
  'video/3gpp': 'video',
  'video/mp4': 'video',
}

/** One file with its words; the desktop sees to it that there is only one, and that sound has no words. */
function mediaOf({ url, name, contentType }: FileLink, body: string): object {
  const type = SHOWN[contentType] ?? 'document'
  const caption = type !== 'audio' && body !== '' && { caption: body }
  return { type, [type]: { link: url, ...caption, ...(type === 'document' && { filename: name }) } }
}

function contentOf({ template, body }: Outgoing): object {
  if (!template?.name) return { type: 'text', text: { body, preview_url: false } }
  const parameters = (template.variables ?? []).map((text) => ({ type: 'text', text }))
  return {
    type: 'template',
    template: {
      name: template.name,
      language: { code: template.language ?? 'en' },
      ...(parameters.length > 0 && { components: [{ type: 'body', parameters }] }),
    },
  }
}
