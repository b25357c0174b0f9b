import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { undone } from './as-member.ts'
import { fillOrganization } from './filled-organization.ts'
import type { FilledOrganization } from './filled-organization.ts'

let backend: LocalSupabase
let acme: FilledOrganization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await fillOrganization(backend, 'Acme')
})
afterAll(() => backend.close())

/** The names of the indexes that a query's plan uses when a whole table is no choice. */
function indexesOf(query: string): Promise<string[]> {
  return undone(backend.sql, async (sql) => {
    await sql`set local enable_seqscan = off`
    const plan = await sql.unsafe<Record<'QUERY PLAN', string>[]>(`explain ${query}`)
    return plan.flatMap(
      (line) => /(?:Index Scan|Bitmap Index Scan) (?:using|on) (\w+)/.exec(line['QUERY PLAN'])?.[1] ?? [],
    )
  })
}

describe('search on the server', () => {
  test('finds leads by the words of their names, by an index', async () => {
    const query = `select id from leads where to_tsvector('simple', coalesce(full_name, '')) @@ to_tsquery('simple', 'ada')`
    const found = await backend.sql.unsafe<{ id: string }[]>(query)
    expect(found.map((row) => row.id)).toEqual([acme.leadId])
    expect(await indexesOf(query)).toContain('leads_name_search')
  })

  test('finds lessons by the words of title and description, by an index', async () => {
    const query = `select id from lessons
      where to_tsvector('simple', title || ' ' || coalesce(description, '')) @@ to_tsquery('simple', 'emojis')`
    const found = await backend.sql.unsafe<{ id: string }[]>(query)
    expect(found.map((row) => row.id)).toEqual([acme.ids['lessons']])
    expect(await indexesOf(query)).toContain('lessons_search')
  })

  test('finds leads by their tags, by an index', async () => {
    expect(await indexesOf(`select id from leads where tags @> array['vip']`)).toContain('leads_tags')
  })
})
