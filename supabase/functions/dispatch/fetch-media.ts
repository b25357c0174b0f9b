import type { FunctionContext } from '../_shared/context.ts'
import { channelAccess } from '../_shared/credentials.ts'
import type { ChannelAccess } from '../_shared/credentials.ts'
import { toBase64, toHex, utf8 } from '../_shared/encoding.ts'
import { callDatabase } from '../_shared/service.ts'
import { property, textOf } from './http.ts'

/** The largest file that the bucket takes, bytes. */
const LARGEST = 100 * 1_048_576
/** How long a vendor may take for one file, milliseconds. */
const PATIENCE = 60_000
/** After this many attempts a file is given up: vendors keep them for days only. */
const MOST_ATTEMPTS = 8

const GRAPH = 'https://graph.facebook.com/v25.0/'
const TWILIO = 'https://api.twilio.com'

/** Whose servers hold media, by the end of their names. No other address is asked, whatever a webhook says. */
const META_HOSTS = /(?:^|\.)(?:fbsbx\.com|fbcdn\.net|cdninstagram\.com|whatsapp\.net|facebook\.com)$/
const TWILIO_HOSTS = /(?:^|\.)twilio\.com$/

/** A file that a vendor keeps, as `media_claim` tells it. */
interface Media {
  id: string
  bucket: string
  path: string
  content_type: string
  source: unknown
  attempts: number
  channel_id: string
}

interface Fetched {
  bytes: Uint8Array<ArrayBuffer>
  contentType: string
}

/** It will never be there. The message is for the rep. */
class Gone extends Error {}

/**
 * Fetches what vendors keep of customers' files, a few at a time, and stores it in the bucket.
 *
 * @returns how many were stored, and how many there never will be.
 * @throws DatabaseError
 */
export async function fetchMedia(context: FunctionContext): Promise<{ stored: number; gone: number }> {
  const claimed = (await callDatabase(context.service, 'media_claim', {})) as Media[]
  const ends = await Promise.all(claimed.map((media) => fetchOne(media, context)))
  return { stored: ends.filter((end) => end === 'stored').length, gone: ends.filter((end) => end === 'gone').length }
}

async function fetchOne(media: Media, context: FunctionContext): Promise<'stored' | 'gone' | 'later'> {
  try {
    const channel = await channelAccess(context.service, context.credentials, media.channel_id)
    if (!channel) return 'later'
    const { bytes, contentType } = await download(media, channel, context)
    const stored = await store(media, bytes, contentType, context)
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    await settle(media, context, { size: bytes.length, sha256: toHex(digest), type: stored, refused: null })
    return 'stored'
  } catch (error) {
    const isGone = error instanceof Gone
    // Anything else (the network, a busy vendor) may be better next time, and is not worth a failing run.
    if (!isGone && media.attempts < MOST_ATTEMPTS) return 'later'
    const refused = isGone ? error.message : 'the vendor did not give it out'
    await settle(media, context, { size: null, sha256: null, type: null, refused })
    return 'gone'
  }
}

async function settle(
  { id }: Media,
  { service }: FunctionContext,
  end: { size: number | null; sha256: string | null; type: string | null; refused: string | null },
): Promise<void> {
  await callDatabase(service, 'media_settle', {
    p_attachment: id,
    p_size_bytes: end.size,
    p_sha256: end.sha256,
    p_content_type: end.type,
    p_refused: end.refused,
  })
}

async function download(media: Media, channel: ChannelAccess, context: FunctionContext): Promise<Fetched> {
  const { env } = context
  const mediaId = textOf(media.source, 'whatsapp_media_id')
  const url = textOf(media.source, 'url')
  const { access_token: token, account_sid: sid, auth_token: secret } = channel.credentials
  if (mediaId !== undefined) {
    if (!token) throw new Gone('the channel has no access token')
    const authorization = `Bearer ${token}`
    const graph = env['META_GRAPH_URL'] ?? GRAPH
    const told = await get(context, new URL(encodeURIComponent(mediaId), graph), { authorization })
    const place = textOf(JSON.parse(new TextDecoder().decode(told.bytes)) as unknown, 'url')
    return get(context, allowed(place, META_HOSTS, env['META_GRAPH_URL']), { authorization })
  }
  if (sid && secret && isOf(url, TWILIO_HOSTS, env['TWILIO_API_URL'] ?? TWILIO)) {
    return get(context, new URL(url!), { authorization: `Basic ${toBase64(utf8(`${sid}:${secret}`))}` })
  }
  return get(context, allowed(url, META_HOSTS, env['META_GRAPH_URL']), {})
}

/** @param own the vendor's address in tests and the local demo, where it is another */
function isOf(url: string | undefined, hosts: RegExp, own: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false
  const { protocol, hostname, origin } = new URL(url)
  return (protocol === 'https:' && hosts.test(hostname)) || (own !== undefined && origin === new URL(own).origin)
}

function allowed(url: string | undefined, hosts: RegExp, own: string | undefined): URL {
  if (!isOf(url, hosts, own)) throw new Gone('it does not lie with the vendor')
  return new URL(url!)
}

/** What lies at an address; credentials do not follow to another server. @throws Gone, Error */
async function get({ fetch }: FunctionContext, url: URL, headers: Record<string, string>): Promise<Fetched> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE) })
  if (response.status === 404 || response.status === 410) throw new Gone('the vendor no longer has it')
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  if (Number(response.headers.get('content-length') ?? 0) > LARGEST) throw new Gone('it is larger than 100 MB')
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes.length > LARGEST) throw new Gone('it is larger than 100 MB')
  if (bytes.length === 0) throw new Gone('it is empty')
  return { bytes, contentType: response.headers.get('content-type')?.split(';')[0]?.trim() ?? '' }
}

/** Stores a file under the type that the vendor gives it, or as mere bytes where the bucket does not take that. */
async function store(
  { bucket, path, content_type: claimed }: Media,
  bytes: Uint8Array<ArrayBuffer>,
  told: string,
  { service }: FunctionContext,
): Promise<string> {
  const plain = claimed.split(';')[0]!.trim()
  const types = [
    plain.endsWith('/*') || plain === 'application/octet-stream' ? told : plain,
    'application/octet-stream',
  ]
  for (const contentType of types) {
    const { error } = await service.storage.from(bucket).upload(path, bytes, { contentType, upsert: true })
    if (error === null) return contentType
    if (String(property(error, 'statusCode')) !== '415') throw error
  }
  throw new Gone('the workspace does not take it')
}
