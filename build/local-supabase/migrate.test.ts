import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { applyMigrations, MigrationError } from './migrate.ts'
import { startPostgres } from './postgres.ts'
import type { LocalPostgres } from './postgres.ts'
import { splitStatements } from './sql-statements.ts'

let folder: string
let server: LocalPostgres
let sql: Sql
let migrations: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadline-migrate-'))
  server = await startPostgres({ dataDir: join(folder, 'cluster'), durable: false })
  sql = postgres(server.url, { onnotice: () => {} })
})
afterAll(async () => {
  await sql.end()
  await server.stop()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  await sql`drop schema if exists supabase_migrations cascade`
  await sql`drop schema public cascade`
  await sql`create schema public`
  migrations = await mkdtemp(join(folder, 'migrations-'))
})

const write = (file: string, text: string): Promise<void> => writeFile(join(migrations, file), text)

it('applies files in order of their versions and records them as the Supabase CLI does', async () => {
  await write('20260102000000_second.sql', 'insert into public.t values (2);\n-- the end')
  await write('20260101000000_first_step.sql', 'create table public.t (n int);\n\ninsert into public.t values (1);')
  await write('README.md', 'not a migration')
  expect(await applyMigrations(sql, migrations)).toEqual(['20260101000000', '20260102000000'])
  expect(await sql`select * from supabase_migrations.schema_migrations order by version`).toEqual([
    {
      version: '20260101000000',
      name: 'first_step',
      statements: ['create table public.t (n int)', 'insert into public.t values (1)'],
    },
    { version: '20260102000000', name: 'second', statements: ['insert into public.t values (2)'] },
  ])
})

it('applies only what the database does not have yet', async () => {
  await write('1_first.sql', 'create table public.t (n int)')
  await applyMigrations(sql, migrations)
  expect(await applyMigrations(sql, migrations)).toEqual([])
  await write('2_second.sql', 'insert into public.t values (1)')
  expect(await applyMigrations(sql, migrations)).toEqual(['2'])
})

it('names file, line and statement of a failure, and undoes the whole file', async () => {
  await write(
    '1_first.sql',
    'create table public.t (n int);\n\ninsert into public.t values (1);\nselect\n  nonsense\nfrom public.t;',
  )
  const failure = await applyMigrations(sql, migrations).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(MigrationError)
  expect(String(failure)).toMatch(/1_first\.sql:5: column "nonsense" does not exist[\s\S]*in: select/)
  expect(await sql`select to_regclass('public.t') as t`).toEqual([{ t: null }])
  expect(await sql`select * from supabase_migrations.schema_migrations`).toEqual([])
})

it('refuses a database that has a migration which the folder has not', async () => {
  await write('1_first.sql', 'select 1')
  await applyMigrations(sql, migrations)
  await rm(join(migrations, '1_first.sql'))
  await write('2_second.sql', 'select 2')
  await expect(applyMigrations(sql, migrations)).rejects.toThrow(/has migration 1_first/)
})

it('refuses one version twice', async () => {
  await write('1_first.sql', 'select 1')
  await write('1_other.sql', 'select 1')
  await expect(applyMigrations(sql, migrations)).rejects.toThrow(/the version 1 /)
})

it('splits scripts at the semicolons that end statements and no others', () => {
  const statements = [
    "select 'a;''b', E'\\'; x', \"a;b\" -- not; here\n, 1",
    'create function f() returns int language plpgsql as $body$ begin; return $$;$$; end $body$',
    'create function g() returns int begin atomic select case when true then 1 end; select 2; end',
    '/* outer; /* inner; */ still; */ select a$b$c from t',
  ]
  expect(splitStatements(`${statements.join(';\n')};;\n-- a last word; or two`).map(({ text }) => text)).toEqual(
    statements,
  )
})

it('knows the line of each statement', () => {
  expect(splitStatements('\n\nselect 1;\nselect\n2;\n\n  select 3').map(({ line }) => line)).toEqual([3, 4, 7])
})
