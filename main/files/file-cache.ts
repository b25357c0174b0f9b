import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { openSealed, writeSealed, type SealedFile } from './sealed-file.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface Entry {
  id: string
  bytes: number
  /** When it was last looked at, milliseconds since 1970. */
  usedAt: number
}

/**
 * The attachments that are on this device, sealed, in one folder under their ids. Beyond its limit what was not looked at
 * for the longest time goes; what waits to be sent (`pinned`) stays.
 */
export class FileCache {
  readonly #folder: string
  readonly #key: Uint8Array
  readonly #limit: number
  readonly #pinned: () => Promise<ReadonlySet<string>>

  /**
   * @param options.key of the rep's cache
   * @param options.limit bytes that the folder may take
   * @param options.pinned ids of files that must not be evicted
   */
  constructor(options: { folder: string; key: Uint8Array; limit: number; pinned: () => Promise<ReadonlySet<string>> }) {
    this.#folder = options.folder
    this.#key = options.key
    this.#limit = options.limit
    this.#pinned = options.pinned
  }

  /** Opens a file, which then counts as looked at; null when it is not here, or damaged. */
  async open(id: string): Promise<SealedFile | null> {
    const path = this.#pathOf(id)
    const file = await openSealed(path, this.#key).catch(() => null)
    if (!file) return null
    const now = new Date()
    await utimes(path, now, now).catch(() => {})
    return file
  }

  /** Keeps a file, and makes room for it. */
  async put(id: string, content: Uint8Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await writeSealed(this.#pathOf(id), this.#key, content)
    await this.#evict(id)
  }

  async remove(id: string): Promise<void> {
    await rm(this.#pathOf(id), { force: true })
  }

  /** Ids of all files that are here. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => [])
    return names.filter((name) => UUID.test(name))
  }

  /** Deletes all of it. */
  async destroy(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** @param kept the newest, which stays even where it alone is beyond the limit */
  async #evict(kept: string): Promise<void> {
    const entries = (await Promise.all((await this.ids()).map((id) => this.#entry(id)))).filter(
      (entry) => entry !== null,
    )
    let total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
    if (total <= this.#limit) return
    const pinned = await this.#pinned()
    const oldestFirst = entries.filter(({ id }) => id !== kept && !pinned.has(id)).sort((a, b) => a.usedAt - b.usedAt)
    for (const { id, bytes } of oldestFirst) {
      if (total <= this.#limit) return
      await this.remove(id)
      total -= bytes
    }
  }

  async #entry(id: string): Promise<Entry | null> {
    const found = await stat(this.#pathOf(id)).catch(() => null)
    return found && { id, bytes: found.size, usedAt: found.mtimeMs }
  }

  #pathOf(id: string): string {
    if (!UUID.test(id)) throw new Error('Files are kept under ids.')
    return join(this.#folder, id)
  }
}
