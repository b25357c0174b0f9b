import PostalMime from 'postal-mime'
import type { Address, Attachment, Email } from 'postal-mime'
import { toHex, utf8 } from '../_shared/encoding.ts'
import type { Bytes } from '../_shared/encoding.ts'
import type { Adapter, IncomingFile, Reading } from './adapter.ts'
import type { AttachmentFacts } from './event.ts'
import { readBounce } from './bounce.ts'
import { pathSafe } from './media.ts'
import { time } from './reading.ts'
import { invalidBody } from './refusal.ts'
import { verifyStamped } from './stamped.ts'

const MOST_ATTACHMENTS = 50

/** RFC 6838, 4.2. */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/i

/**
 * Inbound e-mail: the raw message (RFC 5322, MIME), as a relay or mail worker hands it over, signed with the channel's
 * `inbound_secret`. It joins the thread of the message that it answers (In-Reply-To, References; RFC 5322, 3.6.4). What a
 * mail server says of a mail of ours is a report about that one.
 */
export const email: Adapter = {
  platforms: ['email'],
  maxBytes: 27_262_976,
  verify: (delivery, context) => verifyStamped(delivery, context, 'inbound_secret'),
  async read({ body }, { channel }) {
    const mail = await PostalMime.parse(body, { maxNestingDepth: 50, maxHeadersSize: 1_048_576 }).catch(() => {
      throw invalidBody('The body is no e-mail.')
    })
    const bounce = readBounce(mail, referencesOf(mail))
    if (bounce) return { events: bounce }
    const from = mailbox(mail.from) ?? mailbox(mail.sender)
    if (!from) throw invalidBody('The e-mail has no From address.')
    const id = mail.messageId ?? `sha256:${await sha256(body)}`
    const folder = pathSafe(`${channel.organizationId}/${channel.id}/${await sha256(utf8(id))}`)
    return asEvent(mail, from, id, await filesOf(mail.attachments.slice(0, MOST_ATTACHMENTS), folder))
  },
}

function asEvent(mail: Email, from: Mailbox, id: string, files: [AttachmentFacts, IncomingFile][]): Reading {
  const automatic = mail.headers.find(({ key }) => key === 'auto-submitted')?.value
  return {
    events: [
      {
        kind: 'contact',
        external_id: id,
        at: time(mail.date),
        sender: {
          id: from.address.toLowerCase(),
          name: from.name,
          email: from.address,
          references: referencesOf(mail),
        },
        message: {
          external_id: id,
          content_type: 'text',
          subject: mail.subject,
          body: (mail.text ?? plainText(mail.html ?? '')).trim(),
          html_body: mail.html,
          from: from.address,
          to: mail.to?.map((to) => mailbox(to)?.address).find((address) => address !== undefined),
          metadata: { in_reply_to: mail.inReplyTo, auto_submitted: automatic },
          attachments: files.map(([facts]) => facts),
        },
      },
    ],
    files: files.map(([, file]) => file),
  }
}

interface Mailbox {
  address: string
  name: string | undefined
}

/** A mailbox, or the first of a group. */
function mailbox(address: Address | undefined): Mailbox | undefined {
  const first = address?.group ? address.group[0] : address
  return first?.address ? { address: first.address, name: first.name || undefined } : undefined
}

/** The ids that the message names, the nearest first, at most 20. */
function referencesOf({ inReplyTo, references }: Email): string[] {
  const ids = [...`${inReplyTo ?? ''} ${references ?? ''}`.matchAll(/<[^<>\s]{1,250}>/g)].map(([id]) => id)
  return [...new Set([ids[0], ...ids.toReversed()])].filter((id) => id !== undefined).slice(0, 20)
}

async function filesOf(attachments: Attachment[], folder: string): Promise<[AttachmentFacts, IncomingFile][]> {
  return Promise.all(
    attachments.map(
      async ({ filename, mimeType, content, contentId }, place): Promise<[AttachmentFacts, IncomingFile]> => {
        const bytes = typeof content === 'string' ? utf8(content) : new Uint8Array(content).slice()
        const hash = await sha256(bytes)
        // Of its content: a mail that says it is another (by Message-ID) does not replace that one's files.
        const path = `${folder}/${place}-${hash}`
        const content_type = MEDIA_TYPE.test(mimeType) ? mimeType.toLowerCase() : 'application/octet-stream'
        return [
          {
            path,
            file_name: filename ?? undefined,
            content_type,
            size_bytes: bytes.length,
            sha256: hash,
            ...(contentId && { metadata: { content_id: contentId } }),
          },
          { path, content_type, bytes },
        ]
      },
    ),
  )
}

const sha256 = async (bytes: Bytes): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))

/** The words of an HTML mail that brings no text of its own, for previews and search; the HTML is kept beside. */
const plainText = (html: string): string =>
  html
    .replace(/<(style|script|head)\b[^>]*>[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/[ \t]+/g, ' ')
