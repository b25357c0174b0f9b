import type { SupabaseClient } from '@supabase/supabase-js'
import { ExpectedError } from '#shared/contract/errors.ts'
import { MAX_ATTACHMENT_BYTES } from '#shared/domain/media-type.ts'
import { failureOf } from './engine.ts'
import { remoteErrorOf } from './remote-supabase.ts'

export interface StorageAccess {
  client: SupabaseClient
  /** Address and anon key of the project. */
  url: string
  key: string
  /** Resolves when the client holds a valid session of the rep, rejects with a RemoteError otherwise. */
  ensureSession: () => Promise<void>
  signal: AbortSignal
}

/** Large files take their time; one that does not come at all is given up after this. */
const TIMEOUT_MS = 10 * 60_000

/**
 * Fetches files from the storage with the rep's own token: its policies decide who reads what.
 * @throws ExpectedError `offline`, `not_found`, `unauthenticated`, …
 */
export function attachmentDownload(access: StorageAccess): (bucket: string, path: string) => Promise<Uint8Array> {
  return async (bucket, path) => {
    try {
      await access.ensureSession()
      const response = await fetch(objectUrl(access.url, bucket, path), {
        headers: await headersOf(access),
        signal: AbortSignal.any([access.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      }).catch((error: unknown) => {
        throw remoteErrorOf(0, { message: String(error) })
      })
      if (!response.ok) throw await refusalOf(response)
      if (Number(response.headers.get('content-length') ?? 0) > MAX_ATTACHMENT_BYTES) throw tooLarge()
      const content = await response.arrayBuffer().catch((error: unknown) => {
        throw remoteErrorOf(0, { message: String(error) })
      })
      if (content.byteLength > MAX_ATTACHMENT_BYTES) throw tooLarge()
      return new Uint8Array(content)
    } catch (error) {
      const { code, message } = failureOf(error)
      const words = code === 'offline' ? 'This file is not on this device yet: it needs a connection.' : message
      throw new ExpectedError(code, words, { cause: error })
    }
  }
}

/** The rep's token beside the project's key. */
export async function headersOf({ client, key }: StorageAccess): Promise<Record<string, string>> {
  const { data } = await client.auth.getSession()
  return { apikey: key, authorization: `Bearer ${data.session?.access_token ?? key}` }
}

/** Where the Storage API serves an object of a private bucket. */
function objectUrl(url: string, bucket: string, path: string): URL {
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  return new URL(`storage/v1/object/${encodeURIComponent(bucket)}/${encoded}`, url.endsWith('/') ? url : `${url}/`)
}

/** Storage says "not there" and "not yours" alike, as a 400 or a 404. */
async function refusalOf(response: Response): Promise<Error> {
  await response.body?.cancel()
  return response.status === 400 || response.status === 404
    ? new ExpectedError('not_found', 'This file is not on the server.')
    : remoteErrorOf(response.status, { message: '' })
}

const tooLarge = () => new ExpectedError('invalid_input', 'This file is too large to be kept on this device.')
