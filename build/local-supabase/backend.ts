import postgres from 'postgres'
import type { Sql } from 'postgres'
import { AdminUsers } from './admin-users.ts'
import { EdgeFunctions } from './edge-functions.ts'
import type { EdgeFunctionsOptions } from './edge-functions.ts'
import { createGateway } from './gateway.ts'
import { serveHttp } from './http-server.ts'
import { startLite } from './lite.ts'
import { applyMigrations } from './migrate.ts'
import { applyPlatform } from './platform.ts'
import { startPostgres } from './postgres.ts'
import { startRealtime } from './realtime/server.ts'
import type { Realtime } from './realtime/server.ts'
import { ResumableUploads } from './resumable-uploads.ts'
import { DirectRpc } from './rpc.ts'
import { BackendState } from './state.ts'
import { LOCAL_JWT_SECRET, signApiKey, TokenVerifier } from './tokens.ts'
import { createUser } from './users.ts'
import type { CreateUser } from './users.ts'

/** What a local Supabase is started with. */
export interface LocalSupabaseOptions {
  /** Folder that keeps the state between runs; created when missing. */
  dataDir: string
  /** HTTP port; any free one when 0, absent or taken. */
  port?: number
  /** Forget the state of earlier runs. */
  fresh?: boolean
  /** Folder of `<version>_<name>.sql` files to apply; none when absent. */
  migrationsDir?: string
  /** False gives up crash safety for speed; default true. */
  durable?: boolean
  /** A stopped cluster to start from when there is no state. */
  template?: string
  /** Lifetime of access tokens in seconds; default an hour, as hosted. */
  jwtExpiry?: number
  /** Edge functions to serve below `/functions/v1/`; none when absent. */
  functions?: EdgeFunctionsOptions
  /** Fills the database once, after the migrations. */
  seed?: (sql: Sql, backend: LocalSupabase) => Promise<void>
  /** Receives what the backend and its database have to tell, line by line. */
  log?: (line: string) => void
}

/** A running local Supabase. */
export interface LocalSupabase {
  /** `http://127.0.0.1:<port>`, for supabase-js. */
  url: string
  anonKey: string
  serviceRoleKey: string
  jwtSecret: string
  /** `postgres://` address as superuser. */
  databaseUrl: string
  /** Superuser connections. */
  sql: Sql
  realtime: Realtime
  /** Creates a confirmed user with a password. */
  createUser: CreateUser
  /** Ends everything and resolves when no process is left; may be called twice. */
  close(): Promise<void>
}

const CONNECTIONS = 8
const JWT_EXPIRY = 3_600

/**
 * Starts PostgreSQL, REST, Auth, Storage and Realtime on one loopback port, applies the migrations and the seed.
 *
 * @throws MigrationError, or the server's own words when PostgreSQL does not start; nothing is left running then.
 */
export async function startLocalSupabase(options: LocalSupabaseOptions): Promise<LocalSupabase> {
  const log = options.log ?? (() => {})
  const closers: (() => Promise<void>)[] = []
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= closeAll(closers))
  try {
    return await start(options, log, closers, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function start(
  options: LocalSupabaseOptions,
  log: (line: string) => void,
  closers: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<LocalSupabase> {
  const state = new BackendState(options.dataDir)
  await state.prepare(options.fresh ?? false, log)
  const { durable, template } = options
  const server = await startPostgres({
    dataDir: state.clusterDir,
    log: (line) => log(`postgres: ${line}`),
    ...(durable !== undefined && { durable }),
    ...(template !== undefined && { template }),
  })
  closers.push(() => server.stop())
  const sql = postgres(server.url, { max: CONNECTIONS, onnotice: () => {} })
  closers.push(() => sql.end({ timeout: 1 }))

  const jwtSecret = LOCAL_JWT_SECRET
  const tokens = new TokenVerifier(jwtSecret)
  const anonKey = await signApiKey(jwtSecret, 'anon')
  const serviceRoleKey = await signApiKey(jwtSecret, 'service_role')

  await applyPlatform(sql, 'roles')
  const jwtExpiry = options.jwtExpiry ?? JWT_EXPIRY
  const lite = await startLite({ databaseUrl: server.url, jwtSecret, jwtExpiry, objectsDir: state.objectsDir, log })
  closers.push(() => lite.close())
  await applyPlatform(sql, 'auth')
  await applyPlatform(sql, 'realtime')
  await applyPlatform(sql, 'storage')
  const applied = options.migrationsDir ? await applyMigrations(sql, options.migrationsDir) : []
  if (applied.length > 0) log(`migrations applied: ${applied.join(', ')}`)

  const rpc = await DirectRpc.open(server.url, sql)
  closers.push(() => rpc.close())
  const realtime = await startRealtime({ sql, tokens, apiKeys: [anonKey, serviceRoleKey], log })
  closers.push(() => realtime.close())
  await sql.listen('pgrst', () => {
    rpc.forgetSchema()
    realtime.forgetSchema()
    void lite.forgetSchema()
  })
  const broadcast = (request: Request): Promise<Response | null> => realtime.fetch(request)
  let functions: EdgeFunctions | null = null
  const resumable = new ResumableUploads(`${state.objectsDir}-begun`, (request) => lite.fetch(request))
  const adminUsers = new AdminUsers(sql, serviceRoleKey)
  const gateway = createGateway({
    anonKey,
    serviceRoleKey,
    tokens,
    rpc,
    lite,
    adminUsers,
    resumable,
    broadcast,
    functions: () => functions,
  })
  const http = await serveHttp(gateway, options.port ?? 0, log)
  closers.push(() => http.close())
  const url = `http://127.0.0.1:${http.port}`
  if (options.functions) {
    const project = { SUPABASE_URL: url, SUPABASE_ANON_KEY: anonKey, SUPABASE_SERVICE_ROLE_KEY: serviceRoleKey }
    const { dir, env } = options.functions
    functions = new EdgeFunctions({ dir, env: { ...project, ...env } }, log)
  }
  realtime.attach(http.server)

  const backend: LocalSupabase = {
    url,
    anonKey,
    serviceRoleKey,
    jwtSecret,
    databaseUrl: server.url,
    sql,
    realtime,
    createUser: (user) => createUser(sql, user),
    close,
  }
  const { seed } = options
  if (seed) await state.seedOnce(() => seed(sql, backend))
  return backend
}

/** Ends the parts in the reverse order of their start; one that fails does not keep the others running. */
async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  for (const closer of closers.toReversed()) await closer().catch(() => {})
}
