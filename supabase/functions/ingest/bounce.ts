import type { Attachment, Email } from 'postal-mime'
import type { IngestEvent } from './event.ts'
import { time } from './reading.ts'

/** Parts that quote the mail that a notification is about, or its header (RFC 3462, 2). */
const QUOTED = new Set(['message/rfc822', 'message/global', 'text/rfc822-headers', 'message/global-headers'])
/** The id stands in the header, which ends long before this. */
const HEADER = 65_536
const MOST_WORDS = 300

/**
 * What a delivery status notification (RFC 3464) says of a mail of ours; null for any other mail. A delay says nothing
 * final, so that nothing is reported of it.
 * @param references ids of the mails that it answers: some servers quote nothing, and answer the mail instead
 */
export function readBounce(mail: Email, references: readonly string[]): IngestEvent[] | null {
  const report = mail.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status')
  if (!report) return null
  const recipient = fieldsOf(textOf(report)).find((fields) => fields.has('action'))
  const action = recipient?.get('action')?.toLowerCase()
  if (!recipient || (action !== 'failed' && action !== 'delivered')) return []
  const id = quotedId(mail.attachments) ?? references[0]
  const at = time(mail.date)
  if (!id) return [{ kind: 'unreadable', reason: 'bounce_without_message', raw: Object.fromEntries(recipient), at }]
  return [
    { kind: 'status', external_id: id, status: action, at, ...(action === 'failed' && { error: why(recipient) }) },
  ]
}

/** Groups of fields with blank lines between, a field's further lines indented (RFC 3464, 2.1). */
function fieldsOf(text: string): Map<string, string>[] {
  return text.split(/\r?\n[ \t]*\r?\n/).map((group) => {
    const lines = group.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
    return new Map(
      lines.flatMap((line): [string, string][] => {
        const colon = line.indexOf(':')
        return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : []
      }),
    )
  })
}

/** Classes of enhanced status codes (RFC 3463, 3) that a rep can do something about. */
const REASONS: [code: RegExp, words: string][] = [
  [/^\d\.2\.2$/, 'The mailbox is full'],
  [/^\d\.[12]\./, 'The mail server does not know this address'],
  [/^\d\.3\.4$/, 'The mail is too large for the customer’s mail server'],
  [/^\d\.4\./, 'The customer’s mail server could not be reached'],
  [/^\d\.7\./, 'The customer’s mail server refused it'],
]

function why(recipient: Map<string, string>): string {
  const status = recipient.get('status') ?? ''
  const words = REASONS.find(([code]) => code.test(status))?.[1] ?? 'It could not be delivered'
  const told = recipient.get('diagnostic-code')?.replace(/^[a-z0-9-]+;\s*/i, '') ?? status
  return told ? `${words} (${told.slice(0, MOST_WORDS)})` : words
}

function quotedId(attachments: readonly Attachment[]): string | undefined {
  const quoted = attachments.find(({ mimeType }) => QUOTED.has(mimeType))
  const [header = ''] = quoted ? textOf(quoted).split(/\r?\n\r?\n/, 1) : []
  return /^message-id:\s*(<[^<>\s]{1,250}>)/im.exec(header)?.[1]
}

function textOf({ content }: Attachment): string {
  if (typeof content === 'string') return content.slice(0, HEADER)
  return new TextDecoder().decode(new Uint8Array(content).subarray(0, HEADER))
}
