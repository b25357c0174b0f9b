import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCacheFile } from '../cache-file.ts'
import type { Connection } from '../connection.ts'
import { testCache, type TestCache } from '../test-support.ts'
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
