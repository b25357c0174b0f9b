import type { TableName } from '#shared/replication/tables.ts'
import type { Connection } from './connection.ts'
import { CacheRows } from './write/cache-rows.ts'

type AnyRow = Record<string, unknown>

export interface StoredRows {
  /** The row as the screen shows it; null when there is none. */
  shown: (table: TableName, id: string) => AnyRow | null
  /** The row as the server last sent it, without queued changes; null when it has none. */
  server: (table: TableName, id: string) => AnyRow | null
}

/** Rows as they stand, and as they stand behind queued changes. */
export function storedRows(db: Connection): StoredRows {
  const rows = new CacheRows(db)
  const shadow = db
    .prepare<[string, string], string | null>('select row from shadows where table_name = ? and row_id = ?')
    .pluck()
  const shown = (table: TableName, id: string) => (rows.get(table, id) as AnyRow | undefined) ?? null
  return {
    shown,
    server(table, id) {
      const behind = shadow.get(table, id)
      if (behind === undefined) return shown(table, id)
      return behind === null ? null : (JSON.parse(behind) as AnyRow)
    },
  }
}
