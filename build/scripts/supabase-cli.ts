/** The Supabase CLI, for what it knows of a database better than anyone. It ships as an npm package; no Docker needed. */
import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from './build-app.ts'

/** Fixed, since the text of generated types may change with it. */
const PACKAGE = 'supabase@3.1.0'

const OUTPUT_LIMIT = 64 * 1024 * 1024

/**
 * Runs the CLI on a copy of `supabase/` (it leaves notes in the folder it works in) against a database. The installed
 * package is used when it has this version; else npm fetches it into its cache.
 * @param args e.g. `['migration', 'list']`
 * @param databaseUrl of a PostgreSQL that speaks without TLS
 * @returns what it printed on standard output
 * @throws when it ends with another code than 0, with what it printed on standard error
 */
export async function runSupabaseCli(args: string[], databaseUrl: string): Promise<string> {
  const workdir = await mkdtemp(join(tmpdir(), 'leadline-cli-'))
  try {
    await cp(join(ROOT, 'supabase'), join(workdir, 'supabase'), { recursive: true })
    const { stdout } = await promisify(execFile)(
      'npm',
      ['exec', '--yes', `--package=${PACKAGE}`, '--', 'supabase', ...args, `--remote=${databaseUrl}?sslmode=disable`],
      {
        cwd: workdir,
        maxBuffer: OUTPUT_LIMIT,
        env: { ...process.env, DO_NOT_TRACK: '1', SUPABASE_TELEMETRY_DISABLED: '1', SUPABASE_NO_UPDATE_NOTIFIER: '1' },
      },
    )
    return stdout
  } finally {
    await rm(workdir, { recursive: true, force: true })
  }
}
