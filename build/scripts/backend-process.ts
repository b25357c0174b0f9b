import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { dirname, join } from 'node:path'

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

/** Where the backend's own lines go, so that the command that started it stays readable. */
const LOG_FILE = join(import.meta.dirname, '..', '..', '.local', 'backend.log')

/**
 * Starts the local backend in a process of its own and waits until it serves.
 * @param args as of `npm run backend`, e.g. `['--fresh']`
 * @param env variables that it has besides this process's own
 * @throws when it ends before it serves, with the last lines of its log
 */
export async function startBackendProcess(args: string[], env: Record<string, string> = {}): Promise<BackendProcess> {
  const script = join(import.meta.dirname, 'backend.ts')
  mkdirSync(dirname(LOG_FILE), { recursive: true })
  const logFile = openSync(LOG_FILE, 'w')
  const child = spawn(process.execPath, [script, '--with-parent', ...args], {
    stdio: ['pipe', 'pipe', logFile],
    env: { ...process.env, ...env },
  })
  closeSync(logFile)
  const info = await firstLine(child)
  return {
    info,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.stdin?.end()
      await exited
    },
  }
}

async function firstLine(child: ChildProcess): Promise<BackendInfo> {
  const lines = createInterface({ input: child.stdout! })
  const line = once(lines, 'line').then(([text]) => JSON.parse(String(text)) as BackendInfo)
  const ended = once(child, 'exit').then(([code]) => {
    const lastLines = readFileSync(LOG_FILE, 'utf8').trim().split('\n').slice(-12).join('\n')
    throw new Error(`The local backend ended with ${String(code)} before it was ready:\n${lastLines}\n(${LOG_FILE})`)
  })
  return Promise.race([line, ended])
}
