import { DetailedError, Upload } from 'tus-js-client'
import { headersOf, type StorageAccess } from './attachment-download.ts'
import { RemoteError } from './remote.ts'
import { remoteErrorOf } from './remote-supabase.ts'

/** The Storage API takes parts of exactly this (Supabase, "Resumable uploads"). */
const PART_BYTES = 6 * 1_048_576

export interface FileToUpload {
  path: string
  contentType: string
  content: Uint8Array
  /** Where an upload that was cut goes on; null for a new one. */
  url: string | null
  /** The upload has a place from here on, at which it can go on after a crash. */
  onUrl: (url: string) => void
  /** Bytes that have been sent. */
  onProgress: (sent: number) => void
}

/** The storage refuses a file for good; the message says why, for the rep. */
export class FileRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'FileRefused'
  }
}

/**
 * Stores files in the bucket `attachments` with the rep's own token, over tus (tus.io, "Resumable upload protocol 1.0"): what
 * the server has of one that was cut is not sent again. A file that is there already counts as stored: its path is that of
 * one attachment alone.
 * @throws FileRefused when trying again would not help, RemoteError when it may
 */
export function attachmentUpload(access: StorageAccess): (file: FileToUpload) => Promise<void> {
  const endpoint = new URL(
    'storage/v1/upload/resumable',
    access.url.endsWith('/') ? access.url : `${access.url}/`,
  ).toString()
  return async (file) => {
    await access.ensureSession()
    const headers = await headersOf(access)
    if (access.signal.aborted) throw givenUp()
    return new Promise<void>((resolve, reject) => {
      const upload = new Upload(Buffer.from(file.content), {
        endpoint,
        uploadUrl: file.url,
        headers: { ...headers, 'x-upsert': 'false' },
        metadata: { bucketName: 'attachments', objectName: file.path, contentType: file.contentType },
        chunkSize: PART_BYTES,
        uploadSize: file.content.length,
        storeFingerprintForResuming: false,
        // Whoever calls knows when the network is back.
        retryDelays: [],
        onUploadUrlAvailable: () => upload.url !== null && file.onUrl(upload.url),
        onProgress: file.onProgress,
        onSuccess: () => end(resolve),
        onError: (error) => (isThere(error) ? end(resolve) : end(() => reject(meaningOf(error)))),
      })
      const giveUp = () => void upload.abort().finally(() => end(() => reject(givenUp())))
      const end = (how: () => void) => {
        access.signal.removeEventListener('abort', giveUp)
        how()
      }
      access.signal.addEventListener('abort', giveUp, { once: true })
      upload.start()
    })
  }
}

const givenUp = () => new RemoteError('network', 'Given up.')

const statusOf = (error: Error): number =>
  error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0

const isThere = (error: Error): boolean => statusOf(error) === 409

function meaningOf(error: Error): Error {
  const status = statusOf(error)
  const cause = { cause: error }
  if (status === 413) return new FileRefused('the workspace takes no file of this size', cause)
  if (status === 415 || status === 400) return new FileRefused('the workspace takes no file of this kind', cause)
  if (status === 403) return new FileRefused('the workspace does not take files from you', cause)
  return remoteErrorOf(status, { message: error.message })
}
