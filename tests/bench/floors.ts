/**
 * The floors: the same work by the shortest code that could do it. No ledger, no shadows, no access rules, no retries; the
 * same encrypted SQLite, the same PostgreSQL over loopback. What the product costs above them is what it gives.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import postgres from 'postgres'
import { PUSH_BATCH } from '#shared/replication/protocol.ts'
import { samples } from './figures.ts'

type Cache = InstanceType<typeof Database>

/** An encrypted cache file like the product's, for as long as `work` runs. */
async function withCache<T>(work: (cache: Cache) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'leadline-floor-'))
  const cache = new Database(join(directory, 'floor.db'))
  cache.pragma(`cipher = 'chacha20'`)
  cache.pragma(`key = "x'${randomBytes(32).toString('hex')}'"`)
  cache.pragma('page_size = 8192')
  cache.pragma('journal_mode = WAL')
  cache.pragma('synchronous = FULL')
  try {
    return await work(cache)
  } finally {
    cache.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

const TABLES = {
  leads: ['id', 'full_name', 'lead_score', 'owner_id', 'message_count'],
  conversations: ['id', 'lead_id', 'status', 'last_message_at', 'last_message_preview'],
  messages: ['id', 'conversation_id', 'direction', 'body', 'status', 'created_at'],
  notes: ['id', 'lead_id', 'body', 'created_at'],
}

/** All rows of an organisation as JSON arrays, one query a table, one insert each, one transaction. */
export function floorInitialSync(databaseUrl: string, organizationId: string): Promise<void> {
  return withCache(async (cache) => {
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
    for (const [table, columns] of Object.entries(TABLES)) {
      const [answer] = await sql.unsafe<{ rows: string }[]>(
        `select json_agg(json_build_array(${columns.join()}))::text as rows from ${table} where organization_id = $1`,
        [organizationId],
      )
      cache.exec(`create table ${table} (rid integer primary key, ${columns.join()}, unique (id))`)
      const values = columns.map((_column, index) => `value ->> ${index}`).join()
      cache.prepare(`insert into ${table} (${columns.join()}) select ${values} from json_each(?)`).run(answer!.rows)
    }
    await sql.end()
  })
}

const PAGE_ROWS = 5_000

/** The same for more rows than fit into one answer: a cursor's pages, one transaction each, the unique index afterwards. */
export function floorLargeSync(databaseUrl: string, organizationId: string): Promise<void> {
  return withCache(async (cache) => {
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
    for (const [table, columns] of Object.entries({ ...TABLES, activities: ['id', 'lead_id', 'subject', 'due_at'] })) {
      cache.exec(`create table ${table} (rid integer primary key, ${columns.join()})`)
      const values = columns.map((_column, index) => `value ->> ${index}`).join()
      const insert = cache.prepare(`insert into ${table} (${columns.join()}) select ${values} from json_each(?)`)
      const rows = sql
        .unsafe<{ row: unknown }[]>(
          `select json_build_array(${columns.join()})::text as row from ${table} where organization_id = $1`,
          [organizationId],
        )
        .cursor(PAGE_ROWS)
      for await (const page of rows) insert.run(`[${page.map(({ row }) => row).join()}]`)
      cache.exec(`create unique index ${table}_id on ${table} (id)`)
    }
    await sql.end()
  })
}

/** Insert, NOTIFY, select, insert: a message on its way through PostgreSQL into another cache. Milliseconds each. */
export function floorLive(databaseUrl: string, count: number): Promise<number[]> {
  return withCache(async (cache) => {
    const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} })
    const listener = postgres(databaseUrl, { max: 1, onnotice: () => {} })
    await sql`create table if not exists floor_live (id uuid primary key, body text)`
    cache.exec('create table messages (id text primary key, body text)')
    const insert = cache.prepare('insert into messages values (?, ?)')
    let arrived = Promise.withResolvers<string>()
    await listener.listen('floor_live', (id) => arrived.resolve(id))
    const latencies = await samples(count, async () => {
      arrived = Promise.withResolvers()
      await sql`with row as (insert into floor_live values (${randomUUID()}, 'Hello') returning id)
        select pg_notify('floor_live', id::text) from row`
      const [row] = await sql<
        { id: string; body: string }[]
      >`select * from floor_live where id = ${await arrived.promise}`
      insert.run(row!.id, row!.body)
    })
    await sql`drop table floor_live`
    await Promise.all([sql.end(), listener.end()])
    return latencies
  })
}

/** One row and one outbox row, durable. Milliseconds each. */
export function floorWrite(count: number): Promise<number[]> {
  return withCache(async (cache) => {
    cache.exec(
      'create table notes (id text primary key, body text); create table outbox (seq integer primary key, args text)',
    )
    const insert = cache.prepare('insert into notes values (?, ?)')
    const queue = cache.prepare('insert into outbox (args) values (?)')
    const write = cache.transaction((id: string) => {
      insert.run(id, 'Prefers evenings')
      queue.run(JSON.stringify({ id, body: 'Prefers evenings' }))
    })
    return samples(count, () => write(randomUUID()))
  })
}

/** Rows in batches of a push, one transaction a batch, marked as sent afterwards. */
export function floorDrain(databaseUrl: string, organizationId: string, leadId: string, count: number): Promise<void> {
  return withCache(async (cache) => {
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
    cache.exec('create table outbox (id text primary key, sent integer)')
    const mark = cache.prepare('insert into outbox select value, 1 from json_each(?)')
    for (let sent = 0; sent < count; sent += PUSH_BATCH) {
      const rows = Array.from({ length: Math.min(PUSH_BATCH, count - sent) }, () => ({
        id: randomUUID(),
        organization_id: organizationId,
        lead_id: leadId,
        body: 'Edit',
      }))
      await sql`insert into notes ${sql(rows)}`
      mark.run(JSON.stringify(rows.map((row) => row.id)))
    }
    await sql.end()
  })
}
