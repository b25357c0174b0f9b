import { columnsOf } from '#shared/replication/tables.ts'
import type { ColumnType, Row, TableName } from '#shared/replication/tables.ts'

/** Columns that the server keeps and desktops do not replicate, as far as the demo fills them. */
const EXTRA_COLUMNS = {
  leads: {
    dataset_ids: 'json',
    first_contact_at: 'time',
    latest_reply: 'text',
    consents: 'json',
    last_scored_at: 'time',
  },
  contact_points: { created_at: 'time' },
  messages: { step: 'text', platform_timestamp: 'time' },
} as const satisfies Partial<Record<TableName, Record<string, ColumnType>>>

interface ExtraColumns {
  leads: {
    dataset_ids: string[]
    first_contact_at: number | null
    latest_reply: string | null
    consents: unknown
    last_scored_at: number | null
  }
  contact_points: { created_at: number }
  messages: { step: string | null; platform_timestamp: number | null }
}

/** A row as the generator makes it: times in milliseconds since 1970, money in minor units. */
export type DemoRow<T extends LoadedTable> = Row<T> & { organization_id: string } & (T extends keyof ExtraColumns
    ? ExtraColumns[T]
    : unknown)

/** The tables that are loaded in bulk, in dependency order. */
export const LOADED_TABLES = [
  'leads',
  'contact_points',
  'conversations',
  'messages',
  'deals',
  'stage_changes',
  'activities',
  'notes',
  'bookings',
] as const satisfies readonly TableName[]
export type LoadedTable = (typeof LOADED_TABLES)[number]

/** A lead with everything that belongs to it. */
export type LeadRows = { [T in LoadedTable]: DemoRow<T>[] }

/** Names and types of the columns that are loaded, `organization_id` included. */
export function loadedColumns(table: LoadedTable): { name: string; type: ColumnType }[] {
  const extra: Record<string, ColumnType> =
    table in EXTRA_COLUMNS ? { ...EXTRA_COLUMNS[table as keyof ExtraColumns] } : {}
  return [
    { name: 'organization_id', type: 'uuid' },
    ...columnsOf(table).map(([name, { type }]) => ({ name, type })),
    ...Object.entries(extra).map(([name, type]) => ({ name, type })),
  ]
}
