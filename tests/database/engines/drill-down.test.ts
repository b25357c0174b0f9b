import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member } from '#tests/support/database.ts'
import { fillOrganization } from './generated-data.ts'

let backend: LocalSupabase
let manager: Member
let rep: Member
let stranger: Member
beforeAll(async () => {
  backend = await startDatabase()
  const organization = await createOrganization(backend.sql, 'Acme')
  await backend.sql`update organizations set timezone = 'America/New_York' where id = ${organization.id}`
  manager = await joinAs(backend, organization.id, 'manager')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  await fillOrganization(backend.sql, organization, [manager.id, rep.id], 51)
  const rival = await createOrganization(backend.sql, 'Rival')
  stranger = await joinAs(backend, rival.id, 'owner')
  await fillOrganization(backend.sql, rival, [stranger.id], 52)
  await backend.sql`select refresh_all_analytics()`
})
afterAll(() => backend.close())

type Row = Record<string, unknown>
interface Page {
  kind: string
  ids: string[]
  next: string | null
}

async function page(member: Member, input: object): Promise<Page> {
  const { data, error } = await member.client.rpc('get_figure_rows', input)
  if (error) throw error
  return data as Page
}

const RANGE = { since: new Date(Date.now() - 300 * 86_400_000).toISOString().slice(0, 10), until: '2026-12-31' }

/** Rows of figures of a kind, with the range where a row does not name its time. */
const SOURCES: Record<string, (member: Member) => Promise<Row[]>> = {
  ...Object.fromEntries(
    ['deal_metrics', 'client_metrics', 'revenue_metrics', 'chatbot_effectiveness', 'channel_performance'].map(
      (name) => [
        name,
        async (member: Member) => ((await member.client.rpc('get_analytics', { name })).data as { rows: Row[] }).rows,
      ],
    ),
  ),
  dashboard_metrics: async ({ client }) => (await client.from('dashboard_metrics').select('*')).data as Row[],
  response_times: async (member) => {
    const groups = ['day', 'answered_by', 'person', 'channel'].map((by) =>
      member.client.rpc('get_response_times', { ...RANGE, by }),
    )
    return (await Promise.all(groups)).flatMap(({ data }) => withRange((data as { rows: Row[] }).rows))
  },
  ai_against_human: async ({ client }) =>
    withRange(((await client.rpc('get_ai_against_human', RANGE)).data as { rows: Row[] }).rows),
  crm_dashboard_summary: async ({ client, organizationId }) =>
    (await client.rpc('get_crm_dashboard_summary', { org_id: organizationId })).data as Row[],
  conversion_funnel: async ({ client, organizationId }) =>
    (await client.rpc('get_conversion_funnel', { org_id: organizationId })).data as Row[],
}

const withRange = (rows: readonly Row[]): Row[] => rows.map((row) => ({ ...row, ...RANGE }))

/** Figures that count rows one by one, by their source. */
const COUNTS: Record<string, string[]> = {
  deal_metrics: ['deal_count'],
  client_metrics: ['client_count'],
  revenue_metrics: ['order_count', 'unique_customers'],
  chatbot_effectiveness: ['total_chatbot_interactions', 'successful_interactions', 'unique_clients_engaged'],
  channel_performance: ['total_messages', 'incoming_messages', 'agent_responses', 'ai_responses', 'total_contacts'],
  dashboard_metrics: ['total_messages', 'inbound_messages', 'outbound_messages', 'active_conversations', 'new_leads'],
  response_times: ['waits', 'unanswered'],
  ai_against_human: [
    'conversations',
    'replied_conversations',
    'leads',
    'booked_leads',
    'converted_leads',
    'opted_out_leads',
  ],
  crm_dashboard_summary: [
    'total_clients',
    'new_clients_30_days',
    'customers',
    'open_deals',
    'won_deals',
    'lost_deals',
    'total_orders',
    'open_conversations',
    'open_tasks',
    'overdue_tasks',
  ],
  conversion_funnel: ['clients', 'reached'],
}

