import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import * as brute from './brute-force.ts'
import { fillOrganization } from './generated-data.ts'

const VIEWS = [
  'deal_metrics',
  'client_metrics',
  'revenue_metrics',
  'chatbot_effectiveness',
  'channel_performance',
] as const

/** Organisations by the time zone they keep; the last of them is none. */
const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'Mars/Olympus_Mons'] as const

let backend: LocalSupabase
let organization: Organization
let manager: Member
let rep: Member
let stranger: Member
const managers = new Map<string, Member>()
beforeAll(async () => {
  backend = await startDatabase()
  for (const [place, zone] of ZONES.entries()) {
    const [made, member, colleague] = await filled(zone, 7 + place)
    if (place === 0) [organization, manager, rep] = [made, member, colleague]
    managers.set(zone, member)
    stranger = member
  }
  await backend.sql`select refresh_all_analytics()`
})

/** An organisation of a time zone, its manager and a rep, with what a seed makes. */
async function filled(zone: string, seed: number): Promise<[Organization, Member, Member]> {
  const made = await createOrganization(backend.sql, 'Acme')
  await backend.sql`update organizations set timezone = ${zone} where id = ${made.id}`
  const [member, colleague] = [await joinAs(backend, made.id, 'manager'), await joinAs(backend, made.id, 'sales_rep')]
  await fillOrganization(backend.sql, made, [colleague.id, member.id], seed)
  return [made, member, colleague]
}
afterAll(() => backend.close())

type Row = Record<string, unknown>

async function analytics(member: Member, name: string, range: { since?: string; until?: string } = {}): Promise<Row[]> {
  const { data, error } = await member.client.rpc('get_analytics', { name, ...range })
  if (error) throw error
  return (data as { rows: Row[] }).rows
}

/** Rows in an order of their own, times as milliseconds. */
function sorted(rows: readonly object[]): string[] {
  return rows
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .map(([key, value]: [string, unknown]) => [
            key,
            key.startsWith('period_') ? new Date(String(value)).getTime() : value,
          ])
          .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      ),
    )
    .toSorted()
}

describe.each(ZONES)('the figures by the clock of %s equal what is counted by hand', (zone) => {
  test.each([
    ['deal_metrics', brute.dealMetrics],
    ['client_metrics', brute.clientMetrics],
    ['revenue_metrics', brute.revenueMetrics],
    ['chatbot_effectiveness', brute.chatbotEffectiveness],
    ['channel_performance', brute.channelPerformance],
  ] as const)('of %s', async (name, count) => {
    const member = managers.get(zone)!
    const expected = await count(backend.sql, member.organizationId)
    expect(expected.length).toBeGreaterThan(3)
    expect(sorted(await analytics(member, name))).toEqual(sorted(expected))
  })

  test('of dashboard_metrics, live', async () => {
    const member = managers.get(zone)!
    const { data, error } = await member.client
      .from('dashboard_metrics')
      .select(
        'metric_date, total_messages, inbound_messages, outbound_messages, unread_texts, active_conversations, new_leads',
      )
    if (error) throw error
    expect(sorted(data)).toEqual(sorted(await brute.dashboardMetrics(backend.sql, member.organizationId)))
  })
})

describe('a range', () => {
  test('takes its first and its last day or month, and nothing beside them', async () => {
    for (const [name, period] of [
      ['revenue_metrics', 'period_day'],
      ['deal_metrics', 'period_month'],
    ] as const) {
      const all = await analytics(manager, name)
      const days = [...new Set(all.map((row) => String(row[period]).slice(0, 10)))].toSorted()
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...days), fc.constantFrom(...days), async (since, until) => {
          const expected = all.filter((row) => {
            const day = String(row[period]).slice(0, 10)
            return day >= since && day <= until
          })
          expect(sorted(await analytics(manager, name, { since, until }))).toEqual(sorted(expected))
        }),
        { numRuns: 8 },
      )
    }
  })
})

describe('who sees them', () => {
  test.each(VIEWS)('another organisation gets its own %s and nothing of this one', async (name) => {
    const rows = await analytics(stranger, name)
    expect(rows.length).toBeGreaterThan(0)
    expect(new Set(rows.map((row) => row.organization_id))).toEqual(new Set([stranger.organizationId]))
  })

  test('a rep gets their own deals and clients, and no totals', async () => {
    const own = async (name: string, column: string) => {
      const all = await analytics(manager, name)
      return sorted(all.filter((row) => row[column] === rep.id))
    }
    expect(sorted(await analytics(rep, 'deal_metrics'))).toEqual(await own('deal_metrics', 'owner_id'))
    expect(sorted(await analytics(rep, 'client_metrics'))).toEqual(await own('client_metrics', 'assigned_to'))
    for (const name of VIEWS.slice(2)) expect(await analytics(rep, name)).toEqual([])
  })

  test('nobody selects the views, refreshes them, or asks for one that is none', async () => {
    for (const name of VIEWS) {
      const { error } = await manager.client.from(`analytics_${name}`).select('*')
      expect(error?.code).toBe('42501')
    }
    const refresh = await manager.client.rpc('refresh_all_analytics')
    expect(refresh.error?.code).toBe('42501')
    for (const name of ['leads', 'deal_metrics; drop table leads', '']) {
      const { error } = await manager.client.rpc('get_analytics', { name })
      expect(error?.code).toBe('22023')
    }
  })

  test('a suspended member gets nothing', async () => {
    const gone = await joinAs(backend, organization.id, 'manager')
    await backend.sql`update profiles set status = 'suspended' where id = ${gone.id}`
    const { error } = await gone.client.rpc('get_analytics', { name: 'deal_metrics' })
    expect(error?.code).toBe('42501')
    expect((await gone.client.from('dashboard_metrics').select('*')).data).toEqual([])
  })
})

describe('the refresh', () => {
  test('that two workers begin at once is done by both, one after the other', async () => {
    const runs = [0, 1].map(() => backend.sql`select refresh_all_analytics()`)
    await expect(Promise.all(runs)).resolves.toHaveLength(2)
  })

  test('follows an organisation to another time zone', async () => {
    const day = async () => (await analytics(manager, 'revenue_metrics'))[0]!['period_day'] as string
    expect(new Date(await day()).getUTCHours()).toBe(0)
    await backend.sql`update organizations set timezone = 'Asia/Tokyo' where id = ${organization.id}`
    await backend.sql`select refresh_all_analytics()`
    expect(new Date(await day()).getUTCHours()).toBe(15)
    await backend.sql`update organizations set timezone = 'UTC' where id = ${organization.id}`
    await backend.sql`select refresh_all_analytics()`
  })

  test('brings what is new, tells its time, and locks no reader out', async () => {
    const asOf = async () => {
      const { data } = await manager.client.rpc('get_analytics', { name: 'revenue_metrics' })
      return new Date((data as { as_of: string }).as_of).getTime()
    }
    const before = await asOf()
    const rows = (await analytics(manager, 'revenue_metrics')).length
    await backend.sql`
      insert into orders (organization_id, lead_id, order_number, total_minor, ordered_at)
      select organization_id, id, 'new', 100, '2020-02-29T23:59:59Z' from leads
      where organization_id = ${organization.id} limit 1`
    await backend.sql.begin(async (refresh) => {
      await refresh`select refresh_all_analytics()`
      expect((await analytics(manager, 'revenue_metrics')).length).toBe(rows)
    })
    expect((await analytics(manager, 'revenue_metrics')).length).toBe(rows + 1)
    expect(await asOf()).toBeGreaterThan(before)
  })
})
