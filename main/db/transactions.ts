import type { ChangeSet } from './changes.ts'
import { isEmpty } from './changes.ts'
import type { Connection } from './connection.ts'
import type { Touched } from './touched.ts'

type Durability = 'full' | 'normal'

/**
 * Transactions of the writer. A rep's own survives a power cut once it is acknowledged (`synchronous = full`); a pulled
 * one may be lost to it and is pulled again (`normal`). The pragma cannot change inside a transaction, so it is set
 * before one begins. One connection serves both: each of two would lose its page cache to every write of the other.
 */
export class Transactions {
  readonly #db: Connection
  readonly #touched: Touched
  readonly #report: (changes: ChangeSet) => void
  #durability: Durability | null = null

  constructor(db: Connection, touched: Touched, report: (changes: ChangeSet) => void) {
    this.#db = db
    this.#touched = touched
    this.#report = report
  }

  /** Runs a rep's own change. */
  own<T>(work: () => T): { value: T; changes: ChangeSet } {
    return this.#run('full', work)
  }

  /** Runs a change that the server can give again. */
  bulk<T>(work: () => T): T {
    return this.#run('normal', work).value
  }

  /** All of `work` or nothing; what changed is reported after the commit, before this returns. */
  #run<T>(durability: Durability, work: () => T): { value: T; changes: ChangeSet } {
    if (durability !== this.#durability) {
      this.#db.pragma(`synchronous = ${durability}`)
      this.#durability = durability
    }
    this.#touched.clear()
    const value = this.#db.transaction(work).immediate()
    const changes = this.#touched.take()
    if (!isEmpty(changes)) this.#report(changes)
    return { value, changes }
  }
}
