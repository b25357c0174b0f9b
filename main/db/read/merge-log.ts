import type { MergeKind, MergeLogPage, MergeRecord } from '#shared/contract/read-models.ts'
import { editorOf } from '#shared/domain/mutations.ts'
import { isTableName } from '#shared/replication/tables.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { CacheRows } from '../write/cache-rows.ts'

interface Stored {
  id: number
  kind: MergeKind
  table_name: string
  row_id: string
  field: string
  lead_id: string | null
  lead_label: string | null
  conversation_id: string | null
  base: string
  losing: string
  losing_by: string | null
  losing_at: number | null
  winning: string
  winning_by: string | null
  at: number
  undone: number
}

const PAGE = `select m.*, lead.label as lead_label,
    (select c.id from conversations as c where c.lead_id = m.lead_id order by c.at desc limit 1) as conversation_id
  from merge_log as m left join leads as lead on lead.id = m.lead_id
  where m.id < ? order by m.id desc limit ?`

/** Automatic merges, newest first, with what became of them. */
export function mergeLog(db: Connection): (input: ReadInput<'sync.merge_log'>) => MergeLogPage {
  const page = db.prepare<[number, number], Stored>(PAGE)
  const rows = new CacheRows(db)
  return ({ before, limit }) => {
    const found = page.all(before ?? Number.MAX_SAFE_INTEGER, limit + 1)
    const records = found.slice(0, limit).map((stored) => recordOf(rows, stored))
    return { records, next: found.length > limit ? records.at(-1)!.id : null }
  }
}

function recordOf(rows: CacheRows, stored: Stored): MergeRecord {
  const { id, kind, table_name, row_id, field, lead_id, lead_label, conversation_id, at } = stored
  const row = isTableName(table_name) ? rows.get(table_name, row_id) : undefined
  const current = row && (row as Record<string, unknown>)[field]
  const winning: unknown = JSON.parse(stored.winning)
  return {
    id,
    kind,
    table: table_name,
    row_id,
    field,
    lead_id,
    lead_label,
    conversation_id,
    base: JSON.parse(stored.base) as unknown,
    losing: { value: JSON.parse(stored.losing) as unknown, by: stored.losing_by, at: stored.losing_at },
    winning: { value: winning, by: stored.winning_by, at },
    current,
    undo: undoOf(stored, current, winning),
  }
}

function undoOf({ undone, table_name, field }: Stored, current: unknown, winning: unknown): MergeRecord['undo'] {
  if (undone) return 'done'
  if (current === undefined || !editorOf(table_name, field)) return 'gone'
  return canonicalJson(current) === canonicalJson(winning) ? 'possible' : 'changed'
}
