import type { Bytes } from '../_shared/encoding.ts'
import { Refusal } from './refusal.ts'

/** Reads a request's body, and stops when it is larger than `most` bytes. @throws Refusal 413 */
export async function readBody(request: Request, most: number): Promise<Bytes> {
  const tooLarge = new Refusal(413, 'too_large', `The body may have ${most} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > most) throw tooLarge
    chunks.push(chunk)
  }
  const whole = new Uint8Array(size)
  let place = 0
  for (const chunk of chunks) {
    whole.set(chunk, place)
    place += chunk.length
  }
  return whole
}
