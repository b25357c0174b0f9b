/** How the domain's rows stand in SQLite, and the statements that read and write them, generated from `TABLES`. */
import { columnsOf } from '#shared/replication/tables.ts'
import type { ColumnSpec, ColumnType, Row, TableName } from '#shared/replication/tables.ts'

export type SqlValue = string | number | null

/** A value as SQLite keeps it. The wire and the domain use the same JavaScript types, so one encoder serves both. */
export function encode(type: ColumnType, value: unknown): SqlValue {
  if (value === null) return null
  if (type === 'bool') return value ? 1 : 0
  if (type === 'json') return JSON.stringify(value)
  return value as SqlValue
}

function decode(type: ColumnType, value: SqlValue): unknown {
  if (value === null) return null
  if (type === 'bool') return value === 1
  if (type === 'json') return JSON.parse(value as string)
  return value
}

/** 64-bit amounts do not fit a JavaScript number: they are read as text. */
function readable([name, { type }]: [string, ColumnSpec]): string {
  return type === 'money' ? `cast(${name} as text) as ${name}` : name
}

/** The columns of a table as a select list, in wire order. */
export const selectList = (table: TableName): string => columnsOf(table).map(readable).join(', ')

/** A row from the values of {@link selectList}. */
export function decodeRow<T extends TableName>(table: T, values: SqlValue[]): Row<T> {
  const columns = columnsOf(table)
  return Object.fromEntries(columns.map(([name, { type }], n) => [name, decode(type, values[n]!)])) as Row<T>
}

/** A row's values in wire order, as SQLite keeps them. */
export function encodeRow<T extends TableName>(table: T, row: Row<T>): SqlValue[] {
  return columnsOf(table).map(([name, { type }]) => encode(type, (row as Record<string, unknown>)[name]))
}

/** Columns that only the cache has: what the inbox shows of a conversation's lead, and references by row number. */
const DERIVED: Partial<Record<TableName, { columns: Record<string, string>; from: string }>> = {
  conversations: {
    columns: {
      lead_label: 'lead.label',
      lead_score: 'lead.lead_score',
      lead_stage_id: 'lead.pipeline_stage_id',
      lead_owner_id: 'lead.owner_id',
      lead_hot: `coalesce(lead.temperature is 'hot' or lead.contact_status = 'hot', 0)`,
      mine: '(given.assigned_to is me.value or lead.owner_id is me.value)',
    },
    from: `join meta as me on me.key = 'user_id' left join leads as lead on lead.id = given.lead_id`,
  },
  messages: {
    columns: { conversation_rid: 'conversation.rid' },
    from: 'left join conversations as conversation on conversation.id = given.conversation_id',
  },
}

/**
 * Writes one row whole: takes its values in wire order and then `round`, the scan that sees it (null: none, the mark
 * stays). Updates in place, so that a row keeps its number.
 */
export function upsertSql(table: TableName): string {
  const names = columnsOf(table).map(([name]) => name)
  const derived = DERIVED[table]
  const all = [...names, ...Object.keys(derived?.columns ?? {}), 'round']
  const updates = all
    .filter((name) => name !== 'id' && name !== 'round')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')
  const given = [...names, 'round'].map((name) => `? as ${name}`).join(', ')
  const values = [
    ...names.map((name) => `given.${name}`),
    ...Object.values(derived?.columns ?? {}),
    'given.round',
  ].join(', ')
  // `where true` keeps SQLite from reading `on conflict` as a join condition.
  return `insert into ${table} (${all.join(', ')})
    select ${values} from (select ${given}) as given ${derived?.from ?? ''} where true
    on conflict (id) do update set ${updates}, round = coalesce(excluded.round, ${table}.round)`
}
