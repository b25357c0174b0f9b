import { open, type FileHandle } from 'node:fs/promises'

/**
 * Syncs the write-ahead log as a load writes it, beside the writer: a load's transactions are not synced by themselves,
 * and a rep's own write, which is, would first have to wait for all of theirs.
 */
export class LogSync {
  readonly #file: string
  #handle: Promise<FileHandle> | null = null
  #isUnderWay = false

  /** @param file the log */
  constructor(file: string) {
    this.#file = file
  }

  /** Begins to sync what is written so far, unless that is under way. Nobody waits for it, so a failure is nobody's. */
  begin(): void {
    if (this.#isUnderWay) return
    this.#isUnderWay = true
    this.#handle ??= open(this.#file, 'r+')
    this.#handle
      .then((handle) => handle.datasync())
      .catch(() => {})
      .finally(() => (this.#isUnderWay = false))
  }

  /** Lets go of the file, once what is under way is done. */
  async end(): Promise<void> {
    const opened = this.#handle
    this.#handle = null
    await opened?.then((handle) => handle.close()).catch(() => {})
  }
}
