import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BoardFilter, CardKey, PipelineKind } from '#shared/contract/areas/pipeline.ts'
import { sumByCurrency } from '#shared/domain/money.ts'
import type { Row } from '#shared/replication/tables.ts'
import { openCacheFile } from '../cache-file.ts'
import { connect } from '../connection.ts'
import type { Connection } from '../connection.ts'
import { Meta } from '../meta.ts'
import { migrate } from '../migrate.ts'
import { MIGRATIONS } from '../migrations/all.ts'
import { NOW, conversation, lead, rowOf, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'
import { CacheRows } from '../write/cache-rows.ts'
import { boardPage } from './board.ts'
import { cardsSql } from './board-query.ts'
import { boardView } from './board-view.ts'

vi.setConfig({ testTimeout: 30_000 })

const PIPELINES = { lead: randomUUID(), deal: randomUUID() }
const STAGES = {
  lead: [randomUUID(), randomUUID(), randomUUID()],
  deal: [randomUUID(), randomUUID(), randomUUID()],
}
const KINDS = ['open', 'won', 'lost'] as const
const OWNERS = [randomUUID(), randomUUID(), null]
const TAGS = ['vip', 'Ümlaut "quoted"']
const CHANNELS = [randomUUID(), randomUUID()]
const LARGEST = '9223372036854775807'

let cache: TestCache
let db: Connection
let rows: CacheRows
beforeEach(() => {
  cache = testCache()
  db = openCacheFile(cache).db
  new Meta(db).set('user_id', cache.userId)
  rows = new CacheRows(db)
  for (const kind of ['lead', 'deal'] as const) {
    rows.put('pipelines', rowOf('pipelines', { id: PIPELINES[kind], kind, name: kind, is_default: true }))
    for (const [position, id] of STAGES[kind].entries()) {
      const stage = { id, pipeline_id: PIPELINES[kind], position, name: `S${position}`, kind: KINDS[position]! }
      rows.put('pipeline_stages', rowOf('pipeline_stages', stage))
    }
  }
})
afterEach(() => {
  db.close()
  return cache.dispose()
})

/** Everything the board is made of, as it should stand in the cache. */
interface Model {
  leads: Map<string, Row<'leads'>>
  deals: Map<string, Row<'deals'>>
  activities: Map<string, Row<'activities'>>
  conversations: Row<'conversations'>[]
}

const at = <T>(values: readonly T[], n: number): T => values[n % values.length]!

const leadOf = (n: number, id: string): Row<'leads'> =>
  lead({
    id,
    full_name: `Lead ${n}`,
    pipeline_stage_id: at([...STAGES.lead, null], n),
    owner_id: at(OWNERS, n >> 2),
    lead_score: n % 4,
    tags: TAGS.filter((_tag, bit) => (n >> bit) & 1),
    next_follow_up_at: n % 3 === 0 ? NOW + (n % 7) * 1000 : null,
    archived_at: n % 11 === 10 ? NOW : null,
    merged_into: n % 13 === 12 ? randomUUID() : null,
  })

const dealOf = (n: number, id: string, leadId: string): Row<'deals'> =>
  rowOf('deals', {
    id,
    lead_id: leadId,
    name: `Deal ${n}`,
    stage_id: at(STAGES.deal, n),
    owner_id: at(OWNERS, n >> 1),
    value_minor: at(['0', '1', '100', '1000000000000000', LARGEST], n),
    currency: at(['EUR', 'GBP'], n >> 3),
    probability: (n * 7) % 101,
  })

const activityOf = (n: number, id: string, leadId: string): Row<'activities'> =>
  rowOf('activities', {
    id,
    lead_id: leadId,
    type: 'call',
    status: at(['planned', 'planned', 'completed'], n),
    due_at: n % 5 === 0 ? null : NOW - n * 1000,
  })

const step = fc.record({
  what: fc.constantFrom('lead', 'lead', 'deal', 'deal', 'activity', 'activity', 'conversation', 'remove'),
  which: fc.nat(7),
  of: fc.nat(7),
  n: fc.nat(500),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** The ids that the steps name by number; rows come before what they hang on as often as after it. */
const ids = Array.from({ length: 8 }, () => ({ lead: randomUUID(), deal: randomUUID(), activity: randomUUID() }))

function take({ what, which, of, n }: Step, model: Model): void {
  const own = ids[which]!
  const leadId = ids[of]!.lead
  if (what === 'lead') put('leads', leadOf(n, own.lead), model.leads)
  else if (what === 'deal') put('deals', dealOf(n, own.deal, leadId), model.deals)
  else if (what === 'activity') put('activities', activityOf(n, own.activity, leadId), model.activities)
  else if (what === 'conversation') {
    const row = conversation({ lead_id: leadId, channel_id: at(CHANNELS, n), waiting_since: NOW - n })
    rows.put('conversations', row)
    model.conversations.push(row)
  } else {
    const [table, id] = at(
      [['leads', own.lead] as const, ['deals', own.deal] as const, ['activities', own.activity] as const],
      n,
    )
    rows.delete(table, id)
    model[table].delete(id)
  }
}

function put<T extends 'leads' | 'deals' | 'activities'>(table: T, row: Row<T>, kept: Map<string, Row<T>>): void {
  rows.put(table, row)
  kept.set(row.id, row)
}

const isListed = (row: Row<'leads'> | undefined): row is Row<'leads'> =>
  row !== undefined && row.archived_at === null && row.merged_into === null

function dueOf(model: Model, row: Row<'leads'>): number {
  const planned = [...model.activities.values()].filter(
    ({ lead_id, status, due_at }) => lead_id === row.id && status === 'planned' && due_at !== null,
  )
  return Math.min(row.next_follow_up_at ?? Infinity, ...planned.map(({ due_at }) => due_at!))
}

/** Whether a lead that the board has fulfils what a filter asks of leads. */
function fitsLead(model: Model, { tags = [], channel_id }: BoardFilter, row: Row<'leads'> | undefined): boolean {
  if (tags.length === 0 && channel_id === undefined) return true
  return (
    isListed(row) &&
    tags.every((tag) => (row.tags as string[]).includes(tag)) &&
    (channel_id === undefined ||
      model.conversations.some((about) => about.lead_id === row.id && about.channel_id === channel_id))
  )
}

/** The ids of a column's cards in their order, by looking at every row. */
function expectedCards(model: Model, kind: PipelineKind, stageId: string | null, filter: BoardFilter): string[] {
  const owned = (owner: string | null) => filter.handler_id === undefined || owner === filter.handler_id
  const rid = (table: string, id: string) =>
    db.prepare<[string], number>(`select rid from ${table} where id = ?`).pluck().get(id)!
  const cards =
    kind === 'lead'
      ? [...model.leads.values()]
          .filter((row) => isListed(row) && row.pipeline_stage_id === stageId && owned(row.owner_id))
          .filter((row) => fitsLead(model, filter, row))
          .map((row) => ({ id: row.id, key: [dueOf(model, row), -row.lead_score, rid('leads', row.id)] }))
      : [...model.deals.values()]
          .filter((row) => row.stage_id === stageId && owned(row.owner_id))
          .filter((row) => fitsLead(model, filter, model.leads.get(row.lead_id)))
          .map((row) => {
            const of = model.leads.get(row.lead_id)
            const due = isListed(of) ? dueOf(model, of) : Infinity
            const rank = Math.max(-Number(row.value_minor), -Number.MAX_SAFE_INTEGER)
            return { id: row.id, key: [due, rank, rid('deals', row.id)] }
          })
  return cards
    .toSorted((a, b) => a.key.map((part, n) => compare(part, b.key[n]!)).find(Boolean) ?? 0)
    .map(({ id }) => id)
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

function expectedValues(model: Model, kind: PipelineKind, stageId: string | null, filter: BoardFilter) {
  const owned = (owner: string | null) => filter.handler_id === undefined || owner === filter.handler_id
  const deals = [...model.deals.values()].filter((row) => {
    const of = model.leads.get(row.lead_id)
    if (!fitsLead(model, filter, of)) return false
    if (kind === 'deal') return row.stage_id === stageId && owned(row.owner_id)
    return isListed(of) && of.pipeline_stage_id === stageId && owned(of.owner_id) && row.stage_id !== STAGES.deal[2]
  })
  const sum = (of: (row: Row<'deals'>) => bigint) =>
    sumByCurrency(deals.map((row) => ({ currency: row.currency, minor: String(of(row)) })))
  const weighted = new Map(
    sum((row) => BigInt(row.value_minor) * BigInt(row.probability)).map(({ currency, minor }) => [
      currency,
      String(BigInt(minor) / 100n),
    ]),
  )
  return sum((row) => BigInt(row.value_minor))
    .filter(({ minor }) => minor !== '0')
    .map(({ currency, minor }) => ({ currency, minor, weighted: weighted.get(currency)! }))
}

/** Every card of a column, page by page. */
function walk(kind: PipelineKind, stage_id: string | null, filter: BoardFilter): string[] {
  const page = boardPage(db)
  const found: string[] = []
  let from: CardKey | null = null
  do {
    const answer = page({ kind, stage_id, filter, from, to: null, limit: 2 })
    const again = page({ kind, stage_id, filter, from, to: answer.next, limit: 500 })
    expect(again.rows.slice(0, answer.rows.length)).toEqual(answer.rows)
    expect(again.next).toBeNull()
    found.push(...answer.rows.map(({ id }) => id))
    from = answer.next
  } while (from)
  return found
}

const FILTERS: BoardFilter[] = [
  {},
  { handler_id: OWNERS[0]! },
  { handler_id: null },
  { tags: [TAGS[0]!] },
  { tags: TAGS, handler_id: OWNERS[1]! },
  { channel_id: CHANNELS[0]! },
]

describe('after any changes in any order', () => {
  test('columns hold exactly their cards, in order, and their totals are what a scan gives, to the last unit', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
        db.exec('savepoint run')
        try {
          const model: Model = { leads: new Map(), deals: new Map(), activities: new Map(), conversations: [] }
          for (const one of steps) take(one, model)
          for (const kind of ['lead', 'deal'] as const) {
            for (const filter of FILTERS) {
              const { columns } = boardView(db)({ pipeline_id: PIPELINES[kind], filter })
              const stages = kind === 'lead' ? [null, ...STAGES.lead] : STAGES.deal
              for (const stageId of stages) {
                const cards = expectedCards(model, kind, stageId, filter)
                expect(walk(kind, stageId, filter)).toEqual(cards)
                const column = columns.find(({ stage }) => (stage?.id ?? null) === stageId)
                expect(column ?? { cards: 0, values: [] }).toMatchObject({
                  cards: cards.length,
                  // Leads without a stage have no column while there are none.
                  ...(column && { values: expectedValues(model, kind, stageId, filter) }),
                })
              }
            }
          }
        } finally {
          db.exec('rollback to run; release run')
        }
      }),
      { numRuns: 30 },
    )
  })
})

