import type Sqlite from 'better-sqlite3'
import type { Connection } from '../connection.ts'
import type { Conditions } from './filters.ts'

/** More combinations of operators than anybody uses in a day. */
const KEPT = 64

/** Statements by their text, so that one combination of operators is prepared once. */
export class Prepared {
  readonly #cache: Connection
  readonly #statements = new Map<string, Sqlite.Statement>()

  constructor(cache: Connection) {
    this.#cache = cache
  }

  /** @param rids numbers of rows, for the first parameter of `select` */
  all<R>(select: string, { sql, values }: Conditions, rids: number[]): R[] {
    return this.#statement(select + sql).all(JSON.stringify(rids), ...values) as R[]
  }

  #statement(sql: string): Sqlite.Statement {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#cache.prepare(sql)
      this.#statements.set(sql, statement)
      const [oldest] = this.#statements.keys()
      if (this.#statements.size > KEPT && oldest !== undefined) this.#statements.delete(oldest)
    }
    return statement
  }
}
