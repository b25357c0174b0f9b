import type { Sql } from 'postgres'
import { TABLES, columnsOf, type ColumnSpec } from '#shared/replication/tables.ts'

/** The tables that hold the ten thousand rows; the peers' copies are called `peer_leads` and so on. */
const COPIED = ['leads', 'conversations', 'messages', 'notes'] as const satisfies (keyof typeof TABLES)[]

type Kind = 'string' | 'number' | 'boolean' | 'json'

/** Columns by table of the copies, in the words that both peers describe a schema with. */
export type PeerTables = Record<string, Record<string, { kind: Kind; nullable: boolean }>>

/** How a wire type is stored for the peers: as the same value that the product sends, so that rows weigh the same. */
const STORED: Record<ColumnSpec['type'], { kind: Kind; as: (column: string) => string }> = {
  uuid: { kind: 'string', as: (column) => `${column}::text` },
  text: { kind: 'string', as: (column) => `${column}::text` },
  date: { kind: 'string', as: (column) => `${column}::text` },
  money: { kind: 'string', as: (column) => `${column}::text` },
  int: { kind: 'number', as: (column) => `${column}::double precision` },
  real: { kind: 'number', as: (column) => `${column}::double precision` },
  time: { kind: 'number', as: (column) => `floor(extract(epoch from ${column}) * 1000)::double precision` },
  bool: { kind: 'boolean', as: (column) => column },
  json: { kind: 'json', as: (column) => `to_jsonb(${column})` },
}

/**
 * Copies the filled tables, with the columns that a desktop replicates, into plain ones without triggers, access rules or
 * foreign keys: the peers are spared what the product's own tables cost.
 */
export async function copyTables(sql: Sql): Promise<PeerTables> {
  const tables: PeerTables = {}
  for (const name of COPIED) {
    const columns = columnsOf(name)
    const stored = columns.map(([column, { type }]) => `${STORED[type].as(column)} as ${column}`)
    await sql.unsafe(`create table peer_${name} as select ${stored.join()} from ${name}`)
    await sql.unsafe(`alter table peer_${name} add primary key (id)`)
    tables[`peer_${name}`] = Object.fromEntries(
      columns.map(([column, { type, nullable }]) => [column, { kind: STORED[type].kind, nullable }]),
    )
  }
  return tables
}
