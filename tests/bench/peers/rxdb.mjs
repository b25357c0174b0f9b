/**
 * RxDB with its Supabase replication, clients in memory (https://rxdb.info/replication-supabase.html). Runs in the folder
 * that the packages are installed in.
 */
import { randomUUID } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { createRxDatabase } from 'rxdb'
import { replicateSupabase } from 'rxdb/plugins/replication-supabase'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'

/** As many rows as Supabase gives at once; with RxDB's default of 100 the first sync takes longer. */
const PULL_BATCH = 1_000
/** RxDB's default. */
const PUSH_BATCH = 100

/** What the live query is answered from. */
const INDEXES = { peer_messages: [['conversation_id', 'created_at']] }
const BOUNDS = { string: { maxLength: 36 }, number: { minimum: 0, maximum: 1e13, multipleOf: 1 } }

/** @type {import('./peer.ts').StartPeer} */
export async function start(backend) {
  await prepare(backend)
  return {
    openClient: () => openClient(backend),
    stop: () => Promise.resolve(),
  }
}

/** A replicated table has to tell when a row was changed, whether it is deleted, and its changes through Realtime. */
async function prepare({ sql, tables }) {
  for (const name of Object.keys(tables)) {
    await sql.unsafe(`alter table ${name} add column _modified timestamptz not null default clock_timestamp(),
      add column _deleted boolean not null default false`)
    await sql.unsafe(`create index on ${name} (_modified, id)`)
    await sql.unsafe(`grant select, insert, update on ${name} to anon`)
  }
  await sql.unsafe(`alter publication supabase_realtime add table ${Object.keys(tables).join()}`)
}

function schemaOf(table, columns) {
  const indexes = INDEXES[table] ?? []
  const bounded = new Set(['id', ...indexes.flat()])
  const properties = Object.entries(columns).map(([name, { kind, nullable }]) => {
    if (kind === 'json') return [name, {}]
    return [name, { type: nullable ? [kind, 'null'] : kind, ...(bounded.has(name) && BOUNDS[kind]) }]
  })
  const required = Object.keys(columns).filter((name) => !columns[name].nullable)
  return {
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties: Object.fromEntries(properties),
    required,
    indexes,
  }
}

/** PostgREST takes `"column".gt.x`, as the plugin writes it; the local REST server takes only `column.gt.x`. */
function fetchUnquoted(address, init) {
  const url = new URL(address)
  const condition = url.searchParams.get('or')
  if (condition) url.searchParams.set('or', condition.replaceAll('"', ''))
  return fetch(url, init)
}

async function openClient({ url, anonKey, tables }) {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  const database = await createRxDatabase({ name, storage: getRxStorageMemory(), multiInstance: false })
  const collections = await database.addCollections(
    Object.fromEntries(Object.entries(tables).map(([table, columns]) => [table, { schema: schemaOf(table, columns) }])),
  )
  const supabase = createClient(url, anonKey, { global: { fetch: fetchUnquoted } })
  let replications = []

  /** From where this client left off. */
  const replicate = () => {
    replications = Object.entries(collections).map(([tableName, collection]) =>
      replicateSupabase({
        replicationIdentifier: `${name}-${tableName}`,
        client: supabase,
        tableName,
        collection,
        pull: { batchSize: PULL_BATCH },
        push: { batchSize: PUSH_BATCH },
      }),
    )
    for (const { error$ } of replications) {
      error$.subscribe((error) => {
        throw error
      })
    }
  }
  const stopReplicating = async () => {
    await Promise.all(replications.map((replication) => replication.cancel()))
  }

  return {
    async sync() {
      replicate()
      await Promise.all(replications.map((replication) => replication.awaitInitialReplication()))
    },
    async countRows() {
      const counts = await Promise.all(Object.values(collections).map((collection) => collection.count().exec()))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    anyRow: async (table) => (await collections[table].findOne().exec()).toMutableJSON(),
    insert: (table, row) => collections[table].insert(row),
    watchNewest(conversation_id, tell) {
      const newest = collections.peer_messages.find({
        selector: { conversation_id },
        sort: [{ created_at: 'desc' }],
        limit: 1,
      })
      const subscription = newest.$.subscribe(([message]) => tell(message?.body))
      return () => subscription.unsubscribe()
    },
    // Without a network it would try again every five seconds; stopped, it begins as soon as it is told to.
    goOffline: stopReplicating,
    async goOnline() {
      replicate()
    },
    async untilSent() {
      await Promise.all(replications.map((replication) => replication.awaitInSync()))
    },
    async close() {
      await stopReplicating()
      await database.close()
      await supabase.removeAllChannels()
    },
  }
}
