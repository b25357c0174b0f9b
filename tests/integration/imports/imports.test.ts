import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { Imports } from '#main/import/imports.ts'
import { importRemote } from '#main/sync/import-remote.ts'
import type { ImportJob } from '#shared/contract/areas/import.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member } from '#tests/support/database.ts'

let backend: LocalSupabase
let member: Member
let folder: string
let kept: string | null
let told: (ImportJob | null)[]
let fetchLikeNow: typeof fetch
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`truncate organizations cascade`
  const { id } = await createOrganization(backend.sql, 'Acme')
  member = await joinAs(backend, id, 'admin')
  folder = await mkdtemp(join(tmpdir(), 'leadline-imports-'))
  kept = null
  told = []
  fetchLikeNow = fetch
})
afterEach(() => rm(folder, { recursive: true }))

/** The rep's session, over a network that a test can break. */
async function clientOf(): Promise<SupabaseClient> {
  const { data } = await member.client.auth.getSession()
  const client = createClient(backend.url, backend.anonKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: (...request) => fetchLikeNow(...request) },
  })
  const { access_token, refresh_token } = data.session!
  await client.auth.setSession({ access_token, refresh_token })
  return client
}

/** The imports of a desktop that has just been started. */
async function start(): Promise<Imports> {
  const remote = importRemote({
    client: await clientOf(),
    ensureSession: async () => {},
    signal: new AbortController().signal,
  })
  const imports: Imports = new Imports({
    remote,
    store: {
      keptImport: async () => kept,
      keepImport: async (text) => void (kept = text),
    },
    country: async () => 'GB',
    rest: (_ms, signal) => delay(1, undefined, { signal }),
    now: Date.now,
    random: () => 0,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onChange: () => told.push(imports.state.job),
    onWritten: () => {},
  })
  await imports.open()
  return imports
}

async function fileOf(content: string | Buffer, name = 'leads.csv'): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const numbered = (n: number) => `Customer ${n},+4474${String(10_000_000 + n)},c${n}@example.com`
/** A file of so many customers. */
const customers = (count: number) =>
  `Name,Phone,Mail\n${Array.from({ length: count }, (_, n) => numbered(n)).join('\n')}\n`

const OPTIONS = { duplicate_action: null, list: null, owner_id: null, stage_id: null, tags: [], is_dry_run: false }
async function run(imports: Imports, options: Partial<Parameters<Imports['run']>[0]> = {}): Promise<string> {
  return imports.run({ ...OPTIONS, mapping: imports.state.file!.suggested, ...options })
}
const settled = (imports: Imports) =>
  vi.waitUntil(() => !['running', 'waiting'].includes(imports.state.job?.state ?? ''), { timeout: 30_000, interval: 5 })
const leadCount = async () => Number((await backend.sql`select count(*) from leads`)[0]!.count)

