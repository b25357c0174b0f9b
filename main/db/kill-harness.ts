/** Kills a process that commits to a cache, again and again, and looks at what is left; used by tests alone. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { connect } from './connection.ts'
import { lead, pageOf, pull } from './test-support.ts'
import type { TestCache } from './test-support.ts'

const LOOP = fileURLToPath(new URL('./commit-loop.ts', import.meta.url))

/** What was found after one kill. */
export interface KillReport {
  /** Changes that the process had acknowledged before it was killed. */
  acknowledged: number
  /** Acknowledged changes that are not in the queue. */
  lost: number[]
  /** Queued changes whose note or shadow is missing, or the other way round: a commit that was kept in half. */
  halves: number
}

/** Prepares a cache with a lead to write notes on; each call of what it returns is one kill. */
export async function killHarness(cache: TestCache): Promise<(count: number) => Promise<KillReport>> {
  const maya = lead({ full_name: 'Maya Chen' })
  const database = await cache.open()
  await pull(database, [pageOf('leads', [maya])], 10)
  await database.close()
  const acknowledged: number[] = []
  return async (count) => {
    const fresh = await killAfter(cache, count, maya.id)
    if (fresh.some((seq) => acknowledged.includes(seq))) throw new Error('a sequence number was used twice')
    acknowledged.push(...fresh)
    return { acknowledged: fresh.length, ...inspect(cache, acknowledged) }
  }
}

/** Lets a process commit until it has acknowledged `count` changes, kills it at once, and returns all it acknowledged. */
async function killAfter(cache: TestCache, count: number, leadId: string): Promise<number[]> {
  const options = [cache.file, Buffer.from(cache.key).toString('hex'), cache.userId, leadId]
  const child = spawn(process.execPath, [LOOP, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line))
    if (acknowledged.length === count) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  if (child.signalCode !== 'SIGKILL') throw new Error('the process ended by itself')
  return acknowledged
}

/** A change that was being committed may be there without having been acknowledged, but never in half. */
function inspect({ file, key }: TestCache, acknowledged: number[]): Pick<KillReport, 'lost' | 'halves'> {
  const db = connect(file, { key })
  try {
    const kept = new Set(db.prepare<[], number>('select seq from outbox').pluck().all())
    const count = (table: string) => db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0
    return {
      lost: acknowledged.filter((seq) => !kept.has(seq)),
      halves: Math.abs(count('notes') - kept.size) + Math.abs(count('shadows') - kept.size),
    }
  } finally {
    db.close()
  }
}
