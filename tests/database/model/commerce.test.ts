import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { asMember, refusalOf, undone } from './as-member.ts'
import { fillOrganization } from './filled-organization.ts'
import type { FilledOrganization } from './filled-organization.ts'

let backend: LocalSupabase
let acme: FilledOrganization
let globex: FilledOrganization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await fillOrganization(backend, 'Acme')
  globex = await fillOrganization(backend, 'Globex')
})
afterAll(() => backend.close())

const MAX_MONEY = 2n ** 63n - 1n

describe('a lead’s revenue', () => {
  const order = fc.record({
    total: fc.oneof(fc.bigInt({ min: 0n, max: 10_000_00n }), fc.constant(MAX_MONEY)),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    status: fc.constantFrom('pending', 'delivered', 'cancelled', 'refunded'),
  })

  test('is the exact sum of the orders that stand, per currency, whatever is added, changed and deleted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 8 }), fc.nat(), async (orders, pick) => {
        await undone(backend.sql, async (sql) => {
          const lead_id = acme.hiddenLeadId
          const rows = orders.map(({ total, currency, status }, n) => ({
            organization_id: acme.id,
            lead_id,
            order_number: `n${n}`,
            total_minor: String(total),
            currency,
            status,
          }))
          await sql`insert into orders ${sql(rows)}`
          const expected = async (): Promise<Record<string, string>> => {
            const standing = await sql<{ currency: string; total_minor: string }[]>`
              select currency, total_minor from orders
              where lead_id = ${lead_id} and status not in ('cancelled', 'refunded')`
            const sums = new Map<string, bigint>()
            for (const row of standing) {
              sums.set(row.currency, (sums.get(row.currency) ?? 0n) + BigInt(row.total_minor))
            }
            return Object.fromEntries([...sums].map(([currency, sum]) => [currency, String(sum)]))
          }
          const told = async (): Promise<unknown> =>
            (await sql`select total_revenue from leads where id = ${lead_id}`)[0]!['total_revenue']
          expect(await told()).toEqual(await expected())
          const number = `n${pick % orders.length}`
          await sql`update orders set status = 'refunded' where order_number = ${number} and lead_id = ${lead_id}`
          expect(await told()).toEqual(await expected())
          await sql`delete from orders where order_number = ${number} and lead_id = ${lead_id}`
          expect(await told()).toEqual(await expected())
        })
      }),
      { numRuns: 30 },
    )
  })

  test('moves with an order that turns out to be another customer’s', async () => {
    await undone(backend.sql, async (sql) => {
      await sql`update orders set lead_id = ${acme.hiddenLeadId} where lead_id = ${acme.leadId}`
      const rows = await sql`select id, total_orders, total_revenue from leads
        where id in ${sql([acme.leadId, acme.hiddenLeadId])}`
      const told = Object.fromEntries(rows.map((row) => [row['id'], [row['total_orders'], row['total_revenue']]]))
      expect(told).toEqual({ [acme.leadId]: [0, {}], [acme.hiddenLeadId]: [1, { EUR: '25000' }] })
    })
  })
})

describe('what is in a deal', () => {
  test('is priced in the deal’s currency and belongs to its lead, whatever the writer says', async () => {
    await undone(backend.sql, async (sql) => {
      const [item] = await sql`
        insert into deal_items (deal_id, lead_id, organization_id, name, quantity, unit_price_minor, discount_minor, currency)
        values (${acme.ids['deals']!}, ${globex.leadId}, ${globex.id}, 'Wire', 3, 199, 100, 'USD')
        returning lead_id, organization_id, currency, total_minor`
      expect(item).toEqual({ lead_id: acme.leadId, organization_id: acme.id, currency: 'EUR', total_minor: '497' })
    })
  })

  test('refuses an amount beyond 64 bits instead of bending it', async () => {
    const beyond = undone(
      backend.sql,
      (sql) => sql`
      update deal_items set quantity = 2, unit_price_minor = ${String(MAX_MONEY)} where id = ${acme.ids['deal_items']!}`,
    )
    expect(await refusalOf(beyond)).toMatchObject({ code: '22003' })
  })
})

describe('a deal that moves', () => {
  test('is written down with its reason, dated when it closes, and open again when it opens', async () => {
    await undone(backend.sql, async (sql) => {
      const deal = acme.ids['deals']!
      const move = (name: string): Promise<unknown> => sql`
        update deals set stage_id = (select s.id from pipeline_stages s join pipelines p on p.id = s.pipeline_id
          where p.kind = 'deal' and s.organization_id = ${acme.id} and s.name = ${name}) where id = ${deal}`
      await sql`update deals set lost_reason = 'price' where id = ${deal}`
      await move('Closed Lost')
      const [lost] =
        await sql`select probability, actual_close_date is not null as closed from deals where id = ${deal}`
      expect(lost).toEqual({ probability: 0, closed: true })
      await move('Negotiation')
      const [open] = await sql`select probability, actual_close_date from deals where id = ${deal}`
      expect(open).toEqual({ probability: 75, actual_close_date: null })
      const history = await sql`select to_stage, notes from compat.crm_deal_stages_history
        where deal_id = ${deal} order by id`
      expect([...history]).toEqual([
        { to_stage: 'proposal', notes: null },
        { to_stage: 'closed_lost', notes: 'price' },
        { to_stage: 'negotiation', notes: null },
      ])
    })
  })

  test('leaves a complete history for any sequence of moves', async () => {
    const stages = ['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost']
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...stages), { maxLength: 8 }), async (path) => {
        await undone(backend.sql, async (sql) => {
          for (const name of path) {
            await sql`update deals set stage_id = (select s.id from pipeline_stages s
              join pipelines p on p.id = s.pipeline_id
              where p.kind = 'deal' and s.organization_id = ${acme.id} and s.name = ${name})
              where id = ${acme.ids['deals']!}`
          }
          const taken = ['Prospecting', 'Proposal', ...path].filter((name, n, all) => name !== all[n - 1])
          // Ids of one millisecond have no order among them, but each change says where it came from.
          const rows = await sql<{ move: string }[]>`
            select concat_ws(' > ', f.name, t.name) as move
            from stage_changes c join pipeline_stages t on t.id = c.to_stage_id
              left join pipeline_stages f on f.id = c.from_stage_id
            where c.deal_id = ${acme.ids['deals']!}`
          const moves = taken.slice(1).map((name, n) => `${taken[n]} > ${name}`)
          expect(rows.map(({ move }) => move).toSorted()).toEqual(moves.toSorted())
        })
      }),
      { numRuns: 30 },
    )
  })
})

