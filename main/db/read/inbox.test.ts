import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { InboxKey } from '#shared/contract/read-models.ts'
import { SPLITS } from '#shared/domain/conversation.ts'
import type { Split } from '#shared/domain/conversation.ts'
import { SORTS } from '#shared/domain/triage.ts'
import type { InboxFilter, Sort } from '#shared/domain/triage.ts'
import { CONVERSATION_STATUSES, PRIORITIES } from '#shared/domain/vocabulary.ts'
import type { Row } from '#shared/replication/tables.ts'
import { openCacheFile } from '../cache-file.ts'
import type { Connection } from '../connection.ts'
import { Meta } from '../meta.ts'
import { NOW, conversation, lead, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'
import { CacheRows } from '../write/cache-rows.ts'
import { filteredCount, inboxPage, matchingIds } from './inbox.ts'
import { facetsOf, pageSql, rowsSql } from './inbox-query.ts'
import type { InboxView } from './inbox-query.ts'

vi.setConfig({ testTimeout: 30_000 })

const CHANNELS = [randomUUID(), randomUUID()]
const STAGES = [randomUUID(), null]
const TAGS = ['vip', 'trade-in', 'Ümlaut "quoted"']

let cache: TestCache
let db: Connection
let rows: CacheRows
let people: (string | null)[]
beforeEach(() => {
  cache = testCache()
  db = openCacheFile(cache).db
  new Meta(db).set('user_id', cache.userId)
  rows = new CacheRows(db)
  people = [cache.userId, randomUUID(), null]
})
afterEach(() => {
  db.close()
  return cache.dispose()
})

interface Enquiry {
  lead: Row<'leads'>
  conversation: Row<'conversations'>
}

const pick = <T>(values: readonly T[], n: number): T => values[n % values.length]!

/** Conversations that differ in everything the inbox looks at, many of them at the same moment. */
function fill(count: number): Enquiry[] {
  return Array.from({ length: count }, (_, n) => {
    const of = lead({
      owner_id: pick(people, n * 7 + (n >> 2)),
      pipeline_stage_id: pick(STAGES, n >> 1),
      lead_score: n % 5,
      tags: TAGS.filter((_tag, bit) => (n >> bit) & 1),
      temperature: n % 4 === 0 ? 'hot' : null,
    })
    const about = conversation({
      lead_id: of.id,
      channel_id: pick(CHANNELS, n >> 3),
      status: pick(CONVERSATION_STATUSES, n % 11 < 8 ? 0 : n % 4),
      priority: pick(PRIORITIES, n % 9 < 5 ? 1 : n),
      assigned_to: n % 3 === 0 ? pick(people, n) : null,
      unread_count: n % 2,
      last_message_at: NOW - (n % 13) * 1000,
      waiting_since: n % 3 === 0 ? NOW - n * 5000 : null,
    })
    rows.put('leads', of)
    rows.put('conversations', about)
    return { lead: of, conversation: about }
  })
}

function isIn(split: Split, { lead: of, conversation: about }: Enquiry): boolean {
  if (split === 'snoozed') return about.status === 'snoozed'
  if (about.status !== 'open') return false
  if (split === 'mine') return about.assigned_to === cache.userId || of.owner_id === cache.userId
  if (split === 'unassigned') return about.assigned_to === null && of.owner_id === null
  if (split === 'hot') return of.temperature === 'hot'
  return split === 'all' || about.waiting_since !== null
}

function fits(
  { channel_id, handler_id, stage_id, tags = [] }: InboxFilter,
  { lead: of, conversation: about }: Enquiry,
) {
  return (
    (channel_id === undefined || about.channel_id === channel_id) &&
    (handler_id === undefined || (about.assigned_to ?? of.owner_id) === handler_id) &&
    (stage_id === undefined || of.pipeline_stage_id === stage_id) &&
    tags.every((tag) => (of.tags as string[]).includes(tag))
  )
}

const RANKS: Record<Sort, (enquiry: Enquiry) => number> = {
  newest: () => 0,
  waiting: ({ conversation: about }) => -(about.waiting_since ?? Infinity),
  priority: ({ conversation: about }) => (PRIORITIES as readonly string[]).indexOf(about.priority),
  score: ({ lead: of }) => of.lead_score,
}

/** Every row of a view, page by page. */
function walk(view: InboxView, limit: number) {
  const page = inboxPage(db)
  const found: { id: string; order: [number, number, number] }[] = []
  let from: InboxKey | null = null
  do {
    const answer = page({ ...view, from, to: null, limit })
    found.push(...answer.rows.map((row) => ({ id: row.id, order: [row.at, row.rid, 0] as [number, number, number] })))
    from = answer.next
  } while (from)
  return found.map(({ id }) => id)
}

const filters = fc.record(
  {
    channel_id: fc.constantFrom(...CHANNELS, randomUUID()),
    handler_id: fc.nat(2),
    stage_id: fc.constantFrom(...STAGES),
    tags: fc.uniqueArray(fc.constantFrom(...TAGS), { minLength: 1 }),
  },
  { requiredKeys: [] },
)

describe.each([
  ['few', 120],
  ['many', 3_000],
])('a view of %s conversations', (_, count) => {
  test('holds exactly what fits, in its order, whatever is combined, however it is paged', () => {
    const enquiries = fill(count)
    const rid = db.prepare<[string], number>('select rid from conversations where id = ?').pluck()
    fc.assert(
      fc.property(fc.constantFrom(...SPLITS), fc.constantFrom(...SORTS), filters, (split, sort, drawn) => {
        const { handler_id, ...rest } = drawn
        const filter: InboxFilter = { ...rest, ...(handler_id !== undefined && { handler_id: people[handler_id]! }) }
        const expected = enquiries
          .filter((enquiry) => isIn(split, enquiry) && fits(filter, enquiry))
          .map((enquiry) => ({
            id: enquiry.conversation.id,
            unread: enquiry.conversation.unread_count,
            key: [RANKS[sort](enquiry), enquiry.conversation.last_message_at!, rid.get(enquiry.conversation.id)!],
          }))
          .sort((a, b) => b.key.map((part, n) => compare(part, a.key[n]!)).find(Boolean) ?? 0)
        const view = { split, sort, filter }
        expect(walk(view, Math.ceil(count / 7))).toEqual(expected.map(({ id }) => id))
        expect(filteredCount(db)({ split, filter })).toEqual({
          total: expected.length,
          unread: expected.filter(({ unread }) => unread > 0).length,
        })
        expect(matchingIds(db)({ split, filter }).sort()).toEqual(expected.map(({ id }) => id).sort())
      }),
      { numRuns: 60 },
    )
  })
})

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

test('a range of keys between two pages leaves nothing out and shows nothing twice', () => {
  fill(200)
  const page = inboxPage(db)
  for (const sort of SORTS) {
    const whole = page({ split: 'all', sort, from: null, to: null, limit: 500 }).rows
    const first = page({ split: 'all', sort, from: null, to: null, limit: 40 })
    const again = page({ split: 'all', sort, from: null, to: first.next, limit: 500 })
    const rest = page({ split: 'all', sort, from: first.next, to: null, limit: 500 })
    expect(again.rows).toEqual(first.rows)
    expect([...again.rows, ...rest.rows]).toEqual(whole)
  }
})

describe('the statements', () => {
  const FILTERS: InboxFilter[] = [
    {},
    { channel_id: CHANNELS[0]! },
    { handler_id: null },
    { stage_id: null },
    { tags: ['vip'] },
    { channel_id: CHANNELS[0]!, handler_id: null, stage_id: null, tags: ['vip', 'trade-in'] },
  ]
  const views = SPLITS.flatMap((split) =>
    SORTS.flatMap((sort) => FILTERS.map((filter): InboxView => ({ split, sort, filter }))),
  )
  const planOf = (sql: string): string[] => {
    const names = [...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name!, 1])
    return db
      .prepare<[object], { detail: string }>(`explain query plan ${sql}`)
      .all(Object.fromEntries(names))
      .map(({ detail }) => detail)
  }

  test.each(views)(
    'of $split by $sort with $filter read ranges of an index, and walk one only in its order',
    (view) => {
      const facets = facetsOf(view.filter)
      for (const facet of [null, ...facets.keys()]) {
        for (const isSplitFew of [true, false]) {
          const lead = facet === null ? undefined : facets[facet]
          const isOrdered = lead ? lead.isOrdered && view.sort === 'newest' : view.sort === 'newest' || !isSplitFew
          const plan = planOf(pageSql(view, { facet, isSplitFew }, { hasFrom: true, hasTo: true }))
          expect(plan[0]).toMatch(lead || isOrdered ? /^SEARCH/ : /^(SEARCH|SCAN) e USING INDEX inbox_/)
          expect(plan.filter((line) => line.startsWith('SCAN') && !line.includes('USING INDEX inbox_'))).toEqual([])
          expect(plan.some((line) => line.includes('TEMP B-TREE FOR ORDER BY'))).toBe(!isOrdered)
        }
      }
    },
  )

  test('that count a filter begin with what they are told is rarest of it', () => {
    const plan = (filter: InboxFilter, facet: number) =>
      planOf(rowsSql({ split: 'all', sort: 'newest', filter }, { facet, isSplitFew: false }, 'e.rid'))[0]
    expect(plan({ channel_id: 'x', stage_id: 'y' }, 1)).toContain('inbox_of_stage')
    expect(plan({ channel_id: 'x', stage_id: 'y' }, 0)).toContain('inbox_of_channel')
    expect(plan({ tags: ['vip'] }, 0)).toMatch(/SEARCH t0 USING PRIMARY KEY/)
  })
})