test('a card tells how far its lead has come, what is next and what waits', () => {
  const of = lead({
    full_name: 'Ana Lima',
    company_name: 'Lima & Co',
    pipeline_stage_id: STAGES.lead[0]!,
    created_at: NOW - 9_000,
  })
  rows.put('leads', of)
  rows.put('conversations', conversation({ lead_id: of.id, last_message_at: NOW - 2_000, waiting_since: NOW - 5_000 }))
  const latest = conversation({
    lead_id: of.id,
    platform: 'whatsapp',
    last_message_at: NOW,
    last_message_preview: 'Hi',
  })
  rows.put('conversations', latest)
  rows.put('deals', { ...dealOf(2, randomUUID(), of.id), stage_id: STAGES.deal[0]! })
  rows.put('deals', { ...dealOf(2, randomUUID(), of.id), stage_id: STAGES.deal[2]! })
  const card = () =>
    boardPage(db)({ kind: 'lead', stage_id: STAGES.lead[0]!, filter: {}, from: null, to: null, limit: 5 }).rows[0]
  expect(card()).toMatchObject({
    id: of.id,
    title: 'Ana Lima',
    detail: 'Lima & Co',
    due_at: null,
    since: NOW - 9_000,
    waiting_since: NOW - 5_000,
    conversation: { id: latest.id, platform: 'whatsapp', preview: 'Hi', unread: 0 },
    values: [{ currency: 'EUR', minor: '100' }],
    save_state: 'saved',
  })
  const change = rowOf('stage_changes', { lead_id: of.id, to_stage_id: STAGES.lead[0]!, created_at: NOW - 4_000 })
  rows.put('stage_changes', change)
  expect(card()).toMatchObject({ since: NOW - 4_000 })
  rows.put('stage_changes', { ...change, to_stage_id: STAGES.lead[1]! })
  expect(card()).toMatchObject({ since: null })
})