describe('the figures', () => {
  /** Calls one as a member, with the organisation asked for. */
  const ask = (userId: string, query: string, organization: string): Promise<Record<string, unknown>[]> =>
    asMember(backend.sql, userId, async (member) => [...(await member.unsafe(query, [organization]))])
  const { sales_rep, owner } = { sales_rep: () => acme.members.sales_rep.id, owner: () => acme.members.owner.id }

  test('of a client’s lifetime value are exact, and ask for the currency where there are several', async () => {
    const [one] = await backend.sql`select calculate_client_ltv(${acme.leadId}) as ltv`
    expect(one).toEqual({ ltv: '250.00' })
    await undone(backend.sql, async (sql) => {
      await sql`insert into orders (lead_id, organization_id, order_number, total_minor, currency)
        values (${acme.leadId}, ${acme.id}, 'yen', 1500, 'JPY')`
      const [yen] = await sql`select calculate_client_ltv(${acme.leadId}, 'JPY') as ltv`
      expect(yen).toEqual({ ltv: '1500' })
      const unsaid = sql.savepoint((s) => s`select calculate_client_ltv(${acme.leadId})`)
      expect(await refusalOf(unsaid)).toMatchObject({ code: '22023' })
    })
    const [foreign] = await ask(owner(), 'select calculate_client_ltv($1) as ltv', globex.leadId)
    expect(foreign).toEqual({ ltv: null })
  })

  test('of the win rate count won among closed deals in the days asked for', async () => {
    await undone(backend.sql, async (sql) => {
      for (const [name, day] of [
        ['Closed Won', 1],
        ['Closed Won', 2],
        ['Closed Lost', 3],
        ['Closed Won', 20],
      ] as const) {
        await sql`insert into deals (organization_id, lead_id, name, stage_id, actual_close_date)
          select ${acme.id}, ${acme.leadId}, 'd', s.id, ${`2026-03-${String(day).padStart(2, '0')}`}
          from pipeline_stages s join pipelines p on p.id = s.pipeline_id
          where s.organization_id = ${acme.id} and p.kind = 'deal' and s.name = ${name}`
      }
      const [rate] = await sql`select calculate_win_rate(${acme.id}, '2026-03-01', '2026-03-03') as rate,
        calculate_win_rate(${acme.id}, '2025-01-01', '2025-12-31') as never`
      expect(rate).toEqual({ rate: '66.67', never: null })
    })
  })

  test('of the dashboard and the funnel are of the own organisation, whichever is asked for', async () => {
    const summary = 'select * from get_crm_dashboard_summary($1)'
    const funnel = 'select * from get_conversion_funnel($1)'
    const own = await ask(owner(), summary, acme.id)
    expect(own).toEqual([
      expect.objectContaining({
        total_clients: '3',
        customers: '1',
        open_deals: '1',
        pipeline_value: { EUR: '1000.00' },
        weighted_value: { EUR: '500.00' },
        total_orders: '1',
        total_revenue: { EUR: '250.00' },
        unread_messages: '1',
      }),
    ])
    expect(await ask(owner(), summary, globex.id)).toEqual(own)
    expect(await ask(owner(), funnel, globex.id)).toEqual(await ask(owner(), funnel, acme.id))
  })

  test('of a rep are of what the rep sees', async () => {
    const [mine] = await ask(sales_rep(), 'select total_clients from get_crm_dashboard_summary($1)', acme.id)
    expect(mine).toEqual({ total_clients: '2' })
  })

  test('of the funnel narrow from stage to stage, and churned customers count as having been customers', async () => {
    await undone(backend.sql, async (sql) => {
      await sql`update leads set lifecycle_stage = 'churned' where id = ${acme.leadId}`
      await sql`update leads set lifecycle_stage = 'sql' where id = ${acme.hiddenLeadId}`
      const rows = await sql`select stage, clients, reached, conversion_rate from get_conversion_funnel(${acme.id})`
      expect([...rows]).toEqual([
        { stage: 'lead', clients: '1', reached: '3', conversion_rate: null },
        { stage: 'mql', clients: '0', reached: '2', conversion_rate: '66.67' },
        { stage: 'sql', clients: '1', reached: '2', conversion_rate: '100.00' },
        { stage: 'opportunity', clients: '0', reached: '1', conversion_rate: '50.00' },
        { stage: 'customer', clients: '0', reached: '1', conversion_rate: '100.00' },
        { stage: 'evangelist', clients: '0', reached: '0', conversion_rate: '0.00' },
        { stage: 'churned', clients: '1', reached: '1', conversion_rate: '100.00' },
      ])
    })
  })
})
