/** Snoozes that run out on this device, over real files and threads. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Database } from './client.ts'
import { NOW, conversation, lead, pageOf, pull, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const HOUR = 3_600_000
const maya = lead({ full_name: 'Maya Chen' })
const asleep = (given: object = {}) =>
  conversation({ lead_id: maya.id, assigned_to: null, status: 'snoozed', snoozed_until: NOW + HOUR, ...given })
const early = asleep()
const late = asleep({ snoozed_until: NOW + 2 * HOUR })

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(database, [pageOf('leads', [maya]), pageOf('conversations', [early, late])], 10)
})
afterEach(() => cache.dispose())

async function inSplit(split: 'all' | 'snoozed'): Promise<string[]> {
  const { rows } = await database.read('inbox.page', { split, from: null, to: null, limit: 10 })
  const counts = await database.read('inbox.counts', null)
  expect(counts[split].total).toBe(rows.length)
  expect(rows.every(({ status }) => (status === 'snoozed') === (split === 'snoozed'))).toBe(true)
  return rows.map(({ id }) => id)
}

test('a conversation is back in the inbox when its time has passed, and no change is queued for it', async () => {
  expect(await database.wakeSnoozed(NOW)).toBe(NOW + HOUR)
  expect(await inSplit('snoozed')).toHaveLength(2)
  const changed = vi.fn<(changes: { tables: object }) => void>()
  database.onChange(changed)
  expect(await database.wakeSnoozed(NOW + HOUR)).toBe(NOW + 2 * HOUR)
  expect(await inSplit('all')).toEqual([early.id])
  expect(await inSplit('snoozed')).toEqual([late.id])
  expect(changed).toHaveBeenCalledWith(expect.objectContaining({ tables: { conversations: [early.id] } }))
  expect(await database.read('triage.subject', { conversation_id: early.id })).toMatchObject({ status: 'open' })
  expect(await database.leaseBatch()).toEqual([])
  expect(await database.wakeSnoozed(NOW + 2 * HOUR)).toBeNull()
})

test('it stays back when the server sends it as it was, and sleeps again when it is snoozed anew', async () => {
  await database.wakeSnoozed(NOW + HOUR)
  await pull(database, [pageOf('conversations', [{ ...early, message_count: 3 }])], 20)
  expect(await inSplit('all')).toEqual([early.id])
  const args = { conversation_id: early.id, until: NOW + 5 * HOUR }
  await database.commit({ name: 'conversation.snooze', args }, { at: NOW + HOUR })
  expect(await inSplit('snoozed')).toHaveLength(2)
  expect(await database.leaseBatch()).toMatchObject([
    { args: { base: { status: 'snoozed', snoozed_until: NOW + HOUR } } },
  ])
})

test('the server opening it changes nothing that is counted', async () => {
  await database.wakeSnoozed(NOW + HOUR)
  await pull(database, [pageOf('conversations', [{ ...early, status: 'open', snoozed_until: null }])], 20)
  expect(await inSplit('all')).toEqual([early.id])
  expect(await inSplit('snoozed')).toEqual([late.id])
})