describe('behind every figure are as many rows as it says', () => {
  const figures = Object.entries(COUNTS).flatMap(([source, names]) => names.map((name) => [source, name] as const))
  test.each(figures)('%s: %s', async (source, figure) => {
    const rows = await SOURCES[source]!(manager)
    expect(rows.length).toBeGreaterThan(0)
    for (const key of rows.slice(0, 25)) {
      const { ids } = await page(manager, { figures: source, figure, key, page_size: 1000 })
      expect([key, new Set(ids).size]).toEqual([key, Number(key[figure])])
    }
  })

  test.each([
    ['deal_metrics', 'won_value_minor', 'value_minor'],
    ['deal_metrics', 'lost_value_minor', 'value_minor'],
    ['revenue_metrics', 'delivered_revenue_minor', 'total_minor'],
    ['revenue_metrics', 'lost_revenue_minor', 'total_minor'],
    ['dashboard_metrics', 'unread_texts', 'unread_count'],
  ])('%s: %s is the sum of what its rows hold', async (source, figure, column) => {
    for (const key of (await SOURCES[source]!(manager)).slice(0, 25)) {
      const { kind, ids } = await page(manager, { figures: source, figure, key, page_size: 1000 })
      const { data } = await manager.client.from(kind).select(column).in('id', ids)
      const held = data as unknown as Record<string, number>[]
      expect(held.reduce((sum, row) => sum + row[column]!, 0)).toBe(Number(key[figure]))
    }
  })

  test('the win rate has those won and those lost', async () => {
    const counts = await Promise.all(
      ['won', 'lost'].map(
        async (figure) =>
          (await page(manager, { figures: 'win_rate', figure, key: RANGE, page_size: 1000 })).ids.length,
      ),
    )
    const { data } = await manager.client.rpc('calculate_win_rate', {
      org_id: manager.organizationId,
      start_date: RANGE.since,
      end_date: RANGE.until,
    })
    expect(counts[0]).toBeGreaterThan(0)
    expect(data).toBeCloseTo((100 * counts[0]!) / (counts[0]! + counts[1]!), 1)
  })
})

describe('pages', () => {
  const asked = { figures: 'crm_dashboard_summary', figure: 'total_clients', key: {} }

  test('follow one another without a gap', async () => {
    const whole = (await page(manager, { ...asked, page_size: 1000 })).ids
    const ids: string[] = []
    let after: string | null = null
    do {
      const next: Page = await page(manager, { ...asked, after, page_size: 7 })
      ids.push(...next.ids)
      after = next.next
    } while (after !== null)
    expect(ids).toEqual(whole)
    expect(ids.length).toBeGreaterThan(14)
  })
})

describe('who sees the rows', () => {
  const all = { figures: 'channel_performance', figure: 'total_messages', key: {}, page_size: 1000 }

  test('a rep those of visible leads, another organisation none of these', async () => {
    const whole = new Set((await page(manager, all)).ids)
    const own = (await page(rep, all)).ids
    expect(own.length).toBeGreaterThan(0)
    expect(own.length).toBeLessThan(whole.size)
    expect(own.every((id) => whole.has(id))).toBe(true)
    const theirs = (await page(stranger, all)).ids
    expect(theirs.length).toBeGreaterThan(0)
    expect(theirs.some((id) => whole.has(id))).toBe(false)
  })

  test.each([
    { figures: 'deal_metrics', figure: 'no_such_figure', key: {} },
    { figures: 'deal_metrics(null, null); drop table leads', figure: 'deal_count', key: {} },
    { figures: 'deal_metrics', figure: 'deal_count', key: [] },
    { figures: 'deal_metrics', figure: 'deal_count', key: {}, page_size: 1_000_000 },
    { figures: 'response_times', figure: 'waits', key: {} },
  ])('%j is refused', async (input) => {
    const { error } = await manager.client.rpc('get_figure_rows', input)
    expect(error?.code).toBe('22023')
  })
})
