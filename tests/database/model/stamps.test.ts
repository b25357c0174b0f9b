import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { undone } from './as-member.ts'
import { fillOrganization } from './filled-organization.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
  await fillOrganization(backend, 'Acme')
})
afterAll(() => backend.close())

/** The tables of schema public that have a column. */
async function tablesWith(column: string): Promise<string[]> {
  const rows = await backend.sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = ${column}
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attisdropped order by 1`
  return rows.map((row) => row.name)
}

/** A change that changes nothing: what triggers do to the row is their own. */
const touching = (table: string): string =>
  table === 'organizations' ? 'name = name' : 'organization_id = organization_id'

describe('every row', () => {
  test('updated_at follows every change', async () => {
    for (const table of await tablesWith('updated_at')) {
      const stale = await undone(backend.sql, async (sql) => {
        await sql`set local session_replication_role = replica`
        await sql.unsafe(`update ${table} set updated_at = '2020-01-01'`)
        await sql`set local session_replication_role = origin`
        await sql.unsafe(`update ${table} set ${touching(table)}`)
        return (await sql.unsafe(`select 1 from ${table} where updated_at < now()`)).length
      })
      expect([table, stale]).toEqual([table, 0])
    }
  })

  test('of a table that desktops hold gets a new stamp by every change', async () => {
    const stamped = await tablesWith('sync_xid')
    expect(stamped.length).toBeGreaterThan(40)
    for (const table of stamped) {
      const stale = await undone(backend.sql, async (sql) => {
        await sql.unsafe(`update ${table} set ${touching(table)}`)
        return (await sql.unsafe(`select 1 from ${table} where sync_xid <> pg_current_xact_id()`)).length
      })
      expect([table, stale]).toEqual([table, 0])
    }
  })
})
