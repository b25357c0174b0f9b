import { fromHex } from '../_shared/encoding.ts'
import { equalInConstantTime } from '../_shared/signature.ts'
import { SIGNATURE_HEADER, stampedHmac } from '../_shared/stamped.ts'
import type { AdapterContext, Delivery } from './adapter.ts'
import { badSignature } from './refusal.ts'

/** How far a stamp may be from our clock, milliseconds. */
const TOLERANCE = 300_000

/**
 * Verifies the header of `signStamped`. A stamp more than five minutes off is refused; within them the same request is
 * taken once.
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
  const expected = await stampedHmac(secret, stamp, delivery.body)
  if (!(await equalInConstantTime(expected, given))) throw badSignature('The signature does not fit.')
  if (Math.abs(context.now() - Number(stamp) * 1_000) > TOLERANCE) {
    throw badSignature('The stamp is more than five minutes off.')
  }
  return hex
}
