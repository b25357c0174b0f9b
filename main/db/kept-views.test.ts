/** Views that the rep keeps completely: over real files and threads. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Database } from './client.ts'
import { randomUUID } from 'node:crypto'
import {
  GENERATION,
  NOW,
  answerOf,
  conversation,
  lead,
  message,
  pageOf,
  pull,
  rowOf,
  testCache,
} from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const HOUR = 3_600_000
const YEAR = 365 * 24 * HOUR
const maya = lead({ full_name: 'Maya Chen' })
const long = conversation({ lead_id: maya.id, last_message_at: NOW })
const short = conversation({ lead_id: maya.id, last_message_at: NOW })
const messages = (count: number, at: number, conversation_id = long.id) =>
  Array.from({ length: count }, (_, n) =>
    message({ lead_id: maya.id, conversation_id, body: `é${n}`, created_at: at + n * HOUR }),
  )

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  const window = [...messages(200, NOW - YEAR), ...messages(3, NOW - HOUR * 5, short.id)]
  await pull(
    database,
    [pageOf('leads', [maya]), pageOf('conversations', [long, short]), pageOf('messages', window)],
    10,
  )
})
afterEach(() => cache.dispose())

async function fetchOlder(): Promise<void> {
  const start = (await database.historyStart(long.id))!
  const page = pageOf('messages', messages(50, NOW - 2 * YEAR))
  const answer = {
    ...answerOf({ tables: [page] }),
    protocol: 1,
    generation: GENERATION,
    scope_version: 1,
    snapshot: start.cursor.snapshot!,
    reset: null,
    complete: true,
    position: null,
    expected_rows: null,
    granted: [],
  }
  expect(await database.keepHistory(long.id, start, answer)).toBe(true)
}

test('a kept view is there again after a restart, once however often it is asked for', async () => {
  const first = await database.keepView({ split: 'all', filter: { tags: ['vip'] } }, { at: NOW })
  expect(await database.keepView({ filter: { tags: ['vip'] }, split: 'all' }, { at: NOW + 1 })).toBe(first)
  await database.close()
  database = await cache.open()
  expect(await database.keptViews()).toEqual([{ id: first, split: 'all', filter: { tags: ['vip'] } }])
  await database.forgetView(first)
  expect(await database.keptViews()).toEqual([])
})

test('only a conversation of which the server may have more is open, until it has been fetched', async () => {
  const before = await database.keptSizes([long.id, short.id])
  expect(before).toMatchObject({ messages: 203, open: [long.id] })
  await fetchOlder()
  const after = await database.keptSizes([long.id, short.id])
  expect(after).toMatchObject({ messages: 253, open: [] })
  expect(after.bytes).toBeGreaterThan(before.bytes)
})

test('the files of a conversation are those of its own messages, the newest first', async () => {
  const [older, newer] = [
    message({ conversation_id: long.id, lead_id: long.lead_id, created_at: NOW - 2 }),
    message({ conversation_id: long.id, lead_id: long.lead_id, created_at: NOW - 1 }),
  ]
  const file = (message_id: string, size_bytes: number) =>
    rowOf('attachments', { lead_id: long.lead_id, message_id, size_bytes, metadata: {} })
  const files = [file(older.id, 1), file(newer.id, 2), file(randomUUID(), 3)]
  await pull(database, [pageOf('messages', [older, newer]), pageOf('attachments', files)], 50)
  const bytes = async (ids: string[]) => (await database.read('keep.files', { ids })).map((kept) => kept.bytes)
  expect(await bytes([long.id])).toEqual([2, 1])
  expect(await bytes([short.id])).toEqual([])
})

test('what was fetched is freed down to the window, and can be fetched again', async () => {
  await fetchOlder()
  await database.trimHistory([long.id, short.id], { now: NOW })
  expect(await database.keptSizes([long.id, short.id])).toMatchObject({ messages: 203, open: [long.id] })
  await fetchOlder()
  expect(await database.keptSizes([long.id])).toMatchObject({ messages: 250, open: [] })
})
