import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, readdirSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDatabase } from './client.ts'
import type { Database } from './client.ts'
import { connect } from './connection.ts'
import {
  answerOf,
  NOW,
  WORKER,
  conversation,
  cursorAt,
  lead,
  message,
  pageOf,
  pull,
  testCache,
} from './test-support.ts'
import type { TestCache } from './test-support.ts'

const PAGE_SIZE = 8192
const SECRET = 'the customer said something nobody else may read'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
beforeEach(() => (cache = testCache()))
afterEach(() => cache.dispose())

const maya = lead({ full_name: 'Maya Chen' })
const chat = conversation({ lead_id: maya.id })

/** A closed cache with one conversation of many messages and one unsent note. */
async function fill(): Promise<void> {
  const database = await cache.open()
  const messages = Array.from({ length: 300 }, () =>
    message({ conversation_id: chat.id, lead_id: maya.id, body: SECRET }),
  )
  await pull(database, [pageOf('leads', [maya]), pageOf('conversations', [chat]), pageOf('messages', messages)], 10)
  await addNote(database)
  await database.saveDraft(chat.id, { body: SECRET, mode: 'reply' }, { at: NOW })
  await database.close()
}

const addNote = (database: Database) =>
  database.commit(
    {
      name: 'note.create',
      args: { note_id: randomUUID(), lead_id: maya.id, title: null, body: SECRET, type: 'general' },
    },
    { at: NOW },
  )

/** Overwrites a page of the file, as a failing disk would. */
function damagePage(pageNumber: number): void {
  const file = openSync(cache.file, 'r+')
  writeSync(file, randomBytes(PAGE_SIZE), 0, PAGE_SIZE, (pageNumber - 1) * PAGE_SIZE)
  closeSync(file)
}

test('keeps its identity and its data over a restart', async () => {
  await fill()
  const first = await cache.open()
  const { clientId } = first
  expect(first.recovered).toBeNull()
  expect(await first.cursor()).toEqual(cursorAt(10))
  await first.close()
  const second = await cache.open()
  expect(second.clientId).toBe(clientId)
  expect(await second.unsentCount()).toBe(1)
})

test('writes nothing readable to disk, in the file, its log or the staging file', async () => {
  const database = await cache.open()
  await database.stagePage(answerOf({ tables: [pageOf('leads', [lead({ full_name: SECRET })])] }))
  const whileStaged = readdirSync(cache.directory)
  expect(whileStaged).toContain('cache.db.staging')
  await database.applyRound(cursorAt(10), { at: 0 })
  await database.close()
  await fill()
  const again = await cache.open()
  await pull(again, [pageOf('leads', [maya])], 20)
  await addNote(again)
  const readable = [SECRET, 'create table', 'SQLite format 3']
  const found = readdirSync(cache.directory).flatMap((name) => {
    const bytes = readFileSync(join(cache.directory, name))
    return readable.filter((text) => bytes.includes(text)).map((text) => `${text} in ${name}`)
  })
  expect(found).toEqual([])
})

test('sets a file aside that the key does not open, and says that its contents are not known', async () => {
  await fill()
  const database = await openDatabase({
    workerUrl: WORKER,
    file: cache.file,
    key: randomBytes(32),
    userId: cache.userId,
  })
  const { recovered } = database
  expect(recovered?.unsent).toBeNull()
  expect(recovered?.quarantinedFile).toMatch(/quarantine[/\\]cache\.db-/)
  expect(await database.cursor()).toMatchObject({ snapshot: null })
  await database.close()
  const kept = connect(recovered!.quarantinedFile, { key: cache.key })
  expect(kept.prepare('select count(*) as n from messages').get()).toEqual({ n: 300 })
  kept.close()
})

test.each([
  [
    'is no database',
    () => writeFileSync(cache.file, 'not a database, but longer than a header of one hundred bytes'.repeat(9)),
  ],
  ['has a damaged first page', () => damagePage(1)],
  ['is cut short', () => writeFileSync(cache.file, readFileSync(cache.file).subarray(0, 5000))],
])('begins a new cache when the file %s', async (_name, damage) => {
  await fill()
  damage()
  const database = await cache.open()
  expect(database.recovered).toMatchObject({ unsent: null })
  expect(existsSync(database.recovered!.quarantinedFile)).toBe(true)
  await pull(database, [pageOf('leads', [maya])], 10)
  await addNote(database)
  expect(await database.unsentCount()).toBe(1)
})

test('says so once when damage shows during work, and at the next opening sets the file aside with the number of unsent changes', async () => {
  await fill()
  const eye = connect(cache.file, { key: cache.key })
  const pages = eye
    .prepare<[], number>(`select pageno from dbstat where name = 'messages' and pagetype = 'leaf'`)
    .pluck()
    .all()
  eye.close()
  for (const page of pages) damagePage(page)
  const onDamage = vi.fn<(recovered: unknown) => void>()
  const { file, key, userId } = cache
  const database = await openDatabase({ workerUrl: WORKER, file, key, userId, onDamage })
  expect(database.recovered).toBeNull()
  const look = () => database.read('conversation.view', { conversation_id: chat.id, limit: 100 })
  await expect(look()).rejects.toMatchObject({ code: 'storage_corrupt' })
  await expect(look()).rejects.toMatchObject({ code: 'storage_corrupt' })
  expect(onDamage.mock.calls).toEqual([[null]])
  await database.close()
  const fresh = await cache.open()
  expect(fresh.recovered).toMatchObject({ unsent: 1 })
  await fresh.close()
  expect((await cache.open()).recovered).toBeNull()
})

test('refuses the file of a newer version and leaves it alone', async () => {
  await fill()
  const db = connect(cache.file, { key: cache.key })
  db.pragma('user_version = 999')
  db.close()
  await expect(cache.open()).rejects.toMatchObject({ code: 'incompatible' })
  expect(readdirSync(cache.directory)).not.toContain('quarantine')
})

test('refuses the file of another rep', async () => {
  await fill()
  const other = openDatabase({ workerUrl: WORKER, file: cache.file, key: cache.key, userId: randomUUID() })
  await expect(other).rejects.toMatchObject({ code: 'forbidden' })
})

test('leaves nothing of a destroyed cache', async () => {
  await fill()
  const database = await cache.open()
  await addNote(database)
  await database.destroy()
  expect(readdirSync(cache.directory)).toEqual([])
  await expect(database.backlog()).rejects.toMatchObject({ code: 'internal' })
})
