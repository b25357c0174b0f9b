/**
 * Zero: zero-cache on the backend's PostgreSQL, an API server in a thread of its own, as an application has one beside it,
 * and clients in memory. Runs in the folder that the packages are installed in, and where nothing but loopback can be
 * reached: zero-cache listens on every address.
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import * as zero from '@rocicorp/zero'
import { handleMutateRequest, handleQueryRequest } from '@rocicorp/zero/server'
import { zeroPostgresJS } from '@rocicorp/zero/server/adapters/postgresjs'

const PUBLICATION = 'zero_bench'
const CACHE_PORT = 4848
const CACHE_URL = `http://127.0.0.1:${CACHE_PORT}`
const HEALTH_CHECK_MS = 100
const USER = 'bench'

/** @type {import('./peer.ts').StartPeer} */
export async function start({ sql, databaseUrl, tables, startFaultProxy }) {
  await sql.unsafe(`create publication ${PUBLICATION} for table ${Object.keys(tables).join()}`)
  const api = new Worker(new URL(import.meta.url), { workerData: { databaseUrl, tables } })
  const [apiUrl] = await once(api, 'message')
  const cache = await startCache(databaseUrl, apiUrl)
  const model = modelOf(tables)
  return {
    openClient: async (canGoOffline) => openClient(model, canGoOffline ? await startFaultProxy(CACHE_URL) : null),
    async stop() {
      await cache.stop()
      await api.terminate()
    },
  }
}

/** What clients and API server share: the schema, the queries and the one mutation. */
function modelOf(tables) {
  const columnOf = ({ kind, nullable }) => (nullable ? zero[kind]().optional() : zero[kind]())
  const tableOf = ([name, columns]) =>
    zero
      .table(name)
      .columns(Object.fromEntries(Object.entries(columns).map(([column, spec]) => [column, columnOf(spec)])))
      .primaryKey('id')
  const schema = zero.createSchema({ tables: Object.entries(tables).map(tableOf) })
  const rows = zero.createBuilder(schema)
  const queries = zero.defineQueries({
    all: zero.defineQuery(({ args }) => rows[args.table]),
    newest: zero.defineQuery(({ args }) =>
      rows.peer_messages.where('conversation_id', args.conversation_id).orderBy('created_at', 'desc').limit(1),
    ),
  })
  const mutators = zero.defineMutators({
    insert: zero.defineMutator(({ tx, args }) => tx.mutate[args.table].insert(args.row)),
  })
  return { schema, rows, queries, mutators, names: Object.keys(tables) }
}

/** The application's own server: zero-cache asks it what a query means, and hands it what clients wrote. */
function serveApi({ databaseUrl, tables }) {
  const { schema, queries, mutators } = modelOf(tables)
  const dbProvider = zeroPostgresJS(schema, databaseUrl)
  const answer = {
    '/query': (request) =>
      handleQueryRequest({
        ...request,
        schema,
        handler: (name, args) => zero.mustGetQuery(queries, name).fn({ args, ctx: undefined }),
      }),
    '/mutate': (request) =>
      handleMutateRequest({
        ...request,
        dbProvider,
        handler: (transact) =>
          transact((tx, name, args) => zero.mustGetMutator(mutators, name).fn({ tx, args, ctx: undefined })),
      }),
  }
  const respond = async (request, response) => {
    const { pathname, searchParams: query } = new URL(request.url, CACHE_URL)
    const result = await answer[pathname]({ userID: USER, query, body: JSON.parse(await text(request)) })
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result))
  }
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => response.destroy(error))
  })
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(`http://127.0.0.1:${server.address().port}`, []))
}

async function startCache(databaseUrl, apiUrl) {
  const directory = mkdtempSync(join(tmpdir(), 'leadline-zero-'))
  const packageEntry = createRequire(import.meta.url).resolve('@rocicorp/zero')
  const child = spawn(process.execPath, [join(dirname(packageEntry), 'cli.js')], {
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      ZERO_UPSTREAM_DB: databaseUrl,
      ZERO_APP_PUBLICATIONS: PUBLICATION,
      ZERO_REPLICA_FILE: join(directory, 'replica.db'),
      ZERO_PORT: String(CACHE_PORT),
      ZERO_QUERY_URL: `${apiUrl}/query`,
      ZERO_MUTATE_URL: `${apiUrl}/mutate`,
      ZERO_ADMIN_PASSWORD: randomUUID(),
      ZERO_LOG_LEVEL: 'error',
      DO_NOT_TRACK: '1',
    },
  })
  const exited = once(child, 'exit')
  const isHealthy = () =>
    fetch(`${CACHE_URL}/keepalive`).then(
      ({ ok }) => ok,
      () => false,
    )
  const stop = async () => {
    child.kill()
    await exited
    rmSync(directory, { recursive: true, force: true })
  }
  while (!(await isHealthy())) {
    if (child.exitCode !== null) {
      await stop()
      throw new Error(`zero-cache ended with ${child.exitCode} before it served.`)
    }
    await delay(HEALTH_CHECK_MS)
  }
  return { stop }
}

function openClient({ schema, rows, queries, mutators, names }, proxy) {
  const client = new zero.Zero({
    server: proxy?.url ?? CACHE_URL,
    schema,
    mutators,
    userID: USER,
    storageKey: randomUUID(),
    kvStore: 'mem',
    logLevel: 'error',
  })
  const outcomes = []
  return {
    async sync() {
      await Promise.all(names.map((table) => client.preload(queries.all({ table })).complete))
    },
    async countRows() {
      const all = await Promise.all(names.map((table) => client.run(rows[table])))
      return all.reduce((sum, { length }) => sum + length, 0)
    },
    anyRow: (table) => client.run(rows[table].one()),
    async insert(table, row) {
      const { client: local, server } = client.mutate(mutators.insert({ table, row }))
      outcomes.push(server)
      await local
    },
    watchNewest(conversation_id, tell) {
      const view = client.materialize(queries.newest({ conversation_id }))
      view.addListener(([message]) => tell(message?.body))
      return () => view.destroy()
    },
    // Zero takes writes without a network for a minute, while it says `connecting`.
    async goOffline() {
      proxy.set('cut')
      await untilConnection(client, 'connecting')
    },
    // It tries every five seconds and cannot be told to try at once.
    async goOnline() {
      proxy.set('up')
      await untilConnection(client, 'connected')
    },
    async untilSent() {
      const refused = (await Promise.all(outcomes)).find(({ type }) => type === 'error')
      if (refused) throw new Error(`Zero refused an edit: ${JSON.stringify(refused)}`)
    },
    async close() {
      await client.close()
      await proxy?.close()
    },
  }
}

function untilConnection(client, state) {
  const { promise, resolve } = Promise.withResolvers()
  const check = ({ name }) => {
    if (name === state) resolve()
  }
  const unsubscribe = client.connection.state.subscribe(check)
  check(client.connection.state.current)
  return promise.finally(unsubscribe)
}

if (!isMainThread) serveApi(workerData)
