import { createHash, randomBytes } from 'node:crypto'
import type { Carrier, TakenMessage } from './carrier.ts'
import { afterTaking, insteadOfTaking } from './server.ts'
import type { VendorAnswer, VendorRequest } from './server.ts'

/** An account at Twilio, with the numbers it may send from (`whatsapp:+44…` for WhatsApp). */
export interface TwilioAccount {
  accountSid: string
  authToken: string
  numbers: readonly string[]
}

/** A message that Twilio took, with what its list and its reports tell of it. */
export interface TwilioMessage {
  account: TwilioAccount
  taken: TakenMessage
  statusCallback: string | null
}

const PATH = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages\.json$/
const E164 = /^(?:whatsapp:)?\+[1-9]\d{6,14}$/

/**
 * Twilio's Messages resource (twilio.com/docs/messaging/api/message-resource): creates and lists. It checks what Twilio
 * checks: the credentials, who may send, numbers, length. It takes the same message as often as it is sent.
 */
export class FakeTwilio {
  readonly messages: TwilioMessage[] = []
  readonly #carrier: Carrier
  readonly #accounts: readonly TwilioAccount[]
  readonly #onTaken: (message: TwilioMessage) => void

  constructor(carrier: Carrier, accounts: readonly TwilioAccount[], onTaken: (message: TwilioMessage) => void) {
    this.#carrier = carrier
    this.#accounts = accounts
    this.#onTaken = onTaken
  }

  /** Null when the path is none of Twilio's. */
  answer(request: VendorRequest): VendorAnswer | null {
    const sid = PATH.exec(request.url.pathname)?.[1]
    if (sid === undefined) return null
    const account = this.#accounts.find(
      ({ accountSid, authToken }) =>
        accountSid === sid && request.headers.get('authorization') === basic(sid, authToken),
    )
    if (!account) return problem(401, 20003, 'Authenticate')
    return request.method === 'POST' ? this.#create(account, request) : this.#list(account, request)
  }

  #create(account: TwilioAccount, request: VendorRequest): VendorAnswer {
    const form = new URLSearchParams(request.body)
    const refused = check(account, form)
    if (refused) return refused
    const fault = this.#carrier.nextFault('twilio')
    const instead = insteadOfTaking(fault)
    if (instead) return instead
    const message = this.#take(account, form)
    return afterTaking(fault, { status: 201, body: describe(message) })
  }

  #take(account: TwilioAccount, form: URLSearchParams): TwilioMessage {
    const statusCallback = form.get('StatusCallback')
    const message: TwilioMessage = {
      account,
      statusCallback,
      taken: this.#carrier.take({
        vendor: 'twilio',
        id: `SM${randomBytes(16).toString('hex')}`,
        from: form.get('From') ?? account.numbers[0] ?? '',
        to: form.get('To') ?? '',
        body:
          form.get('Body') ??
          (form.has('ContentSid') ? `template ${form.get('ContentSid')} ${form.get('ContentVariables')}` : ''),
        files: form.getAll('MediaUrl'),
        reference: statusCallback === null ? null : new URL(statusCallback).searchParams.get('message'),
      }),
    }
    this.messages.push(message)
    this.#onTaken(message)
    return message
  }

  #list(account: TwilioAccount, { url }: VendorRequest): VendorAnswer {
    const [to, from, since] = ['To', 'From', 'DateSent>'].map((name) => url.searchParams.get(name))
    const found = this.messages.filter(
      ({ account: owner, taken }) =>
        owner === account &&
        (!to || taken.to === to) &&
        (!from || taken.from === from) &&
        (!since || new Date(taken.at).toISOString() >= since),
    )
    const size = Number(url.searchParams.get('PageSize') ?? 50)
    const newest = found.toReversed().slice(0, size)
    return { status: 200, body: { messages: newest.map(describe), page: 0, page_size: size } }
  }
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

function check(account: TwilioAccount, form: URLSearchParams): VendorAnswer | null {
  const [to, from, body] = ['To', 'From', 'Body'].map((name) => form.get(name) ?? '')
  if (!E164.test(to!)) return problem(400, 21211, `Invalid 'To' Phone Number: ${to}`)
  if (!form.has('MessagingServiceSid') && !account.numbers.includes(from!)) {
    return problem(400, 21606, `The 'From' phone number ${from} is not a valid message-capable phone number`)
  }
  if (body === '' && !form.has('ContentSid') && !form.has('MediaUrl'))
    return problem(400, 21602, 'Message body is required.')
  if (body!.length > 1_600) return problem(400, 21617, 'The concatenated message body exceeds the 1600 character limit')
  return null
}

const problem = (status: number, code: number, message: string): VendorAnswer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
})

const describe = ({ account, taken }: TwilioMessage): object => ({
  sid: taken.id,
  account_sid: account.accountSid,
  api_version: '2010-04-01',
  body: taken.body,
  date_created: new Date(taken.at).toUTCString().replace('GMT', '+0000'),
  date_sent: null,
  direction: 'outbound-api',
  error_code: null,
  error_message: null,
  from: taken.from,
  to: taken.to,
  num_media: String(taken.files.length),
  num_segments: String(Math.ceil(taken.body.length / 160)),
  status: 'queued',
  uri: `/2010-04-01/Accounts/${account.accountSid}/Messages/${taken.id}.json`,
  etag: createHash('sha1').update(taken.id).digest('hex'),
})
