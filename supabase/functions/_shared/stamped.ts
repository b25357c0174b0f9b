import { toHex, utf8 } from './encoding.ts'
import type { Bytes } from './encoding.ts'
import { hmac } from './signature.ts'

export const SIGNATURE_HEADER = 'x-leadline-signature'

/** The HMAC of the stamp, a full stop and the body as it is sent. */
export function stampedHmac(secret: string, stamp: string, body: Bytes): Promise<Bytes> {
  const head = utf8(`${stamp}.`)
  const whole = new Uint8Array(head.length + body.length)
  whole.set(head)
  whole.set(body, head.length)
  return hmac('SHA-256', secret, whole)
}

/**
 * The header by which our own senders (the web widget, forms, a mail relay, other systems, the AI agent) prove who they
 * are to us, and we to the AI agent: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>">`.
 *
 * @param now milliseconds since 1970.
 */
export async function signStamped(secret: string, body: Bytes, now: number): Promise<string> {
  const stamp = String(Math.floor(now / 1_000))
  return `t=${stamp},v1=${toHex(await stampedHmac(secret, stamp, body))}`
}
