import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startLocalSupabase } from './backend.ts'
import type { LocalSupabase, LocalSupabaseOptions } from './backend.ts'
import { scratchFolder } from './scratch.ts'
import { ensureTemplate } from './template.ts'

/** What a test may set: everything but the template. */
export type TestBackendOptions = Partial<Omit<LocalSupabaseOptions, 'template'>>

const CACHE = join(import.meta.dirname, '..', '..', '.local', 'cache', 'clusters')

/**
 * Starts a backend for a test, with the schema of `migrationsDir` and no data, on a temporary folder and a free port.
 * The schema comes from a cached cluster. `close` removes the folder.
 */
export async function startTestBackend(
  options: TestBackendOptions & { migrationsDir: string },
): Promise<LocalSupabase> {
  const template = await ensureTemplate(CACHE, options.migrationsDir)
  const dataDir = options.dataDir ?? (await scratchFolder())
  const backend = await startLocalSupabase({ durable: false, ...options, dataDir, template })
  return {
    ...backend,
    async close() {
      await backend.close()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}
