import { toHex, utf8 } from './encoding.ts'

/** A name for who sends: the hash of the address that the gateway saw, so that no address is kept. */
export async function senderOf(request: Request): Promise<string> {
  const address = request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? 'unknown'
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(address))))
}
