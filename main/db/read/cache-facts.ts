import { TABLE_NAMES, type TableName } from '#shared/replication/tables.ts'
import type { Connection } from '../connection.ts'

/** When the oldest change was made that is not yet saved to the team; null when there is none. */
export function oldestChange(db: Connection): () => { at: number | null } {
  // The queue is in its order; what is settled waits only to be seen.
  const oldest = db.prepare<[], number>(`select at from outbox where state <> 'settled' order by seq limit 1`).pluck()
  return () => ({ at: oldest.get() ?? null })
}

export interface CacheFacts {
  /** Number of the newest migration. */
  schema: number
  rows: Record<TableName, number>
}

/** What the cache holds, counted: for somebody who waits for it, not for a screen. */
export function cacheFacts(db: Connection): () => CacheFacts {
  const count = (table: string) => db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0
  return () => ({
    schema: db.pragma('user_version', { simple: true }) as number,
    rows: Object.fromEntries(TABLE_NAMES.map((table) => [table, count(table)])) as Record<TableName, number>,
  })
}
