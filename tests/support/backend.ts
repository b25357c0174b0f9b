import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalSupabase } from '#build/local-supabase/backend.ts'
import type { LocalSupabase, LocalSupabaseOptions } from '#build/local-supabase/backend.ts'
import { ensureTemplate } from '#build/local-supabase/template.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const CACHE = join(ROOT, '.local', 'cache', 'clusters')

/**
 * Starts a backend of its own for a test file: the schema of `supabase/migrations` (or `migrationsDir`), no data, on a
 * temporary folder and a free port. `close` removes the folder.
 */
export async function startTestBackend(
  options: Partial<Omit<LocalSupabaseOptions, 'template'>> = {},
): Promise<LocalSupabase> {
  const migrationsDir = options.migrationsDir ?? join(ROOT, 'supabase', 'migrations')
  const template = await ensureTemplate(CACHE, migrationsDir)
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'leadline-backend-')))
  const backend = await startLocalSupabase({ durable: false, ...options, dataDir, migrationsDir, template })
  return {
    ...backend,
    async close() {
      await backend.close()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}
