import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'

export interface DemoUser {
  email: string
  password: string
  role: string
  organization: string
}

/** What `npm run backend` prints about itself. */
export interface BackendInfo {
  url: string
  anonKey: string
  serviceRoleKey: string
  databaseUrl: string
  users: DemoUser[]
}

export interface BackendProcess {
  info: BackendInfo
  /** Stops PostgreSQL and the servers in order. */
  stop(): Promise<void>
}

/**
 * Starts the local backend in a process of its own and waits until it serves.
 * @param args as of `npm run backend`, e.g. `['--fresh']`
 * @throws when it ends before it serves; what it printed is on standard error
 */
export async function startBackendProcess(args: string[]): Promise<BackendProcess> {
  const script = join(import.meta.dirname, 'backend.ts')
  const child = spawn(process.execPath, [script, '--with-parent', ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const info = await firstLine(child)
  return {
    info,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.stdin.end()
      await exited
    },
  }
}

async function firstLine(child: ChildProcess): Promise<BackendInfo> {
  const lines = createInterface({ input: child.stdout! })
  const line = once(lines, 'line').then(([text]) => JSON.parse(String(text)) as BackendInfo)
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The local backend ended with ${String(code)} before it was ready.`)
  })
  return Promise.race([line, ended])
}
