/** A server for the property test: a log of row versions by transaction, a ledger of outcomes, pulls by snapshot. */
import { applyMutation } from '#shared/domain/mutations.ts'
import type { RowStore } from '#shared/domain/mutations/define.ts'
import { TABLE_NAMES } from '#shared/replication/tables.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import type { Cursor, Outcome, PullAnswer, PushMutation } from '#shared/replication/protocol.ts'
import { isVisible } from '#shared/replication/snapshot.ts'
import { GENERATION, answerOf, pageOf } from '../test-support.ts'

export type AnyRow = Row<TableName>

/** Rows in memory, by table and id. */
export class MemoryRows implements RowStore {
  readonly rows = new Map<string, { table: TableName; row: AnyRow }>()

  get<T extends TableName>(table: T, id: string): Row<T> | undefined {
    return this.rows.get(`${table}/${id}`)?.row as Row<T> | undefined
  }
  put<T extends TableName>(table: T, row: Row<T>): void {
    this.rows.set(`${table}/${row.id}`, { table, row })
  }
  delete(table: TableName, id: string): void {
    this.rows.delete(`${table}/${id}`)
  }
  of<T extends TableName>(table: T): Row<T>[] {
    return [...this.rows.values()].filter((entry) => entry.table === table).map(({ row }) => row as Row<T>)
  }
}

interface Version {
  xid: number
  table: TableName
  id: string
  /** Null: gone, by deletion or because the lead was taken away. */
  row: AnyRow | null
  revokes: string | null
}

export class SimulatedServer {
  readonly #log: Version[] = []
  readonly #ledger = new Map<number, Outcome>()
  readonly #userId: string
  #xid = 10
  /** The last snapshot given out: what it has seen stays seen. */
  #pulled: string | null = null

  constructor(userId: string) {
    this.#userId = userId
  }

  write<T extends TableName>(table: T, row: Row<T>): void {
    this.grant([{ table, row }])
  }

  /** Shows the client rows, in one transaction. */
  grant(rows: { table: TableName; row: AnyRow }[]): void {
    const xid = ++this.#xid
    for (const { table, row } of rows) this.#log.push({ xid, table, id: row.id, row, revokes: null })
  }

  /** Takes a lead and everything that hangs on it out of the client's sight. */
  revoke(leadId: string): void {
    const xid = ++this.#xid
    for (const { table, row } of this.at(this.#now()).rows.values()) {
      const isOfLead = table === 'leads' ? row.id === leadId : 'lead_id' in row && row.lead_id === leadId
      if (isOfLead) this.#log.push({ xid, table, id: row.id, row: null, revokes: leadId })
    }
  }

  /** Settles a pushed change once; asked again, it answers what it answered. */
  push(mutation: PushMutation, result: Outcome['result']): Outcome {
    const known = this.#ledger.get(mutation.seq)
    if (known) return known
    const xid = ++this.#xid
    if (result === 'applied') this.#apply(mutation, xid)
    const code = result === 'applied' ? null : 'forbidden'
    const outcome = { seq: mutation.seq, result, xid: String(xid), code, message: null, details: null }
    this.#ledger.set(mutation.seq, outcome)
    return outcome
  }

  /** The rows that a snapshot sees. */
  at(snapshot: string): MemoryRows {
    const seen = new MemoryRows()
    for (const { xid, table, id, row } of this.#log) {
      if (!isVisible(String(xid), snapshot)) continue
      if (row) seen.put(table, row)
      else seen.delete(table, id)
    }
    return seen
  }

  /** @param isRunning whether the newest transaction has not committed yet, so that this pull does not see it */
  pull(cursor: Cursor, isRunning: boolean): { answer: ReturnType<typeof answerOf>; cursor: Cursor } {
    const newest = this.#xid
    const wasSeen = this.#pulled !== null && isVisible(String(newest), this.#pulled)
    const snapshot = isRunning && !wasSeen ? `${newest}:${newest + 1}:${newest}` : this.#now()
    this.#pulled = snapshot
    const after = this.at(snapshot)
    const isNew = ({ xid }: Version) =>
      isVisible(String(xid), snapshot) && !(cursor.snapshot && isVisible(String(xid), cursor.snapshot))
    const fresh = this.#log.filter(isNew)
    const changed = cursor.snapshot === null ? null : new Set(fresh.map(({ table, id }) => `${table}/${id}`))
    const tables = TABLE_NAMES.map((table) =>
      pageOf(
        table,
        after.of(table).filter(({ id }) => !changed || changed.has(`${table}/${id}`)),
      ),
    )
    const gone = cursor.snapshot === null ? [] : fresh.filter(({ table, id, row }) => !row && !after.get(table, id))
    const deleted: PullAnswer['deleted'] = gone
      .filter(({ revokes }) => !revokes)
      .map(({ table, id }) => ({ table, id }))
    const leads = new Set(gone.flatMap(({ revokes }) => (revokes && !after.get('leads', revokes) ? [revokes] : [])))
    const revoked = [...leads].map((lead_id) => ({ lead_id, owner_id: null }))
    return {
      answer: answerOf({ tables, deleted, revoked }),
      cursor: { snapshot, generation: GENERATION, scope_version: 1 },
    }
  }

  #now(): string {
    return `${this.#xid + 1}:${this.#xid + 1}:`
  }

  #apply(mutation: PushMutation, xid: number): void {
    const before = this.at(this.#now())
    const after = this.at(this.#now())
    applyMutation(after, mutation, { userId: this.#userId, at: 1 })
    for (const [key, { table, row }] of after.rows) {
      if (before.rows.get(key)?.row !== row) this.#log.push({ xid, table, id: row.id, row, revokes: null })
    }
    for (const [key, { table, row }] of before.rows) {
      if (!after.rows.has(key)) this.#log.push({ xid, table, id: row.id, row: null, revokes: null })
    }
  }
}
