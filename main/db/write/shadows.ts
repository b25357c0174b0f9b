import type Sqlite from 'better-sqlite3'
import type { Row, TableName } from '#shared/replication/tables.ts'
import type { Connection } from '../connection.ts'
import type { CacheRows } from './cache-rows.ts'
import type { RowKey } from './recorder.ts'

interface ShadowRow {
  row: string | null
  round: number | null
}

/** The server's row behind every row that queued changes have written. */
export class Shadows {
  readonly #rows: CacheRows
  readonly #select: Sqlite.Statement<[string, string], ShadowRow>
  readonly #insert: Sqlite.Statement<[string, string, string | null, number | null]>
  readonly #remove: Sqlite.Statement<[string, string]>
  readonly #unseen: Sqlite.Statement<[number], { table_name: TableName; row_id: string }>

  constructor(db: Connection, rows: CacheRows) {
    this.#rows = rows
    this.#select = db.prepare('select row, round from shadows where table_name = ? and row_id = ?')
    this.#insert = db.prepare('insert into shadows (table_name, row_id, row, round) values (?, ?, ?, ?)')
    this.#remove = db.prepare('delete from shadows where table_name = ? and row_id = ?')
    this.#unseen = db.prepare('select table_name, row_id from shadows where row is not null and round is not ?')
  }

  /**
   * Sets the row as it stands aside, unless that was done before.
   * @returns whether there is a row now
   */
  keep(table: TableName, id: string): boolean {
    const current = this.#rows.getMarked(table, id)
    if (!this.#select.get(table, id)) {
      this.#insert.run(table, id, current ? JSON.stringify(current.row) : null, current?.round ?? null)
    }
    return current !== undefined
  }

  /** Puts the server's row back in place of what queued changes made of it. */
  restore({ table, id }: RowKey): void {
    const shadow = this.#select.get(table, id)
    if (!shadow) return
    if (shadow.row === null) this.#rows.delete(table, id)
    else this.#rows.putMarked(table, JSON.parse(shadow.row) as Row<typeof table>, shadow.round)
    this.#remove.run(table, id)
  }

  /** Server rows behind queued changes that a scan has not seen. */
  unseenIn(round: number): RowKey[] {
    return this.#unseen.all(round).map(({ table_name, row_id }) => ({ table: table_name, id: row_id }))
  }
}
