import { statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Connection } from './connection.ts'

/** Quiet time after which the log is folded into the file. */
const IDLE_MS = 250
/** A log of this size is emptied when idle, so that it does not stay that large. */
const TRUNCATE_BYTES = 16 * 1024 * 1024
/** During a load the log is folded in after this many transactions; its file's size tells nothing, it never shrinks. */
const BUSY_TRANSACTIONS = 64

/**
 * When the write-ahead log is folded into the file: in idle time, because a checkpoint inside a rep's write is its whole
 * tail, and now and then during a large load, which has no idle time.
 */
export class Checkpoints {
  readonly #db: Connection
  readonly #log: string
  #timer: NodeJS.Timeout | null = null
  #sinceLast = 0

  constructor(db: Connection, file: string) {
    this.#db = db
    this.#log = `${file}-wal`
  }

  /** Something was just asked: put housekeeping off. */
  defer(): void {
    this.stop()
    this.#timer = setTimeout(() => this.#whenIdle(), IDLE_MS)
    this.#timer.unref()
  }

  /** Called between the transactions of a load. */
  whileBusy(): void {
    this.stop()
    this.#sinceLast += 1
    if (this.#sinceLast >= BUSY_TRANSACTIONS) this.#checkpoint('passive')
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #whenIdle(): void {
    this.#checkpoint(this.#logBytes() > TRUNCATE_BYTES ? 'truncate' : 'passive')
  }

  /**
   * A checkpoint that fails, on a full disk above all, leaves the log as it was and everything in it readable. Nobody asked
   * for it, so nobody is told: the next one tries again, and a rep's own write says for itself what is wrong.
   */
  #checkpoint(how: 'passive' | 'truncate'): void {
    this.#sinceLast = 0
    try {
      this.#db.pragma(`wal_checkpoint(${how})`)
    } catch (error) {
      if (!(error instanceof Sqlite.SqliteError)) throw error
    }
  }

  #logBytes(): number {
    return statSync(this.#log, { throwIfNoEntry: false })?.size ?? 0
  }
}
