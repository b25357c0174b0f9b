import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from './connection.ts'
import { lead, pageOf, pull, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

const ROUNDS = 20
const LOOP = fileURLToPath(new URL('./commit-loop.ts', import.meta.url))

let cache: TestCache
beforeEach(() => (cache = testCache()))
afterEach(() => cache.dispose())

/** Lets a process commit until it has acknowledged `count` changes, kills it at once, and returns all it acknowledged. */
async function killAfter(count: number, leadId: string): Promise<number[]> {
  const options = [cache.file, Buffer.from(cache.key).toString('hex'), cache.userId, leadId]
  const child = spawn(process.execPath, [LOOP, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line))
    if (acknowledged.length === count) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return acknowledged
}

test('every acknowledged change is there after kill -9, in order and once', { timeout: 120_000 }, async () => {
  const maya = lead({ full_name: 'Maya Chen' })
  const database = await cache.open()
  await pull(database, [pageOf('leads', [maya])], 10)
  await database.close()
  const acknowledged: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    acknowledged.push(...(await killAfter(1 + ((round * 7) % 23), maya.id)))
    const db = connect(cache.file, { key: cache.key })
    const kept = db.prepare<[], number>('select seq from outbox order by seq').pluck().all()
    expect(kept).toEqual(expect.arrayContaining(acknowledged))
    // A change that was being committed may be there without having been acknowledged, but never in half.
    expect(db.prepare('select count(*) as n from notes').get()).toEqual({ n: kept.length })
    expect(db.prepare('select count(*) as n from shadows').get()).toEqual({ n: kept.length })
    db.close()
  }
  expect(new Set(acknowledged).size).toBe(acknowledged.length)
})
