import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { BIG_TABLES, HOT_QUERIES, chooseAsked } from '#tests/bench/hot-queries.ts'
import type { Asked } from '#tests/bench/hot-queries.ts'
import { fillCrowd } from '#tests/bench/many-organizations.ts'
import { wholeReads } from '#tests/bench/query-plans.ts'
import { startDatabase } from '#tests/support/database.ts'

/** Enough that one organisation is a small part, and that reading everything would be the dearer way. */
const ORGANIZATIONS = 20
const LEADS_EACH = 2_000

let backend: LocalSupabase
let asked: Asked
beforeAll(async () => {
  backend = await startDatabase()
  const crowd = await fillCrowd(backend.sql, ORGANIZATIONS, LEADS_EACH)
  await backend.sql`vacuum analyze`
  await backend.sql`select refresh_all_analytics()`
  const { organization, staff } = crowd[7]!
  asked = await chooseAsked(backend.sql, organization, staff.rep)
})
afterAll(() => backend.close())

describe('among the rows of many organisations', () => {
  test.each(HOT_QUERIES)('$name: found by an index', async ({ by, run }) => {
    const caller = by === 'rep' ? asked.rep : undefined
    const { statements, reads } = await wholeReads(backend.databaseUrl, BIG_TABLES, (sql) => run(sql, asked), caller)
    expect(statements).toBeGreaterThan(0)
    expect(reads).toEqual([])
  })

  test('a query that no index serves would be noticed', async () => {
    const { reads } = await wholeReads(backend.databaseUrl, BIG_TABLES, (sql) =>
      sql.unsafe(`select id from leads where company_name = 'Acme'; select id from leads order by id`),
    )
    expect(reads.map(({ table }) => table)).toEqual(['leads', 'leads'])
  })
})
