import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import postgres from 'postgres'
import { createUser } from '#build/local-supabase/users.ts'
import type { Backend } from '#tests/support/office.ts'

export interface BackendProcess extends Backend {
  close(): Promise<void>
}

/**
 * Starts a test backend in a process of its own: it works while the attempts are prepared and judged, and what it logs of
 * refused requests, thousands here, goes nowhere.
 */
export async function startBackendProcess(): Promise<BackendProcess> {
  const script = join(import.meta.dirname, 'backend-host.ts')
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  const started = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => line.startsWith('{') && resolve(line))
    child.once('exit', (code) => reject(new Error(`The backend ended with ${code} before it served.`)))
  })
  const { url, anonKey, databaseUrl } = JSON.parse(await started) as Record<'url' | 'anonKey' | 'databaseUrl', string>
  const sql = postgres(databaseUrl, { max: 4, onnotice: () => {} })
  return {
    url,
    anonKey,
    sql,
    createUser: (user) => createUser(sql, user),
    async close() {
      await sql.end()
      child.stdin.end()
      await ended
    },
  }
}
