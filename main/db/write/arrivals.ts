import { isDeepStrictEqual } from 'node:util'
import type Sqlite from 'better-sqlite3'
import { EXPLAINED_TABLES } from '#shared/contract/conflict-models.ts'
import { TABLES } from '#shared/replication/tables.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import type { Connection } from '../connection.ts'
import { decodeRow } from '../sql.ts'
import type { SqlValue } from '../sql.ts'

/** One column of an arrival: what the server had, what it has, and whether the rep's own change made it so. */
export interface ArrivedColumn {
  before: unknown
  after: unknown
  mine: boolean
}

type AnyRow = Record<string, unknown>

/** Columns that follow from others or from what happens around the record: no edit of anybody. */
const FOLLOWING: ReadonlySet<string> = new Set(['id', 'created_at', 'updated_at'])

/** The last change that a pull brought of each record whose looks can be explained. */
export class Arrivals {
  readonly #keep: Sqlite.Statement<[string, string, string, number, string]>
  readonly #leadGone: Sqlite.Statement<[string]>

  constructor(db: Connection) {
    this.#keep = db.prepare(
      `insert into arrivals (table_name, row_id, lead_id, at, changes) values (?, ?, ?, ?, ?)
       on conflict (table_name, row_id) do update set lead_id = excluded.lead_id, at = excluded.at, changes = excluded.changes`,
    )
    this.#leadGone = db.prepare('delete from arrivals where lead_id = ?')
  }

  /** Whether arrivals of this table are kept. */
  static explains(table: TableName): boolean {
    return (EXPLAINED_TABLES as readonly string[]).includes(table)
  }

  /**
   * Notes what an arriving row changes.
   * @param before the server's row as the cache had it
   * @param shown the row as the screen showed it, with queued changes
   * @param values the arriving row, encoded
   */
  note(table: TableName, before: AnyRow, shown: AnyRow, values: SqlValue[]): void {
    const after = decodeRow(table, values) as Row<'leads'> & AnyRow
    const changes: Record<string, ArrivedColumn> = {}
    for (const [column, { rule }] of Object.entries(TABLES[table])) {
      if (rule === 'derived' || FOLLOWING.has(column) || isDeepStrictEqual(before[column], after[column])) continue
      const mine = isDeepStrictEqual(shown[column], after[column])
      changes[column] = { before: before[column], after: after[column], mine }
    }
    if (Object.keys(changes).length === 0) return
    const lead = table === 'leads' ? after.id : String(after['lead_id'])
    this.#keep.run(table, after.id, lead, after.updated_at, JSON.stringify(changes))
  }

  leadGone(leadId: string): void {
    this.#leadGone.run(leadId)
  }
}
