import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { refusalOf, undone } from './as-member.ts'
import { fillOrganization } from './filled-organization.ts'
import { KNOWN_VIOLATIONS, violationOf } from './violations.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
  await fillOrganization(backend, 'Acme')
})
afterAll(() => backend.close())

interface Check {
  name: string
  relation: string
  definition: string
}

/** The check constraints of the model: those of schemas app and sync guard the server's own bookkeeping. */
function checks(): Promise<Check[]> {
  return backend.sql<Check[]>`
    select k.conname as name, k.conrelid::regclass::text as relation, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace
    where k.contype = 'c' and n.nspname in ('public', 'compat') order by 2, 1`
}

/** Sets a table's rows past the triggers, which would put some values right or refuse the change before the check. */
async function violate(relation: string, assignments: string): Promise<{ code: string; constraint?: string } | null> {
  const refusal = await refusalOf(
    undone(backend.sql, async (transaction) => {
      await transaction`set local session_replication_role = replica`
      await transaction.unsafe(`update ${relation} set ${assignments} where ctid = (select min(ctid) from ${relation})`)
    }),
  )
  return refusal && { code: refusal.code, ...(refusal.constraint !== undefined && { constraint: refusal.constraint }) }
}

describe('check constraints', () => {
  test('each has a value that violates it and nothing else, and is refused by its name', async () => {
    const outcomes: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const { name, relation, definition } of await checks()) {
      const assignments = violationOf(name, definition)
      outcomes[name] = assignments === null ? 'no violation is known' : await violate(relation, assignments)
      expected[name] = { code: '23514', constraint: name }
    }
    expect(outcomes).toEqual(expected)
  })

  test('are all named, after their table', async () => {
    const wrong = (await checks()).filter(({ name, relation }) => {
      const table = relation.replace(/^\w+\./, '')
      return !name.startsWith(`${table}_`) || /_check\d+$/.test(name)
    })
    expect(wrong).toEqual([])
  })

  test('that the violations know exist', async () => {
    const known = new Set((await checks()).map(({ name }) => name))
    expect(KNOWN_VIOLATIONS.filter((name) => !known.has(name))).toEqual([])
  })
})

describe('every table', () => {
  test('of schema public has a row in a filled organisation', async () => {
    const tables = await backend.sql<{ name: string }[]>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`
    const empty: string[] = []
    for (const { name } of tables) {
      const [row] = await backend.sql`select 1 from ${backend.sql(name)} limit 1`
      if (!row) empty.push(name)
    }
    expect(empty).toEqual([])
  })
})
