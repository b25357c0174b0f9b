/** What the server does all day: each of these must find its rows by an index, however many there are. */
import { randomUUID } from 'node:crypto'
import type { Sql, TransactionSql } from 'postgres'

/** Tables that grow with the business. */
export const BIG_TABLES: ReadonlySet<string> = new Set([
  'leads',
  'contact_points',
  'conversations',
  'messages',
  'score_schedule',
  'campaign_enrollments',
  'dataset_leads',
  'activities',
  'deals',
  'orders',
])

/** What the queries ask for: things of one organisation. */
export interface Asked {
  organization_id: string
  brand_id: string
  channel_id: string
  rep: string
  dataset_id: string
  enrollment_id: string
  stage_id: string
  lead_id: string
  conversation_id: string
  phone: string
}

export interface HotQuery {
  name: string
  /** As the rep under row level security, or as the server. */
  by: 'rep' | 'server'
  run: (sql: TransactionSql, asked: Asked) => Promise<unknown>
}

/** Things to ask for, of an organisation that was filled with a rep's leads. */
export async function chooseAsked(
  sql: Sql,
  organization: { id: string; brandId: string; channelId: string },
  rep: string,
): Promise<Asked> {
  const [chosen] = await sql<Omit<Asked, 'organization_id' | 'brand_id' | 'channel_id' | 'rep'>[]>`
    select l.id as lead_id, l.phone_normalized as phone, c.id as conversation_id, l.pipeline_stage_id as stage_id,
      (select id from datasets where organization_id = ${organization.id} limit 1) as dataset_id,
      (select id from campaign_enrollments where organization_id = ${organization.id} limit 1) as enrollment_id
    from leads l join conversations c on c.lead_id = l.id
    where l.organization_id = ${organization.id} and l.owner_id = ${rep} limit 1`
  return {
    ...chosen!,
    organization_id: organization.id,
    brand_id: organization.brandId,
    channel_id: organization.channelId,
    rep,
  }
}

type Cursor = { snapshot: string | null; generation: string | null; scope_version: number | null }

const FROM_THE_BEGINNING: Cursor = { snapshot: null, generation: null, scope_version: null }

interface Page extends Cursor {
  reset: string | null
  tables: { table: string }[]
}

/**
 * One call of sync_pull.
 * @param holding a table that the page must bring, or null for none at all
 */
async function pull(
  sql: TransactionSql,
  cursor: Cursor,
  holding: string | null,
  position: { k: string; t: number; i: string } | null = null,
): Promise<Page> {
  const request = JSON.stringify({ ...cursor, position: position && JSON.stringify(position) })
  const [row] = await sql<{ page: Page }[]>`select sync_pull(${request}::text::jsonb, '{"rows": 500}') as page`
  const { page } = row!
  const names = page.tables.map(({ table }) => table)
  if (page.reset !== null || (holding === null ? names.length > 0 : !names.includes(holding))) {
    throw new Error(`A pull brought ${names.join(', ') || 'nothing'}, reset: ${page.reset}`)
  }
  return page
}

/** A cursor that has seen everything up to now. */
async function upToDate(sql: TransactionSql): Promise<Cursor> {
  const { snapshot, generation, scope_version } = await pull(sql, FROM_THE_BEGINNING, 'leads')
  return { snapshot, generation, scope_version }
}

const INTAKE: HotQuery[] = [
  {
    name: 'the lead of a phone number',
    by: 'server',
    run: (sql, { organization_id, brand_id, phone }) => sql`
      select id from leads where organization_id = ${organization_id} and brand_id = ${brand_id}
        and phone_normalized = ${phone} and merged_into is null and duplicate_of is null`,
  },
  {
    name: 'the contact of a channel address',
    by: 'server',
    run: (sql, { channel_id, phone }) =>
      sql`select lead_id from contact_points where channel_id = ${channel_id} and platform_user_id = ${phone}`,
  },
  {
    name: 'whether a message came before',
    by: 'server',
    run: (sql) => sql`select id from messages where platform = 'sms' and external_id = 'SM1'`,
  },
  {
    name: 'a first contact of a known number',
    by: 'server',
    run: async (sql, { channel_id, phone }) => {
      await sql`delete from contact_points where channel_id = ${channel_id} and platform_user_id = ${phone}`
      await sql`
        insert into contact_points (channel_id, platform, platform_user_id) values (${channel_id}, 'sms', ${phone})`
    },
  },
  {
    name: 'a first contact of an unknown number',
    by: 'server',
    run: (sql, { channel_id }) => sql`
      insert into contact_points (channel_id, platform, platform_user_id) values (${channel_id}, 'sms', '447700900123')`,
  },
  {
    name: "a customer's message with all it sets off",
    by: 'server',
    run: (sql, { conversation_id }) => sql`
      insert into messages (conversation_id, direction, sender_type, body)
      values (${conversation_id}, 'inbound', 'customer', 'What is the price?')`,
  },
  {
    name: 'a lead added to a dataset',
    by: 'server',
    run: (sql, { dataset_id, lead_id }) =>
      sql`insert into dataset_leads (dataset_id, lead_id) values (${dataset_id}, ${lead_id}) on conflict do nothing`,
  },
]

