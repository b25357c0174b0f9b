/**
 * The server at the size of a business of many tenants: 100 organisations, 1,000,000 leads, 1,000,000 messages. A figure
 * named `….a_to_b` has as its floor the same work at size b, so that its ratio tells what growing to a costs.
 */
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import { pullAnswerSchema } from '#shared/replication/protocol.ts'
import { createOrganization, joinAs } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { NO_CURSOR, pull } from '#tests/support/replica.ts'
import { floorIntake, floorRefresh, floorScore } from './backend-floors.ts'
import { benchDispatch } from './dispatch.ts'
import { benchIntake } from './intake.ts'
import { benchOutreach } from './outreach.ts'
import { median, samples, type Report } from './figures.ts'
import { BIG_TABLES, HOT_QUERIES, chooseAsked } from './hot-queries.ts'
import { fillCrowd, fillOrganization, silentMember } from './many-organizations.ts'
import { wholeReads } from './query-plans.ts'
import { startSeparateBackend, type SeparateBackend } from '#tests/support/separate-backend.ts'

const LEADS_EACH = 10_000
const FEW = 10
const MANY = 100

const PULLS = 31
const INSERTS = 101
const RUNS = 5
const SCORE_BATCH = 1_000

/** The organisation that is measured, and a rep of it at a desk. */
interface Measured {
  sql: Sql
  databaseUrl: string
  organization: Organization
  rep: string
  client: SupabaseClient
}

export async function benchBackend(report: Report): Promise<void> {
  await benchDispatch(report)
  await benchIntake(report)
  await benchOutreach(report)
  await withOrganizations(FEW, (few) =>
    withOrganizations(MANY, async (many) => {
      await pullScale(few, many, report)
      await datasetCounters(many, report)
      await intake(many, report)
      await score(many, report)
      await refresh(many, report)
      await checkPlans(many)
    }),
  )
}

/** Runs `work` on a backend of its own with as many organisations, one of them measured. */
async function withOrganizations(organizations: number, work: (measured: Measured) => Promise<void>): Promise<void> {
  const backend = await startSeparateBackend()
  try {
    const measured = await fillMeasured(backend)
    await fillCrowd(backend.sql, organizations - 1, LEADS_EACH)
    await backend.sql`vacuum analyze`
    // So that what is measured next does not share the disk with the load.
    await backend.sql`checkpoint`
    await work(measured)
  } finally {
    await backend.close()
  }
}

async function fillMeasured(backend: SeparateBackend): Promise<Measured> {
  const organization = await createOrganization(backend.sql, 'Measured')
  const rep = await joinAs(backend, organization.id, 'sales_rep')
  const colleague = await silentMember(backend.sql, organization)
  await fillOrganization(backend.sql, organization, { rep: rep.id, colleague }, LEADS_EACH)
  const { sql, databaseUrl } = backend
  return { sql, databaseUrl, organization, rep: rep.id, client: rep.client }
}

/**
 * A rep's pulls over HTTP, in milliseconds, in turns on both backends: whatever else the machine does meets both.
 */
async function pullScale(few: Measured, many: Measured, report: Report): Promise<void> {
  for (const [name, pullOnce] of Object.entries(PULL_KINDS)) {
    const times = new Map<Measured, number[]>([
      [few, []],
      [many, []],
    ])
    for (let run = 0; run < PULLS; run++) {
      for (const [measured, all] of times) {
        const time = await pullOnce(measured)
        // The first finds nothing in caches.
        if (run > 0) all.push(time)
      }
    }
    report({
      name: `backend.pull.scale.${name}.${MANY}_to_${FEW}`,
      value: median(times.get(many)!),
      unit: 'ms',
      floor: median(times.get(few)!),
      n: PULLS - 1,
    })
  }
}

const FROM_THE_BEGINNING = { ...NO_CURSOR, position: null }

/** Nothing new, 100 changed leads, and the first page of a first sync. */
const PULL_KINDS: Record<string, (measured: Measured) => Promise<number>> = {
  async idle({ client }) {
    return timedPull(client, await upToDate(client), 0)
  },
  async delta100({ sql, rep, client }) {
    const cursor = await upToDate(client)
    await sql`
      update leads set source = ${crypto.randomUUID()}
      where id in (select id from leads where owner_id = ${rep} order by id limit 100)`
    return timedPull(client, cursor, 100)
  },
  scan5000: ({ client }) => timedPull(client, FROM_THE_BEGINNING, null),
}

type PullCursor = Parameters<typeof pull>[1]

async function upToDate(client: SupabaseClient): Promise<PullCursor> {
  const { snapshot, generation, scope_version } = await pull(client, FROM_THE_BEGINNING, 1)
  return { snapshot, generation, scope_version, position: null }
}

