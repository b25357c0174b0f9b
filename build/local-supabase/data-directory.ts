import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { commandAs, giveTo } from './server-account.ts'
import type { ServerAccount } from './server-account.ts'

const run = promisify(execFile)

/** How long a server whose backend was killed may take to finish its own shutdown, in milliseconds. */
const LEFTOVER_GRACE_MS = 5_000

/** True when the folder holds an initialised database cluster. */
export const isInitialised = (dataDir: string): boolean => existsSync(join(dataDir, 'PG_VERSION'))

/**
 * Creates a database cluster (superuser `postgres`, UTF-8, the built-in C.UTF-8 collation, so that sorting does not
 * depend on the machine's locales). An interrupted attempt leaves nothing that looks initialised.
 */
export async function initialise(
  dataDir: string,
  binaries: PostgresBinaries,
  account: ServerAccount | null,
): Promise<void> {
  await mkdir(dirname(dataDir), { recursive: true })
  const draft = await mkdtemp(`${dataDir}.new-`)
  try {
    await giveTo(account, draft)
    const options = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-sync', '--no-instructions']
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const initdb = { program: binaries.initdb, args: [`--pgdata=${draft}`, ...options, ...locale] }
    const command = await commandAs(account, initdb, [binaries.initdb, draft])
    await run(command.program, command.args, { cwd: '/' })
    await rm(dataDir, { recursive: true, force: true })
    await rename(draft, dataDir)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** Copies a stopped cluster with owners and modes. */
export async function copyCluster(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await rm(to, { recursive: true, force: true })
  await run('cp', ['-a', from, to])
}

/**
 * Makes `dataDir` free to start a server on: removes a `postmaster.pid` whose process is gone (or is no PostgreSQL of
 * this folder any more), and waits for a server that is still shutting down.
 *
 * @throws when a server keeps running on the folder, as a second backend on the same state.
 */
export async function claimDataDirectory(dataDir: string): Promise<void> {
  const lock = join(dataDir, 'postmaster.pid')
  const deadline = Date.now() + LEFTOVER_GRACE_MS
  for (;;) {
    const pid = await lockHolder(lock)
    if (pid === null) return
    if (!(await isServerOf(pid, dataDir))) {
      await rm(lock, { force: true })
      return
    }
    if (Date.now() > deadline) {
      throw new Error(`Another backend is running on ${dataDir} (PostgreSQL process ${pid}). Stop it first.`)
    }
    await pause(50)
  }
}

async function lockHolder(lock: string): Promise<number | null> {
  try {
    return Number.parseInt((await readFile(lock, 'utf8')).split('\n')[0] ?? '', 10)
  } catch {
    return null
  }
}

async function isServerOf(pid: number, dataDir: string): Promise<boolean> {
  try {
    const { stdout } = await run('ps', ['-o', 'args=', '-p', String(pid)])
    return stdout.includes(dataDir)
  } catch {
    return false
  }
}
