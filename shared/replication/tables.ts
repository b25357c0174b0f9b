/**
 * What a desktop replicates: every table, column, type and merge rule, in one place.
 *
 * Both sides are held to this list. The server keeps the same rows in `sync.columns` and a database test compares the
 * two; the local cache is checked against it by a unit test. The order of the columns is the order of the values in a
 * row on the wire.
 *
 * Wire types: `time` is integer milliseconds since 1970 (UTC), `money` is a decimal string of minor units (64 bits do
 * not fit a JSON number), `json` is any JSON value, `bool` is true or false, the rest is what its name says.
 */
import { ATTENTION } from './tables/attention.ts'
import type { ColumnSpec, TableSpec } from './tables/column.ts'
import { COMMERCE } from './tables/commerce.ts'
import { CONTACT } from './tables/contact.ts'
import { INBOX } from './tables/inbox.ts'
import { OUTREACH } from './tables/outreach.ts'
import { TEACHING } from './tables/teaching.ts'
import { WORK } from './tables/work.ts'
import { WORKSPACE } from './tables/workspace.ts'

export type { ColumnSpec, ColumnType, MergeRule } from './tables/column.ts'

/** In dependency order: a table stands after every table it refers to, and is pulled and applied in this order. */
export const TABLES = {
  ...WORKSPACE,
  ...INBOX,
  ...WORK,
  ...CONTACT,
  ...COMMERCE,
  ...OUTREACH,
  ...TEACHING,
  ...ATTENTION,
} as const satisfies Record<string, TableSpec>

export type TableName = keyof typeof TABLES

export const TABLE_NAMES = Object.keys(TABLES) as TableName[]

/** Tables whose rows belong to a lead and come and go with the caller's right to see it. */
export const LEAD_TABLES = TABLE_NAMES.filter((name) => name !== 'leads' && 'lead_id' in TABLES[name])

interface TypeOf {
  uuid: string
  text: string
  int: number
  real: number
  bool: boolean
  time: number
  date: string
  json: unknown
  money: string
}

type ValueOf<C> = C extends ColumnSpec<infer T, infer N> ? (N extends true ? TypeOf[T] | null : TypeOf[T]) : never

/** One row as the domain sees it: times in milliseconds, booleans as booleans, JSON parsed. */
export type Row<T extends TableName> = { -readonly [C in keyof (typeof TABLES)[T]]: ValueOf<(typeof TABLES)[T][C]> }

export type ColumnName<T extends TableName> = keyof (typeof TABLES)[T] & string

/** The columns of a table, in wire order. */
export function columnsOf(table: TableName): [name: string, spec: ColumnSpec][] {
  return Object.entries(TABLES[table])
}

/** Columns with the others of the groups that they belong to: what a change of them must tell of the row as it was. */
export function withGroups(table: TableName, columns: readonly string[]): string[] {
  const specs = columnsOf(table)
  const groups = new Set(specs.filter(([name]) => columns.includes(name)).map(([, { group }]) => group))
  const mates = specs.filter(([name, { group }]) => group && groups.has(group) && !columns.includes(name))
  return [...columns, ...mates.map(([name]) => name)]
}

export function isTableName(name: string): name is TableName {
  return Object.hasOwn(TABLES, name)
}
