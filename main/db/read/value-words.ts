/** Values of replicated columns in words. */
import type { FieldEditor } from '#shared/contract/conflict-models.ts'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'
import { CONVERSATION_STATUSES, NOTE_TYPES, PRIORITIES, TEMPERATURES } from '#shared/domain/vocabulary.ts'
import { TABLES } from '#shared/replication/tables.ts'
import type { ColumnSpec, TableName } from '#shared/replication/tables.ts'
import type { Connection } from '../connection.ts'

/** Columns that hold a person, whatever their table. */
const PEOPLE: ReadonlySet<string> = new Set(['owner_id', 'assigned_to', 'created_by'])
const STAGES: ReadonlySet<string> = new Set(['pipeline_stage_id', 'stage_id'])
const NOBODY: Record<string, string> = { owner_id: 'Nobody, in the pool', assigned_to: 'Nobody' }

const CLOSED_SETS: Partial<Record<TableName, Record<string, readonly string[]>>> = {
  conversations: { status: CONVERSATION_STATUSES, priority: PRIORITIES },
  leads: { temperature: TEMPERATURES },
  notes: { type: NOTE_TYPES },
}

export interface ValueWords {
  /** Name of a colleague, "You" for the rep; null when the cache does not know them. */
  person: (id: string) => string | null
  text: (table: TableName | null, column: string, value: unknown) => string
  /** How a column can be given a new value here; null when it cannot. */
  editor: (table: TableName | null, column: string) => FieldEditor | null
}

const whenFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** A moment with its date: `21 Nov 2026, 08:00`. */
export const whenText = (at: number): string => whenFormat.format(at)

export function valueWords(db: Connection): ValueWords {
  const me = db.prepare<[], string>(`select value from meta where key = 'user_id'`).pluck()
  const name = db.prepare<[string], string>('select coalesce(full_name, email) from profiles where id = ?').pluck()
  const stage = db.prepare<[string], string>('select name from pipeline_stages where id = ?').pluck()
  const colleagues = db.prepare<[], { value: string; label: string }>(
    `select id as value, coalesce(full_name, email) as label from profiles
     where status = 'active' and role <> 'viewer' order by label collate nocase`,
  )
  const stages = db.prepare<[], { value: string; label: string }>(
    `select s.id as value, s.name as label from pipeline_stages as s join pipelines as p on p.id = s.pipeline_id
     where p.kind = 'lead' order by s.position`,
  )
  const person = (id: string): string | null => (id === me.get() ? 'You' : (name.get(id) ?? null))
  const known = (table: TableName | null, column: string): ColumnSpec | undefined =>
    table === null ? undefined : (TABLES[table] as Record<string, ColumnSpec>)[column]

  return {
    person,
    text(table, column, value) {
      if (value === null || value === undefined || value === '') return NOBODY[column] ?? 'Empty'
      if (typeof value === 'string') {
        if (PEOPLE.has(column)) return person(value) ?? 'A colleague'
        if (STAGES.has(column)) return stage.get(value) ?? 'A stage that is gone'
        if (isClosed(table, column)) return sentence(value)
        return column === 'body' ? mentionsAsTyped(value) : value
      }
      if (typeof value === 'boolean') return value ? 'Yes' : 'No'
      const type = known(table, column)?.type
      if (type === 'time' && typeof value === 'number') return whenText(value)
      if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join(', ') || 'Empty'
      return JSON.stringify(value)
    },
    editor(table, column) {
      const spec = known(table, column)
      if (column === 'body') return { kind: 'lines' }
      if (column === 'title' && !spec) return { kind: 'line' }
      if (spec?.type === 'bool') {
        return { kind: 'choice', choices: [true, false].map((value) => ({ value, label: value ? 'Yes' : 'No' })) }
      }
      if (column === 'assigned_to') {
        return { kind: 'choice', choices: [{ value: null, label: 'Nobody' }, ...colleagues.all()] }
      }
      if (column === 'pipeline_stage_id') return { kind: 'choice', choices: stages.all() }
      const closed = table && CLOSED_SETS[table]?.[column]
      if (closed) return { kind: 'choice', choices: closed.map((value) => ({ value, label: sentence(value) })) }
      if (spec?.type !== 'text' || spec.rule === 'guarded') return null
      return spec.rule === 'text' ? { kind: 'lines' } : { kind: 'line' }
    },
  }
}

/** Columns with a fixed set of `snake_case` values. */
const STATE_LIKE = /(^|_)(status|type|priority|temperature|stage)$/

const isClosed = (table: TableName | null, column: string): boolean => table !== null && STATE_LIKE.test(column)

function sentence(value: string): string {
  const words = value.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
