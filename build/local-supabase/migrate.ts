import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import postgres from 'postgres'
import { splitStatements } from './sql-statements.ts'

/** One file `<version>_<name>.sql` of the migrations folder. */
interface Migration {
  version: string
  name: string
  file: string
}

const FILE_NAME = /^(\d+)_(.+)\.sql$/

/** A migration that cannot be applied: which file, line and statement, and what the database said. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/**
 * Applies the migrations of a folder that the database does not have yet, in the order of their versions, each in one
 * transaction, recorded as the Supabase CLI records them (`supabase_migrations.schema_migrations`).
 *
 * @param sql a superuser connection.
 * @returns the versions applied now, in order; empty when the database was up to date.
 * @throws MigrationError for a failing file (file, line, statement), a version twice in the folder, or a recorded
 *   version that the folder does not have.
 */
export async function applyMigrations(sql: Sql, migrationsDir: string): Promise<string[]> {
  const migrations = await readMigrations(migrationsDir)
  await prepareHistory(sql)
  const recorded = await sql<{ version: string; name: string | null }[]>`
    select version, name from supabase_migrations.schema_migrations order by version`
  const known = new Set(migrations.map((migration) => migration.version))
  const unknown = recorded.find((row) => !known.has(row.version))
  if (unknown) {
    throw new MigrationError(
      `The database has migration ${unknown.version}_${unknown.name ?? ''}, which ${migrationsDir} does not have. ` +
        'It was made by another version of the schema: start with --fresh to build it anew.',
    )
  }
  const done = new Set(recorded.map((row) => row.version))
  const pending = migrations.filter((migration) => !done.has(migration.version))
  for (const migration of pending) await applyOne(sql, migrationsDir, migration)
  return pending.map((migration) => migration.version)
}

async function readMigrations(migrationsDir: string): Promise<Migration[]> {
  const migrations = (await readdir(migrationsDir)).flatMap((file): Migration[] => {
    const [, version, name] = FILE_NAME.exec(file) ?? []
    return version !== undefined && name !== undefined ? [{ version, name, file }] : []
  })
  migrations.sort((a, b) => (a.file < b.file ? -1 : 1))
  const twice = migrations.find((migration, index) => migration.version === migrations[index - 1]?.version)
  if (twice) throw new MigrationError(`Two migrations have the version ${twice.version} in ${migrationsDir}.`)
  return migrations
}

async function prepareHistory(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations
      (version text primary key, statements text[], name text);`)
}

async function applyOne(sql: Sql, folder: string, migration: Migration): Promise<void> {
  const text = await readFile(join(folder, migration.file), 'utf8')
  const statements = splitStatements(text)
  await sql.begin(async (transaction) => {
    for (const statement of statements) {
      try {
        await transaction.unsafe(statement.text)
      } catch (cause) {
        throw explain(cause, migration.file, statement)
      }
    }
    const texts = statements.map((statement) => statement.text)
    await transaction`
      insert into supabase_migrations.schema_migrations (version, statements, name)
      values (${migration.version}, ${texts}, ${migration.name})`
  })
}

function explain(cause: unknown, file: string, statement: { text: string; line: number }): MigrationError {
  const error = cause instanceof postgres.PostgresError ? cause : null
  const offset = Number(error?.position ?? 1) - 1
  const line = statement.line + statement.text.slice(0, offset).split('\n').length - 1
  const extra = [error?.detail, error?.hint, error?.where].filter(Boolean).join('\n')
  const message = cause instanceof Error ? cause.message : String(cause)
  return new MigrationError(`${file}:${line}: ${message}\n${extra ? `${extra}\n` : ''}in: ${statement.text}`, { cause })
}
