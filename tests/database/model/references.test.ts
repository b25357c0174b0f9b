import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { refusalOf, undone } from './as-member.ts'
import { fillOrganization } from './filled-organization.ts'
import type { FilledOrganization } from './filled-organization.ts'

let backend: LocalSupabase
let acme: FilledOrganization
let globex: FilledOrganization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await fillOrganization(backend, 'Acme')
  globex = await fillOrganization(backend, 'Globex')
})
afterAll(() => backend.close())

describe('a reference to another organisation’s row', () => {
  test('is refused by name when a row comes in with it', async () => {
    const forged = undone(
      backend.sql,
      (sql) => sql`
        insert into deals (organization_id, lead_id, name, stage_id)
        select ${acme.id}, ${acme.leadId}, 'Forged', id from pipeline_stages where organization_id = ${globex.id} limit 1`,
    )
    expect(await refusalOf(forged)).toEqual({ code: '23503', constraint: 'deals_same_organization' })
  })

  test('is refused for every foreign key', async () => {
    const keys = await backend.sql<{ relation: string; column: string; parent: string }[]>`
      select c.conrelid::regclass::text as relation, a.attname as column, c.confrelid::regclass::text as parent
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace and cardinality(c.conkey) = 1
        and c.confrelid <> 'organizations'::regclass and a.attname <> 'organization_id'
        and c.conrelid::regclass::text not in ('messages', 'conversation_reads')
        and exists (select from pg_attribute o where o.attrelid = c.confrelid and o.attname = 'organization_id')`
    expect(keys.length).toBeGreaterThan(100)
    const open: string[] = []
    for (const { relation, column, parent } of keys) {
      let ties = false
      const refusal = await refusalOf(
        undone(backend.sql, async (transaction) => {
          const [row] = await transaction.unsafe<{ ties: boolean }[]>(
            `update ${relation} set ${column} = (select id from ${parent} where organization_id = $1 limit 1)
             where ctid = (select min(ctid) from ${relation} where organization_id = $2)
             returning organization_id <> (select p.organization_id from ${parent} p where p.id = ${column}) as ties`,
            [globex.id, acme.id],
          )
          ties = row!.ties
        }),
      )
      // A row whose organisation is that of this very parent goes there as a whole; it ties nothing together.
      if (refusal === null && ties) open.push(`${relation}.${column}`)
    }
    expect(open).toEqual([])
  })
})
