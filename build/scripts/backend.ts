import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setInterval } from 'node:timers'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { startLocalSupabase } from '#build/local-supabase/backend.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { connectCarriers } from '#build/demo/carriers.ts'
import type { CustomerLines } from '#build/demo/carriers.ts'
import type { Running } from '#build/demo/live.ts'
import { startFakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import { startFunctionWorker, WORKED_FUNCTIONS } from './function-worker.ts'
import { functionsReaching, PRODUCT_FUNCTIONS, VENDOR_VARIABLES } from './product-functions.ts'
import { startScheduler } from './scheduler.ts'

/**
 * `npm run backend`: starts the local Supabase with the demo workspace and prints one JSON line about it on standard
 * output; everything else goes to standard error. Stays until SIGINT or SIGTERM.
 */

const ROOT = join(import.meta.dirname, '..', '..')
const DEMO = join(ROOT, 'build', 'demo')
const DEFAULT_PORT = 54_321

/** How often `--with-parent` looks whether the parent is still there, in milliseconds. */
const PARENT_CHECK_MS = 500

const HELP = `npm run backend [-- options]
  --port N        HTTP port (default ${DEFAULT_PORT}; a free one when taken)
  --data-dir D    where the state is kept (default .local/backend)
  --fresh         forget the state of earlier runs
  --scale N       size of the demo workspace, when it is made
  --migrations D  folder of migrations (default supabase/migrations)
  --no-seed       leave the database empty
  --live          customers keep writing and answering
  --no-workers    deliver neither messages nor events: what is queued stays queued
  --with-parent   stop when the parent process or standard input goes away`

/** A person of the demo workspace, with what they sign in with. */
interface DemoUser {
  email: string
  password: string
  role: string
  organization: string
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: String(DEFAULT_PORT) },
    'data-dir': { type: 'string', default: join(ROOT, '.local', 'backend') },
    fresh: { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
    scale: { type: 'string' },
    migrations: { type: 'string', default: join(ROOT, 'supabase', 'migrations') },
    'no-seed': { type: 'boolean', default: false },
    'no-workers': { type: 'boolean', default: false },
    'with-parent': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const log = (line: string): void => console.error(line)

if (values.help) console.log(HELP)
else await run()

async function run(): Promise<void> {
  const stopRequested = waitForStop(values['with-parent'])
  const dataDir = values['data-dir']
  const wantsSeed = !values['no-seed'] && hasDemo('seed.ts')
  const wantsLive = values.live && hasDemo('live.ts')
  const usersFile = join(dataDir, 'users.json')
  const vendors = wantsSeed ? await startFakeVendors({ reports: true, log }) : null
  let backend: LocalSupabase
  try {
    backend = await startLocalSupabase({
      dataDir,
      port: Number(values.port),
      fresh: values.fresh,
      migrationsDir: values.migrations,
      functions: functionsReaching(vendors?.env ?? VENDOR_VARIABLES),
      log,
      ...(wantsSeed && { seed: (_sql, started) => seedDemo(started, usersFile) }),
    })
  } catch (error) {
    log(`The backend did not start: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
    process.stdin.destroy()
    return
  }
  const scheduler = (await has(backend, 'app.jobs')) ? startScheduler(backend.sql, log) : null
  const lines = vendors ? await connectCarriers(backend, vendors, PRODUCT_FUNCTIONS.env) : null
  const workers = values['no-workers'] ? [] : await startWorkers(backend)
  const live = wantsLive && lines ? await startLive(backend, lines) : null
  const users = existsSync(usersFile) ? (JSON.parse(await readFile(usersFile, 'utf8')) as DemoUser[]) : []
  const { url, anonKey, serviceRoleKey, databaseUrl } = backend
  console.log(JSON.stringify({ url, anonKey, serviceRoleKey, databaseUrl, users }))
  log(await stopRequested)
  live?.stop()
  await Promise.all([scheduler?.stop(), ...workers.map((worker) => worker.stop())])
  await vendors?.close()
  await backend.close()
  process.exit()
}

/** Whether the migrations brought a table or function of the product's: others (`--migrations`) need not. */
async function has({ sql }: LocalSupabase, name: string): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    select to_regclass(${name}) is not null or to_regproc(${name}) is not null as found`
  return row!.found
}

/** Calls the edge functions that the scheduler calls on a hosted project, of those whose database functions are there. */
async function startWorkers(backend: LocalSupabase): Promise<Running[]> {
  const { dispatch, events, sweep } = WORKED_FUNCTIONS
  const needs = [
    { worked: dispatch, needed: 'public.dispatch_claim' },
    { worked: events, needed: 'public.events_claim' },
    { worked: sweep, needed: 'public.orphaned_attachments' },
  ]
  const started = needs.map(async ({ worked, needed }) =>
    (await has(backend, needed)) ? [await startFunctionWorker(worked, backend, log)] : [],
  )
  return (await Promise.all(started)).flat()
}

/** Resolves with the reason once the backend is to stop. */
function waitForStop(withParent: boolean): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => resolve(`Stopping (${signal}).`))
  }
  if (!withParent) return promise
  const parent = process.ppid
  process.stdin.resume().once('close', () => resolve('Stopping: standard input was closed.'))
  setInterval(() => {
    if (process.ppid !== parent) resolve('Stopping: the parent process is gone.')
  }, PARENT_CHECK_MS).unref()
  return promise
}

/** What `build/demo/seed.ts` exports. */
interface SeedModule {
  seedDemo(
    sql: LocalSupabase['sql'],
    options: { createUser: LocalSupabase['createUser']; log: typeof log; scale?: number },
  ): Promise<{ users: DemoUser[] }>
}

async function seedDemo({ sql, createUser }: LocalSupabase, usersFile: string): Promise<void> {
  const seed = await importDemo<SeedModule>('seed.ts')
  const scale = values.scale === undefined ? {} : { scale: Number(values.scale) }
  const { users } = await seed.seedDemo(sql, { createUser, log, ...scale })
  await writeFile(usersFile, JSON.stringify(users))
}

/** What `build/demo/live.ts` exports. */
interface LiveModule {
  startLive(options: { databaseUrl: string; lines: CustomerLines; log: typeof log }): { stop(): void }
}

async function startLive({ databaseUrl }: LocalSupabase, lines: CustomerLines): Promise<{ stop(): void }> {
  const live = await importDemo<LiveModule>('live.ts')
  return live.startLive({ databaseUrl, lines, log })
}

/** Whether the demo has the file; tells when it does not. */
function hasDemo(file: string): boolean {
  const exists = existsSync(join(DEMO, file))
  if (!exists) log(`build/demo/${file} is missing: starting without it.`)
  return exists
}

/** The demo is loaded only where it is used: it is large, and most starts need none of it. */
async function importDemo<Module>(file: string): Promise<Module> {
  const module: unknown = await import(pathToFileURL(join(DEMO, file)).href)
  return module as Module
}
