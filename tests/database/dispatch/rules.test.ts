import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import postgres from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { DAY, HOUR } from '#tests/database/engines/support.ts'
import { startDatabase } from '#tests/support/database.ts'
import { DispatchDesk, sendingDays } from './support.ts'
import type { NewMessage } from './support.ts'

let backend: LocalSupabase
let desk: DispatchDesk
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`truncate organizations cascade`
  desk = await DispatchDesk.open(backend.sql)
})

const WHOLE_DAY = { sending_hours_start: '00:00', sending_hours_end: '24:00' }
const UNLIMITED = { messages_per_minute: 1_000, messages_per_hour: 1_000, messages_per_day: 1_000 }
const STEP: NewMessage = { sender_type: 'system', step: 'M1' }
const ANSWER: NewMessage = { sender_type: 'ai', step: 'reply' }

describe('consent', () => {
  test('an opt-out of the channel holds every message, and opting in again lets it go', async () => {
    const { conversation, lead } = await desk.customer()
    await backend.sql`insert into consents (lead_id, platform, status, source) values (${lead}, 'sms', 'opted_out', 'keyword')`
    const message = await desk.write(conversation)
    expect(await desk.taken()).toEqual([])
    expect(await desk.message(message)).toMatchObject({
      status: 'held',
      error: 'Held: the customer has opted out of this channel',
    })
    await backend.sql`update consents set status = 'opted_in' where lead_id = ${lead}`
    expect(await desk.taken()).toEqual([message])
    expect(await desk.message(message)).toMatchObject({ status: 'sending', error: null })
  })

  test('an opt-out of another channel holds nothing', async () => {
    const { conversation, lead } = await desk.customer()
    await backend.sql`insert into consents (lead_id, platform, status, source) values (${lead}, 'email', 'opted_out', 'keyword')`
    const message = await desk.write(conversation)
    expect(await desk.taken()).toEqual([message])
  })

  test('who is not to be contacted is not, until they are again', async () => {
    const { conversation, lead } = await desk.customer()
    await backend.sql`update leads set contact_status = 'removed' where id = ${lead}`
    const message = await desk.write(conversation)
    expect(await desk.taken()).toEqual([])
    expect(await desk.entry(message)).toMatchObject({ held_reason: 'do_not_contact' })
    await backend.sql`update leads set contact_status = 'warm' where id = ${lead}`
    expect(await desk.taken()).toEqual([message])
  })
})

test('a channel that is switched off holds its messages until it is on again', async () => {
  const message = await desk.write((await desk.customer()).conversation)
  await backend.sql`update channels set is_active = false`
  expect(await desk.taken()).toEqual([])
  expect(await desk.message(message)).toMatchObject({ status: 'held' })
  await backend.sql`update channels set is_active = true`
  expect(await desk.taken()).toEqual([message])
})

test('a call cannot be answered in writing', async () => {
  const message = await desk.write((await desk.customer('voice')).conversation)
  expect(await desk.taken()).toEqual([])
  expect(await desk.message(message)).toMatchObject({ status: 'failed' })
})

describe('the window for messages', () => {
  test.each([
    ['whatsapp', 'agent', 'text', 23 * HOUR, 'sending'],
    ['whatsapp', 'agent', 'text', 25 * HOUR, 'held'],
    ['whatsapp', 'agent', 'text', null, 'held'],
    ['whatsapp', 'agent', 'template', null, 'sending'],
    ['facebook', 'agent', 'text', 6 * DAY, 'sending'],
    ['facebook', 'agent', 'text', 8 * DAY, 'held'],
    ['facebook', 'ai', 'text', 25 * HOUR, 'held'],
    ['instagram', 'ai', 'text', 23 * HOUR, 'sending'],
    ['sms', 'agent', 'text', null, 'sending'],
  ] as const)(
    '%s: written by %s as %s, last heard of %s ms ago: %s',
    async (platform, sender_type, kind, ago, status) => {
      const { conversation } = await desk.customer(platform)
      if (ago !== null) await desk.hear(conversation, ago)
      const message = await desk.write(conversation, { sender_type, content_type: kind })
      await desk.claim()
      expect(await desk.message(message)).toMatchObject({ status })
    },
  )

  test('opens when the customer writes', async () => {
    const { conversation } = await desk.customer('whatsapp')
    const message = await desk.write(conversation)
    expect(await desk.taken()).toEqual([])
    await desk.hear(conversation)
    expect(await desk.taken()).toEqual([message])
  })
})

