/** Workers that die, as of a fault in native code or of memory. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ExpectedError } from '#shared/contract/errors.ts'
import { TABLE_NAMES } from '#shared/replication/tables.ts'
import type { ChangeSet } from './changes.ts'
import { openDatabase } from './client.ts'
import type { Database } from './client.ts'
import {
  NOW,
  WORKER,
  answerOf,
  conversation,
  cursorAt,
  lead,
  message,
  pageOf,
  pull,
  testCache,
} from './test-support.ts'
import type { TestCache } from './test-support.ts'
import { inWorkerThread } from './transport.ts'
import type { Transport } from './transport.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let database: Database
/** The workers as they were started, by role. */
let started: Record<'writer' | 'reader', Transport[]>

const maya = lead({ full_name: 'Maya Chen' })
const chat = conversation({ lead_id: maya.id, last_message_at: NOW })
const world = [pageOf('leads', [maya]), pageOf('conversations', [chat])]

beforeEach(async () => {
  cache = testCache()
  started = { writer: [], reader: [] }
  const inThread = inWorkerThread(WORKER)
  database = await openDatabase({
    workerUrl: WORKER,
    file: cache.file,
    key: cache.key,
    userId: cache.userId,
    connect(start) {
      const transport = inThread(start)
      started[(start as { role: 'writer' | 'reader' }).role].push(transport)
      return transport
    },
  })
  await pull(database, world, 10)
})
afterEach(async () => {
  await database.close().catch(() => {}) // given up, in one of them
  await cache.dispose()
})

/** Kills a worker as the operating system would: nobody in the client asked for it. */
const kill = (role: 'writer' | 'reader') => started[role].at(-1)!.close()

const addNote = (body: string) =>
  database.commit(
    { name: 'note.create', args: { note_id: randomUUID(), lead_id: maya.id, title: null, body, type: 'general' } },
    { at: NOW },
  )
const bodies = async () =>
  (await database.read('conversation.view', { conversation_id: chat.id, limit: 50 }))!.items.map(({ body }) => body)

test('a dead writer is started again with what it had acknowledged, and everything counts as changed', async () => {
  await addNote('before')
  await database.leaseBatch()
  const changes: ChangeSet[] = []
  database.onChange((change) => changes.push(change))
  await kill('writer')
  await addNote('after')
  expect(await bodies()).toEqual(['before', 'after'])
  expect((await database.leaseBatch()).map(({ args }) => args)).toMatchObject([{ body: 'before' }, { body: 'after' }])
  const restarted = changes.find(({ conversations }) => conversations === 'all')
  expect(restarted).toMatchObject({ conversations: 'all', leads: 'all', inbox: 'all', outbox: true })
  expect(Object.keys(restarted!.tables)).toEqual(TABLE_NAMES)
})

test('a write that the death cut off is refused with words, not lost in silence', async () => {
  const cutOff = addNote('cut off')
  void kill('writer')
  const outcome = await cutOff.then(
    () => 'done',
    (error: unknown) => (error instanceof ExpectedError ? error.message : error),
  )
  expect(outcome).toMatch(/^done$|opened again/)
  expect(await bodies()).toHaveLength((await database.leaseBatch()).length)
})

test('a read that the death cut off is answered by the next reader', async () => {
  const reads = Array.from({ length: 20 }, () => bodies())
  void kill('reader')
  expect(await Promise.all(reads)).toEqual(Array.from({ length: 20 }, () => []))
  expect(started.reader).toHaveLength(2)
})

test('a round whose pages died with the writer moves no cursor', async () => {
  await database.stagePage(
    answerOf({ tables: [pageOf('messages', [message({ conversation_id: chat.id, lead_id: maya.id })])] }),
  )
  await kill('writer')
  await expect(database.applyRound(cursorAt(20), { at: 0 })).rejects.toMatchObject({ code: 'internal' })
  await expect(database.stagePage(answerOf({}))).rejects.toMatchObject({ code: 'internal' })
  expect(await database.cursor()).toEqual(cursorAt(10))
  await database.discardRound()
  await pull(database, [], 20)
  expect(await database.cursor()).toEqual(cursorAt(20))
})

test('one that keeps dying is given up, and says so', async () => {
  for (let n = 0; n < 6; n++) {
    await kill('writer')
    await database.cursor().catch(() => {})
  }
  await expect(database.cursor()).rejects.toMatchObject({ code: 'internal', message: /keeps failing/ })
  expect(started.writer).toHaveLength(6)
  expect(await bodies()).toEqual([])
})

test('a closed cache stays closed', async () => {
  await database.close()
  expect([started.writer.length, started.reader.length]).toEqual([1, 1])
  await expect(database.cursor()).rejects.toMatchObject({ code: 'internal', message: 'The local cache is closed.' })
})
