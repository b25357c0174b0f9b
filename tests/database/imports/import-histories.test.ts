import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { ImportDesk, rowsOf } from './import-desk.ts'

let backend: LocalSupabase
let desk: ImportDesk
beforeAll(async () => {
  backend = await startDatabase()
  desk = await ImportDesk.open(backend)
})
afterAll(() => backend.close())

const key = (list: string[]) => fc.option(fc.constantFrom(...list), { nil: undefined })
/** Few numbers and addresses, so that most rows meet another. */
const row = fc
  .record({
    first_name: fc.constantFrom('Ann', 'Bob'),
    phone: key(['+44 7911 123451', '07911 123452', '+44 7911 123453']),
    email: key(['a@example.com', 'B@example.com', 'b@example.com']),
    company_name: key(['Acme']),
  })
  .map((values) => JSON.parse(JSON.stringify(values)) as Record<string, unknown>)
const history = fc.record({
  there: fc.array(row, { maxLength: 3 }),
  rows: fc.array(row, { minLength: 1, maxLength: 14 }),
  duplicate_action: fc.constantFrom('flag', 'skip', 'merge', 'keep_both'),
  batch: fc.integer({ min: 2, max: 7 }),
})

/** Leads from before, each number once. */
async function begin(there: Record<string, unknown>[]): Promise<void> {
  await desk.sql`delete from leads`
  await desk.sql`delete from imports`
  await desk.run(rowsOf(...there), { duplicate_action: 'skip' })
  await desk.sql`delete from imports`
}

/** What was told of every row, and what stands in the leads. */
async function outcome(rows: ReturnType<typeof rowsOf>, options: object, batch: number) {
  const { counts, id } = await desk.run(rows, options, { batch })
  const report = (await desk.report(id)).map(({ row_number, outcome, reason }) => [row_number, outcome, reason])
  const leads = await desk.sql`
    select first_name, phone_normalized, lower(email) as email, company_name, duplicate_of is not null as is_double
    from leads order by 1, 2, 3, 4, 5`
  return { id, counts, report, leads: leads.map((lead) => ({ ...lead })) }
}

test(
  'rows come to the same one by one, in batches and in a dry run, and taken back nothing is left',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ there, rows, duplicate_action, batch }) => {
        const file = rowsOf(...rows)
        await begin(there)
        const one = await outcome(file, { duplicate_action }, 1)
        await begin(there)
        const before = await outcome([], {}, 1).then(({ leads }) => leads)
        const dry = await outcome(file, { duplicate_action, dry_run: true }, batch)
        expect(dry).toMatchObject({ counts: one.counts, report: one.report, leads: before })
        const many = await outcome(file, { duplicate_action }, batch)
        expect({ ...many, id: one.id }).toEqual(one)
        const undone = await desk.undo(many.id, { limit: 3 })
        expect(undone.counts['kept']).toBe(0)
        const { leads } = await outcome([], {}, 1)
        expect(leads).toEqual(before)
      }),
      { numRuns: 25 },
    )
  },
)
