import type { Upload } from '../db/file-calls.ts'
import { FileRefused, type FileToUpload } from '../sync/attachment-upload.ts'
import { backoffDelay } from '../sync/backoff.ts'
import { Loop } from '../sync/loop.ts'

export interface UploadsOptions {
  /** The file that is to be stored next; null when none is waiting. */
  next: () => Promise<Upload | null>
  /** Its content; null when it is no longer on this device. */
  contentOf: (id: string) => Promise<Uint8Array | null>
  pathOf: (id: string) => string
  /** @throws FileRefused when trying again would not help */
  upload: (file: FileToUpload) => Promise<void>
  /** Remembers where an upload goes on. */
  uploadAt: (id: string, url: string) => Promise<void>
  /** The server has it: what waited for it may go out. */
  stored: (id: string) => Promise<void>
  failed: (id: string, reason: string) => Promise<void>
  onProgress: () => void
  onError: (error: unknown, attempt: number) => void
  random: () => number
}

const NOT_HERE = 'it is no longer on this device: take the message back and attach the file again'

/** Stores the files of messages that wait for them, one after the other, again after failures until they are there. */
export class Uploads {
  readonly #options: UploadsOptions
  readonly #loop: Loop
  #sent: Record<string, number> = {}

  constructor(options: UploadsOptions) {
    this.#options = options
    this.#loop = new Loop({
      step: () => this.#storeNext(),
      onSuccess: () => {},
      onError: (error, attempt) => {
        options.onError(error, attempt)
        return backoffDelay(error, attempt, options.random())
      },
    })
  }

  /** Bytes that have been sent of the files on their way, by attachment. */
  get progress(): Record<string, number> {
    return this.#sent
  }

  /** Something may be waiting. */
  wake(): void {
    this.#loop.wake()
  }

  /** The network is back, or the rep asked: no more waiting. */
  wakeNow(): void {
    this.#loop.wakeNow()
  }

  stop(): Promise<void> {
    return this.#loop.stop()
  }

  async #storeNext(): Promise<boolean> {
    const { next, contentOf, pathOf, upload, uploadAt, stored, failed } = this.#options
    const file = await next()
    if (!file) return false
    const { id, content_type: contentType, upload_url: url } = file
    const content = await contentOf(id)
    if (!content) {
      await failed(id, NOT_HERE)
      return true
    }
    // Written down in order, and before anything that follows from the upload.
    let noted = Promise.resolve()
    try {
      await upload({
        path: pathOf(id),
        contentType,
        content,
        url,
        onUrl: (place) => void (noted = noted.then(() => uploadAt(id, place))),
        onProgress: (sent) => this.#tell(id, sent),
      })
      await noted
      await stored(id)
    } catch (error) {
      await noted
      if (!(error instanceof FileRefused)) throw error
      await failed(id, error.message)
    } finally {
      this.#tell(id, null)
    }
    return true
  }

  #tell(id: string, sent: number | null): void {
    const { [id]: _before, ...others } = this.#sent
    this.#sent = sent === null ? others : { ...others, [id]: sent }
    this.#options.onProgress()
  }
}