describe('a human who has taken over', () => {
  const takeOvers: [string, (customer: { lead: string; conversation: string }) => Promise<unknown>][] = [
    ['by writing', ({ conversation }) => desk.write(conversation, { created_at: new Date(Date.now() + HOUR) })],
    [
      'of the conversation',
      ({ conversation }) => backend.sql`update conversations set ai_enabled = false where id = ${conversation}`,
    ],
    ['of the lead', ({ lead }) => backend.sql`update leads set ai_enabled = false where id = ${lead}`],
    ['by manual mode', ({ lead }) => backend.sql`update leads set manual_mode_at = now() where id = ${lead}`],
  ]
  test.each(takeOvers)('%s: what the AI had waiting is not sent', async (_how, takeOver) => {
    const customer = await desk.customer()
    const message = await desk.write(customer.conversation, ANSWER)
    await takeOver(customer)
    expect(await desk.taken()).not.toContain(message)
    expect(await desk.message(message)).toMatchObject({
      status: 'cancelled',
      error: 'Not sent: a colleague has taken over this conversation',
    })
  })

  test('before the AI answered: an answer after it goes out', async () => {
    const { conversation } = await desk.customer()
    await desk.write(conversation, { created_at: new Date(Date.now() - HOUR) })
    const message = await desk.write(conversation, ANSWER)
    await backend.sql`delete from dispatch_queue where message_id <> ${message}`
    expect(await desk.taken()).toEqual([message])
  })
})

describe('sending hours', () => {
  const shut = () => ({ ...WHOLE_DAY, ...UNLIMITED, ...sendingDays('Europe/London', false) })

  test('hold a campaign’s message until the next opening, in the lead’s own time zone', async () => {
    const { conversation, lead } = await desk.customer()
    await desk.campaign(lead, { ...shut(), sending_timezone: 'Asia/Tokyo' })
    const message = await desk.write(conversation, STEP)
    expect(await desk.taken()).toEqual([])
    const [row] = await backend.sql`
      select held_reason, to_char(due_at at time zone 'Europe/London', 'HH24:MI') as opens,
        (due_at at time zone 'Europe/London')::date - (now() at time zone 'Europe/London')::date as days
      from dispatch_queue where message_id = ${message}`
    expect(row).toEqual({ held_reason: 'sending_hours', opens: '00:00', days: 1 })
    await desk.later(message)
    expect(await desk.taken()).toEqual([])
  })

  test('never delay a rep, not even behind a campaign’s message in the same conversation', async () => {
    const { conversation, lead } = await desk.customer()
    await desk.campaign(lead, shut())
    const waiting = await desk.write(conversation, STEP)
    const reply = await desk.write(conversation)
    expect(await desk.taken()).toEqual([])
    expect(await desk.entry(waiting)).toMatchObject({ held_reason: 'sending_hours' })
    expect(await desk.taken()).toEqual([reply])
  })

  test.each([
    [{ respond_to_inbound_24_7: true }, 'sending'],
    [{ respond_to_inbound_24_7: false }, 'held'],
    [{ respond_to_inbound_24_7: false, respect_schedule_strictly: true }, 'held'],
  ])('let the AI answer with %j: %s', async (settings, status) => {
    const { conversation, lead } = await desk.customer()
    await desk.campaign(lead, { ...shut(), ...settings })
    const message = await desk.write(conversation, ANSWER)
    await desk.claim()
    expect(await desk.message(message)).toMatchObject({ status })
  })

  test('that are changed are looked at again', async () => {
    const { conversation, lead } = await desk.customer()
    const settings = await desk.campaign(lead, shut())
    const message = await desk.write(conversation, STEP)
    expect(await desk.taken()).toEqual([])
    const open = sendingDays('Europe/London', true)
    await backend.sql`update campaign_settings set ${backend.sql(open)} where id = ${settings}`
    expect(await desk.taken()).toEqual([message])
  })

  test('do not matter where sending is switched off altogether', async () => {
    const { conversation, lead } = await desk.customer()
    const settings = await desk.campaign(lead, {
      ...UNLIMITED,
      ...WHOLE_DAY,
      ...sendingDays('UTC', true),
      sending_enabled: false,
    })
    const message = await desk.write(conversation, STEP)
    expect(await desk.taken()).toEqual([])
    expect(await desk.entry(message)).toMatchObject({ held_reason: 'sending_off' })
    await backend.sql`update campaign_settings set sending_enabled = true where id = ${settings}`
    expect(await desk.taken()).toEqual([message])
  })

  test.each([
    // A Sunday evening in winter, an hour before and after the clocks change, a Friday after closing.
    ['2026-01-11T20:00:00Z', 'Europe/London', '2026-01-12T09:00:00Z'],
    ['2026-03-29T07:30:00Z', 'Europe/London', '2026-03-30T08:00:00Z'],
    ['2026-03-30T07:59:00Z', 'Europe/London', '2026-03-30T08:00:00Z'],
    ['2026-03-30T08:01:00Z', 'Europe/London', '2026-03-30T08:01:00Z'],
    ['2026-03-27T17:00:00Z', 'Europe/London', '2026-03-30T08:00:00Z'],
    ['2026-03-30T00:30:00Z', 'Asia/Tokyo', '2026-03-30T00:30:00Z'],
    ['2026-03-30T12:00:00Z', 'America/Los_Angeles', '2026-03-30T16:00:00Z'],
  ])('of nine to five on weekdays, at %s in %s, open at %s', async (at, zone, opens) => {
    const [row] = await backend.sql<{ opens: Date }[]>`
      select app.next_open(${at}, ${zone}, '09:00', '17:00', '{monday,tuesday,wednesday,thursday,friday}') as opens`
    expect(row!.opens.toISOString()).toBe(new Date(opens).toISOString())
  })

  test.each([
    ['+447911000001', {}, 'Europe/London'],
    ['+4915112345678', {}, 'Europe/Berlin'],
    ['+12125550123', {}, null],
    ['+12125550123', { timezone: 'America/New_York' }, 'America/New_York'],
    ['+447911000001', { timezone: 'Nowhere/Land' }, 'Europe/London'],
    [null, {}, null],
  ])('know that the customer %s with %j lives in %s', async (phone, fields, zone) => {
    const { lead } = await desk.customer()
    await backend.sql`update leads set phone = ${phone}, custom_fields = ${backend.sql.json(fields)} where id = ${lead}`
    const [row] = await backend.sql`select app.lead_time_zone(l) as zone from leads l where l.id = ${lead}`
    expect(row!.zone).toBe(zone)
  })

  test('know only zones that the database knows', async () => {
    const unknown = await backend.sql`select region from app.country_time_zones where not app.is_time_zone(time_zone)`
    expect(unknown).toEqual([])
  })
})

