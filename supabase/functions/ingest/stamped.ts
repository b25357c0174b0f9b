import { fromHex, toHex, utf8 } from '../_shared/encoding.ts'
import type { Bytes } from '../_shared/encoding.ts'
import { equalInConstantTime, hmac } from '../_shared/signature.ts'
import type { AdapterContext, Delivery } from './adapter.ts'
import { badSignature } from './refusal.ts'

/** How far a stamp may be from our clock, milliseconds. */
const TOLERANCE = 300_000

export const SIGNATURE_HEADER = 'x-leadline-signature'

/** What is signed: the stamp, a full stop and the body as it is sent. */
function signedPart(stamp: string, body: Bytes): Bytes {
  const head = utf8(`${stamp}.`)
  const whole = new Uint8Array(head.length + body.length)
  whole.set(head)
  whole.set(body, head.length)
  return whole
}

/**
 * The header by which our own senders (the web widget, forms, a mail relay, other systems, the AI agent) prove who they
 * are: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>">`.
 */
export async function signStamped(secret: string, body: Bytes, now: number): Promise<string> {
  const stamp = String(Math.floor(now / 1_000))
  return `t=${stamp},v1=${toHex(await hmac('SHA-256', secret, signedPart(stamp, body)))}`
}

/**
 * Verifies that header. A stamp more than five minutes off is refused; within them the same request is taken once.
 *
 * @param secretName which of the channel's credentials signs.
 * @returns a name of the request.
 * @throws Refusal 401
 */
export async function verifyStamped(delivery: Delivery, context: AdapterContext, secretName: string): Promise<string> {
  const secret = context.channel.credentials[secretName]
  if (!secret) throw badSignature(`The channel has no ${secretName}.`)
  const header = delivery.headers.get(SIGNATURE_HEADER) ?? ''
  const [, stamp = '', hex = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? []
  const given = fromHex(hex)
  if (stamp === '' || !given) throw badSignature(`${SIGNATURE_HEADER} must be t=<seconds>,v1=<hex>.`)
  const expected = await hmac('SHA-256', secret, signedPart(stamp, delivery.body))
  if (!(await equalInConstantTime(expected, given))) throw badSignature('The signature does not fit.')
  if (Math.abs(context.now() - Number(stamp) * 1_000) > TOLERANCE) {
    throw badSignature('The stamp is more than five minutes off.')
  }
  return hex
}
