import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { MIGRATIONS, createOrganization, startDatabase } from '#tests/support/database.ts'
import { enroll, enrollmentsOf } from './enrollments.ts'
import { fillOrganization } from './generated-data.ts'

const FIRST = '20261122005000'
const LAST = '20261122006999'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

/** Runs the files of these migrations, each in a transaction. */
async function run(folder: string, names: string[]): Promise<void> {
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8')
    await backend.sql.begin((sql) => sql.unsafe(text))
  }
}

test('the engines can be taken out of a database in use and put back, and the data is as it was', async () => {
  const { sql } = backend
  const organization = await createOrganization(sql, 'Acme')
  await fillOrganization(sql, organization, [], 3)
  const [row] = await sql<{ id: string }[]>`select id from leads where merged_into is null limit 1`
  await enroll(sql, row!.id)
  await sql`select app.rescore_due()`
  const facts = async () => [
    await sql`select id, lead_score, pipeline_stage_id from leads order by id`,
    await sql`select id, tag, is_predefined from campaigns order by id`,
    await sql`select id, status, last_message_day, next_due_at from campaign_enrollments order by id`,
    await sql`select id, reason from stage_changes order by id`,
  ]
  const before = await facts()

  const newer = (await readdir(MIGRATIONS)).filter((name) => name >= FIRST).toSorted()
  const ours = newer.filter((name) => name < LAST)
  await run(join(MIGRATIONS, '..', 'rollbacks'), newer.toReversed())
  await expect(sql`select calculate_lead_score(${row!.id})`).rejects.toMatchObject({ code: '42883' })
  expect(await facts()).toEqual(before)

  await run(MIGRATIONS, ours)
  await sql`select app.rescore_due()`
  expect(await facts()).toEqual(before)
  expect(await enrollmentsOf(sql, row!.id)).toMatchObject([{ status: 'active' }])
})
