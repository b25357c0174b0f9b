import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { createUser } from '#build/local-supabase/users.ts'
import { startBackendProcess } from '#build/scripts/backend-process.ts'
import type { Backend } from '#tests/support/office.ts'

export interface SeparateBackend extends Backend {
  databaseUrl: string
  close(): Promise<void>
}

/** A backend in a process of its own, durable and without data, as an app has it: it shares no event loop with the desks. */
export async function startSeparateBackend(): Promise<SeparateBackend> {
  const directory = mkdtempSync(join(tmpdir(), 'leadline-bench-'))
  const { info, stop } = await startBackendProcess(['--no-seed', '--port', '0', '--data-dir', directory])
  const sql = postgres(info.databaseUrl, { max: 4, onnotice: () => {} })
  return {
    url: info.url,
    anonKey: info.anonKey,
    databaseUrl: info.databaseUrl,
    sql,
    createUser: (user) => createUser(sql, user),
    async close() {
      await sql.end()
      await stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
