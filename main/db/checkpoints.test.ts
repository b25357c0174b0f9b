import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NOW, answerOf, cursorAt, lead, note, pageOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

const ROWS = 25_000
const PAGE = 5_000

let cache: TestCache
beforeEach(() => {
  cache = testCache()
})
afterEach(() => cache.dispose())

test(
  'during a large load the log is folded into the file, and a rep writes meanwhile',
  { timeout: 60_000 },
  async () => {
    const db = await cache.open()
    const maya = lead()
    const before = statSync(cache.file).size
    const args = { note_id: maya.id, lead_id: maya.id, title: null, body: 'Meanwhile', type: 'general' } as const
    await db.stagePage(answerOf({ tables: [pageOf('leads', [maya])] }))
    let own: Promise<unknown> = Promise.resolve()
    for (let n = 0; n < ROWS; n += PAGE) {
      const notes = Array.from({ length: PAGE }, () => note({ lead_id: maya.id }))
      const staged = db.stagePage(answerOf({ tables: [pageOf('notes', notes)] }))
      if (n === 2 * PAGE) own = db.commit({ name: 'note.create', args }, { at: NOW })
      await staged
    }
    const folded = statSync(cache.file).size
    await own
    await db.applyRound(cursorAt(10), { at: NOW })
    expect(folded - before).toBeGreaterThan(1_000_000)
    expect((await db.stats()).rows.notes).toBe(ROWS + 1)
  },
)

test('during a change of many, one part after the other, the log is folded into the file', async () => {
  const db = await cache.open()
  const maya = lead()
  await db.stagePage(answerOf({ tables: [pageOf('leads', [maya])] }))
  await db.applyRound(cursorAt(10), { at: NOW })
  const before = statSync(cache.file).size
  const change = (body: string) =>
    ({
      name: 'note.create',
      args: { note_id: randomUUID(), lead_id: maya.id, title: null, body, type: 'general' },
    }) as const
  for (let n = 0; n < 140; n++) {
    await db.commitAll(
      Array.from({ length: 10 }, () => change('x'.repeat(200))),
      { at: NOW },
    )
  }
  expect(statSync(cache.file).size - before).toBeGreaterThan(100_000)
}, 60_000)
