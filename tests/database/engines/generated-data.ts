import * as fc from 'fast-check'
import type { Sql } from 'postgres'
import { createChannel } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { DAY, HOUR, MINUTE } from './support.ts'

const SENDERS = [
  { direction: 'inbound', sender_type: 'customer', status: 'received', step: null },
  { direction: 'inbound', sender_type: 'customer', status: 'received', step: null },
  { direction: 'outbound', sender_type: 'ai', status: 'sent', step: 'reply' },
  { direction: 'outbound', sender_type: 'ai', status: 'delivered', step: 'M1' },
  { direction: 'outbound', sender_type: 'agent', status: 'read', step: null },
  { direction: 'outbound', sender_type: 'agent', status: 'failed', step: null },
  { direction: 'outbound', sender_type: 'system', status: 'sent', step: null },
] as const

const LEADS = 40
const MESSAGES = 400
const ORDERS = 80
const DEALS = 60
const OUTCOMES = 12

/**
 * Fills an organisation with leads, conversations on two channels, messages, orders in two currencies and deals, spread
 * over the last 200 days. The same `seed` gives the same data but for ids and the moment it starts from.
 */
export async function fillOrganization(
  sql: Sql,
  organization: Organization,
  owners: string[],
  seed: number,
): Promise<void> {
  const pick = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] => fc.sample(arbitrary, { seed, numRuns: count })
  const now = Math.floor(Date.now() / 1000) * 1000
  const moments = fc.integer({ min: 1, max: 200 * 24 * 60 }).map((minutes) => new Date(now - minutes * MINUTE))

  const leads = await sql<{ id: string }[]>`
    insert into leads ${sql(
      pick(
        fc.record({
          organization_id: fc.constant(organization.id),
          owner_id: fc.constantFrom(null, ...owners),
          first_name: fc.constantFrom('Ana', 'Bo', 'Cy'),
          source: fc.constantFrom(null, 'form', 'referral'),
          client_type: fc.constantFrom('lead', 'customer'),
          lifecycle_stage: fc.constantFrom('lead', 'customer'),
          created_at: moments,
        }),
        LEADS,
      ),
    )} returning id`

  const channels = [organization.channelId, await createChannel(sql, organization.id, organization.brandId, 'email')]
  const conversations = await sql<{ id: string }[]>`
    insert into conversations (organization_id, lead_id, channel_id, platform)
    select ${organization.id}, l, c.id, c.platform
    from unnest(${leads.map(({ id }) => id)}::uuid[]) l, channels c where c.id = any (${channels}) returning id`

  // Close together, so that answers within a day and beyond it both come up.
  const closeMoments = fc.integer({ min: 1, max: (20 * DAY) / HOUR }).map((hours) => new Date(now - hours * HOUR))
  const messages = fc.record({
    conversation_id: fc.constantFrom(...conversations.slice(0, 25).map(({ id }) => id)),
    sender: fc.constantFrom(...SENDERS),
    body: fc.constantFrom('Hello', 'What is the price?', 'Thank you'),
    created_at: fc.oneof(closeMoments, moments),
    delay: fc.integer({ min: 0, max: 5 }).map((minutes) => minutes * MINUTE),
    author: fc.constantFrom(...(owners.length > 0 ? owners : [null])),
  })
  const written = pick(messages, MESSAGES).map(({ sender, delay, author, ...message }) => ({
    ...message,
    ...sender,
    sent_at: sender.status === 'read' ? new Date(message.created_at.getTime() + delay) : null,
    sender_id: sender.sender_type === 'agent' ? author : null,
  }))
  await sql`insert into messages ${sql(written)}`
  await sql`
    update conversations set status = 'closed' where id = any (${conversations.slice(0, 5).map(({ id }) => id)})`

  const orders = fc.record({
    organization_id: fc.constant(organization.id),
    lead_id: fc.constantFrom(...leads.map(({ id }) => id)),
    total_minor: fc.integer({ min: 0, max: 2_000_000 }),
    currency: fc.constantFrom('EUR', 'USD'),
    status: fc.constantFrom('pending', 'processing', 'shipped', 'delivered', 'cancelled', 'refunded'),
    ordered_at: fc.oneof(closeMoments, moments),
  })
  await sql`insert into orders ${sql(pick(orders, ORDERS).map((order, n) => Object.assign(order, { order_number: `A${n}` })))}`

  const stages = await sql<{ id: string; kind: string }[]>`
    select s.id, s.kind from pipeline_stages s join pipelines p on p.id = s.pipeline_id
    where s.organization_id = ${organization.id} and p.kind = 'deal' and p.is_default`
  const deals = fc.record({
    organization_id: fc.constant(organization.id),
    lead_id: fc.constantFrom(...leads.map(({ id }) => id)),
    name: fc.constant('Deal'),
    value_minor: fc.integer({ min: 0, max: 9_000_000 }),
    currency: fc.constantFrom('EUR', 'USD'),
    probability: fc.integer({ min: 0, max: 100 }),
    stage_id: fc.constantFrom(...stages.map(({ id }) => id)),
    owner_id: fc.constantFrom(null, ...owners),
    created_at: moments,
    actual_close_date: fc.constantFrom(null, '2026-10-01', '2026-11-15'),
  })
  await sql`insert into deals ${sql(pick(deals, DEALS))}`
  await sql`update leads set merged_into = ${leads[0]!.id} where id = ${leads[1]!.id}`
  await fillOutcomes(sql, organization, leads.slice(2), closeMoments, pick)
}

/** What conversations lead to: bookings, of which some are cancelled, conversions and opt-outs. */
async function fillOutcomes(
  sql: Sql,
  organization: Organization,
  leads: readonly { id: string }[],
  moments: fc.Arbitrary<Date>,
  pick: <T>(arbitrary: fc.Arbitrary<T>, count: number) => T[],
): Promise<void> {
  const bookings = fc.record({
    organization_id: fc.constant(organization.id),
    lead_id: fc.constantFrom(...leads.map(({ id }) => id)),
    starts_at: fc.constant(new Date()),
    status: fc.constantFrom('confirmed', 'cancelled'),
    created_at: moments,
  })
  await sql`insert into bookings ${sql(pick(bookings, OUTCOMES))}`
  for (const [n, at] of pick(moments, OUTCOMES).entries()) {
    await sql`update leads set converted_at = ${at} where id = ${leads[n]!.id}`
    await sql`
      insert into consents (organization_id, lead_id, platform, status, source, decided_at)
      values (${organization.id}, ${leads.at(-1 - n)!.id}, 'sms', 'opted_out', 'message', ${at})`
  }
}
