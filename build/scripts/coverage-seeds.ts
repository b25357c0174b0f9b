/**
 * `npm run coverage:seeds`: checks supabase/coverage.json, which says for each object of the five seed systems what of
 * ours carries it and which test shows so, against a database with the schema and against the tests.
 *
 * Prints one JSON line per seed, `{"seed", "covered", "total", "missing", "not_carried"}`: `missing` names what nothing
 * carries yet, `not_carried` what is left out on purpose. Ends with 1 when something claimed is not there.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { startTestBackend } from '#build/local-supabase/test-backend.ts'
import { ROOT } from './build-app.ts'

const entrySchema = z.union([
  z.strictObject({
    object: z.string(),
    /** Ours, each as `kind name`: see OBJECTS. */
    here: z.array(z.string()).min(1),
    test: z.strictObject({ file: z.string(), name: z.string() }),
    note: z.string().optional(),
  }),
  /** What comes with a later step. */
  z.strictObject({ object: z.string(), pending: z.string() }),
  /** What is left out on purpose, and why. */
  z.strictObject({ object: z.string(), not_carried: z.string() }),
])
const coverageSchema = z.record(z.string().regex(/^\d{3}$/), z.array(entrySchema))
type Entry = z.output<typeof entrySchema>

/** Per kind of object the query that finds `$1`, for triggers, policies and constraints on the table `$2`. */
const OBJECTS: Record<string, string> = {
  schema: `select from pg_namespace where nspname = $1`,
  table: `select from pg_class where oid = to_regclass($1) and relkind in ('r', 'p')`,
  view: `select from pg_class where oid = to_regclass($1) and relkind = 'v'`,
  'materialized view': `select from pg_class where oid = to_regclass($1) and relkind = 'm'`,
  index: `select from pg_class where oid = to_regclass($1) and relkind = 'i'`,
  function: `select from pg_proc where oid = to_regprocedure($1)`,
  column: `select from pg_attribute a where a.attrelid = to_regclass(regexp_replace($1, '\\.[^.]+$', ''))
    and a.attname = substring($1 from '[^.]+$') and not a.attisdropped`,
  trigger: `select from pg_trigger where tgname = $1 and tgrelid = to_regclass($2) and not tgisinternal`,
  policy: `select from pg_policy where polname = $1 and polrelid = to_regclass($2)`,
  constraint: `select from pg_constraint where conname = $1 and conrelid = to_regclass($2)`,
  bucket: `select from storage.buckets where id = $1`,
}

/** True when the database has an object, given as `kind name` or `kind name on table`. */
async function exists(sql: Sql, described: string): Promise<boolean> {
  const kind = Object.keys(OBJECTS).find((known) => described.startsWith(`${known} `))
  if (kind === undefined) return false
  const names = described.slice(kind.length + 1).split(' on ')
  return (await sql.unsafe(OBJECTS[kind]!, names)).length > 0
}

const TEST_TITLE = /\b(?:test|it)(?:\.each\([^)]*\))?\(\s*(['"`])((?:(?!\1).)+)\1/gs

/** The titles of a file's tests; none when there is no such file. */
async function titlesIn(file: string): Promise<Set<string>> {
  const text = await readFile(join(ROOT, file), 'utf8').catch(() => '')
  return new Set(Array.from(text.matchAll(TEST_TITLE), (match) => match[2]!))
}

/** What an entry claims and is not there. */
async function absent(sql: Sql, entry: Entry): Promise<string[]> {
  if (!('here' in entry)) return []
  const wrong: string[] = []
  for (const described of entry.here) if (!(await exists(sql, described))) wrong.push(described)
  const { file, name } = entry.test
  if (!(await titlesIn(file)).has(name)) wrong.push(`test ${file}: ${name}`)
  return wrong
}

const coverage = coverageSchema.parse(JSON.parse(await readFile(join(ROOT, 'supabase', 'coverage.json'), 'utf8')))
const backend = await startTestBackend({ migrationsDir: join(ROOT, 'supabase', 'migrations') })
try {
  for (const [seed, entries] of Object.entries(coverage)) {
    const missing: string[] = []
    let covered = 0
    for (const entry of entries) {
      const wrong = await absent(backend.sql, entry)
      for (const described of wrong) console.error(`${seed} ${entry.object}: ${described} is not there`)
      if (wrong.length > 0) process.exitCode = 1
      if ('pending' in entry || wrong.length > 0) missing.push(entry.object)
      else if ('here' in entry) covered += 1
    }
    const left = entries.filter((entry) => 'not_carried' in entry).map(({ object }) => object)
    console.log(JSON.stringify({ seed, covered, total: entries.length, missing, not_carried: left }))
  }
} finally {
  await backend.close()
}
