import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { CONTACT_STATUSES } from '#shared/domain/vocabulary.ts'
import { createLead, createOrganization, startDatabase } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'

let backend: LocalSupabase
let organization: Organization
let datasets: string[]
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
})
afterAll(() => backend.close())
beforeEach(async () => {
  const rows = ['one', 'two'].map((name) => ({
    organization_id: organization.id,
    name: `${name} ${performance.now()}`,
  }))
  datasets = (await backend.sql<{ id: string }[]>`insert into datasets ${backend.sql(rows)} returning id`).map(
    (row) => row.id,
  )
})

const counters = () => backend.sql`
  select id, total_leads, active_leads, hot_leads, converted_leads from datasets
  where id = any (${datasets}) order by id`

/** What seed 002's trigger would count, row by row. */
const counted = () => backend.sql`
  select d.id, count(l.id)::integer as total_leads,
    count(l.id) filter (where l.contact_status not in ('removed', 'archived'))::integer as active_leads,
    count(l.id) filter (where l.contact_status = 'hot')::integer as hot_leads,
    count(l.id) filter (where l.contact_status = 'converted')::integer as converted_leads
  from datasets d left join dataset_leads l on l.dataset_id = d.id
  where d.id = any (${datasets}) group by d.id order by d.id`

describe('dataset counters', () => {
  test('equal a count of the rows after any inserts, changes, moves and deletions', async () => {
    const leads = await Promise.all(Array.from({ length: 6 }, () => createLead(backend.sql, organization)))
    const change = fc.record({
      kind: fc.constantFrom('add', 'status', 'move', 'remove', 'remove all'),
      leads: fc.subarray(leads, { minLength: 1 }),
      dataset: fc.constantFrom(0, 1),
      status: fc.constantFrom(...CONTACT_STATUSES),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        for (const { kind, leads: some, dataset, status } of changes) {
          const id = datasets[dataset]!
          const { sql } = backend
          if (kind === 'add') {
            await sql`
              insert into dataset_leads (organization_id, dataset_id, lead_id, contact_status)
              select ${organization.id}, ${id}, l, ${status} from unnest(${some}::uuid[]) l on conflict do nothing`
          } else if (kind === 'status') {
            await sql`update dataset_leads set contact_status = ${status} where lead_id = any (${some})`
          } else if (kind === 'move') {
            await sql`
              update dataset_leads d set dataset_id = ${id} where lead_id = any (${some})
              and not exists (select from dataset_leads o where o.dataset_id = ${id} and o.lead_id = d.lead_id)`
          } else if (kind === 'remove') {
            await sql`delete from dataset_leads where lead_id = any (${some}) and dataset_id = ${id}`
          } else {
            await sql`delete from dataset_leads where dataset_id = any (${datasets})`
          }
        }
        expect(await counters()).toEqual(await counted())
      }),
      { numRuns: 60 },
    )
  })

  test('follow leads that are deleted', async () => {
    const lead = await createLead(backend.sql, organization)
    await backend.sql`
      insert into dataset_leads (organization_id, dataset_id, lead_id, contact_status)
      select ${organization.id}, id, ${lead}, 'hot' from unnest(${datasets}::uuid[]) id`
    expect((await counters()).map((row) => Number(row.hot_leads))).toEqual([1, 1])
    await backend.sql`delete from leads where id = ${lead}`
    expect(await counters()).toEqual(await counted())
    expect((await counters()).map((row) => Number(row.total_leads))).toEqual([0, 0])
  })

  test('survive imports at the same time', async () => {
    const imports = Array.from({ length: 6 }, async () => {
      const leads = await backend.sql<{ id: string }[]>`
        insert into leads (organization_id, first_name) select ${organization.id}, 'Bulk' from generate_series(1, 20)
        returning id`
      await backend.sql`
        insert into dataset_leads (organization_id, dataset_id, lead_id)
        select ${organization.id}, d, l from unnest(${leads.map((row) => row.id)}::uuid[]) l, unnest(${datasets}::uuid[]) d`
    })
    await Promise.all(imports)
    expect((await counters()).map((row) => Number(row.total_leads))).toEqual([120, 120])
  })

  test('cost one update a statement, however large the dataset is', async () => {
    const updatesOf = async (leads: number) => {
      const rows = await backend.sql<{ id: string }[]>`
        insert into leads (organization_id, first_name) select ${organization.id}, 'Bulk' from generate_series(1, ${leads})
        returning id`
      const plan = await backend.sql.begin(
        (sql) => sql<{ 'QUERY PLAN': string }[]>`
          explain (analyze, buffers) insert into dataset_leads (organization_id, dataset_id, lead_id)
          select ${organization.id}, ${datasets[0]!}, l from unnest(${rows.map((row) => row.id)}::uuid[]) l`,
      )
      const line = plan.map((row) => row['QUERY PLAN']).find((text) => text.includes('count_leads_insert'))
      const [xid] = await backend.sql`select total_leads from datasets where id = ${datasets[0]!}`
      return { calls: /calls=(\d+)/.exec(line ?? '')?.[1], total: Number(xid!.total_leads) }
    }
    expect(await updatesOf(10)).toEqual({ calls: '1', total: 10 })
    expect(await updatesOf(1_000)).toEqual({ calls: '1', total: 1_010 })
  })
})
