import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Sql, TransactionSql } from 'postgres'
import { CopyBuffer, encoderOf, send } from './copy.ts'
import type { Encoder } from './copy.ts'
import { LOADED_TABLES, loadedColumns } from './rows.ts'
import type { LeadRows, LoadedTable } from './rows.ts'

interface Target {
  table: LoadedTable
  columns: { name: string; encode: Encoder }[]
  buffer: CopyBuffer
}

/** Bytes that are sent together. The next batch is made while the server takes this one in. */
const BATCH = 8 << 20
/** Leads made before the event loop gets its turn to send. */
const BREATH = 8

/**
 * Loads leads and all their rows in one transaction, through COPY and with ordinary triggers off: the rows carry what the
 * triggers would derive.
 * @param sql a superuser's connections.
 * @returns how many rows went into each table.
 */
export async function loadLeads(sql: Sql, leads: Iterable<LeadRows>): Promise<Record<LoadedTable, number>> {
  const targets = await describeTargets(sql)
  const counts = Object.fromEntries(LOADED_TABLES.map((table) => [table, 0])) as Record<LoadedTable, number>
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`
    let sending: Promise<void> = Promise.resolve()
    let made = 0
    for (const rows of leads) {
      for (const target of targets) {
        counts[target.table] += rows[target.table].length
        for (const row of rows[target.table]) target.buffer.add(encodeRow(target, row))
      }
      if (++made % BREATH === 0) await setImmediate()
      if (targets.reduce((sum, { buffer }) => sum + buffer.size, 0) < BATCH) continue
      await sending
      sending = copyBatch(transaction, targets)
      // Awaited before the next batch; until then its failure must not count as unhandled.
      sending.catch(() => undefined)
    }
    await sending
    await copyBatch(transaction, targets)
    await joinDatasets(transaction)
  })
  await sql.unsafe(`analyze ${LOADED_TABLES.map((table) => `public.${table}`).join(', ')}, public.dataset_leads`)
  return counts
}

async function copyBatch(transaction: TransactionSql, targets: readonly Target[]): Promise<void> {
  const batch = targets.map((target) => ({ target, pieces: target.buffer.drain() }))
  for (const { target, pieces } of batch) {
    if (pieces.length === 0) continue
    const stream = await openCopy(transaction, target)
    await send(stream, pieces)
    await close(stream)
  }
}

async function describeTargets(sql: Sql): Promise<Target[]> {
  const arrays = await sql<{ key: string }[]>`
    select table_name || '.' || column_name as key from information_schema.columns
    where table_schema = 'public' and data_type = 'ARRAY'`
  const known = new Set(arrays.map(({ key }) => key))
  return LOADED_TABLES.map((table) => ({
    table,
    columns: loadedColumns(table).map(({ name, type }) => ({
      name,
      encode: encoderOf(type, known.has(`${table}.${name}`)),
    })),
    buffer: new CopyBuffer(),
  }))
}

function encodeRow({ columns }: Target, row: object): string {
  const values = row as Record<string, unknown>
  let line = ''
  for (const { name, encode } of columns) line += `${line === '' ? '' : '\t'}${encode(values[name])}`
  return `${line}\n`
}

function openCopy(transaction: TransactionSql, { table, columns }: Target): Promise<Writable> {
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  return transaction.unsafe(`copy public.${table} (${names}) from stdin`).writable()
}

async function close(stream: NodeJS.WritableStream): Promise<void> {
  const finished = once(stream, 'finish')
  stream.end()
  await finished
}

/** The leads of imported lists, from what the leads say about themselves, and the lists' counters. */
async function joinDatasets(transaction: TransactionSql): Promise<void> {
  await transaction`
    insert into public.dataset_leads (organization_id, dataset_id, lead_id, row_number, contact_status, m1_sent_at)
    select l.organization_id, d.id, l.id, row_number() over (partition by d.id order by l.created_at), l.contact_status,
      l.first_contact_at
    from public.leads l cross join unnest(l.dataset_ids) d (id)
    on conflict do nothing`
  await transaction`
    update public.datasets d set total_leads = counted.total, active_leads = counted.active, hot_leads = counted.hot,
      converted_leads = counted.converted
    from (
      select dl.dataset_id, count(*) as total, count(*) filter (where dl.contact_status like 'contacted%') as active,
        count(*) filter (where dl.contact_status = 'hot') as hot,
        count(*) filter (where dl.contact_status = 'converted') as converted
      from public.dataset_leads dl group by dl.dataset_id
    ) counted where counted.dataset_id = d.id`
}
