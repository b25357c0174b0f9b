/** Why a record looks as it does: base, what is queued over it, and what last arrived. */
import { isDeepStrictEqual } from 'node:util'
import type {
  RecordArrival,
  RecordChange,
  RecordField,
  RecordRef,
  RecordStory,
} from '#shared/contract/conflict-models.ts'
import { applyMutation } from '#shared/domain/mutations.ts'
import type { RowStore } from '#shared/domain/mutations/define.ts'
import { fieldName } from '#shared/domain/mutation-words.ts'
import { TABLES } from '#shared/replication/tables.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import type { Connection } from '../connection.ts'
import { Meta } from '../meta.ts'
import { storedRows } from '../server-row.ts'
import type { StoredRows } from '../server-row.ts'
import type { ArrivedColumn } from '../write/arrivals.ts'
import type { OutboxState } from '../write/outbox.ts'
import { subjects, titleOf } from './parked-change.ts'
import { valueWords } from './value-words.ts'
import type { ValueWords } from './value-words.ts'

interface Queued {
  seq: number
  name: string
  args: string
  at: number
  state: OutboxState
  shown: 0 | 1
}

type AnyRow = Record<string, unknown>

/** What a record is told in: what people set, not what is counted or points elsewhere. */
const TOLD: Record<RecordRef['table'], readonly string[]> = {
  leads: [
    'first_name',
    'last_name',
    'company_name',
    'email',
    'phone',
    'secondary_phone',
    'address',
    'postcode',
    'source',
    'pipeline_stage_id',
    'owner_id',
    'lead_status',
    'contact_status',
    'temperature',
    'tags',
    'ai_enabled',
    'next_follow_up_at',
    'archived_at',
  ],
  conversations: ['status', 'assigned_to', 'priority', 'snoozed_until', 'ai_enabled', 'unread_count', 'waiting_since'],
  notes: ['title', 'body', 'type', 'is_pinned', 'tags'],
}

const STATES: Record<OutboxState, RecordChange['state']> = {
  pending: 'waiting',
  leased: 'sending',
  settled: 'sent',
  parked: 'parked',
}

export function recordStory(db: Connection): (ref: RecordRef) => RecordStory | null {
  const meta = new Meta(db)
  const rows = storedRows(db)
  const find = subjects(db)
  const words = valueWords(db)
  const queued = db.prepare<[string, string], Queued>(
    `select o.seq, o.name, o.args, o.at, o.state, o.shown from outbox_rows as q join outbox as o on o.seq = q.seq
     where q.table_name = ? and q.row_id = ? and q.effect <> 'read' order by o.seq`,
  )
  const lastArrival = arrivals(db, words)
  return ({ table, id }) => {
    const server = rows.server(table, id)
    const shown = rows.shown(table, id)
    const row = shown ?? server
    if (!row) return null
    const changes = queued.all(table, id)
    const steps = foldSteps(rows, { table, id }, changes, meta.get('user_id') ?? '')
    const text = (column: string, value: unknown) => words.text(table, column, value)
    const fields = TOLD[table].map((column): RecordField => ({
      column,
      label: fieldName(column),
      server: server && text(column, server[column]),
      steps: steps
        .filter(({ after, before }) => !isDeepStrictEqual(after?.[column], before?.[column]))
        .map(({ seq, after }) => ({ seq, text: after ? text(column, after[column]) : 'Deleted' })),
      shown: shown ? text(column, shown[column]) : 'Deleted',
    }))
    const { label } = find.place(String(table === 'leads' ? id : row['lead_id']))
    return {
      title: TITLES[table](label ?? 'this lead'),
      synced_at: meta.syncedAt,
      on_server: server !== null,
      changes: changes.map(({ seq, name, args, at, state, shown: isShown }) => ({
        seq,
        title: titleOf(name, find.of(args).args, label),
        state: STATES[state],
        hidden: isShown === 0,
        at,
      })),
      fields,
      last_change: lastArrival({ table, id }, String(table === 'leads' ? id : row['lead_id'])),
    }
  }
}

const TITLES: Record<RecordRef['table'], (who: string) => string> = {
  leads: (who) => who,
  conversations: (who) => `Conversation with ${who}`,
  notes: (who) => `Note on ${who}`,
}

interface Step {
  seq: number
  before: AnyRow | null
  after: AnyRow | null
}

/** Lays the shown changes over the server's row one by one, as the cache does. */
function foldSteps(rows: StoredRows, { table, id }: RecordRef, queued: readonly Queued[], userId: string): Step[] {
  const written = new Map<string, AnyRow | null>()
  const keyOf = (name: TableName, key: string) => `${name}/${key}`
  const store: RowStore = {
    get: <T extends TableName>(name: T, key: string) => {
      const own = written.get(keyOf(name, key))
      return ((own === undefined ? rows.server(name, key) : own) ?? undefined) as Row<T> | undefined
    },
    put: (name, row) => void written.set(keyOf(name, row.id), row),
    delete: (name, key) => void written.set(keyOf(name, key), null),
  }
  const current = () => (store.get(table, id) as AnyRow | undefined) ?? null
  return queued
    .filter(({ shown }) => shown === 1)
    .map(({ seq, name, args, at }) => {
      const before = current()
      applyMutation(store, { name, args: JSON.parse(args) as unknown }, { userId, at })
      return { seq, before, after: current() }
    })
}

function arrivals(db: Connection, words: ValueWords): (ref: RecordRef, leadId: string) => RecordArrival | null {
  const last = db.prepare<[string, string], { at: number; changes: string }>(
    'select at, changes from arrivals where table_name = ? and row_id = ?',
  )
  const mover = db
    .prepare<[string, string], string | null>(
      `select changed_by from stage_changes where lead_id = ? and to_stage_id = ? and not is_automatic
       order by created_at desc limit 1`,
    )
    .pluck()
  return ({ table, id }, leadId) => {
    const found = last.get(table, id)
    if (!found) return null
    const by = (column: string, { after, mine }: ArrivedColumn) => {
      if (mine) return 'You'
      const moved = column === 'pipeline_stage_id' && typeof after === 'string' ? mover.get(leadId, after) : null
      return moved ? words.person(moved) : null
    }
    const columns = Object.entries(JSON.parse(found.changes) as Record<string, ArrivedColumn>)
    return {
      at: found.at,
      fields: columns
        .filter(([column]) => column in TABLES[table])
        .map(([column, change]) => ({
          column,
          label: fieldName(column),
          before: words.text(table, column, change.before),
          after: words.text(table, column, change.after),
          by: by(column, change),
        })),
    }
  }
}
