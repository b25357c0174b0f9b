import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  TASK_LISTS,
  TASK_SCOPES,
  type TaskItem,
  type TaskKey,
  type TaskList,
  type TaskScope,
} from '#shared/contract/areas/tasks.ts'
import type { Row } from '#shared/replication/tables.ts'
import { openCacheFile } from '../cache-file.ts'
import type { Connection } from '../connection.ts'
import { Meta } from '../meta.ts'
import { migrate } from '../migrate.ts'
import { MIGRATIONS } from '../migrations/all.ts'
import { connect } from '../connection.ts'
import { conversation, lead, message, rowOf, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'
import { CacheRows } from '../write/cache-rows.ts'
import { agendaSql, nextMidnight } from './agenda-query.ts'
import { taskCounts, tasksPage } from './tasks.ts'

vi.setConfig({ testTimeout: 30_000 })

const HOUR = 3_600_000
/** In the afternoon, so that there is something left of today. */
const NOW = new Date(2026, 10, 21, 15, 30).getTime()

let cache: TestCache
let db: Connection
let rows: CacheRows
beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  cache = testCache()
  db = openCacheFile(cache).db
  new Meta(db).set('user_id', cache.userId)
  rows = new CacheRows(db)
})
afterEach(() => {
  vi.useRealTimers()
  db.close()
  return cache.dispose()
})

/** Everything that the agenda is made of, as it should stand in the cache. */
interface Model {
  leads: Map<string, Row<'leads'>>
  activities: Map<string, Row<'activities'>>
  conversations: Map<string, Row<'conversations'>>
  messages: Map<string, Row<'messages'>>
}

const COLLEAGUE = randomUUID()
const ids = Array.from({ length: 5 }, () => ({
  leads: randomUUID(),
  activities: randomUUID(),
  conversations: randomUUID(),
  messages: randomUUID(),
}))
const TABLES = ['leads', 'activities', 'conversations', 'messages'] as const
const step = fc.record({
  table: fc.constantFrom(...TABLES),
  which: fc.nat(4),
  of: fc.nat(4),
  n: fc.nat(5000),
  isGone: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const at = <T>(values: readonly T[], n: number): T => values[n % values.length]!
const person = (n: number): string | null => at([cache.userId, COLLEAGUE, null], n)
/** From two days ago to two days ahead. */
const moment = (n: number): number => NOW + ((n % 97) - 48) * HOUR

const MAKE = {
  leads: (id: string, _of: number, n: number) =>
    lead({
      id,
      owner_id: person(n),
      next_follow_up_at: n % 4 === 0 ? moment(n) : null,
      archived_at: n % 13 === 12 ? NOW : null,
    }),
  activities: (id: string, of: number, n: number) =>
    rowOf('activities', {
      id,
      lead_id: ids[of]!.leads,
      type: at(['call', 'task', 'email'], n),
      status: at(['planned', 'completed', 'planned', 'missed', 'cancelled'], n),
      due_at: n % 7 === 0 ? null : moment(n),
      assigned_to: person(n >> 2),
      created_at: moment(n >> 3),
      metadata: {},
    }),
  conversations: (id: string, of: number, n: number) =>
    conversation({
      id,
      lead_id: ids[of]!.leads,
      status: at(['open', 'snoozed', 'closed'], n),
      waiting_since: n % 3 === 0 ? null : moment(n >> 2),
      assigned_to: person(n >> 3),
    }),
  messages: (id: string, of: number, n: number) =>
    message({
      id,
      lead_id: ids[of]!.leads,
      conversation_id: ids[of]!.conversations,
      content_type: at(['call', 'call', 'text'], n),
      direction: at(['inbound', 'inbound', 'outbound'], n >> 2),
      metadata: at([{ status: 'no-answer' }, { outcome: 'missed' }, { status: 'completed' }], n >> 4),
      created_at: moment(n >> 1),
    }),
}

function take({ table, which, of, n, isGone }: Step, model: Model): void {
  const id = ids[which]![table]
  const known: Map<string, unknown> = model[table]
  if (isGone) {
    rows.delete(table, id)
    known.delete(id)
    return
  }
  // A conversation and what is said in it are of one lead, and messages stay what they were.
  const parent = table === 'conversations' || table === 'messages' ? which : of
  if (table === 'messages' && known.has(id)) return
  const row = MAKE[table](id, parent, n)
  rows.put(table, row)
  known.set(id, row)
}

interface Entry {
  id: string
  list: TaskList
  owner: string | null
}

function entriesOf(model: Model): Entry[] {
  const ownerOf = (leadId: string) => model.leads.get(leadId)?.owner_id ?? null
  const whenDue = (due: number | null): TaskList =>
    due !== null && due < NOW ? 'overdue' : due !== null && due < nextMidnight(NOW) ? 'today' : 'upcoming'
  const activities = [...model.activities.values()].flatMap((row): Entry[] => {
    const owner = row.assigned_to ?? ownerOf(row.lead_id)
    if (row.status === 'planned') {
      return [{ id: row.id, list: whenDue(row.due_at), owner }]
    }
    return row.status === 'missed' ? [{ id: row.id, list: 'missed', owner }] : []
  })
  const followUps = [...model.leads.values()].flatMap(({ id, owner_id, next_follow_up_at: due, archived_at }) =>
    due === null || archived_at !== null ? [] : [{ id, list: whenDue(due), owner: owner_id }],
  )
  const calls = [...model.messages.values()].flatMap((row): Entry[] => {
    const said = row.metadata as { status?: string; outcome?: string }
    const isMissed = said.status === 'no-answer' || said.outcome === 'missed'
    if (row.content_type !== 'call' || row.direction !== 'inbound' || !isMissed) return []
    const thread = model.conversations.get(row.conversation_id)
    if (
      !thread ||
      thread.status === 'closed' ||
      thread.waiting_since === null ||
      thread.waiting_since > row.created_at
    ) {
      return []
    }
    const isAnswered = [...model.activities.values()].some(
      ({ lead_id, type, status, created_at }) =>
        lead_id === row.lead_id &&
        type === 'call' &&
        (status === 'planned' || status === 'completed') &&
        created_at >= row.created_at,
    )
    if (isAnswered) return []
    return [{ id: row.id, list: 'missed', owner: thread.assigned_to ?? ownerOf(row.lead_id) }]
  })
  return [...activities, ...followUps, ...calls]
}

/** A whole list, three rows at a time. */
function whole(list: TaskList, scope: TaskScope): TaskItem[] {
  const page = tasksPage(db)
  const found: TaskItem[] = []
  let from: TaskKey | null = null
  do {
    const { rows: some, next } = page({ list, scope, from, to: null, limit: 3 })
    // Asked for between both its ends, a stretch is the same.
    if (next) expect(page({ list, scope, from, to: next, limit: 500 }).rows).toEqual(some)
    found.push(...some)
    from = next
  } while (from)
  return found
}

interface Listed {
  count: number
  rows: string[]
  isInOrder: boolean
}
type Agenda = Record<string, Listed>

const eachList = (of: (list: TaskList, scope: TaskScope) => Listed): Agenda =>
  Object.fromEntries(TASK_SCOPES.flatMap((scope) => TASK_LISTS.map((list) => [`${list} of ${scope}`, of(list, scope)])))

function found(): Agenda {
  return eachList((list, scope) => {
    const items = whole(list, scope)
    const order = items.map(({ at: when }) => (list === 'missed' ? -(when ?? 0) : (when ?? Infinity)))
    return {
      count: taskCounts(db)({ scope })[list],
      rows: items.map(({ id, owner_id }) => `${id} ${owner_id}`).toSorted(),
      isInOrder: order.every((rank, index) => index === 0 || rank >= order[index - 1]!),
    }
  })
}

function expected(model: Model): Agenda {
  const all = entriesOf(model)
  return eachList((list, scope) => {
    const wanted = all.filter((entry) => entry.list === list && (scope === 'everybody' || entry.owner === cache.userId))
    const rows = wanted.map(({ id, owner }) => `${id} ${owner}`).toSorted()
    return { count: rows.length, rows, isInOrder: true }
  })
}

test('lists and counts are what a scan of all rows would give, whatever comes and goes in whatever order', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      db.exec('begin')
      const model: Model = { leads: new Map(), activities: new Map(), conversations: new Map(), messages: new Map() }
      for (const one of steps) take(one, model)
      try {
        expect(found()).toEqual(expected(model))
      } finally {
        db.exec('rollback')
      }
    }),
    { numRuns: 150 },
  )
})

