import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { LoadedAttachment } from '#shared/contract/areas/attachments.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import { SNIFFED_BYTES, isLying, kindOfType, sniffMediaType } from '#shared/domain/media-type.ts'
import type { AttachmentPlace } from '../db/file-calls.ts'
import type { ChangedIds } from '../db/changes.ts'
import { fileNameFor } from './file-name.ts'
import type { FileCache } from './file-cache.ts'
import { servedFile } from './served-file.ts'
import type { SealedFile } from './sealed-file.ts'

export interface AttachmentFilesOptions {
  cache: FileCache
  /** Folder for copies that other programs open, readable by them; emptied when the workspace opens and closes. */
  openedFolder: string
  /** Where a file lies in the storage; null for an attachment that this rep does not have (any more). */
  placeOf: (id: string) => Promise<AttachmentPlace | null>
  /** Those of the ids that the rep still has. */
  known: (ids: string[]) => Promise<string[]>
  /** @throws ExpectedError */
  download: (bucket: string, path: string) => Promise<Uint8Array>
}

/** The files of attachments: fetched as the rep when they are first looked at, and from then on here without a network. */
export class AttachmentFiles {
  readonly #options: AttachmentFilesOptions
  readonly #loading = new Map<string, Promise<LoadedAttachment>>()

  constructor(options: AttachmentFilesOptions) {
    this.#options = options
  }

  /**
   * Brings a file onto this device, unless it is there. Asked several times at once, it is fetched once.
   * @throws ExpectedError `not_found`, `offline`, `storage_full`, …
   */
  load(id: string): Promise<LoadedAttachment> {
    const underWay = this.#loading.get(id)
    if (underWay) return underWay
    const loading = this.#load(id).finally(() => this.#loading.delete(id))
    this.#loading.set(id, loading)
    return loading
  }

  /** Answers the page's request for a file that has been loaded; 404 for all others, 415 for what cannot be shown. */
  async respond(id: string, range: string | null): Promise<Response> {
    const file = (await this.#options.placeOf(id)) && (await this.#options.cache.open(id))
    if (!file) return new Response('Not found', { status: 404 })
    try {
      return await servedFile(file, range)
    } catch {
      // A damaged file is fetched again when it is next asked for.
      await this.#options.cache.remove(id)
      return new Response('Damaged', { status: 404 })
    } finally {
      await file.close()
    }
  }

  /**
   * Writes a copy that another program can open, and answers its path.
   * @throws ExpectedError `forbidden` for what is neither an image, sound, a film nor a PDF: a program might run it
   */
  async copyToOpen(id: string): Promise<string> {
    const { name, type, content } = await this.contentOf(id)
    if (type === null) {
      throw new ExpectedError('forbidden', 'This kind of file is not opened from here, to be safe. Save it instead.')
    }
    const folder = join(this.#options.openedFolder, id)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, basename(name))
    await rm(path, { force: true })
    await writeFile(path, content, { mode: 0o400 })
    return path
  }

  /** A file with a name that fits it; fetched if need be. @throws ExpectedError */
  async contentOf(id: string): Promise<{ name: string; type: string | null; content: Buffer }> {
    const place = await this.#placeOf(id)
    await this.load(id)
    const file = await this.#options.cache.open(id)
    if (!file) throw gone()
    try {
      const content = await file.read(0, file.size)
      const type = sniffMediaType(content.subarray(0, SNIFFED_BYTES))
      return { name: fileNameFor(place.file_name, type), type, content }
    } finally {
      await file.close()
    }
  }

  /** Keeps a file that the rep attached, under the id of the attachment it will be. @throws ExpectedError `storage_full` */
  async keep(id: string, content: Uint8Array): Promise<void> {
    await this.#options.cache.put(id, content).catch(asFull)
  }

  /** A file's content if it is on this device, and as it was kept; else null. */
  async contentHere(id: string): Promise<Buffer | null> {
    const file = await this.#options.cache.open(id)
    if (!file) return null
    try {
      return await file.read(0, file.size).catch(() => null)
    } finally {
      await file.close()
    }
  }

  /** Ids of the files that are on this device. */
  here(): Promise<string[]> {
    return this.#options.cache.ids()
  }

  /** Deletes the files of attachments that the rep no longer has. */
  async forget(changed: ChangedIds): Promise<void> {
    const { cache, known } = this.#options
    const here = await cache.ids()
    const asked = changed === 'all' ? here : here.filter((id) => changed.includes(id))
    if (asked.length === 0) return
    const kept = new Set(await known(asked))
    for (const id of asked) if (!kept.has(id)) await cache.remove(id)
  }

  /** Deletes the copies that other programs opened. */
  forgetOpened(): Promise<void> {
    return rm(this.#options.openedFolder, { recursive: true, force: true })
  }

  async #load(id: string): Promise<LoadedAttachment> {
    const { cache, download } = this.#options
    const place = await this.#placeOf(id)
    const here = await cache.open(id)
    if (here) {
      const facts = await factsOf(here, place).catch(() => null)
      if (facts) return facts
    }
    const content = await download(place.bucket, place.path)
    if (place.sha256 !== null && sha256(content) !== place.sha256) {
      throw new ExpectedError('storage_corrupt', 'This file is not the one that was sent: it is damaged on the server.')
    }
    await cache.put(id, content).catch(asFull)
    return loadedOf(place, content.subarray(0, SNIFFED_BYTES), content.length)
  }

  async #placeOf(id: string): Promise<AttachmentPlace> {
    const place = await this.#options.placeOf(id)
    if (!place) throw gone()
    return place
  }
}

async function factsOf(file: SealedFile, place: AttachmentPlace): Promise<LoadedAttachment> {
  try {
    return loadedOf(place, await file.read(0, SNIFFED_BYTES), file.size)
  } finally {
    await file.close()
  }
}

function loadedOf({ content_type }: AttachmentPlace, head: Uint8Array, size_bytes: number): LoadedAttachment {
  const type = sniffMediaType(head)
  return { kind: kindOfType(type ?? ''), is_lying: isLying(content_type, type), can_open: type !== null, size_bytes }
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

const gone = () => new ExpectedError('not_found', 'This file is no longer here.')

function asFull(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ENOSPC') throw error
  throw new ExpectedError('storage_full', 'The disk is full, so the file could not be kept. Free some space.', {
    cause: error,
  })
}
