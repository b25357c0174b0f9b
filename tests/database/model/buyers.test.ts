import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { CLIENT_TYPES, LIFECYCLE_STAGES, ORDER_STATUSES } from '#shared/domain/vocabulary.ts'
import { createLead, createOrganization, startDatabase } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { undone } from './as-member.ts'

let backend: LocalSupabase
let acme: Organization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await createOrganization(backend.sql, 'Acme')
})
afterAll(() => backend.close())

type OrderStatus = (typeof ORDER_STATUSES)[number]

/** What the database should make of a client, told in the fewest words. */
class Model {
  clientType: string
  lifecycleStage: string
  readonly orders: { status: OrderStatus; total: number }[] = []

  constructor(clientType: string, lifecycleStage: string) {
    this.clientType = clientType
    this.lifecycleStage = lifecycleStage
  }

  order(status: OrderStatus, total: number): void {
    this.orders.push({ status, total })
    if (stands(status)) this.#bought()
  }

  change(place: number, status: OrderStatus): void {
    const order = this.orders[place]!
    const came = !stands(order.status) && stands(status)
    order.status = status
    if (came) this.#bought()
  }

  get figures() {
    const standing = this.orders.filter(({ status }) => stands(status))
    const sum = standing.reduce((total, order) => total + order.total, 0)
    return {
      client_type: this.clientType,
      lifecycle_stage: this.lifecycleStage,
      total_orders: standing.length,
      total_revenue: standing.length > 0 ? { EUR: String(sum) } : {},
      average_order_value: standing.length > 0 ? { EUR: String(Math.round(sum / standing.length)) } : {},
    }
  }

  #bought(): void {
    if (this.clientType !== 'partner') this.clientType = 'customer'
    if (this.lifecycleStage !== 'evangelist') this.lifecycleStage = 'customer'
  }
}

const stands = (status: OrderStatus): boolean => status !== 'cancelled' && status !== 'refunded'

const step = fc.oneof(
  fc.record({ kind: fc.constant('order'), status: fc.constantFrom(...ORDER_STATUSES), total: fc.nat(99_999) }),
  fc.record({ kind: fc.constant('change'), place: fc.nat(), status: fc.constantFrom(...ORDER_STATUSES) }),
  fc.record({ kind: fc.constant('delete'), place: fc.nat() }),
  fc.record({
    kind: fc.constant('decide'),
    clientType: fc.constantFrom(...CLIENT_TYPES),
    lifecycleStage: fc.constantFrom(...LIFECYCLE_STAGES),
  }),
)

describe('a client', () => {
  test('is what orders and people make of them, whatever comes after what', { timeout: 60_000 }, async () => {
    const start = fc.tuple(fc.constantFrom(...CLIENT_TYPES), fc.constantFrom(...LIFECYCLE_STAGES))
    await fc.assert(
      fc.asyncProperty(start, fc.array(step, { maxLength: 12 }), async ([client_type, lifecycle_stage], steps) => {
        await undone(backend.sql, async (sql) => {
          const lead_id = await createLead(sql, acme)
          await sql`update leads set ${sql({ client_type, lifecycle_stage })} where id = ${lead_id}`
          const model = new Model(client_type, lifecycle_stage)
          const numbers: string[] = []
          for (const [n, taken] of steps.entries()) {
            const place = 'place' in taken ? taken.place % Math.max(numbers.length, 1) : 0
            if ('total' in taken) {
              numbers.push(`n${n}`)
              const { status, total: total_minor } = taken
              const order = { organization_id: acme.id, lead_id, order_number: `n${n}`, status, total_minor }
              await sql`insert into orders ${sql({ ...order, currency: 'EUR' })}`
              model.order(status, total_minor)
            } else if ('clientType' in taken) {
              const { clientType, lifecycleStage } = taken
              Object.assign(model, { clientType, lifecycleStage })
              const decided = { client_type: clientType, lifecycle_stage: lifecycleStage }
              await sql`update leads set ${sql(decided)} where id = ${lead_id}`
            } else if (numbers.length > 0 && 'status' in taken) {
              await sql`
                update orders set status = ${taken.status} where lead_id = ${lead_id} and order_number = ${numbers[place]!}`
              model.change(place, taken.status)
            } else if (numbers.length > 0) {
              await sql`delete from orders where lead_id = ${lead_id} and order_number = ${numbers[place]!}`
              numbers.splice(place, 1)
              model.orders.splice(place, 1)
            }
            const [row] = await sql`
              select client_type, lifecycle_stage, total_orders, total_revenue, average_order_value
              from leads where id = ${lead_id}`
            expect(row).toEqual(model.figures)
          }
        })
      }),
      { numRuns: 60 },
    )
  })

  test('whose order turns out to be another’s leaves the other a customer', async () => {
    await undone(backend.sql, async (sql) => {
      const [one, other] = [await createLead(sql, acme), await createLead(sql, acme)]
      await sql`
        insert into orders (organization_id, lead_id, order_number, total_minor) values (${acme.id}, ${one}, 'x', 5)`
      await sql`update orders set lead_id = ${other} where order_number = 'x'`
      const rows = await sql`
        select client_type, converted_at is not null as converted, total_orders from leads
        where id = any (${[one, other]}) order by id`
      expect([...rows]).toEqual([
        { client_type: 'customer', converted: true, total_orders: 0 },
        { client_type: 'customer', converted: true, total_orders: 1 },
      ])
    })
  })

  test('of many orders in one statement costs one change each', async () => {
    await undone(backend.sql, async (sql) => {
      const leads = [await createLead(sql, acme), await createLead(sql, acme)]
      await sql`
        insert into orders (organization_id, lead_id, order_number, total_minor)
        select ${acme.id}, l, l || '-' || n, n from unnest(${leads}::uuid[]) l, generate_series(1, 50) n`
      const rows = await sql`
        select client_type, lifecycle_stage, total_orders, total_revenue from leads where id = any (${leads})`
      const customer = { client_type: 'customer', lifecycle_stage: 'customer' }
      expect([...rows]).toEqual(leads.map(() => ({ ...customer, total_orders: 50, total_revenue: { EUR: '1275' } })))
    })
  })
})
