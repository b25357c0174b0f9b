import { utf8 } from './encoding.ts'
import type { Bytes } from './encoding.ts'

/** The HMAC (RFC 2104) of a message. */
export async function hmac(hash: 'SHA-1' | 'SHA-256', secret: string, message: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, message))
}

/**
 * Whether two byte strings are the same, in a time that does not depend on where they differ: both are hashed under a
 * key of the moment, and all of the hashes is looked at ("double HMAC verification").
 */
export async function equalInConstantTime(left: Bytes, right: Bytes): Promise<boolean> {
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const [a, b] = await Promise.all([left, right].map((bytes) => crypto.subtle.sign('HMAC', key, bytes)))
  const [first, second] = [new Uint8Array(a!), new Uint8Array(b!)]
  return first.reduce((difference, byte, index) => difference | (byte ^ second[index]!), 0) === 0
}
