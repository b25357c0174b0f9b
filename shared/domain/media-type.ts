/** What kind of file something is, as it says and as its first bytes show. */

/** How a file is shown; whatever cannot be shown is a `file`. */
export type MediaKind = 'image' | 'audio' | 'video' | 'file'

/** The largest file that the bucket `attachments` takes, bytes (…20600_bucket_limits). */
export const MAX_ATTACHMENT_BYTES = 100 * 1_048_576

/** Bytes of the beginning of a file that {@link sniffMediaType} looks at. */
export const SNIFFED_BYTES = 32

/** Types that a page can show or play, and that hold nothing which runs: no SVG, no HTML. */
const SHOWABLE: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
  'audio/mp4',
  'audio/aac',
  'audio/webm',
  'video/mp4',
  'video/webm',
])

/** Names of one type by which senders call it. */
const SAME: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'audio/opus': 'audio/ogg',
}

/** How a file wants to be shown, by the type that its sender gave it. `image/*` means an image of any kind. */
export function kindOfType(contentType: string): MediaKind {
  const type = plainType(contentType)
  const [kind, sub] = type.split('/')
  const isKnown = SHOWABLE.has(type) || sub === '*'
  return isKnown && (kind === 'image' || kind === 'audio' || kind === 'video') ? kind : 'file'
}

/** A type without parameters, by its usual name. */
export function plainType(contentType: string): string {
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  return SAME[type] ?? type
}

/**
 * Whether a file is something else than its sender says: it claims to be what a page shows, and its first bytes are of
 * nothing such. Sound in a container for films, and the other way round, is no lie.
 */
export function isLying(contentType: string, sniffed: string | null): boolean {
  const claimed = kindOfType(contentType)
  if (claimed === 'file') return false
  if (sniffed === null) return true
  const found = kindOfType(sniffed)
  return (claimed === 'image') !== (found === 'image') || found === 'file'
}

const startsWith = (head: Uint8Array, bytes: readonly number[], at = 0): boolean =>
  bytes.every((byte, index) => head[at + index] === byte)

const ascii = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0))

/** First bytes by type (WHATWG, "MIME Sniffing Standard", section 6). */
const SIGNATURES: readonly (readonly [type: string, matches: (head: Uint8Array) => boolean])[] = [
  ['image/png', (head) => startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', (head) => startsWith(head, [0xff, 0xd8, 0xff])],
  ['image/gif', (head) => startsWith(head, ascii('GIF87a')) || startsWith(head, ascii('GIF89a'))],
  ['image/webp', (head) => startsWith(head, ascii('RIFF')) && startsWith(head, ascii('WEBP'), 8)],
  ['audio/wav', (head) => startsWith(head, ascii('RIFF')) && startsWith(head, ascii('WAVE'), 8)],
  ['audio/ogg', (head) => startsWith(head, ascii('OggS'))],
  ['audio/mpeg', (head) => startsWith(head, ascii('ID3')) || isMpegFrame(head)],
  ['audio/aac', (head) => head[0] === 0xff && (head[1]! & 0xf6) === 0xf0],
  ['audio/mp4', (head) => startsWith(head, ascii('ftypM4A'), 4)],
  ['video/mp4', (head) => startsWith(head, ascii('ftyp'), 4) && !startsWith(head, ascii('heic'), 8)],
  ['video/webm', (head) => startsWith(head, [0x1a, 0x45, 0xdf, 0xa3])],
  ['application/pdf', (head) => startsWith(head, ascii('%PDF-'))],
]

/** MPEG audio, layer 3: eleven set bits, then a version and a layer that exist. */
function isMpegFrame(head: Uint8Array): boolean {
  return head[0] === 0xff && (head[1]! & 0xe6) === 0xe2 && (head[1]! & 0x18) !== 0x08
}

/**
 * What a file is by its first bytes.
 * @param head the first {@link SNIFFED_BYTES}, or all of a shorter file
 * @returns null for everything that is neither shown nor opened here
 */
export function sniffMediaType(head: Uint8Array): string | null {
  return SIGNATURES.find(([, matches]) => matches(head))?.[0] ?? null
}
