import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCacheFile } from '../cache-file.ts'
import type { Connection } from '../connection.ts'
import { lead, NOW, pageOf, pull, rowOf, testCache, type TestCache } from '../test-support.ts'
import { ALERTS, TAKEN, waiting } from './hot-leads.ts'

let cache: TestCache
let db: Connection
beforeEach(() => {
  cache = testCache()
  db = openCacheFile(cache).db
})
afterEach(() => {
  db.close()
  return cache.dispose()
})

test.each([
  ['open alerts', ALERTS, [], /^SCAN hot_events USING INDEX hot_events_open/],
  ['what colleagues took', TAKEN, [1], /^SEARCH h USING INDEX hot_events_claimed/],
  [
    'who waits of the rep’s own',
    waiting('mine'),
    [{ late: 2, backlog: 1 }],
    /^SEARCH e USING INDEX inbox_mine_by_waiting/,
  ],
  [
    'who waits in the pool',
    waiting('unassigned'),
    [{ late: 2, backlog: 1 }],
    /^SEARCH e USING INDEX inbox_unassigned_by/,
  ],
])('%s: a range of an index, and rows by their keys', (_what, sql, params, first) => {
  const plan = db
    .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
    .all(...params)
    .map(({ detail }) => detail)
  expect(plan.filter((step) => first.test(step))).toHaveLength(1)
  // Of the rest, only what was found is gone through.
  expect(plan.filter((step) => /^SCAN (?!h$|hot_events USING INDEX hot_events_open|\(subquery)/.test(step))).toEqual([])
})

test('what another desktop has told is told, until the team is alerted again or a snooze ends', async () => {
  const database = await cache.open()
  const row = lead({ owner_id: cache.userId })
  const event = rowOf('hot_events', {
    lead_id: row.id,
    status: 'open',
    alert_count: 1,
    created_at: NOW,
    last_alert_at: null,
  })
  const acknowledged = (action: string, created_at: number, snoozed_until: number | null = null) =>
    rowOf('hot_acknowledgements', {
      lead_id: row.id,
      hot_event_id: event.id,
      user_id: cache.userId,
      action,
      created_at,
      snoozed_until,
    })
  let xid = 10
  const isTold = async (...pages: ReturnType<typeof pageOf>[]) => {
    await pull(database, pages, (xid += 10))
    const { leads } = await database.read('hot.list', { now: NOW, waitingMs: null })
    return leads[0]?.is_told
  }
  const tell = (at: number) => pageOf('hot_acknowledgements', [acknowledged('told', at)])
  expect(await isTold(pageOf('leads', [row]), pageOf('hot_events', [event]))).toBe(false)
  expect(await isTold(tell(NOW))).toBe(true)
  expect(await isTold(pageOf('hot_events', [{ ...event, alert_count: 2, last_alert_at: NOW + 5 }]))).toBe(false)
  expect(await isTold(tell(NOW + 6))).toBe(true)
  const until = NOW + 600_000
  expect(await isTold(pageOf('hot_acknowledgements', [acknowledged('snoozed', NOW + 7, until)]))).toBe(false)
  // Told as the snooze ended by the clock of a desktop that was ahead.
  expect(await isTold(tell(until - 60_001))).toBe(false)
  expect(await isTold(tell(until - 60_000))).toBe(true)
})
