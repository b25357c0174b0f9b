/** A file of 100,000 leads, imported as the desktop does it. */
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parse } from 'csv-parse'
import type { Sql } from 'postgres'
import { Imports } from '#main/import/imports.ts'
import { importRemote } from '#main/sync/import-remote.ts'
import { createOrganization, joinAs } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { startSeparateBackend } from '#tests/support/separate-backend.ts'
import { timed, type Report } from './figures.ts'

const ROWS = 100_000
const BATCH = 500

export async function benchImport(report: Report): Promise<void> {
  const backend = await startSeparateBackend()
  const folder = mkdtempSync(join(tmpdir(), 'leadline-bench-import-'))
  try {
    const { sql } = backend
    const path = join(folder, 'leads.csv')
    const lines = Array.from({ length: ROWS }, (_, n) => line(n))
    writeFileSync(path, `First name,Last name,Phone,E-mail,Company,Postcode\n${lines.join('\n')}\n`)
    const [other, own] = [await createOrganization(sql, 'Floor'), await createOrganization(sql, 'Import')]
    const member = await joinAs(backend, own.id, 'admin')
    const floor = await timed(() => insertAll(sql, other, path))
    const value = await timed(() => importAll(member, path))
    const [made] = await sql<
      { n: number }[]
    >`select count(*)::integer as n from leads where organization_id = ${own.id}`
    if (made!.n !== ROWS) throw new Error(`Only ${made!.n} leads were imported`)
    report({ name: 'import.rows_100000', value, unit: 'ms', floor, n: 1 })
  } finally {
    await backend.close()
    rmSync(folder, { recursive: true })
  }
}

const line = (n: number): string =>
  `Ann,Customer ${n},+4474${String(10_000_000 + n)},c${n}@example.com,Company ${n % 1_000},SW1A 1AA`

/**
 * The floor: the file parsed, and the same columns inserted into the same table with all its triggers, a transaction per
 * batch, by the owner of the database over its own protocol. It checks nothing, looks for no duplicates, remembers no
 * rows, and the scores it plans are mostly worked out when its time is over; those of the import while it runs.
 */
async function insertAll(sql: Sql, { id, brandId }: Organization, path: string): Promise<void> {
  let batch: string[][] = []
  const flush = async () => {
    const rows = batch
    batch = []
    await sql`
      insert into leads (organization_id, brand_id, first_name, last_name, phone, email, company_name, postcode)
      select ${id}, ${brandId}, r ->> 0, r ->> 1, r ->> 2, r ->> 3, r ->> 4, r ->> 5
      from jsonb_array_elements(${sql.json(rows)}) r`
  }
  for await (const cells of createReadStream(path).pipe(parse({ from: 2 })) as AsyncIterable<string[]>) {
    batch.push(cells)
    if (batch.length === BATCH) await flush()
  }
  await flush()
}

async function importAll({ client }: Member, path: string): Promise<void> {
  const { signal } = new AbortController()
  const ended = Promise.withResolvers<void>()
  const imports: Imports = new Imports({
    remote: importRemote({ client, ensureSession: async () => {}, signal }),
    store: { keptImport: async () => null, keepImport: async () => {} },
    country: async () => 'GB',
    rest: (ms, stop) => delay(ms, undefined, { signal: stop }),
    now: Date.now,
    random: Math.random,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onChange() {
      const { job } = imports.state
      if (job?.state === 'failed') ended.reject(new Error(job.error ?? 'The import failed'))
      if (job?.state === 'done') ended.resolve()
    },
    onWritten: () => {},
  })
  await imports.choose(path)
  const mapping = imports.state.file!.suggested
  const options = { mapping, duplicate_action: null, list: null, owner_id: null, stage_id: null, tags: [] }
  await imports.run({ ...options, is_dry_run: false })
  await ended.promise
}
