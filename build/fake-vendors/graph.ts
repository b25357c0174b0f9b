import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Carrier, TakenMessage, VendorName } from './carrier.ts'
import { afterTaking, insteadOfTaking } from './server.ts'
import type { VendorAnswer, VendorRequest } from './server.ts'

/** A number at WhatsApp, a Facebook page, or an Instagram account, with the token that sends from it. */
export interface MetaAccount {
  vendor: 'whatsapp' | 'messenger' | 'instagram'
  /** The id of the phone number, the page or the Instagram account. */
  id: string
  accessToken: string
  appSecret: string
  /** Where its webhooks go; none when null. */
  webhook: string | null
}

const media = z.object({ link: z.url(), caption: z.string().max(1_024).optional() })

const whatsappBody = z.object({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z.string().regex(/^\+?\d{5,20}$/),
  type: z.enum(['text', 'template', 'image', 'audio', 'video', 'document']),
  image: media.optional(),
  audio: media.omit({ caption: true }).strict().optional(),
  video: media.optional(),
  document: media.extend({ filename: z.string().optional() }).optional(),
  text: z.object({ body: z.string().min(1).max(4_096), preview_url: z.boolean().optional() }).optional(),
  template: z
    .object({ name: z.string(), language: z.object({ code: z.string() }), components: z.array(z.unknown()).optional() })
    .optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
})

const messengerBody = z
  .object({
    recipient: z.object({ id: z.string().min(1) }),
    messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG']),
    tag: z.literal('HUMAN_AGENT').optional(),
    message: z
      .object({
        text: z.string().min(1).max(2_000).optional(),
        attachment: z
          .object({ type: z.enum(['image', 'audio', 'video', 'file']), payload: z.object({ url: z.url() }).loose() })
          .optional(),
        metadata: z.string().max(1_000).optional(),
      })
      .refine(({ text, attachment }) => (text === undefined) !== (attachment === undefined)),
  })
  .refine(({ messaging_type, tag }) => (messaging_type === 'MESSAGE_TAG') === (tag !== undefined))

const VERSION = /^\/v\d+\.0\//

/**
 * The part of Meta's Graph API that sends: WhatsApp Cloud API messages, the Messenger Platform's Send API and
 * Conversations API, for Messenger and Instagram. Payloads are validated as their references have them.
 */
export class FakeGraph {
  readonly #carrier: Carrier
  readonly #accounts: readonly MetaAccount[]
  readonly #onTaken: (message: TakenMessage, account: MetaAccount) => void

  constructor(
    carrier: Carrier,
    accounts: readonly MetaAccount[],
    onTaken: (message: TakenMessage, account: MetaAccount) => void,
  ) {
    this.#carrier = carrier
    this.#accounts = accounts
    this.#onTaken = onTaken
  }

  /** Null when the path is none of the Graph API's. */
  answer(request: VendorRequest): VendorAnswer | null {
    if (!VERSION.test(request.url.pathname)) return null
    const [id = '', edge] = request.url.pathname.replace(VERSION, '').split('/')
    const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
    const account = this.#accounts.find(({ accessToken }) => accessToken === token)
    if (!account) return problem(401, 190, 'Invalid OAuth access token.')
    if (id !== 'me' && id !== account.id) return problem(400, 100, `Unsupported request: no object '${id}'`)
    if (edge === 'conversations' && request.method === 'GET') return this.#conversations(account, request.url)
    if (edge !== 'messages' || request.method !== 'POST') return problem(400, 100, 'Unsupported request')
    return this.#send(account, request.body)
  }

  #send(account: MetaAccount, text: string): VendorAnswer {
    const message = account.vendor === 'whatsapp' ? readWhatsapp(text) : readMessenger(text)
    if (!message) return problem(400, 100, '(#100) Invalid parameter')
    const fault = this.#carrier.nextFault(account.vendor)
    const instead = insteadOfTaking(fault)
    if (instead) return instead
    const id = `${account.vendor === 'whatsapp' ? 'wamid.' : 'm_'}${randomBytes(24).toString('base64url')}`
    const taken = this.#carrier.take({ vendor: account.vendor, id, from: account.id, ...message })
    this.#onTaken(taken, account)
    return afterTaking(fault, { status: 200, body: accepted(account.vendor, taken) })
  }

  /** The conversation with one customer; for Messenger and Instagram only. */
  #conversations(account: MetaAccount, url: URL): VendorAnswer {
    const customer = url.searchParams.get('user_id')
    const messages = this.#carrier.messages
      .filter(({ vendor, from, to }) => vendor === account.vendor && from === account.id && to === customer)
      .toReversed()
      .map((message) => ({
        id: message.id,
        message: message.body,
        created_time: new Date(message.at).toISOString().replace(/\.\d+Z$/, '+0000'),
        from: { id: account.id },
      }))
    return { status: 200, body: { data: messages.length > 0 ? [{ id: 't_1', messages: { data: messages } }] : [] } }
  }
}

type Read = Pick<TakenMessage, 'to' | 'body' | 'files' | 'reference'> | null

function readWhatsapp(text: string): Read {
  const body = whatsappBody.safeParse(parsed(text)).data
  if (!body?.[body.type]) return null
  const { image, audio, video, document } = body
  const file = image ?? video ?? document ?? audio
  if (file) {
    const words = (image ?? video ?? document)?.caption ?? ''
    return { to: body.to, body: words, files: [file.link], reference: body.biz_opaque_callback_data ?? null }
  }
  const words = body.text?.body ?? `template ${body.template?.name} ${JSON.stringify(body.template?.components ?? [])}`
  return { to: body.to, body: words, files: [], reference: body.biz_opaque_callback_data ?? null }
}

function readMessenger(json: string): Read {
  const body = messengerBody.safeParse(parsed(json)).data
  if (!body) return null
  const { text = '', attachment, metadata = null } = body.message
  return { to: body.recipient.id, body: text, files: attachment ? [attachment.payload.url] : [], reference: metadata }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

const accepted = (vendor: VendorName, { id, to }: TakenMessage): object =>
  vendor === 'whatsapp'
    ? { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to.replace('+', '') }], messages: [{ id }] }
    : { recipient_id: to, message_id: id }

const problem = (status: number, code: number, message: string): VendorAnswer => ({
  status,
  body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'fake' } },
})
