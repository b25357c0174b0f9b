/** What must hold in a cache after every transaction, read from the cache file alone. */
import { isDeepStrictEqual } from 'node:util'
import type { Connection } from '#main/db/connection.ts'
import { decodeRow, selectList } from '#main/db/sql.ts'
import type { SqlValue } from '#main/db/sql.ts'
import { CacheRows } from '#main/db/write/cache-rows.ts'
import { applyMutation } from '#shared/domain/mutations.ts'
import type { RowStore } from '#shared/domain/mutations/define.ts'
import { columnsOf } from '#shared/replication/tables.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import type { Shown } from './gateway.ts'
import { Violation } from './violation.ts'

interface ShadowRow {
  table_name: TableName
  row_id: string
  row: string | null
}

interface QueuedRow {
  name: string
  args: string
  at: number
}

const keyOf = (table: string, id: string) => `${table}/${id}`

/** The server's rows behind the queue, with what is applied to them kept aside. */
class Folded implements RowStore {
  readonly written = new Map<string, { table: TableName; id: string; row: Row<TableName> | undefined }>()
  readonly #base: (table: TableName, id: string) => Row<TableName> | undefined

  constructor(base: (table: TableName, id: string) => Row<TableName> | undefined) {
    this.#base = base
  }

  get<T extends TableName>(table: T, id: string): Row<T> | undefined {
    const written = this.written.get(keyOf(table, id))
    return (written ? written.row : this.#base(table, id)) as Row<T> | undefined
  }

  put<T extends TableName>(table: T, row: Row<T>): void {
    this.written.set(keyOf(table, row.id), { table, id: row.id, row })
  }

  delete(table: TableName, id: string): void {
    if (this.get(table, id)) this.written.set(keyOf(table, id), { table, id, row: undefined })
  }
}

/** One cache, looked into. */
export class CacheEye {
  readonly #db: Connection
  readonly #rows: CacheRows
  readonly #userId: string
  readonly #shadows
  readonly #shown

  constructor(db: Connection, userId: string) {
    this.#db = db
    this.#userId = userId
    this.#rows = new CacheRows(db)
    this.#shadows = db.prepare<[], ShadowRow>('select table_name, row_id, row from shadows')
    this.#shown = db.prepare<[], QueuedRow>('select name, args, at from outbox where shown order by seq')
  }

  /**
   * Local = fold(shadow, pending): every row that the queue writes is the server's with the queue applied, and only such
   * rows have a shadow.
   */
  checkFold(): void {
    const shadows = new Map(this.#shadows.all().map((shadow) => [keyOf(shadow.table_name, shadow.row_id), shadow]))
    const folded = new Folded((table, id) => {
      const shadow = shadows.get(keyOf(table, id))
      if (!shadow) return this.#rows.get(table, id)
      return shadow.row === null ? undefined : (JSON.parse(shadow.row) as Row<TableName>)
    })
    for (const { name, args, at } of this.#shown.all()) {
      applyMutation(folded, { name, args: JSON.parse(args) as unknown }, { userId: this.#userId, at })
    }
    for (const [key, { table, id, row }] of folded.written) {
      if (!shadows.has(key)) throw fold(`${key} is written by the queue and has no shadow`)
      if (!isDeepStrictEqual(this.#rows.get(table, id), row))
        throw fold(`${key} is not its shadow with the queue applied`)
    }
    const idle = [...shadows.keys()].find((key) => !folded.written.has(key))
    if (idle !== undefined) throw fold(`${idle} has a shadow and nothing queued writes it`)
  }

  /**
   * Compares the server's rows in this cache with what the server shows this user.
   * @param tables which; the others are not looked at
   */
  checkEquals(shown: Shown, tables: readonly TableName[], equality: Violation['invariant']): void {
    const shadows = Map.groupBy(this.#shadows.all(), ({ table_name }) => table_name)
    for (const table of tables) {
      const theirs = shown.get(table) ?? new Map<string, string>()
      const ours = this.#serverRows(table, shadows.get(table) ?? [])
      for (const [id, row] of ours) {
        const other = theirs.get(id)
        if (other === undefined)
          throw new Violation('no row outside RLS', `${keyOf(table, id)} is here and not shown to this user`)
        if (other !== row && !isDeepStrictEqual(JSON.parse(other), JSON.parse(row))) {
          throw new Violation(
            equality,
            `${keyOf(table, id)} differs: ${differences(table, JSON.parse(row) as unknown[], JSON.parse(other) as unknown[])}`,
          )
        }
      }
      const missing = [...theirs.keys()].find((id) => !ours.has(id))
      if (missing !== undefined) throw new Violation(equality, `${keyOf(table, missing)} is missing here`)
    }
  }

  #serverRows(table: TableName, shadows: ShadowRow[]): Map<string, string> {
    const values = this.#db
      .prepare<[], SqlValue[]>(`select ${selectList(table)} from ${table}`)
      .raw()
      .all()
    const rows = new Map(values.map((row) => [row[0] as string, wire(table, decodeRow(table, row))]))
    for (const { row_id, row } of shadows) {
      if (row === null) rows.delete(row_id)
      else rows.set(row_id, wire(table, JSON.parse(row) as Row<TableName>))
    }
    return rows
  }
}

const fold = (message: string) => new Violation('local = fold(shadow, pending)', message)

const wire = (table: TableName, row: Row<TableName>): string =>
  JSON.stringify(columnsOf(table).map(([name]) => (row as unknown as Record<string, unknown>)[name]))

const differences = (table: TableName, ours: unknown[], theirs: unknown[]): string =>
  columnsOf(table)
    .flatMap(([name], n) =>
      isDeepStrictEqual(ours[n], theirs[n])
        ? []
        : [`${name} ${JSON.stringify(ours[n])}, server ${JSON.stringify(theirs[n])}`],
    )
    .join('; ')
