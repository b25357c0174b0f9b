/** The files of the conversations that the rep keeps offline. */
import { ExpectedError, type ErrorCode } from '#shared/contract/errors.ts'

/** A file of a message, and what is said of its size, in bytes. */
export interface KeptFile {
  id: string
  bytes: number
}

export interface KeptFilesOptions {
  /** Files of the messages of some conversations that are here, the newest of each first. */
  filesOf: (conversations: string[]) => Promise<KeptFile[]>
  /** Ids of the files that are on this device. */
  here: () => Promise<string[]>
  /** Brings a file onto this device. @throws ExpectedError */
  load: (id: string) => Promise<unknown>
  /** Deletes files from this device; what waits to be sent stays. */
  drop: (ids: string[]) => Promise<void>
  limits?: { file: number; total: number }
}

/** What files are kept of the conversations that were gone through. */
export interface FileTally {
  files: number
  bytes: number
  /** Files that stay on the server: too large, one too many, or not to be had. */
  left: number
}

/** A larger file is a film or a backup: it waits until it is looked at. All of them leave room for others that are. */
const LIMITS = { file: 25 * 1024 ** 2, total: 512 * 1024 ** 2 }

/** Bytes by the id of a file. */
type Sizes = Map<string, number>

/** What another attempt would not change. */
const FOR_GOOD: ReadonlySet<ErrorCode> = new Set(['not_found', 'storage_corrupt', 'invalid_input', 'forbidden'])

/** Fetches files within limits, and knows which must not give way to others. */
export class KeptFiles {
  readonly #options: KeptFilesOptions
  readonly #limits: { file: number; total: number }
  /** By view, what it was found to keep, and what it is in the round that is under way. */
  readonly #kept = new Map<number, { before: Sizes; now: Sizes }>()

  constructor(options: KeptFilesOptions) {
    this.#options = options
    this.#limits = options.limits ?? LIMITS
  }

  /** Ids of the files that views keep. */
  get ids(): ReadonlySet<string> {
    return new Set(this.#all().keys())
  }

  /** A view is gone through from its beginning. */
  begin(view: number): void {
    this.#kept.set(view, { before: this.#kept.get(view)?.before ?? new Map(), now: new Map() })
  }

  /** A view was gone through: what has left it is kept no longer. */
  finish(view: number): void {
    const { now } = this.#kept.get(view) ?? {}
    if (now) this.#kept.set(view, { before: now, now })
  }

  /**
   * Fetches what is missing of some conversations of a view.
   * @param turn runs one fetch when it may; answers false, and does not, once the view is kept no longer
   * @throws ExpectedError for what another attempt may change, such as `offline`
   */
  async keep(
    view: number,
    conversations: string[],
    turn: (work: () => Promise<unknown>) => Promise<boolean>,
  ): Promise<FileTally> {
    const tally = { files: 0, bytes: 0, left: 0 }
    const files = await this.#options.filesOf(conversations)
    if (files.length === 0) return tally
    const here = new Set(await this.#options.here())
    const kept = this.#kept.get(view)?.now ?? new Map<string, number>()
    const all = this.#all()
    let total = [...all.values()].reduce((sum, size) => sum + size, 0)
    for (const { id, bytes } of files) {
      const more = all.has(id) ? 0 : bytes
      const isTaken = bytes <= this.#limits.file && total + more <= this.#limits.total
      // From here on it may not give way to others, nor before it has come.
      if (isTaken) kept.set(id, bytes)
      const outcome = !isTaken ? 'left' : here.has(id) ? 'here' : await this.#fetch(id, turn)
      if (outcome === 'stopped') return tally
      if (outcome === 'left') {
        kept.delete(id)
        tally.left++
        continue
      }
      total += more
      all.set(id, bytes)
      tally.files++
      tally.bytes += bytes
    }
    return tally
  }

  /** The view keeps nothing any more. */
  forget(view: number): void {
    this.#kept.delete(view)
  }

  /** Deletes the files of conversations that no view keeps. */
  async free(conversations: string[]): Promise<void> {
    const kept = this.ids
    const files = await this.#options.filesOf(conversations)
    const freed = files.flatMap(({ id }) => (kept.has(id) ? [] : [id]))
    if (freed.length > 0) await this.#options.drop(freed)
  }

  async #fetch(
    id: string,
    turn: (work: () => Promise<unknown>) => Promise<boolean>,
  ): Promise<'here' | 'left' | 'stopped'> {
    try {
      return (await turn(() => this.#options.load(id))) ? 'here' : 'stopped'
    } catch (error) {
      if (error instanceof ExpectedError && FOR_GOOD.has(error.code)) return 'left'
      throw error
    }
  }

  /** What all views keep, each file once. */
  #all(): Sizes {
    return new Map([...this.#kept.values()].flatMap(({ before, now }) => [...before, ...now]))
  }
}
