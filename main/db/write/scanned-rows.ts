import type Sqlite from 'better-sqlite3'
import { TABLE_NAMES, type TableName } from '#shared/replication/tables.ts'
import type { Connection } from '../connection.ts'

interface Statements {
  last: Sqlite.Statement<[], number | null>
  unseen: Sqlite.Statement<[number, number, number], string>
}

/** Which rows a scan has seen: it marks each with the number of its round. Rows are gone through by their local ids. */
export class ScannedRows {
  readonly #db: Connection
  readonly #statements = new Map<TableName, Statements>()

  constructor(db: Connection) {
    this.#db = db
  }

  /** The highest local id of the table, 0 when it is empty. */
  last(table: TableName): number {
    return this.#of(table).last.get() ?? 0
  }

  /** Ids of the rows that the round has not seen, of those with local ids above `from`, up to `to`. */
  unseen(table: TableName, round: number, from: number, to: number): string[] {
    return this.#of(table).unseen.all(from, to, round)
  }

  /** Whether the cache has more rows than that, at most as many as local ids were given. */
  isMoreThan(rows: number): boolean {
    let sum = 0
    return TABLE_NAMES.some((table) => (sum += this.last(table)) > rows)
  }

  #of(table: TableName): Statements {
    let statements = this.#statements.get(table)
    if (!statements) {
      statements = {
        last: this.#db.prepare<[], number | null>(`select max(rid) from ${table}`).pluck(),
        unseen: this.#db
          .prepare<[number, number, number], string>(
            `select id from ${table} where rid > ? and rid <= ? and round is not ?`,
          )
          .pluck(),
      }
      this.#statements.set(table, statements)
    }
    return statements
  }
}
