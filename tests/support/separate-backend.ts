import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { createUser } from '#build/local-supabase/users.ts'
import { startBackendProcess } from '#build/scripts/backend-process.ts'
import type { Backend } from './office.ts'

export interface SeparateBackend extends Backend {
  databaseUrl: string
  serviceRoleKey: string
  close(): Promise<void>
}

export interface SeparateBackendOptions {
  /** Variables that it has besides this process's own. */
  env?: Record<string, string>
  /**
   * Whether messages and events are delivered; default false: channels without credentials would only have their
   * messages fail, in the middle of what is measured.
   */
  workers?: boolean
}

/** A backend in a process of its own, durable and without data, as an app has it: it shares no event loop with the desks. */
export async function startSeparateBackend({
  env = {},
  workers = false,
}: SeparateBackendOptions = {}): Promise<SeparateBackend> {
  const directory = mkdtempSync(join(tmpdir(), 'leadline-bench-'))
  const flags = workers ? [] : ['--no-workers']
  const backend = await startBackendProcess(['--no-seed', '--port', '0', '--data-dir', directory, ...flags], env)
  const sql = postgres(backend.info.databaseUrl, { max: 4, onnotice: () => {} })
  return {
    url: backend.info.url,
    anonKey: backend.info.anonKey,
    databaseUrl: backend.info.databaseUrl,
    serviceRoleKey: backend.info.serviceRoleKey,
    sql,
    createUser: (user) => createUser(sql, user),
    async close() {
      await sql.end()
      await backend.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
