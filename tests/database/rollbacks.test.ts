import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { applyMigrations } from '#build/local-supabase/migrate.ts'
import { MIGRATIONS, createOrganization, startDatabase } from '#tests/support/database.ts'

const ROLLBACKS = join(MIGRATIONS, '..', 'rollbacks')

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

/** Everything the database consists of, one line each: relations, columns, constraints, triggers, policies, grants. */
async function describeSchema(sql: Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    with ours as (
      select oid, nspname from pg_namespace
      where nspname !~ '^pg_' and nspname not in ('information_schema', 'supabase_migrations'))
    select format('relation %s %s %s', c.oid::regclass, c.relkind, c.relacl) as line
      from pg_class c join ours n on n.oid = c.relnamespace where c.relkind <> 'i'
    union all select format('index %s', pg_get_indexdef(c.oid))
      from pg_class c join ours n on n.oid = c.relnamespace where c.relkind = 'i'
    union all select format('column %s.%s %s %s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
        a.attnotnull, a.attacl)
      from pg_attribute a join pg_class c on c.oid = a.attrelid join ours n on n.oid = c.relnamespace
      where a.attnum > 0 and not a.attisdropped
    union all select format('constraint %s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
      from pg_constraint k join ours n on n.oid = k.connamespace
    union all select format('function %s %s %s', p.oid::regprocedure, p.proacl, md5(pg_get_functiondef(p.oid)))
      from pg_proc p join ours n on n.oid = p.pronamespace where p.prokind = 'f'
    union all select format('trigger %s %s', pg_get_triggerdef(t.oid), t.tgenabled)
      from pg_trigger t where not t.tgisinternal
    union all select format('policy %s %s %s %s', p.polrelid::regclass, p.polname, pg_get_expr(p.polqual, p.polrelid),
        pg_get_expr(p.polwithcheck, p.polrelid)) from pg_policy p
    union all select format('type %s', t.oid::regtype) from pg_type t join ours n on n.oid = t.typnamespace
    union all select format('default %s %s %s', d.defaclrole::regrole, d.defaclobjtype, d.defaclacl) from pg_default_acl d
    union all select format('schema %s', nspname) from ours
    order by 1`
  return rows.map((row) => row.line)
}

async function files(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
}

describe('rollbacks', () => {
  test('every migration has one', async () => {
    expect(await files(ROLLBACKS)).toEqual(await files(MIGRATIONS))
  })

  test('take back what their migration did, with data in it, and the migrations apply again', async () => {
    const { sql } = backend
    const up = await describeSchema(sql)
    await createOrganization(sql, 'Acme')
    for (const file of (await files(ROLLBACKS)).toReversed()) {
      await sql.begin(async (transaction) => {
        await transaction.unsafe(await readFile(join(ROLLBACKS, file), 'utf8')).catch((cause: unknown) => {
          throw new Error(`The rollback ${file} fails`, { cause })
        })
      })
    }
    const down = await describeSchema(sql)
    expect(down.filter((line) => /\b(public|app|sync)\.|leadline|schema (app|sync)/.test(line))).toEqual([])

    await sql`truncate supabase_migrations.schema_migrations`
    await applyMigrations(sql, MIGRATIONS)
    expect(await describeSchema(sql)).toEqual(up)
  })
})
