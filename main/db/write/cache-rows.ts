import type Sqlite from 'better-sqlite3'
import type { RowStore } from '#shared/domain/mutations/define.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import type { Connection } from '../connection.ts'
import { decodeRow, encodeRow, selectList, upsertSql } from '../sql.ts'
import type { SqlValue } from '../sql.ts'

interface TableStatements {
  select: Sqlite.Statement<[string], SqlValue[]>
  upsert: Sqlite.Statement<SqlValue[]>
  remove: Sqlite.Statement<[string]>
}

/** The replicated tables as they stand, row by row, over one connection. */
export class CacheRows implements RowStore {
  readonly #db: Connection
  readonly #statements = new Map<TableName, TableStatements>()

  constructor(db: Connection) {
    this.#db = db
  }

  get<T extends TableName>(table: T, id: string): Row<T> | undefined {
    return this.getMarked(table, id)?.row
  }

  /** A row and the scan that last saw it. */
  getMarked<T extends TableName>(table: T, id: string): { row: Row<T>; round: number | null } | undefined {
    const values = this.#of(table).select.get(id)
    return values && { row: decodeRow(table, values), round: values.at(-1) as number | null }
  }

  put<T extends TableName>(table: T, row: Row<T>): void {
    this.putMarked(table, row, null)
  }

  putMarked<T extends TableName>(table: T, row: Row<T>, round: number | null): void {
    this.putValues(table, encodeRow(table, row), round)
  }

  /** Writes a row from encoded values in wire order. */
  putValues(table: TableName, values: SqlValue[], round: number | null): void {
    this.#of(table).upsert.run(...values, round)
  }

  delete(table: TableName, id: string): void {
    this.#of(table).remove.run(id)
  }

  #of(table: TableName): TableStatements {
    let statements = this.#statements.get(table)
    if (!statements) {
      statements = {
        select: this.#db
          .prepare<[string], SqlValue[]>(`select ${selectList(table)}, round from ${table} where id = ?`)
          .raw(),
        upsert: this.#db.prepare<SqlValue[]>(upsertSql(table)),
        remove: this.#db.prepare<[string]>(`delete from ${table} where id = ?`),
      }
      this.#statements.set(table, statements)
    }
    return statements
  }
}
