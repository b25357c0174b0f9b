import { SNIFFED_BYTES, kindOfType, sniffMediaType } from '#shared/domain/media-type.ts'
import type { SealedFile } from './sealed-file.ts'

/** A film is served in parts of at most this, so that nobody holds all of it in memory. */
const LARGEST_PART = 4 * 1_048_576

/** No cache of the browser may keep it in the clear, and nothing in it may run wherever it is opened. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'accept-ranges': 'bytes',
}

/**
 * A file, or the part of it that a `Range` header asks for (RFC 9110, section 14), under the type that its own first bytes
 * show: never what its sender says. 415 for what cannot be shown.
 */
export async function servedFile(file: SealedFile, range: string | null): Promise<Response> {
  const type = sniffMediaType(await file.read(0, SNIFFED_BYTES))
  if (type === null || kindOfType(type) === 'file') return new Response('Not shown', { status: 415, headers: HEADERS })
  const headers = { ...HEADERS, 'content-type': type }
  const part = partOf(range, file.size)
  if (part === 'whole') return answer(await file.read(0, file.size), 200, headers)
  if (part === 'impossible') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${file.size}` } })
  }
  const { start, end } = part
  const content_range = `bytes ${start}-${end - 1}/${file.size}`
  return answer(await file.read(start, end), 206, { ...headers, 'content-range': content_range })
}

function answer(content: Buffer, status: number, headers: Record<string, string>): Response {
  return new Response(new Uint8Array(content), {
    status,
    headers: { ...headers, 'content-length': String(content.length) },
  })
}

function partOf(range: string | null, size: number): { start: number; end: number } | 'whole' | 'impossible' {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(range ?? '')
  if (!asked || (asked[1] === '' && asked[2] === '')) return 'whole'
  const [, from, to] = asked
  const start = from === '' ? Math.max(size - Number(to), 0) : Number(from)
  const end = from === '' || to === '' ? size : Math.min(Number(to) + 1, size)
  if (start >= end) return 'impossible'
  return { start, end: Math.min(end, start + LARGEST_PART) }
}