describe('an import', () => {
  test('is tried first, with the same counts and reasons, and nothing written', async () => {
    const lines = [
      'Name;Telefon;E-Mail;Kunde seit;Modell',
      'Müller, Jürgen;07911 123456;jm@example.com;29.03.2026;Golf',
      'Ann Lee;07911 123456;ann@example.com;;',
      'Bob;nonsense;;;',
      'Cat;;cat@example.com;31.02.2026;',
      ';;;;Polo',
    ]
    const imports = await start()
    await imports.choose(await fileOf(Buffer.from(lines.join('\r\n'), 'latin1')))
    const mapping = { ...imports.state.file!.suggested, 'Kunde seit': 'inquiry_date' as const }
    expect(mapping).toEqual({
      Name: 'full_name',
      Telefon: 'phone',
      'E-Mail': 'email',
      'Kunde seit': 'inquiry_date',
      Modell: 'custom:Modell',
    })
    await run(imports, { mapping, is_dry_run: true })
    await settled(imports)
    const tried = imports.state.job!
    expect(tried).toMatchObject({ kind: 'dry_run', state: 'done', counts: { created: 1, flagged: 1, rejected: 3 } })
    expect(await leadCount()).toBe(0)
    const id = await run(imports, { mapping })
    await settled(imports)
    expect(imports.state.job).toMatchObject({ kind: 'import', state: 'done', counts: tried.counts, done: 5, total: 5 })
    const [lead] =
      await backend.sql`select first_name, last_name, phone_normalized, custom_fields, inquiry_date::text from leads`
    expect(lead).toEqual({
      first_name: 'Jürgen',
      last_name: 'Müller',
      phone_normalized: '+447911123456',
      custom_fields: { Modell: 'Golf' },
      inquiry_date: '2026-03-29',
    })
    const report = async (import_id: string) => {
      const path = join(folder, `${import_id}.csv`)
      await imports.saveReport(path, import_id)
      return readFile(path, 'utf8')
    }
    const reported = (await report(id)).split('\r\n')
    expect(reported).toEqual([
      '\uFEFFRow,Outcome,Column,Code,Reason,Lead',
      expect.stringMatching(/^3,"Left out as a duplicate, .*",phone,duplicate_in_file,.*,[0-9a-f-]{36}$/),
      expect.stringMatching(/^4,Rejected,Telefon,invalid_phone,/),
      expect.stringMatching(/^5,Rejected,Kunde seit,invalid_date,/),
      expect.stringMatching(/^6,Rejected,phone,no_contact,/),
      '',
    ])
    expect((await report(tried.import_id)).replaceAll(/[0-9a-f-]{36}/g, '')).toBe(
      (await report(id)).replaceAll(/[0-9a-f-]{36}/g, ''),
    )
    expect(await imports.history()).toMatchObject([{ id, file_name: 'leads.csv', status: 'completed' }])
  })

  test('survives a network that fails in the middle, and imports no row twice', async () => {
    const imports = await start()
    await imports.choose(await fileOf(customers(3_700)))
    await run(imports)
    let calls = 0
    fetchLikeNow = async (...request) => {
      calls += 1
      if (calls % 3 === 0) throw new TypeError('fetch failed')
      const answer = await fetch(...request)
      // Done on the server, and the answer is lost.
      if (calls % 3 === 1) throw new TypeError('fetch failed')
      return answer
    }
    await settled(imports)
    expect(imports.state.job).toMatchObject({ state: 'done', counts: { created: 3_700 } })
    expect(told.some((job) => job?.state === 'waiting')).toBe(true)
    expect(await leadCount()).toBe(3_700)
  })

  test('that was cut by the end of the application is gone on with, from the same file only', async () => {
    const path = await fileOf(customers(3_700))
    const first = await start()
    await first.choose(path)
    await run(first)
    await vi.waitUntil(() => (first.state.job?.done ?? 0) >= 1_000, { timeout: 30_000, interval: 1 })
    // The process ends: whatever it does from now on reaches nobody.
    fetchLikeNow = () => Promise.reject(new TypeError('fetch failed'))
    await first.close()
    const before = await leadCount()
    expect(before).toBeGreaterThanOrEqual(1_000)
    expect(before).toBeLessThan(3_700)

    fetchLikeNow = fetch
    const second = await start()
    expect(second.state.job).toMatchObject({ state: 'interrupted', file_name: 'leads.csv', total: 3_700 })
    await expect(second.choose(path)).rejects.toMatchObject({ code: 'conflict' })
    await writeFile(path, customers(3_699))
    await expect(second.resume()).rejects.toMatchObject({ fault: 'changed' })
    await writeFile(path, customers(3_700))
    await second.resume()
    await settled(second)
    expect(second.state.job).toMatchObject({ state: 'done', counts: { created: 3_700 }, done: 3_700 })
    expect(await leadCount()).toBe(3_700)
    expect(kept).toBeNull()
  })

  test('is cancelled between batches, and taken back as a whole', async () => {
    const imports = await start()
    await imports.choose(await fileOf(customers(3_700)))
    const id = await run(imports)
    await vi.waitUntil(() => (imports.state.job?.done ?? 0) >= 1_000, { timeout: 30_000, interval: 1 })
    await imports.cancel()
    expect(imports.state.job).toMatchObject({ state: 'cancelled' })
    const [stored] = await backend.sql`select status, last_row from imports`
    expect(stored).toMatchObject({ status: 'cancelled' })
    expect(await leadCount()).toBe(Number(stored!.last_row) - 1)
    await imports.undo(id)
    await settled(imports)
    expect(imports.state.job).toMatchObject({ kind: 'undo', state: 'done', counts: { kept: 0 } })
    expect(await leadCount()).toBe(0)
    expect(kept).toBeNull()
    await imports.dismiss()
    expect(imports.state).toEqual({ file: null, job: null })
  })

  test('is refused before it begins where it cannot be, and fails with what the server says', async () => {
    const imports = await start()
    await expect(imports.choose(join(folder, 'none.csv'))).rejects.toMatchObject({ fault: 'missing' })
    await expect(imports.readAs({ delimiter: ';' })).rejects.toMatchObject({ code: 'not_found' })
    await imports.choose(await fileOf(customers(2)))
    await expect(run(imports, { list: { id: crypto.randomUUID() } })).rejects.toMatchObject({ code: 'invalid_input' })
    fetchLikeNow = () => Promise.reject(new TypeError('fetch failed'))
    await expect(run(imports)).rejects.toMatchObject({ code: 'offline' })
    await expect(imports.history()).rejects.toMatchObject({ code: 'offline', message: 'Imports need a connection.' })
    expect(imports.state.job).toBeNull()
  })
})
