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
  /** Stops all of it, in the middle of what it does, and starts it with the same data under the same address. */
  restart(): Promise<void>
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
  const start = (port: string) =>
    startBackendProcess(['--no-seed', '--port', port, '--data-dir', directory, ...flags], env)
  const connect = (databaseUrl: string) => postgres(databaseUrl, { max: 4, onnotice: () => {} })
  let running = await start('0')
  let sql = connect(running.info.databaseUrl)
  const stop = async () => {
    await sql.end()
    await running.stop()
  }
  return {
    url: running.info.url,
    anonKey: running.info.anonKey,
    get databaseUrl() {
      return running.info.databaseUrl
    },
    serviceRoleKey: running.info.serviceRoleKey,
    get sql() {
      return sql
    },
    createUser: (user) => createUser(sql, user),
    async restart() {
      await stop()
      running = await start(new URL(running.info.url).port)
      sql = connect(running.info.databaseUrl)
    },
    async close() {
      await stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
