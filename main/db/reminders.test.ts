/** Reminders of what the rep has planned, over real files and threads. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Database } from './client.ts'
import { NOW, lead, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const HOUR = 3_600_000
const DAY = 24 * HOUR
const maya = lead({ full_name: 'Maya Chen' })
let cache: TestCache
let database: Database
const planned = (due_at: number, given: object = {}) =>
  rowOf('activities', {
    lead_id: maya.id,
    type: 'call',
    subject: 'Ring back',
    status: 'planned',
    due_at,
    assigned_to: cache.userId,
    metadata: {},
    ...given,
  })

beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
})
afterEach(() => cache.dispose())

const told = async (now: number) => (await database.takeReminders(now)).due.map(({ id }) => id)

test('a reminder is told once, in its minute, and is no news when it was missed by more than a day', async () => {
  const [soon, later] = [planned(NOW + HOUR), planned(NOW + 2 * HOUR)]
  const others = [planned(NOW, { assigned_to: maya.id }), planned(NOW, { status: 'completed' }), planned(NOW - 2 * DAY)]
  await pull(database, [pageOf('leads', [maya]), pageOf('activities', [soon, later, ...others])], 10)
  expect(await database.takeReminders(NOW)).toEqual({ due: [], next: NOW + HOUR })
  const { due, next } = await database.takeReminders(NOW + HOUR)
  expect(due).toMatchObject([
    { id: soon.id, kind: 'activity', type: 'call', subject: 'Ring back', lead_label: 'Maya Chen', due_at: NOW + HOUR },
  ])
  expect(next).toBe(NOW + 2 * HOUR)
  expect(await told(NOW + HOUR + 1)).toEqual([])

  // A night later, and after a restart.
  await database.close()
  database = await cache.open()
  expect(await told(NOW + 12 * HOUR)).toEqual([later.id])
  expect(await told(NOW + 12 * HOUR)).toEqual([])
})

test('a clock set back a day tells nothing twice, and what is moved is told anew', async () => {
  const task = planned(NOW)
  await pull(database, [pageOf('leads', [maya]), pageOf('activities', [task])], 10)
  expect(await told(NOW)).toEqual([task.id])
  expect(await told(NOW - DAY)).toEqual([])
  expect(await told(NOW + HOUR)).toEqual([])
  const set = { due_at: NOW + 3 * HOUR }
  await database.commit({ name: 'activity.edit', args: { activity_id: task.id, set } }, { at: NOW + HOUR })
  expect(await told(NOW + 2 * HOUR)).toEqual([])
  expect(await told(NOW + 3 * HOUR)).toEqual([task.id])
})

test("the follow-up of the rep's own lead is told as one", async () => {
  const own = lead({ full_name: 'Otto Maus', owner_id: cache.userId, next_follow_up_at: NOW })
  await pull(database, [pageOf('leads', [own])], 10)
  expect((await database.takeReminders(NOW)).due).toMatchObject([{ id: own.id, kind: 'follow_up', lead_id: own.id }])
})