const REPLICATION: HotQuery[] = [
  { name: 'a pull that finds nothing', by: 'rep', run: async (sql) => pull(sql, await upToDate(sql), null) },
  {
    name: 'a pull of what changed',
    by: 'rep',
    run: async (sql, { conversation_id }) => {
      const cursor = await upToDate(sql)
      await sql`reset role`
      await sql`
        insert into messages (conversation_id, direction, sender_type, body)
        values (${conversation_id}, 'inbound', 'customer', 'Hello')`
      await sql`set local role authenticated`
      await pull(sql, cursor, 'messages')
    },
  },
  { name: 'the first page of a first sync', by: 'rep', run: (sql) => pull(sql, FROM_THE_BEGINNING, 'leads') },
  {
    name: 'a page of messages of a first sync',
    by: 'rep',
    run: async (sql) => {
      const [messages] = await sql<{ place: number }[]>`
        select position as place from app.pull_tables() where name = 'messages'`
      await pull(sql, FROM_THE_BEGINNING, 'messages', {
        k: 'scan',
        t: messages!.place,
        i: '00000000-0000-0000-0000-000000000000',
      })
    },
  },
  {
    name: 'everything of a lead that became visible',
    by: 'rep',
    run: (sql, { lead_id }) => sql`select sync_backfill(array[${lead_id}]::uuid[], null, '{"rows": 500}')`,
  },
  {
    name: 'a push of a reply and of a number that another lead has',
    by: 'rep',
    run: async (sql, { conversation_id, lead_id }) => {
      const mutation = (seq: number, name: string, args: object) => ({
        seq,
        id: randomUUID(),
        name,
        v: 1,
        args,
        hash: 'h',
      })
      const mutations = JSON.stringify([
        mutation(1, 'message.send', { message_id: randomUUID(), conversation_id, body: 'Yes, it is' }),
        mutation(2, 'lead.edit', { lead_id, set: { phone: '+447700000001' }, base: { phone: null } }),
      ])
      const [row] = await sql<{ answer: { outcomes: { result: string }[] } }[]>`
        select sync_push(${randomUUID()}, ${mutations}::text::jsonb) as answer`
      const results = row!.answer.outcomes.map(({ result }) => result).join()
      if (results !== 'applied,rejected') throw new Error(`The push ended ${results}`)
    },
  },
]

const READING: HotQuery[] = [
  {
    name: 'the latest conversations',
    by: 'rep',
    run: (sql, { organization_id }) => sql`
      select * from conversations where organization_id = ${organization_id} and status = 'open'
      order by last_message_at desc limit 50`,
  },
  {
    name: 'the contacts of a channel',
    by: 'rep',
    run: (sql, { channel_id }) => sql`select * from get_contacts_for_channel(${channel_id}) limit 50`,
  },
  {
    name: 'the latest messages of a conversation',
    by: 'rep',
    run: (sql, { conversation_id }) =>
      sql`select * from messages where conversation_id = ${conversation_id} order by created_at desc limit 50`,
  },
  {
    name: 'the leads of a stage',
    by: 'rep',
    run: (sql, { stage_id }) => sql`select * from leads where pipeline_stage_id = ${stage_id} limit 50`,
  },
  {
    name: 'a lead by name',
    by: 'server',
    run: (sql, { organization_id }) => sql`
      select id from leads where organization_id = ${organization_id}
        and to_tsvector('simple', coalesce(full_name, '')) @@ to_tsquery('simple', '1234')`,
  },
  { name: "a lead's score", by: 'rep', run: (sql, { lead_id }) => sql`select calculate_lead_score(${lead_id})` },
]

const ANALYTICS: HotQuery[] = [
  {
    name: 'the dashboard',
    by: 'rep',
    run: (sql, { organization_id }) => sql`select * from get_crm_dashboard_summary(${organization_id})`,
  },
  {
    name: 'the conversion funnel',
    by: 'rep',
    run: (sql, { organization_id }) => sql`select * from get_conversion_funnel(${organization_id})`,
  },
  {
    name: 'the win rate',
    by: 'rep',
    run: (sql, { organization_id }) => sql`select calculate_win_rate(${organization_id}, '2026-01-01', '2026-12-31')`,
  },
  { name: 'the metrics of the last 90 days', by: 'rep', run: (sql) => sql`select * from dashboard_metrics` },
  { name: 'a view of the analytics', by: 'rep', run: (sql) => sql`select get_analytics('client_metrics')` },
]

const SCHEDULER: HotQuery[] = [
  {
    name: 'the enrolments that are due',
    by: 'server',
    run: (sql) => sql`
      select id from campaign_enrollments where status = 'active' and next_due_at <= now()
      order by next_due_at limit 100`,
  },
  {
    name: 'a step of an enrolment',
    by: 'server',
    run: (sql, { enrollment_id }) => sql`select record_campaign_step(${enrollment_id}, 1)`,
  },
  { name: 'the rescoring queue', by: 'server', run: (sql) => sql`select app.rescore_due(50)` },
]

export const HOT_QUERIES: HotQuery[] = [...INTAKE, ...REPLICATION, ...READING, ...ANALYTICS, ...SCHEDULER]
