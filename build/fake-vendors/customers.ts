import { randomBytes } from 'node:crypto'
import type { MetaAccount } from './graph.ts'
import { postMeta, postTwilio } from './reports.ts'
import { postStamped } from './stamped.ts'
import type { TwilioAccount } from './twilio.ts'

/** A message of a customer's: who they are on the channel, and what they write. */
export interface CustomerMessage {
  /** E.164 for SMS and WhatsApp, the vendor's id of the person for the others, an address for e-mail. */
  from: string
  name: string | null
  phone: string | null
  body: string
}

/** Delivers a customer's message as the channel's vendor would: by a signed webhook. @throws Error when it is refused */
export type CustomerLine = (message: CustomerMessage) => Promise<void>

const id = (): string => randomBytes(16).toString('hex')

/** Twilio's incoming message webhook (twilio.com/docs/messaging/guides/webhook-request). */
export const twilioLine =
  (account: TwilioAccount, webhook: string): CustomerLine =>
  ({ from, body }) => {
    const sid = `SM${id()}`
    const form = { MessageSid: sid, SmsSid: sid, AccountSid: account.accountSid, From: from, Body: body, NumMedia: '0' }
    return postTwilio(webhook, account.authToken, new URLSearchParams({ ...form, To: account.numbers[0] ?? '' }))
  }

/** WhatsApp's `messages` webhook; a customer is their number without the plus. */
export const whatsappLine =
  (account: MetaAccount): CustomerLine =>
  ({ from, name, body }) => {
    const wa_id = from.replace('+', '')
    const message = {
      from: wa_id,
      id: `wamid.${id()}`,
      timestamp: String(Math.floor(Date.now() / 1_000)),
      type: 'text',
      text: { body },
    }
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: account.id, phone_number_id: account.id },
      contacts: [{ wa_id, ...(name !== null && { profile: { name } }) }],
      messages: [message],
    }
    const entry = [{ id: '102290129340398', changes: [{ field: 'messages', value }] }]
    return postMeta(account, { object: 'whatsapp_business_account', entry })
  }

/** The `messages` webhook of Messenger and of Instagram. */
export const messengerLine =
  (account: MetaAccount): CustomerLine =>
  ({ from, body }) => {
    const timestamp = Date.now()
    const messaging = [
      { sender: { id: from }, recipient: { id: account.id }, timestamp, message: { mid: `m_${id()}`, text: body } },
    ]
    const object = account.vendor === 'instagram' ? 'instagram' : 'page'
    return postMeta(account, { object, entry: [{ id: account.id, time: timestamp, messaging }] })
  }

/** The web widget's server. */
export const widgetLine =
  (webhook: string, secret: string): CustomerLine =>
  ({ from, name, phone, body }) =>
    postStamped(
      webhook,
      secret,
      JSON.stringify({
        session: { id: `session-${from}`, url: 'https://www.example.test/' },
        visitor: { id: from, name, phone },
        message: { id: id(), text: body, sent_at: new Date().toISOString() },
      }),
    )

/** A mail relay that hands over what arrives. */
export const mailLine =
  (webhook: string, secret: string): CustomerLine =>
  ({ from, name, body }) => {
    const display = `=?utf-8?B?${Buffer.from(name ?? '').toString('base64')}?=`
    const headers = [
      `From: ${name === null ? '' : `${display} `}<${from}>`,
      `Message-ID: <${id()}@customers.test>`,
      `Date: ${new Date().toUTCString()}`,
      'Subject: A question',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
    ]
    const text = Buffer.from(body).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
    return postStamped(webhook, secret, `${headers.join('\r\n')}\r\n\r\n${text}\r\n`)
  }
