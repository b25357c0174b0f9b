import type Sqlite from 'better-sqlite3'
import type { Connection } from '../connection.ts'

/** Statements by their text: as many as there are combinations of what can be set. */
export function preparedByText<P extends object>(db: Connection): <R>(sql: string) => Sqlite.Statement<[P], R> {
  const prepared = new Map<string, Sqlite.Statement<[P]>>()
  return <R>(sql: string) => {
    let statement = prepared.get(sql)
    if (!statement) prepared.set(sql, (statement = db.prepare<[P]>(sql)))
    return statement as Sqlite.Statement<[P], R>
  }
}
