/**
 * Replication at its limits: the first sync of `large` with what it does to the rest of the app meanwhile, 500 desktops
 * that come back at once, and pulls of 200 reps under row level security.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import { uuidv7 } from '#shared/domain/ids.ts'
import { joinAs, type Member } from '#tests/support/database.ts'
import { startDesk, type Desk } from '#tests/support/desk.ts'
import { openOffice, type Office } from '#tests/support/office.ts'
import { NO_CURSOR, pull } from '#tests/support/replica.ts'
import { benchBulk } from './bulk.ts'
import { fillBulk, LARGE } from './bulk-rows.ts'
import { median, percentile, samples, timed, type Report } from './figures.ts'
import { floorLargeSync, floorWrite } from './floors.ts'
import { startSeparateBackend, type SeparateBackend } from '#tests/support/separate-backend.ts'
import { benchSyncQuick } from './sync-quick.ts'

const DESKTOPS = 500
const REPS = 200
/** Desktops that return at once belong to fewer people than there are desktops; ten connections each is what REST has. */
const PEOPLE = 50
const LEADS_PER_REP = 50
const CHANGED_PER_REP = 10
const RUNS = 5
const PATIENCE_MS = 900_000
/** Between a rep's writes while the large sync runs, so that they are spread over all of it. */
const WRITE_EVERY_MS = 100
const IDLE_MS = 2_000

export async function benchSync(report: Report): Promise<void> {
  await benchSyncQuick(report)
  await benchBulk(report)
  await withOffice('Crowd', async (backend, office) => {
    await manyReps(backend, office, report)
    await reconnect(office, report)
  })
  await withOffice('Large', (backend, office) => initialLarge(backend, office, report))
}

async function withOffice(
  name: string,
  work: (backend: SeparateBackend, office: Office) => Promise<void>,
): Promise<void> {
  const backend = await startSeparateBackend()
  try {
    await work(backend, await openOffice(backend, name))
  } finally {
    await backend.close()
  }
}

/** One first sync of `large`, with the event loop of the main process, its memory and the rep's own writes beside it. */
async function initialLarge(backend: SeparateBackend, office: Office, report: Report): Promise<void> {
  // Before the others, so that it arrives first and can be written to meanwhile.
  const enquiry = await office.enquiry('Written to', 'Hello')
  await fillBulk(backend.sql, office.organization, LARGE)
  await backend.sql`checkpoint`
  const { email, password } = await office.member('manager')
  const idle = await loopDelayWhile(() => setTimeout(IDLE_MS))
  const before = process.memoryUsage().rss
  const desk = await startDesk({ url: backend.url, anonKey: backend.anonKey, email, password, patienceMs: PATIENCE_MS })
  let took = 0
  let meanwhile: Meanwhile = { writes: [], peak: before }
  const delay = await loopDelayWhile(async () => {
    const synced = new AbortController()
    const writing = writeUntil(synced.signal, desk, enquiry)
    took = await timed(() => desk.untilState('online'))
    synced.abort()
    meanwhile = await writing
  })
  await desk.close()
  const [floor] = await samples(1, () => floorLargeSync(backend.databaseUrl, office.organization.id))
  report({ name: 'sync.initial.large', value: took, unit: 'ms', floor: floor!, n: 1 })
  report({ name: 'main.loop.p99', value: delay, unit: 'ms', floor: idle, n: 1 })
  report({
    name: 'sync.initial.large.memory',
    value: (meanwhile.peak - before) / 2 ** 20,
    unit: 'MB',
    floor: null,
    n: 1,
  })
  report({
    name: 'write.optimistic.p95.during_large',
    value: percentile(meanwhile.writes, 0.95),
    unit: 'ms',
    floor: percentile(await floorWrite(meanwhile.writes.length), 0.95),
    n: meanwhile.writes.length,
  })
}

interface Meanwhile {
  /** Milliseconds each. */
  writes: number[]
  /** The process' memory at its greatest, bytes. */
  peak: number
}

