import { randomUUID } from 'node:crypto'

/** Payloads as the vendors' documentation shows them, for any customer and text. */

const seconds = (at: Date): string => String(Math.floor(at.getTime() / 1_000))

export interface Words {
  id?: string
  text?: string
  at?: Date
}

/** WhatsApp Cloud API, "Webhooks: Payload examples: Text messages". */
export function whatsappText(
  from: string,
  { id = `wamid.${randomUUID()}`, text = 'Hello', at = new Date() }: Words = {},
) {
  return whatsappMessages(from, [{ from, id, timestamp: seconds(at), type: 'text', text: { body: text } }])
}

export function whatsappMessages(from: string, messages: object[]) {
  return whatsappValue({ contacts: [{ profile: { name: 'Kerry Fisher' }, wa_id: from }], messages })
}

export function whatsappStatus(id: string, status: string, at = new Date()) {
  return whatsappValue({
    statuses: [
      {
        id,
        status,
        timestamp: seconds(at),
        recipient_id: '16315551234',
        ...(status === 'failed' && { errors: [{ code: 131_026, title: 'Message undeliverable' }] }),
      },
    ],
  })
}

function whatsappValue(value: object) {
  const metadata = { display_phone_number: '15550783881', phone_number_id: '106540352242922' }
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '102290129340398',
        changes: [{ value: { messaging_product: 'whatsapp', metadata, ...value }, field: 'messages' }],
      },
    ],
  }
}

/** Messenger Platform, "Webhook events reference: messages". */
export function messengerText(from: string, { id = `m_${randomUUID()}`, text = 'Hello', at = new Date() }: Words = {}) {
  return messengerEvent(from, at, { message: { mid: id, text } })
}

export function messengerEvent(from: string, at: Date, event: object) {
  const messaging = [{ sender: { id: from }, recipient: { id: '1906385232743451' }, timestamp: at.getTime(), ...event }]
  return { object: 'page', entry: [{ id: '1906385232743451', time: at.getTime(), messaging }] }
}

/** Twilio, "Messaging webhooks: Incoming message webhook". */
export function twilioText(from: string, { id = `SM${randomUUID().replaceAll('-', '')}`, text = 'Hello' }: Words = {}) {
  return new URLSearchParams({
    ToCountry: 'GB',
    SmsMessageSid: id,
    NumMedia: '0',
    SmsSid: id,
    SmsStatus: 'received',
    Body: text,
    To: '+441632960000',
    NumSegments: '1',
    MessageSid: id,
    AccountSid: 'ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    From: from,
    ApiVersion: '2010-04-01',
  })
}

/** Twilio, "Track the status of outbound messages". */
export function twilioStatus(id: string, status: string, extra: Record<string, string> = {}) {
  return new URLSearchParams({
    SmsSid: id,
    SmsStatus: status,
    MessageStatus: status,
    MessageSid: id,
    To: '+447400111222',
    From: '+441632960000',
    ApiVersion: '2010-04-01',
    ...extra,
  })
}

/** Twilio, "TwiML voice: request parameters" and "Call status callbacks". */
export function twilioCall(from: string, call: string, status: string, extra: Record<string, string> = {}) {
  return new URLSearchParams({
    CallSid: call,
    AccountSid: 'ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    From: from,
    To: '+441632960001',
    CallStatus: status,
    ApiVersion: '2010-04-01',
    Direction: 'inbound',
    ...extra,
  })
}

/** The web widget (seed 000). */
export function webMessage(phone: string, { id = randomUUID(), text = 'Hello', at = new Date() }: Words = {}) {
  return {
    session: { id: `session-${phone}`, chat_id: 'chat-1', url: 'https://shop.example/cars' },
    visitor: { id: `visitor-${phone}`, name: 'Ann Visitor', phone, email: 'ann@visitor.example' },
    message: { id, text, sent_at: at.toISOString() },
    utm: { source: 'google' },
  }
}

export function formSubmission(
  phone: string,
  { id = randomUUID(), text = 'Please call me' }: Words = {},
  formId = 'none',
) {
  return {
    form_id: formId,
    submission_id: id,
    submitted_at: new Date().toISOString(),
    fields: { 'Full Name': 'Fay Form', Phone: phone, Email: 'fay@form.example', Company: 'Form Ltd', Message: text },
    page_url: 'https://shop.example/contact',
    utm: { campaign: 'spring' },
  }
}

export function jsonMessage(phone: string, { id = randomUUID(), text = 'Hello', at = new Date() }: Words = {}) {
  return { id, occurred_at: at.toISOString(), contact: { phone, name: 'Jay Son' }, message: { id, text } }
}

export function mimeMessage(
  from: string,
  { id = `<${randomUUID()}@mail.example>`, text = 'Hello', at = new Date() }: Words = {},
  headers = '',
) {
  return [
    `From: "Mia Mail" <${from}>`,
    'To: sales@acme.example',
    'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
    `Date: ${at.toUTCString()}`,
    `Message-ID: ${id}`,
    ...(headers ? [headers] : []),
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--b',
    'Content-Type: text/plain; name="offer.txt"',
    'Content-Disposition: attachment; filename="offer.txt"',
    'Content-Transfer-Encoding: base64',
    '',
    'T2ZmZXI=',
    '--b--',
    '',
  ].join('\r\n')
}

interface BounceFacts {
  action?: 'failed' | 'delayed' | 'delivered'
  code?: string
  told?: string
  /** Whether it quotes the mail's header, as most servers do. */
  quotes?: boolean
}

/** A delivery status notification (RFC 3464) about a mail of ours; null: it does not say about which. */
export function bounce(
  messageId: string | null,
  { action = 'failed', code = '5.1.1', told = 'smtp; 550 5.1.1 User unknown', quotes = true }: BounceFacts = {},
): string {
  const quoted = quotes && messageId !== null
  return [
    'From: Mail Delivery System <mailer-daemon@mx.example>',
    'To: sales@acme.example',
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${randomUUID()}@mx.example>`,
    ...(messageId && !quotes ? [`In-Reply-To: ${messageId}`] : []),
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    '--r',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'This is the mail system at host mx.example.',
    '',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; mia@mail.example',
    `Action: ${action}`,
    `Status: ${code}`,
    `Diagnostic-Code: ${told}`,
    '',
    ...(quoted
      ? ['--r', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${messageId}`, 'Subject: Offer', '']
      : []),
    '--r--',
    '',
  ].join('\r\n')
}