describe('limits', () => {
  const open = { ...WHOLE_DAY, ...sendingDays('Europe/London', true) }
  const limit = (name: string, count: number) => ({ ...open, ...UNLIMITED, [name]: count })

  test.each(['messages_per_minute', 'messages_per_hour', 'messages_per_day'])('of %s are kept', async (name) => {
    for (let index = 0; index < 4; index++) {
      const { conversation, lead } = await desk.customer()
      await desk.campaign(lead, limit(name, 3))
      await desk.write(conversation, STEP)
    }
    expect(await desk.taken()).toHaveLength(3)
    const held = await backend.sql`select due_at > now() as waits from dispatch_queue where held_reason = 'rate_limit'`
    expect(held).toMatchObject([{ waits: true }])
    expect(await backend.sql`select distinct sent from rate_counters`).toEqual([{ sent: 3 }])
  })

  test('do not count or hold what reps write', async () => {
    const { conversation, lead } = await desk.customer()
    await desk.campaign(lead, limit('messages_per_day', 1))
    await desk.write(conversation, STEP)
    expect(await desk.taken()).toHaveLength(1)
    const { conversation: other, lead: second } = await desk.customer()
    await desk.campaign(second, limit('messages_per_day', 1))
    await desk.write(other)
    expect(await desk.taken()).toHaveLength(1)
    expect(await backend.sql`select distinct sent from rate_counters`).toEqual([{ sent: 1 }])
  })

  test('are exact when many workers take at once', async () => {
    const { lead } = await desk.customer()
    const settings = await desk.campaign(lead, limit('messages_per_hour', 17))
    const [dataset] = await backend.sql<
      { id: string }[]
    >`select id from datasets where campaign_settings_id = ${settings}`
    for (let index = 0; index < 60; index++) {
      const { conversation } = await desk.customer()
      await desk.write(conversation, { ...STEP, metadata: { dataset_id: dataset!.id } })
    }
    const workers = Array.from({ length: 6 }, () => postgres(backend.databaseUrl, { max: 1, onnotice: () => {} }))
    const counts = await Promise.all(
      workers.map(async (sql, index) => {
        let count = 0
        for (let round = 0; round < 6; round++) {
          const [row] = await sql<{ n: number }[]>`
            select jsonb_array_length(dispatch_claim(${`worker ${index}`}, 5) -> 'messages') as n`
          count += row!.n
        }
        return count
      }),
    )
    await Promise.all(workers.map((sql) => sql.end()))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(17)
    expect(await backend.sql`select distinct sent from rate_counters`).toEqual([{ sent: 17 }])
  })
})
