import { sentFilePath } from '#shared/domain/outgoing-files.ts'
import type { ChangedIds } from '../db/changes.ts'
import type { Database } from '../db/client.ts'
import { describeError } from '../support/describe-error.ts'
import type { Log } from '../support/log.ts'
import { attachmentDownload, type StorageAccess } from '../sync/attachment-download.ts'
import { KeptFiles } from '../sync/kept-files.ts'
import { attachmentUpload } from '../sync/attachment-upload.ts'
import { RemoteError } from '../sync/remote.ts'
import { AttachmentFiles } from './attachment-files.ts'
import { FileCache } from './file-cache.ts'
import { Uploads } from './uploads.ts'

/** What the files of attachments may take of this device's disk. */
const FILE_CACHE_BYTES = 1024 ** 3

export interface MessageFilesOptions {
  db: Database
  /** Path of the cache without an extension: the files stand beside it. */
  place: string
  key: Uint8Array
  organizationId: string
  /** How the backend's storage is reached. */
  storage: StorageAccess
  log: Log
  /** An upload is further. */
  onProgress: () => void
  /** A file is stored: the message that waited for it may go out. */
  onStored: () => void
}

export interface MessageFiles {
  files: AttachmentFiles
  /** Those of the views that the rep keeps. */
  kept: KeptFiles
  uploads: Uploads
  /** Deletes the files of attachments that are no longer in the cache. */
  forget(changed: ChangedIds): Promise<void>
  /** Stops uploading, and deletes the copies that were made to open files elsewhere. */
  close(): Promise<void>
  /** Deletes all of them. */
  destroy(): Promise<void>
}

/** Opens the files that belong to the messages of one cache: those on this device, and those on their way to the server. */
export async function openMessageFiles(options: MessageFilesOptions): Promise<MessageFiles> {
  const { db, place, storage, log } = options
  const outgoing = () => db.read('outgoing.ids', null)
  const cache = new FileCache({
    folder: `${place}.files`,
    key: options.key,
    limit: FILE_CACHE_BYTES,
    pinned: async () => new Set([...(await outgoing()), ...kept.ids]),
  })
  const files = new AttachmentFiles({
    cache,
    openedFolder: `${place}.opened`,
    placeOf: (attachment_id) => db.read('attachment.place', { attachment_id }),
    known: (ids) => db.read('attachment.known', { ids }),
    download: attachmentDownload(storage),
  })
  const kept = new KeptFiles({
    filesOf: (ids) => db.read('keep.files', { ids }),
    here: () => files.here(),
    load: (id) => files.load(id),
    async drop(ids) {
      const unsent = new Set(await outgoing())
      for (const id of ids) if (!unsent.has(id)) await cache.remove(id)
    },
  })
  const uploads = new Uploads({
    next: () => db.read('upload.next', null),
    contentOf: (id) => files.contentHere(id),
    pathOf: (id) => sentFilePath(options.organizationId, id),
    upload: attachmentUpload(storage),
    uploadAt: (id, url) => db.uploadAt(id, url),
    async stored(id) {
      await db.fileStored(id)
      options.onStored()
    },
    failed: (id, reason) => db.fileFailed(id, reason),
    onProgress: options.onProgress,
    onError: (error, attempt) =>
      log.warn('upload.failed', {
        cause: error instanceof RemoteError ? error.code : describeError(error),
        attempt,
      }),
    random: Math.random,
  })
  await files.forgetOpened()
  return {
    files,
    kept,
    uploads,
    forget: (changed) =>
      files.forget(changed).catch((error: unknown) => {
        if (!storage.signal.aborted) log.warn('files.forget_failed', { cause: describeError(error) })
      }),
    async close() {
      await uploads.stop()
      await files.forgetOpened()
    },
    destroy: () => cache.destroy(),
  }
}
