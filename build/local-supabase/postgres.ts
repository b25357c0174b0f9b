import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { claimDataDirectory, copyCluster, initialise, isInitialised } from './data-directory.ts'
import { freePort } from './free-port.ts'
import { locatePostgresBinaries } from './postgres-binaries.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { commandAs, serverAccount } from './server-account.ts'
import type { ServerAccount } from './server-account.ts'

/** What a PostgreSQL server is started with. */
export interface PostgresOptions {
  /** Folder of the cluster, initialised when empty. */
  dataDir: string
  /** False gives up crash safety for speed (tests); default true. */
  durable?: boolean
  /** A stopped cluster to copy instead of initialising; used only when `dataDir` is not initialised. */
  template?: string
  /** Receives the server's log, line by line. */
  log?: (line: string) => void
}

/** A running PostgreSQL server of our own. */
export interface LocalPostgres {
  /** `postgres://` address as superuser. */
  url: string
  port: number
  /** Shuts the server down (connections are cut) and resolves when its process is gone. */
  stop(): Promise<void>
}

/**
 * The server's parent. It stops the server as soon as its standard input ends, which happens when our process ends in
 * any way, SIGKILL included; so no server outlives us. `$1` is the signal to stop with, the rest the server's command.
 */
const GUARD = `
signal=$1; shift
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
{ cat <&3 >/dev/null; kill -s "$signal" "$server"; } 2>/dev/null &
exec 3<&-
wait "$server"
`

/** Attempts to start on another port when the chosen one was taken in between. */
const PORT_ATTEMPTS = 5

/**
 * Starts PostgreSQL 17 on 127.0.0.1 and a free port, as the `postgres` user when we are root.
 *
 * @throws with the server's own words when it does not start, or when another server runs on the same folder.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const binaries = locatePostgresBinaries()
  const account = await serverAccount()
  const folder = resolve(options.dataDir)
  if (!isInitialised(folder)) {
    if (options.template) await copyCluster(options.template, folder)
    else await initialise(folder, binaries, account)
  }
  const dataDir = await realpath(folder)
  await claimDataDirectory(dataDir)
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const outcome = await launch({ dataDir, port, binaries, account, options })
    if ('stop' in outcome) return outcome
    if (!outcome.log.includes('Address already in use') || attempt === PORT_ATTEMPTS) {
      throw new Error(`PostgreSQL did not start on ${dataDir}:\n${outcome.log}`)
    }
  }
}

interface Launch {
  dataDir: string
  port: number
  binaries: PostgresBinaries
  account: ServerAccount | null
  options: PostgresOptions
}

async function launch({ dataDir, port, binaries, account, options }: Launch): Promise<LocalPostgres | { log: string }> {
  const durable = options.durable ?? true
  const server = { program: binaries.postgres, args: ['-D', dataDir, '-p', String(port), ...settings(durable)] }
  const command = await commandAs(account, server, [binaries.postgres, dataDir])
  // Without durability there is nothing to save on the way out, so the server is told to drop everything at once.
  const stopSignal = durable ? 'INT' : 'QUIT'
  const guard = spawn('sh', ['-c', GUARD, 'postgres-guard', stopSignal, command.program, ...command.args], {
    cwd: '/',
    // Its own process group: Ctrl-C in the terminal reaches us alone, and we stop the server in order.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  })
  const exited = once(guard, 'exit')
  const early = await waitUntilReady(guard, options.log)
  if (early !== null) return { log: early }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    port,
    async stop() {
      guard.stdin?.end()
      await exited
    },
  }
}

/** Resolves to null when the server accepts connections, or to its log when it ended before. */
function waitUntilReady(guard: ChildProcess, log?: (line: string) => void): Promise<string | null> {
  const { stderr } = guard
  if (!stderr) throw new Error('The server was started without a log.')
  return new Promise((settle, fail) => {
    let text = ''
    let ready = false
    createInterface({ input: stderr }).on('line', (line) => {
      log?.(line)
      if (ready) return
      text += `${line}\n`
      ready = line.includes('ready to accept connections')
      if (ready) settle(null)
    })
    guard.once('error', fail)
    guard.once('close', () => settle(text))
  })
}

function settings(durable: boolean): string[] {
  const common = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    jit: 'off',
    log_checkpoints: 'off',
    // As hosted; with less, every migration that touches a publication is warned.
    wal_level: 'logical',
    shared_buffers: durable ? '256MB' : '64MB',
    max_wal_size: '2GB',
  }
  // Commits still reach the operating system, so a server that is stopped hard keeps what it confirmed.
  const fast = { fsync: 'off', full_page_writes: 'off' }
  return Object.entries(durable ? common : { ...common, ...fast }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
}
