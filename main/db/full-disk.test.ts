import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failureOf } from './failures.ts'
import { stagedAnswer } from './staged-answer.ts'
import { NOW, answerOf, cursorAt, lead, pageOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'
import { NOBODY_WAITS } from './write/courtesy.ts'
import { openWriter } from './writer.ts'
import type { Writer } from './writer.ts'

let cache: TestCache
let writer: Writer
beforeEach(() => {
  cache = testCache()
  writer = openWriter({ ...cache, onChange: () => {}, courtesy: NOBODY_WAITS })
})
afterEach(async () => {
  await writer.handlers.close(null)
  await cache.dispose()
})

const maya = lead({ full_name: 'Maya Chen' })

const addNote = (body: string) => {
  const args = { note_id: randomUUID(), lead_id: maya.id, title: null, body, type: 'general' as const }
  return writer.handlers.commit({ mutation: { name: 'note.create', args }, at: NOW })
}

function codeOf(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    return failureOf(error).code
  }
}

test('a full disk fails the write whole and leaves the cache usable once there is space', async () => {
  const { handlers, db } = writer
  await handlers.stagePage(stagedAnswer(answerOf({ tables: [pageOf('leads', [maya])] })))
  await handlers.applyRound({ cursor: cursorAt(10), at: 0 })
  const pages = db.pragma('page_count', { simple: true }) as number
  db.pragma(`max_page_count = ${pages}`)

  expect(codeOf(() => addNote('x'.repeat(90_000)))).toBe('storage_full')
  expect(handlers.backlog(null)).toEqual({ pending: 0, attention: 0 })
  expect(db.prepare('select count(*) as n from notes').get()).toEqual({ n: 0 })
  expect(db.inTransaction).toBe(false)

  const many = Array.from({ length: 1500 }, () => lead({ full_name: 'x'.repeat(100) }))
  await handlers.stagePage(stagedAnswer(answerOf({ tables: [pageOf('leads', many)] })))
  const failure = await handlers.applyRound({ cursor: cursorAt(20), at: 0 }).catch(failureOf)
  expect(failure).toMatchObject({ code: 'storage_full' })
  expect(handlers.cursor(null)).toEqual(cursorAt(10))
  expect(handlers.stats(null)).toMatchObject({ staged_rows: 0, rows: { leads: 1 } })

  db.pragma('max_page_count = 1000000')
  expect(codeOf(() => addNote('x'.repeat(90_000)))).toBeNull()
  expect(handlers.backlog(null)).toEqual({ pending: 1, attention: 0 })
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
})
