import { toBase64 } from '../_shared/encoding.ts'
import { mailTransport } from '../_shared/mail.ts'
import { contentsOf, isUnsent } from './files.ts'
import { neverConnected } from './http.ts'
import { cannotTell, missingCredentials } from './outgoing.ts'
import type { Outcome, Outgoing, Unsent, Vendor, VendorContext } from './outgoing.ts'

/**
 * E-mail by SMTP (RFC 5321) with submission rules (RFC 6409). A server whose answer to the last line is lost has sent
 * the mail or has not (RFC 5321, 4.5.4.1), and cannot be asked; the `Message-ID` is made of the message's own id, so
 * that a mail that is sent twice after all is one mail to those who compare.
 */
export const smtp: Vendor = { send, lookUp: () => Promise.resolve(cannotTell('the mail server')) }

async function send(message: Outgoing, context: VendorContext): Promise<Outcome> {
  const { credentials } = context.channel
  const { smtp_host: host, smtp_port: port = '465', smtp_username: username, smtp_password: password } = credentials
  const from = credentials['smtp_from'] ?? message.from
  if (!host || !from) return missingCredentials(['smtp_host', 'smtp_from'])
  const files = await contentsOf(message, context)
  if (isUnsent(files)) return files
  const tls = credentials['smtp_tls']
  const transport = mailTransport({ host, port, username, password, tls })
  const messageId = `<${message.message_id}@${from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '')}>`
  try {
    await transport.sendMail({
      from,
      to: message.to,
      messageId,
      ...contentOf(message),
      attachments: files.map(({ name, contentType, bytes }) => ({
        filename: name,
        contentType,
        content: toBase64(bytes),
        encoding: 'base64',
      })),
    })
    return { sent: true, external_id: messageId, from, to: message.to }
  } catch (error) {
    return failure(error)
  } finally {
    transport.close()
  }
}

/** An answer carries on the thread of the customer's mail (RFC 5322, 3.6.4). */
function contentOf(message: Outgoing): object {
  const thread = message.last_inbound_external_id
  const earlier = message.last_inbound_subject
  const answered = earlier !== null && /^re:/i.test(earlier) ? earlier : `Re: ${earlier ?? ''}`
  return {
    subject: message.subject ?? (earlier === null ? '' : answered),
    text: message.body,
    ...(message.html_body !== null && { html: message.html_body }),
    ...(thread !== null && /^<[^<>\s]+>$/.test(thread) && { inReplyTo: thread, references: thread }),
  }
}

/** What nodemailer tells of a failure. */
interface MailError extends Error {
  code?: string
  /** The SMTP reply, when there was one. */
  responseCode?: number
}

function failure(error: unknown): Unsent {
  const { code, responseCode, message } = error as MailError
  const told = { code: String(responseCode ?? code ?? message).slice(0, 200) }
  if (code === 'EAUTH') {
    const words = 'The mail server does not accept the channel’s credentials: an administrator must enter them again'
    return { sent: false, class: 'permanent', error: words, ...told }
  }
  if (responseCode !== undefined && responseCode >= 500) {
    const words = code === 'EENVELOPE' ? 'The mail server does not accept this address' : 'The mail server refused it'
    return { sent: false, class: 'permanent', error: words, ...told }
  }
  if (responseCode !== undefined) {
    return { sent: false, class: 'temporary', error: 'The mail server cannot take it at the moment', ...told }
  }
  // nodemailer does not tell at which command a connection broke, and the last one may have been heard.
  return neverConnected(`${code} ${message}`)
    ? { sent: false, class: 'temporary', error: 'The mail server could not be reached', ...told }
    : {
        sent: false,
        class: 'unconfirmed',
        error: 'No answer came from the mail server: it may have been sent',
        ...told,
      }
}
