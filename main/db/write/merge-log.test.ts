import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LostValue } from '#shared/replication/protocol.ts'
import type { Database } from '../client.ts'
import { NOW, cursorAt, lead, note, outcomeOf, pageOf, pull, rowOf, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let database: Database
const ana = rowOf('profiles', { full_name: 'Ana Lopes' })
const maya = lead({ first_name: 'Maya', email: 'maya@old.test' })
const memo = note({ lead_id: maya.id, body: 'one\ntwo' })

beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(database, [pageOf('profiles', [ana]), pageOf('leads', [maya]), pageOf('notes', [memo])], 10)
})
afterEach(() => cache.dispose())

const log = (before: number | null = null, limit = 10) => database.read('sync.merge_log', { before, limit })

const settled = (rule: string, base: unknown, theirs: unknown, value: unknown) => ({
  rule,
  base,
  theirs,
  value,
  by: ana.id,
  at: NOW - 60_000,
})

/** Edits Maya's e-mail, which Ana had changed meanwhile. */
async function overwrite(): Promise<void> {
  const { seq } = await database.commit(
    { name: 'lead.edit', args: { lead_id: maya.id, set: { email: 'maya@mine.test' } } },
    { at: NOW },
  )
  await database.leaseBatch()
  const merged = { email: settled('last_writer', 'maya@old.test', 'maya@anas.test', 'maya@mine.test') }
  await database.settle([outcomeOf(seq, { xid: '15', details: { merged, lead_id: maya.id } })])
  await pull(database, [pageOf('leads', [{ ...maya, email: 'maya@mine.test' }])], 20)
}

const lost = (given: Partial<LostValue> = {}): LostValue => ({
  id: 1,
  table: 'leads',
  row_id: maya.id,
  lead_id: maya.id,
  field: 'email',
  base: 'maya@old.test',
  losing: 'maya@mine.test',
  losing_at: NOW - 60_000,
  winning: 'maya@anas.test',
  winning_by: ana.id,
  at: NOW,
  ...given,
})

test('a value of a colleague that mine replaced is kept, with who wrote it and when', async () => {
  await overwrite()
  expect(await log()).toMatchObject({
    records: [
      {
        kind: 'mine',
        table: 'leads',
        row_id: maya.id,
        field: 'email',
        lead_id: maya.id,
        base: 'maya@old.test',
        losing: { value: 'maya@anas.test', by: ana.id, at: NOW - 60_000 },
        winning: { value: 'maya@mine.test', by: cache.userId, at: NOW },
        current: 'maya@mine.test',
        undo: 'possible',
      },
    ],
    next: null,
  })
})

test('lines of both that the server combined are kept, with the text that mine was merged into', async () => {
  const args = { note_id: memo.id, set: { body: 'ONE\ntwo' } }
  const { seq } = await database.commit({ name: 'note.edit', args }, { at: NOW })
  await database.leaseBatch()
  const merged = { body: settled('text', 'one\ntwo', 'one\ntwo\nthree', 'ONE\ntwo\nthree') }
  await database.settle([outcomeOf(seq, { xid: '15', details: { merged, lead_id: maya.id } })])
  await pull(database, [pageOf('notes', [{ ...memo, body: 'ONE\ntwo\nthree' }])], 20)
  expect((await log()).records).toMatchObject([
    { kind: 'both', table: 'notes', losing: { value: 'one\ntwo\nthree' }, current: 'ONE\ntwo\nthree' },
  ])
})

test('a value of mine that a colleague replaced arrives with a pull, once', async () => {
  const theirs = [pageOf('leads', [{ ...maya, email: 'maya@anas.test' }])]
  await pull(database, theirs, 20, { lost: [lost()] })
  await pull(database, [], 21, { lost: [lost()] })
  expect((await log()).records).toMatchObject([
    {
      kind: 'theirs',
      losing: { value: 'maya@mine.test', by: cache.userId },
      winning: { value: 'maya@anas.test', by: ana.id, at: NOW },
      undo: 'possible',
    },
  ])
})

test('undoing sets the losing value over what stands now, and only once', async () => {
  await overwrite()
  const later = { ...maya, email: 'maya@later.test' }
  await pull(database, [pageOf('leads', [later])], 30)
  const [record] = (await log()).records
  expect(record).toMatchObject({ undo: 'changed', current: 'maya@later.test' })
  await database.undoMerge(record!.id, { at: NOW })
  expect(await database.leaseBatch()).toMatchObject([
    {
      name: 'lead.edit',
      args: { lead_id: maya.id, set: { email: 'maya@anas.test' }, base: { email: 'maya@later.test' } },
    },
  ])
  expect((await log()).records).toMatchObject([{ undo: 'done', current: 'maya@anas.test' }])
  await expect(database.undoMerge(record!.id, { at: NOW })).rejects.toMatchObject({ code: 'not_found' })
})

test('an undo that cannot be committed leaves the record as it was', async () => {
  await pull(database, [], 20, { lost: [lost({ row_id: randomUUID(), lead_id: null })] })
  const [record] = (await log()).records
  expect(record).toMatchObject({ undo: 'gone' })
  await expect(database.undoMerge(record!.id, { at: NOW })).rejects.toMatchObject({ code: 'not_found' })
  expect(await database.unsentCount()).toBe(0)
  await pull(database, [], 21, { lost: [lost({ id: 2, field: 'lead_score' })] })
  const [score] = (await log()).records
  await expect(database.undoMerge(score!.id, { at: NOW })).rejects.toMatchObject({ code: 'conflict' })
})

test('is read a page at a time, newest first, and survives a restart', async () => {
  const many = Array.from({ length: 5 }, (_, n) => lost({ id: n, losing: `value ${n}` }))
  await pull(database, [], 20, { lost: many })
  await database.close()
  database = await cache.open()
  const first = await log(null, 3)
  expect(first.records.map(({ losing }) => losing.value)).toEqual(['value 4', 'value 3', 'value 2'])
  const second = await log(first.next, 3)
  expect(second.records.map(({ losing }) => losing.value)).toEqual(['value 1', 'value 0'])
  expect(second.next).toBeNull()
})

test('nothing of a lead stays in it when the lead leaves the cache', async () => {
  await overwrite()
  await pull(database, [], 30, { revoked: [{ lead_id: maya.id, owner_id: ana.id }] })
  expect(await log()).toEqual({ records: [], next: null })
  expect(await database.cursor()).toEqual(cursorAt(30))
})
