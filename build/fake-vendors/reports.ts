import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { TakenMessage } from './carrier.ts'
import type { MetaAccount } from './graph.ts'
import type { TwilioMessage } from './twilio.ts'

/** Between two reports of a message, milliseconds. */
const PAUSE = 300

/** `X-Twilio-Signature` (twilio.com/docs/usage/security): HMAC-SHA1 of the address and the sorted parameters. */
export function twilioSignature(authToken: string, url: string, form: URLSearchParams): string {
  const parameters = [...form]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flat()
    .join('')
  return createHmac('sha1', authToken).update(`${url}${parameters}`).digest('base64')
}

/** `X-Hub-Signature-256` (developers.facebook.com, "Webhooks: Validate payloads"). */
export const metaSignature = (appSecret: string, body: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`

/** Posts what Twilio would post to an address of the account's. @throws Error when it is not taken */
export async function postTwilio(url: string, authToken: string, form: URLSearchParams): Promise<void> {
  const headers = { 'x-twilio-signature': twilioSignature(authToken, url, form) }
  await expectTaken(await fetch(url, { method: 'POST', headers, body: form }), url)
}

/** Posts a webhook of Meta's. @throws Error when it is not taken */
export async function postMeta({ webhook, appSecret }: MetaAccount, payload: object): Promise<void> {
  if (webhook === null) return
  const body = JSON.stringify(payload)
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': metaSignature(appSecret, body) }
  await expectTaken(await fetch(webhook, { method: 'POST', headers, body }), webhook)
}

async function expectTaken(response: Response, url: string): Promise<void> {
  const text = await response.text()
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}: ${text.slice(0, 200)}`)
}

/** Reports a message of Twilio's as sent and delivered, on WhatsApp as read too. */
export async function reportTwilio(
  { account, taken, statusCallback }: TwilioMessage,
  signal: AbortSignal,
): Promise<void> {
  if (statusCallback === null) return
  const statuses = taken.to.startsWith('whatsapp:') ? ['sent', 'delivered', 'read'] : ['sent', 'delivered']
  for (const MessageStatus of statuses) {
    await pause(PAUSE, undefined, { signal })
    const form = new URLSearchParams({
      AccountSid: account.accountSid,
      ApiVersion: '2010-04-01',
      From: taken.from,
      To: taken.to,
      MessageSid: taken.id,
      SmsSid: taken.id,
      MessageStatus,
      SmsStatus: MessageStatus,
    })
    await postTwilio(statusCallback, account.authToken, form)
  }
}

/** Instagram tells only what was read. */
const STATES = {
  whatsapp: ['sent', 'delivered', 'read'],
  messenger: ['delivery', 'read'],
  instagram: ['read'],
} as const

/** Reports a message of Meta's in each state that its service tells. */
export async function reportMeta(message: TakenMessage, account: MetaAccount, signal: AbortSignal): Promise<void> {
  for (const state of STATES[account.vendor]) {
    await pause(PAUSE, undefined, { signal })
    await postMeta(
      account,
      account.vendor === 'whatsapp' ? whatsappStatus(message, state) : messengerEvent(message, state),
    )
  }
}

const seconds = (): string => String(Math.floor(Date.now() / 1_000))

/** A status of "WhatsApp Business Platform: status messages webhook reference". */
const whatsappStatus = (message: TakenMessage, status: string): object => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: message.from, phone_number_id: message.from },
            statuses: [
              {
                id: message.id,
                status,
                timestamp: seconds(),
                recipient_id: message.to.replace('+', ''),
                ...(message.reference !== null && { biz_opaque_callback_data: message.reference }),
              },
            ],
          },
        },
      ],
    },
  ],
})

/** `message_deliveries`, `message_reads` (Messenger) and `messaging_seen` (Instagram). */
const messengerEvent = (message: TakenMessage, state: string): object => {
  const watermark = Date.now()
  return {
    object: message.vendor === 'instagram' ? 'instagram' : 'page',
    entry: [
      {
        id: message.from,
        time: watermark,
        messaging: [
          {
            sender: { id: message.to },
            recipient: { id: message.from },
            timestamp: watermark,
            ...(state === 'delivery'
              ? { delivery: { mids: [message.id], watermark } }
              : { read: message.vendor === 'instagram' ? { mid: message.id } : { watermark } }),
          },
        ],
      },
    ],
  }
}