test('a page of a column is a range of one index, whatever else is asked for', () => {
  for (const kind of ['lead', 'deal'] as const) {
    for (const filter of FILTERS) {
      const sql = cardsSql(kind, filter, null, { hasFrom: true, hasTo: true })
      const names = sql.match(/:\w+/g)!.map((name) => [name.slice(1), null])
      const params = Object.fromEntries(names) as object
      const plan = db.prepare<[object], { detail: string }>(`explain query plan ${sql}`).all(params)
      expect(
        plan.some(({ detail }) => /SEARCH e USING (COVERING )?INDEX board_\w+_of_stage \(stage=\?/.test(detail)),
      ).toBe(true)
      expect(plan.some(({ detail }) => /SCAN|TEMP B-TREE/.test(detail))).toBe(false)
    }
  }
})

/** 64-bit amounts do not fit a JavaScript number. */
const readable = (column: string): string => (column === 'value_minor' ? `cast(${column} as text)` : column)

test('a cache from before the board has in it what a new one has', () => {
  const model: Model = { leads: new Map(), deals: new Map(), activities: new Map(), conversations: [] }
  const steps = fc.sample(step, { numRuns: 200, seed: 7 }).filter(({ what }) => what !== 'remove')
  for (const one of steps) take(one, model)
  const tables = ['board_leads', 'board_deals', 'lead_tags', 'inbox_values'].map((table) => `select * from ${table}`)
  const stats = 'select * from board_stats where cards <> 0 or hi <> 0 or lo <> 0'
  const content = (of: Connection) => [...tables, stats].map((sql) => of.prepare(sql).all())
  const before = content(db)

  const file = `${cache.file}.before`
  const old = connect(file, { key: cache.key })
  migrate(
    old,
    file,
    MIGRATIONS.slice(
      0,
      MIGRATIONS.findIndex(({ name }) => name === 'board'),
    ),
  )
  for (const table of ['leads', 'deals', 'activities', 'inbox_values']) {
    const columns = (old.pragma(`table_xinfo(${table})`) as { name: string; hidden: number }[])
      .filter(({ hidden }) => hidden === 0)
      .map(({ name }) => name)
    const insert = old.prepare(
      `insert or ignore into ${table} (${columns.join()}) values (${columns.map(() => '?').join()})`,
    )
    for (const row of db
      .prepare(`select ${columns.map(readable).join()} from ${table}`)
      .raw()
      .all())
      insert.run(...(row as unknown[]))
  }
  migrate(old, file, MIGRATIONS)
  expect(content(old)).toEqual(before)
  old.close()
})
