import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Row } from '#shared/replication/tables.ts'
import type { Database } from '../client.ts'
import {
  GENERATION,
  NOW,
  answerOf,
  conversation,
  cursorAt,
  lead,
  message,
  pageOf,
  pull,
  testCache,
} from '../test-support.ts'
import type { TestCache } from '../test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let database: Database
const maya = lead({})
const chat = conversation({ lead_id: maya.id, message_count: 500, last_message_at: NOW })
const LONG_AGO = NOW - 400 * 24 * 60 * 60 * 1000

/** Message n of 500, a minute apart, all of them old. */
const all = Array.from({ length: 500 }, (_, n) =>
  message({ conversation_id: chat.id, lead_id: maya.id, body: `m${n}`, created_at: LONG_AGO + n * 60_000 }),
)
const world = [pageOf('leads', [maya]), pageOf('conversations', [chat])]

beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(database, [...world, pageOf('messages', all.slice(300))], 10)
})
afterEach(() => cache.dispose())

const view = async (limit = 5000) => (await database.read('conversation.view', { conversation_id: chat.id, limit }))!
const historyOf = (rows: Row<'messages'>[], complete = false) => ({
  ...answerOf({ tables: [pageOf('messages', rows)] }),
  protocol: 1,
  generation: GENERATION,
  scope_version: 1,
  snapshot: '11:11:',
  reset: null,
  complete,
  position: null,
  expected_rows: null,
  granted: [],
})

/** Fetches the messages from `from` up to what is there. */
async function fetchBack(from: number, to: number): Promise<boolean> {
  const start = (await database.historyStart(chat.id))!
  expect(start.before).toBe(all[to]!.created_at)
  return database.keepHistory(chat.id, start, historyOf(all.slice(from, to), from === 0))
}

test('what is older than the window is told of, fetched and kept over a restart', async () => {
  expect(await view()).toMatchObject({ has_older: false, has_older_on_server: true })
  expect(await view(80)).toMatchObject({ has_older: true, has_older_on_server: false })
  expect(await fetchBack(100, 300)).toBe(true)
  await database.close()
  database = await cache.open()
  expect((await view()).items.map(({ body }) => body)).toEqual(all.slice(100).map(({ body }) => body))
  expect(await fetchBack(0, 100)).toBe(true)
  expect(await view()).toMatchObject({ has_older: false, has_older_on_server: false })
  expect(await database.historyStart(chat.id)).toBeNull()
})

test('a single older row that a pull brought neither shows beside a gap nor skips what lies between', async () => {
  await pull(database, [pageOf('messages', [all[5]!])], 11)
  expect((await view()).items[0]?.body).toBe('m300')
  await fetchBack(100, 300)
  expect((await view()).items[0]?.body).toBe('m100')
  await fetchBack(0, 100)
  expect((await view()).items).toHaveLength(500)
})

test('rows that are here already stay as new as they are', async () => {
  await pull(database, [pageOf('messages', [{ ...all[250]!, status: 'read' }])], 11)
  await fetchBack(100, 300)
  expect((await view()).items.find(({ body }) => body === 'm250')).toMatchObject({ status: 'read' })
})

test('a page that a round has overtaken is not kept: it may have what was deleted', async () => {
  const start = (await database.historyStart(chat.id))!
  await pull(database, [], 11, { deleted: [{ table: 'messages', id: all[299]!.id }] })
  expect(await database.keepHistory(chat.id, start, historyOf(all.slice(100, 300)))).toBe(false)
  expect((await view()).items).toHaveLength(200)
})

test('a scan brings the conversation back to its window, and the rest can be fetched again', async () => {
  await fetchBack(100, 300)
  await database.resetScope('scope')
  expect(await database.historyStart(chat.id)).toBeNull()
  await pull(database, [...world, pageOf('messages', all.slice(300))], 20)
  expect((await view()).items).toHaveLength(200)
  expect(await fetchBack(100, 300)).toBe(true)
})

test('nothing of it outlives the lead', async () => {
  await fetchBack(0, 300)
  const start = { before: all[100]!.created_at, cursor: cursorAt(20) }
  await pull(database, [], 20, { revoked: [{ lead_id: maya.id, owner_id: null }] })
  expect(await database.keepHistory(chat.id, start, historyOf(all.slice(0, 100)))).toBe(false)
  expect((await database.stats()).rows.messages).toBe(0)
  await pull(database, [...world, pageOf('messages', all.slice(300))], 30)
  expect(await view()).toMatchObject({ has_older_on_server: true })
})

test('an answer with unknown columns is refused whole', async () => {
  const start = (await database.historyStart(chat.id))!
  const answer = historyOf(all.slice(100, 300))
  answer.tables[0]!.columns[3] = 'aura'
  await expect(database.keepHistory(chat.id, start, answer)).rejects.toMatchObject({ code: 'incompatible' })
  expect((await view()).items).toHaveLength(200)
})
