import { statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Connection } from './connection.ts'
import { LogSync } from './log-sync.ts'

/** Another thread that folds the log into the file while the writer goes on. */
export interface Folder {
  /** Folds what is in the log. */
  fold(): Promise<void>
  /** Resolves when it has let go of the file. */
  end(): Promise<void>
}

/** Quiet time after which the log is folded into the file. */
const IDLE_MS = 250
/** A log of this size is emptied when idle, so that it does not stay that large. */
const TRUNCATE_BYTES = 16 * 1024 * 1024
/** During a load the log is folded in after this many transactions; its file's size tells nothing, it never shrinks. */
const BUSY_TRANSACTIONS = 64

/**
 * When the write-ahead log is folded into the file: in idle time, because a checkpoint inside a rep's write is its whole
 * tail, and now and then during a large load, which has no idle time. Another thread does it then, and the load waits for it:
 * it takes a tenth of a second, which a rep's write need not wait for.
 */
export class Checkpoints {
  readonly #db: Connection
  readonly #log: string
  readonly #startFolder: (() => Folder) | undefined
  readonly #logSync: LogSync
  #timer: NodeJS.Timeout | null = null
  #sinceLast = 0
  #folder: Folder | null = null

  /** @param startFolder without it, the writer folds by itself */
  constructor(db: Connection, file: string, startFolder?: () => Folder) {
    this.#db = db
    this.#log = `${file}-wal`
    this.#startFolder = startFolder
    this.#logSync = new LogSync(this.#log)
  }

  /** Something was just asked: put housekeeping off. */
  defer(): void {
    this.stop()
    this.#timer = setTimeout(() => this.#whenIdle(), IDLE_MS)
    this.#timer.unref()
  }

  /** To be awaited between the transactions of a load. */
  async whileBusy(): Promise<void> {
    this.stop()
    this.#logSync.begin()
    this.#sinceLast += 1
    if (this.#sinceLast < BUSY_TRANSACTIONS) return
    this.#sinceLast = 0
    if (!this.#startFolder) return checkpoint(this.#db, 'passive')
    await (this.#folder ??= this.#startFolder()).fold()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** Ends all of it, before the file is closed. */
  async end(): Promise<void> {
    this.stop()
    await this.#endLoad()
  }

  /** Ends what only a load needs. */
  async #endLoad(): Promise<void> {
    const folder = this.#folder
    this.#folder = null
    await Promise.all([folder?.end(), this.#logSync.end()])
  }

  #whenIdle(): void {
    void this.#endLoad()
    this.#sinceLast = 0
    checkpoint(this.#db, this.#logBytes() > TRUNCATE_BYTES ? 'truncate' : 'passive')
  }

  #logBytes(): number {
    return statSync(this.#log, { throwIfNoEntry: false })?.size ?? 0
  }
}

/**
 * Folds the log into the file. Where that fails, on a full disk above all, the log stays as it was and everything in it
 * readable. Nobody asked for it, so nobody is told: the next one tries again, and a rep's own write says for itself what
 * is wrong.
 */
export function checkpoint(db: Connection, how: 'passive' | 'truncate'): void {
  try {
    db.pragma(`wal_checkpoint(${how})`)
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error
  }
}
