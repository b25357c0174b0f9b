import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openCacheFile } from '../cache-file.ts'
import type { Connection } from '../connection.ts'
import { Meta } from '../meta.ts'
import { lead, rowOf, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'
import { CacheRows } from '../write/cache-rows.ts'
import { calendarRange, taskCounts } from './tasks.ts'

const HOUR = 3_600_000
/** In the afternoon, so that there is something left of today. */
const NOW = new Date(2026, 10, 21, 15, 30).getTime()
const COLLEAGUE = randomUUID()

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

test('a stretch of the calendar has what is due and what is booked in it, by its time, and nothing of its ends', () => {
  const owner = lead({ owner_id: cache.userId, full_name: 'Ana Lima', next_follow_up_at: NOW + 3 * HOUR })
  rows.put('leads', owner)
  const booking = { lead_id: owner.id, status: 'confirmed', title: 'Test drive', ends_at: NOW + 3 * HOUR }
  rows.put('bookings', rowOf('bookings', { ...booking, starts_at: NOW + 2 * HOUR }))
  rows.put('bookings', rowOf('bookings', { ...booking, starts_at: NOW + 2 * HOUR, status: 'cancelled' }))
  rows.put('bookings', rowOf('bookings', { ...booking, starts_at: NOW + 2 * HOUR, assigned_to: COLLEAGUE }))
  const task = { lead_id: owner.id, type: 'task', status: 'planned', assigned_to: cache.userId, metadata: {} }
  for (const hours of [0, 1, 4]) {
    rows.put('activities', rowOf('activities', { ...task, subject: `in ${hours}`, due_at: NOW + hours * HOUR }))
  }
  const { items, more } = calendarRange(db)({ scope: 'mine', from: NOW, to: NOW + 4 * HOUR })
  expect(items.map(({ kind, subject, at: when, ends_at }) => [kind, subject, when, ends_at])).toEqual([
    ['activity', 'in 0', NOW, null],
    ['activity', 'in 1', NOW + HOUR, null],
    ['booking', 'Test drive', NOW + 2 * HOUR, NOW + 3 * HOUR],
    ['follow_up', null, NOW + 3 * HOUR, null],
  ])
  expect(more).toBe(false)
})

test('what is late at 15:30 was due today at 15:00, and a clock set back a day shows it as still to come', () => {
  const owner = lead({ owner_id: cache.userId })
  rows.put('leads', owner)
  const task = { lead_id: owner.id, type: 'task', status: 'planned', assigned_to: cache.userId, metadata: {} }
  rows.put('activities', rowOf('activities', { ...task, due_at: NOW - HOUR / 2 }))
  expect(taskCounts(db)({ scope: 'mine' })).toEqual({ overdue: 1, today: 0, upcoming: 0, missed: 0 })
  vi.setSystemTime(NOW - HOUR)
  expect(taskCounts(db)({ scope: 'mine' })).toEqual({ overdue: 0, today: 1, upcoming: 0, missed: 0 })
  vi.setSystemTime(NOW - 24 * HOUR)
  expect(taskCounts(db)({ scope: 'mine' })).toEqual({ overdue: 0, today: 0, upcoming: 1, missed: 0 })
})
