import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedDemo } from '#build/demo/seed.ts'
import type { DemoUser } from '#build/demo/seed.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { saveSupportBundle } from '#main/support/bundle.ts'
import { diagnosticsText } from '#main/support/diagnostics.ts'
import { measureHealth } from '#main/support/health.ts'
import { ReadTimes } from '#main/support/read-times.ts'
import { supportBundleSchema } from '#shared/contract/support-bundle.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { startDesk } from '#tests/support/desk.ts'
import type { Desk } from '#tests/support/desk.ts'
import { startFaultProxy } from '#tests/support/fault-proxy.ts'
import type { FaultProxy } from '#tests/support/fault-proxy.ts'

const SIMULATE = join(import.meta.dirname, '..', '..', 'build', 'scripts', 'simulate.ts')
/** Shorter words turn up in any text by chance. */
const LEAST_LETTERS = 5

let backend: LocalSupabase
let proxy: FaultProxy
let desk: Desk
let folder: string
let rep: DemoUser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadline-bundle-'))
  backend = await startTestBackend()
  const { users } = await seedDemo(backend.sql, { createUser: backend.createUser, scale: 600, seed: 5 })
  rep = users.find(({ role }) => role === 'sales_rep')!
  proxy = await startFaultProxy(backend.url)
  desk = await startDesk({ ...rep, url: proxy.url, anonKey: backend.anonKey })
  await desk.untilState('online')
  proxy.set('cut')
})
afterAll(async () => {
  await desk?.close()
  await proxy?.close()
  await backend?.close()
  await rm(folder, { recursive: true, force: true })
})

/** All that somebody is called, can be reached at, or wrote in the demo. */
async function personalTexts(): Promise<string[]> {
  const rows = await backend.sql<{ text: string }[]>`
    select distinct t.text from (
      select unnest(array[first_name, last_name, full_name, email, phone, phone_normalized, company_name]) from public.leads
      union all select unnest(array[full_name, email]) from public.profiles
      union all select name from public.organizations
      union all select body from public.messages
      union all select unnest(array[title, body]) from public.notes
    ) t (text) where length(t.text) >= ${LEAST_LETTERS}`
  return rows.map(({ text }) => text)
}

/** Queues changes that are made of other people's names, numbers and words. */
async function writeOffline(): Promise<void> {
  const { db } = desk.workspace
  const { rows: items } = await db.read('inbox.page', { split: 'mine', from: null, to: null, limit: 3 })
  const [lead] = await backend.sql<{ first_name: string; phone: string; email: string }[]>`
    select first_name, phone, email from public.leads where length(first_name) >= ${LEAST_LETTERS} and email is not null limit 1`
  const [message] = await backend.sql<
    { body: string }[]
  >`select body from public.messages where length(body) > 20 limit 1`
  for (const { id, lead_id } of items) {
    const title = `${lead!.first_name} ${lead!.phone}`
    const note = {
      note_id: randomUUID(),
      lead_id,
      title,
      body: `${lead!.email}\n${message!.body}`,
      type: 'general' as const,
    }
    await db.commit({ name: 'note.create', args: note }, { at: Date.now() })
    await db.commit(
      { name: 'message.send', args: { message_id: randomUUID(), conversation_id: id, body: message!.body } },
      { at: Date.now() },
    )
    await db.commit({ name: 'lead.edit', args: { lead_id, set: { first_name: lead!.first_name } } }, { at: Date.now() })
  }
}

test(
  'a support bundle holds the queue and no name, number, address or text of the demo',
  { timeout: 300_000 },
  async () => {
    await writeOffline()
    const logFile = join(folder, 'main.log')
    await writeFile(logFile, '[2026-11-21T08:00:00.000Z] [warn]  sync.pull.failed {"cause":"network","attempt":1}\n')
    const options = { db: desk.workspace.db, folder, version: '0.1.0', logFile, now: Date.now() }
    const file = await saveSupportBundle(options)
    const text = await readFile(file, 'utf8')
    const bundle = supportBundleSchema.parse(JSON.parse(text))
    expect(bundle.outbox).toHaveLength(9)
    expect(bundle.shadows.length).toBeGreaterThan(0)
    expect(bundle.log).toEqual([
      {
        at: '2026-11-21T08:00:00.000Z',
        level: 'warn',
        event: 'sync.pull.failed',
        data: { cause: 'network', attempt: 1 },
      },
    ])
    const found = (await personalTexts()).filter(
      (word) => text.includes(word) || text.includes(JSON.stringify(word).slice(1, -1)),
    )
    expect(found).toEqual([])

    const { stdout } = await promisify(execFile)(process.execPath, [SIMULATE, '--bundle', file])
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ violations: 0, runs: 8 })
  },
)

test('diagnostics hold versions and counts, and no name, number, address, text or id of the demo', async () => {
  const { db, engine } = desk.workspace
  const readTimes = new ReadTimes()
  readTimes.record('inbox.page', 1)
  const memory = () => ({ main: 1, pages: 1 })
  const health = await measureHealth(
    { userData: folder, readTimes, memory, now: Date.now },
    { db, status: engine.status },
  )
  expect(health.queue).toMatchObject({ pending: expect.any(Number) as number, oldest_at: expect.any(Number) as number })
  const facts = await db.read('health.cache_facts', null)
  const [{ n }] = await backend.sql<[{ n: number }]>`
    select count(*)::int as n from public.leads where organization_id = ${desk.workspace.identity.organization.id}`
  expect(facts.rows.leads).toBeGreaterThan(0)
  expect(facts.rows.leads).toBeLessThanOrEqual(n)
  const installation = {
    version: '0.1.0',
    channel: 'latest',
    versions: process.versions,
    platform: 'linux',
    backend: 'hosted' as const,
    protection: 'keychain',
    startedAt: Date.now(),
  }
  const text = diagnosticsText({ installation, health, facts, error: engine.status.error, log: [] })
  expect((await personalTexts()).filter((word) => text.includes(word))).toEqual([])
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  expect(text).not.toContain(new URL(proxy.url).host)
})

test('a file that is no bundle is refused', { timeout: 300_000 }, async () => {
  const file = join(folder, 'other.json')
  await writeFile(file, '{"format": 2}')
  await expect(promisify(execFile)(process.execPath, [SIMULATE, '--bundle', file])).rejects.toThrow(
    'is no support bundle',
  )
})
