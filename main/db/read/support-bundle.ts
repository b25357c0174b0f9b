import { z } from 'zod'
import type { CacheBundle } from '#shared/contract/support-bundle.ts'
import { TABLE_NAMES } from '#shared/replication/tables.ts'
import { Redactor } from '../../support/redact.ts'
import type { Connection } from '../connection.ts'
import { Meta } from '../meta.ts'

interface OutboxRow extends Omit<CacheBundle['outbox'][number], 'args' | 'outcome' | 'shown' | 'size'> {
  shown: number
  args: string
  outcome: string | null
}
type TouchedRow = CacheBundle['touched'][number]
interface ShadowRow {
  table: string
  id: string
  row: string | null
}
interface VaultRow extends Omit<CacheBundle['vault'][number], 'size'> {
  args: string
}

const outcomeSchema = z.object({ result: z.string(), code: z.string().nullable() })
const objectSchema = z.record(z.string(), z.unknown())

/** What of this cache goes into a support bundle; see shared/contract/support-bundle.ts. */
export function supportBundle(db: Connection): (input: { salt: string }) => CacheBundle {
  const meta = new Meta(db)
  const outbox = db.prepare<[], OutboxRow>(
    'select seq, id, name, v, state, shown, xid, at, args, outcome from outbox order by seq',
  )
  const touched = db.prepare<[], TouchedRow>('select seq, table_name as "table", row_id as id, effect from outbox_rows')
  const shadows = db.prepare<[], ShadowRow>('select table_name as "table", row_id as id, row from shadows')
  const vault = db.prepare<[], VaultRow>('select name, at, why, args from vault order by id')
  const count = (table: string) => db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0
  return ({ salt }) => {
    const redactor = new Redactor(salt)
    const { snapshot, generation, scope_version } = meta.cursor
    return {
      cache_schema: db.pragma('user_version', { simple: true }) as number,
      cursor: { snapshot, generation: generation && redactor.id(generation), scope_version },
      synced_at: meta.syncedAt,
      rows: Object.fromEntries(TABLE_NAMES.map((table) => [table, count(table)])),
      outbox: outbox.all().map((entry) => queued(entry, redactor)),
      touched: touched.all().map((row) => ({ ...row, id: redactor.id(row.id) })),
      shadows: shadows
        .all()
        .map(({ table, id, row }) => ({ table, id: redactor.id(id), columns: row === null ? null : kindsOf(row) })),
      vault: vault.all().map(({ args, ...entry }) => ({ ...entry, size: args.length })),
      drafts: count('drafts'),
    }
  }
}

function queued({ args, outcome, shown, id, ...entry }: OutboxRow, redactor: Redactor): CacheBundle['outbox'][number] {
  return {
    ...entry,
    id: redactor.id(id),
    shown: shown === 1,
    size: args.length,
    args: objectSchema.parse(redactor.value(JSON.parse(args))),
    outcome: outcome === null ? null : outcomeSchema.parse(JSON.parse(outcome)),
  }
}

/** Per column what kind of value it holds, and how much of it. */
function kindsOf(row: string): Record<string, string> {
  const columns = objectSchema.parse(JSON.parse(row))
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, kindOf(value)]))
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return `text of ${value.length}`
  return Array.isArray(value) ? `list of ${value.length}` : typeof value
}