test('a cache of the version before is filled with what it has', async () => {
  const file = `${cache.directory}/old.db`
  const before = MIGRATIONS.slice(
    0,
    MIGRATIONS.findIndex(({ name }) => name === 'agenda'),
  )
  const old = connect(file, { key: cache.key })
  migrate(old, file, before)
  new Meta(old).set('user_id', cache.userId)
  const kept = new CacheRows(old)
  const model: Model = { leads: new Map(), activities: new Map(), conversations: new Map(), messages: new Map() }
  for (const [n, own] of ids.entries()) {
    for (const table of TABLES) {
      const row = MAKE[table](own[table], n, n * 36)
      kept.put(table, row)
      ;(model[table] as Map<string, unknown>).set(own[table], row)
    }
  }
  migrate(old, file, MIGRATIONS)
  db.close()
  db = old
  expect(found()).toEqual(expected(model))
})

test.each(['mine', 'everybody'] as const)('a page of %s is a range of an index, and is not sorted', (scope) => {
  const sql = agendaSql(scope, { hasFrom: true, hasTo: true })
  const plan = db.prepare<object, { detail: string }>(`explain query plan ${sql}`).all({
    list: 0,
    since: 0,
    until: 1,
    from_rank: 0,
    from_source: 0,
    from_rid: 0,
    to_rank: 1,
    to_source: 0,
    to_rid: 0,
    limit: 1,
  })
  const details = plan.map(({ detail }) => detail)
  expect(details.some((detail) => /^SEARCH a USING COVERING INDEX .*\(.*list=\? AND .*rank/.test(detail))).toBe(true)
  expect(details.filter((detail) => /TEMP B-TREE|^SCAN/.test(detail))).toEqual([])
})
