import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NOW, conversation, lead, message, pageOf, pull, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'
import { openSearcher } from './searcher.ts'

const LOOP = fileURLToPath(new URL('./build-loop.ts', import.meta.url))
const MESSAGES = 24_000
/** Steps after which the process is killed: while it reads, adds, and is between two pieces. */
const KILLS = [3, 40, 130, 170]

let cache: TestCache
beforeEach(() => (cache = testCache()))
afterEach(() => cache.dispose())

test(
  'an index whose building was killed goes on from where it was, and then has everything once',
  { timeout: 240_000 },
  async () => {
    await fill()
    for (const steps of KILLS) await killAfter(steps)
    const searcher = openSearcher({ ...cache, onChange: () => {}, pause: async () => {} })
    try {
      await searcher.settled()
      expect(searcher.handlers['search.coverage']({})).toMatchObject({ indexed: MESSAGES + 1, total: MESSAGES + 1 })
      for (const n of [0, 399, 400, 11_111, 19_999, 20_000, MESSAGES - 1]) {
        const { messages } = searcher.handlers['search.results']({ text: `number${n} `, limit: 5 })
        expect(messages.hits.map(({ snippet }) => snippet.map(({ text }) => text).join(''))).toEqual([`number${n}`])
      }
    } finally {
      searcher.close()
    }
  },
)

async function fill(): Promise<void> {
  const maya = lead({ full_name: 'Maya Chen' })
  const chat = conversation({ lead_id: maya.id })
  const messages = Array.from({ length: MESSAGES }, (_, n) =>
    message({ conversation_id: chat.id, lead_id: maya.id, body: `number${n}`, created_at: NOW - n * 60_000 }),
  )
  const database = await cache.open()
  await pull(database, [pageOf('leads', [maya]), pageOf('conversations', [chat]), pageOf('messages', messages)], 10)
  await database.close()
}

async function killAfter(steps: number): Promise<void> {
  const options = [cache.file, Buffer.from(cache.key).toString('hex'), cache.userId]
  const child = spawn(process.execPath, [LOOP, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  let seen = 0
  for await (const _ of createInterface({ input: child.stdout })) if (++seen === steps) child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