/** @param expected how many rows the page must bring; null: as many as there are */
async function timedPull(client: SupabaseClient, p_cursor: PullCursor, expected: number | null): Promise<number> {
  const start = performance.now()
  const { data, error } = await client.rpc('sync_pull', { p_cursor, p_budget: { rows: 5_000 } })
  const time = performance.now() - start
  if (error) throw error
  const rows = pullAnswerSchema.parse(data).tables.reduce((sum, table) => sum + table.rows.length, 0)
  if (expected !== null && rows !== expected) throw new Error(`${rows} rows instead of ${expected}`)
  return time
}

/** Microseconds per lead added to a dataset of 100,000, beside one of 1,000. */
async function datasetCounters({ sql, organization }: Measured, report: Report): Promise<void> {
  const leads = await sql<{ id: string }[]>`
    select id from leads l where organization_id = ${organization.id} and dataset_ids = '{}'
      and not exists (select from dataset_leads d where d.lead_id = l.id) limit ${INSERTS}`
  const [large, small] = [
    await createDataset(sql, organization, 100_000),
    await createDataset(sql, organization, 1_000),
  ]
  const times = { large: [] as number[], small: [] as number[] }
  await sql.begin(async (tx) => {
    for (const { id } of leads) {
      for (const [size, dataset] of Object.entries({ large, small }) as ['large' | 'small', string][]) {
        const [time] = await samples(
          1,
          () => tx`insert into dataset_leads (dataset_id, lead_id) values (${dataset}, ${id})`,
        )
        times[size].push(time!)
      }
    }
  })
  report({
    name: 'backend.dataset.counters.100k_to_1k',
    value: median(times.large) * 1_000,
    unit: 'us',
    floor: median(times.small) * 1_000,
    n: INSERTS,
  })
}

/** A dataset with leads of anybody's: only its size matters. */
async function createDataset(sql: Sql, { id }: Organization, size: number): Promise<string> {
  return sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    const [row] = await tx<{ id: string }[]>`
      insert into datasets (organization_id, name, total_leads, active_leads)
      values (${id}, ${`Dataset of ${size}`}, ${size}, ${size}) returning id`
    await tx`
      insert into dataset_leads (organization_id, dataset_id, lead_id)
      select ${id}, ${row!.id}, l.id from leads l where l.organization_id <> ${id} limit ${size}`
    return row!.id
  })
}

/** Milliseconds until a customer's message is durable with all it sets off. */
async function intake({ sql, organization }: Measured, report: Report): Promise<void> {
  const rows = await sql<{ id: string }[]>`
    select id from conversations where organization_id = ${organization.id} order by id limit ${INSERTS}`
  const conversations = rows.map(({ id }) => id)
  const times = await samples(
    INSERTS,
    (index) => sql`
      insert into messages (conversation_id, direction, sender_type, body)
      values (${conversations[index]!}, 'inbound', 'customer', 'What is the price?')`,
  )
  const floor = await floorIntake(sql, conversations)
  report({ name: 'backend.intake.insert', value: median(times), unit: 'ms', floor: median(floor), n: INSERTS })
}

/** Microseconds per lead rescored by the scheduler, in batches. */
async function score({ sql, organization }: Measured, report: Report): Promise<void> {
  const rows = await sql<{ id: string }[]>`
    select id from leads where organization_id = ${organization.id} order by id limit ${2 * RUNS * SCORE_BATCH}`
  const batch = (index: number) => rows.slice(index * SCORE_BATCH, (index + 1) * SCORE_BATCH).map(({ id }) => id)
  const times = await samples(RUNS, (run) => sql`select app.rescore_leads(${batch(run)})`)
  const floor = await samples(RUNS, (run) => floorScore(sql, batch(RUNS + run)))
  report({
    name: 'backend.score',
    value: (median(times) / SCORE_BATCH) * 1_000,
    unit: 'us',
    floor: (median(floor) / SCORE_BATCH) * 1_000,
    n: RUNS,
  })
}

async function refresh({ sql }: Measured, report: Report): Promise<void> {
  const times = await samples(RUNS, () => sql`select refresh_all_analytics()`)
  const floor = await samples(RUNS, () => floorRefresh(sql))
  report({ name: 'backend.refresh.1m', value: median(times), unit: 'ms', floor: median(floor), n: RUNS })
}

/** @throws when a hot query reads a big table as a whole: at this size that is an outage, not a figure. */
async function checkPlans({ sql, databaseUrl, organization, rep }: Measured): Promise<void> {
  const asked = await chooseAsked(sql, organization, rep)
  for (const { name, by, run } of HOT_QUERIES) {
    const caller = by === 'rep' ? rep : undefined
    const { reads } = await wholeReads(databaseUrl, BIG_TABLES, (tx) => run(tx, asked), caller)
    const [first] = reads
    if (first) throw new Error(`${name}: ${first.node} of ${first.table} in ${first.statement}`)
  }
}