/** Writes notes on a lead, one after the other with a little time between them, from when it has arrived. */
async function writeUntil(
  done: AbortSignal,
  desk: Desk,
  { leadId, conversationId }: Awaited<ReturnType<Office['enquiry']>>,
): Promise<Meanwhile> {
  const { db } = desk.workspace
  const meanwhile: Meanwhile = { writes: [], peak: 0 }
  await desk.until(() => db.read('conversation.view', { conversation_id: conversationId, limit: 1 }), 'the first lead')
  while (!done.aborted) {
    const args = {
      note_id: uuidv7(Date.now()),
      lead_id: leadId,
      title: null,
      body: 'Meanwhile',
      type: 'general',
    } as const
    meanwhile.writes.push(await timed(() => db.commit({ name: 'note.create', args }, { at: Date.now() })))
    meanwhile.peak = Math.max(meanwhile.peak, process.memoryUsage().rss)
    await setTimeout(WRITE_EVERY_MS)
  }
  return meanwhile
}

/** How late timers come while something runs: 99th percentile, milliseconds beyond the millisecond asked for. */
async function loopDelayWhile(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 1 })
  histogram.enable()
  await work()
  histogram.disable()
  return histogram.percentile(99) / 1e6 - 1
}

/** One rep's delta of their own changed leads, out of 200 reps' leads, beside the same rows asked without any rights. */
async function manyReps(backend: SeparateBackend, office: Office, report: Report): Promise<void> {
  const { sql } = backend
  const { organization } = office
  await fillBulk(sql, organization, { leads: REPS * LEADS_PER_REP, messagesPerLead: 4, notes: 0, activities: 0 })
  const reps: Member[] = []
  for (let n = 0; n < REPS; n++) reps.push(await joinAs(backend, organization.id, 'sales_rep'))
  await shareOut(sql, organization.id, reps)
  const times: number[] = []
  const floors: number[] = []
  for (const { id, client } of reps) {
    const cursor = await upToDate(client)
    await sql`
      update leads set source = ${crypto.randomUUID()}
      where id in (select id from leads where owner_id = ${id} order by id limit ${CHANGED_PER_REP})`
    times.push(await timed(() => pull(client, cursor, 4_000)))
    floors.push(
      await timed(
        () => sql`
          select json_agg(x) from (select * from leads where owner_id = ${id} order by id limit ${CHANGED_PER_REP}) x`,
      ),
    )
  }
  const figure = (name: string, share: number) =>
    report({ name, value: percentile(times, share), unit: 'ms', floor: percentile(floors, share), n: REPS })
  figure('sync.pull.reps200.p50', 0.5)
  figure('sync.pull.reps200.p95', 0.95)
}

/** Gives every rep as many of the leads as the next. */
async function shareOut(sql: Sql, organizationId: string, reps: Member[]): Promise<void> {
  const ids = reps.map(({ id }) => id)
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`
      update leads l set owner_id = (${ids}::uuid[])[1 + s.n % ${ids.length}::integer]
      from (select id, row_number() over (order by id) as n from leads where organization_id = ${organizationId}) s
      where s.id = l.id`
  })
  await sql`vacuum analyze leads`
}

async function upToDate(client: SupabaseClient): Promise<Parameters<typeof pull>[1]> {
  const { snapshot, generation, scope_version } = await pull(client, { ...NO_CURSOR, position: null }, 1)
  return { snapshot, generation, scope_version, position: null }
}

/** All desktops ask at the same moment for what they missed: until the last of them has its answer. */
async function reconnect(office: Office, report: Report): Promise<void> {
  const people: Member[] = []
  for (let n = 0; n < PEOPLE; n++) people.push(await office.member('sales_rep'))
  const clients = Array.from({ length: DESKTOPS }, (_, n) => people[n % PEOPLE]!.client)
  const cursors = await Promise.all(people.map(({ client }) => upToDate(client)))
  await office.enquiry('While they were away', 'Is it still there?')
  const storm = (ask: (client: SupabaseClient, index: number) => PromiseLike<unknown>) =>
    timed(() => Promise.all(clients.map((client, index) => ask(client, index))))
  const times = await samples(RUNS, () => storm((client, index) => pull(client, cursors[index % PEOPLE]!, 4_000)))
  const floor = await samples(RUNS, () => storm((client) => client.rpc('get_my_organization_id').throwOnError()))
  report({
    name: `sync.reconnect.${DESKTOPS}`,
    value: median(times),
    unit: 'ms',
    floor: median(floor),
    n: RUNS,
  })
}
