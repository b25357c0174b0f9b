import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member } from '#tests/support/database.ts'
import { DAY, HOUR } from '../engines/support.ts'
import { CampaignDesk, localTime, momentOf } from './campaign-desk.ts'

let backend: LocalSupabase
let desk: CampaignDesk
let lead: string
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`truncate organizations cascade`
  desk = await CampaignDesk.open(backend.sql)
  lead = await desk.customer(ZONE)
})

const ZONE = 'Europe/London'
const WEEKDAYS = { sending_days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] }
const moment = (local: string, zone = ZONE) => momentOf(backend.sql, local, zone)

/** Runs everything every hour up to a moment; the vendor takes what is written at once. */
async function live(from: Date, days: number): Promise<void> {
  for (let hours = 0; hours <= days * 24; hours++) {
    const at = new Date(from.getTime() + hours * HOUR)
    await desk.tick(at)
    await desk.deliver(at)
  }
}
const sent = async (zone = ZONE) =>
  (await desk.messages(lead)).map(({ label, sent_at }) => `${label} ${sent_at ? localTime(sent_at, zone) : 'never'}`)

describe('the three messages of a list', () => {
  test('come 48 and 72 hours apart within the sending hours, and leave their times', async () => {
    // A Thursday evening: M1 on Friday, 48 hours later is a Sunday.
    const start = await moment('2026-06-04 18:00')
    await desk.list([lead], start, WEEKDAYS)
    await live(start, 12)
    expect(await sent()).toEqual(['M1 2026-06-05 09:00', 'M2 2026-06-08 09:00', 'M3 2026-06-11 09:00'])
    const [member] = await backend.sql`select contact_status, m1_sent_at, m3_sent_at from dataset_leads`
    expect(member).toMatchObject({ contact_status: 'contacted_3', m1_sent_at: await moment('2026-06-05 09:00') })
    const [row] = await backend.sql`select contact_status from leads where id = ${lead}`
    expect(row).toEqual({ contact_status: 'contacted_3' })
  })

  test('go to the hour where the settings do not wait for the next window', async () => {
    const start = await moment('2026-06-05 16:00')
    await desk.list([lead], start, { ...WEEKDAYS, delay_respect_sending_hours: false })
    await live(start, 7)
    expect(await sent()).toEqual(['M1 2026-06-05 16:00', 'M2 2026-06-07 16:00', 'M3 2026-06-10 16:00'])
  })

  test('count open hours only where delays are of business hours, over a weekend and a holiday', async () => {
    await backend.sql`
      insert into holidays (organization_id, day, name) values (${desk.organization.id}, '2026-06-08', 'Founders')`
    const start = await moment('2026-06-05 15:00')
    await desk.list([lead], start, { ...WEEKDAYS, delay_type: 'business_hours' }, [0, 4, 8])
    await live(start, 8)
    // Two hours on Friday, none on Saturday, Sunday and Monday, two on Tuesday; then eight.
    expect(await sent()).toEqual(['M1 2026-06-05 15:00', 'M2 2026-06-09 11:00', 'M3 2026-06-10 11:00'])
  })

  test.each([
    ['Europe/London', '2026-03-28 10:00', '2026-03-29 09:00'],
    ['America/New_York', '2026-03-07 10:00', '2026-03-08 09:00'],
    ['Australia/Sydney', '2026-10-03 10:00', '2026-10-04 09:00'],
    ['America/Santiago', '2026-09-05 10:00', '2026-09-06 09:00'],
    ['Europe/London', '2026-10-24 10:00', '2026-10-25 09:00'],
    ['America/New_York', '2026-10-31 10:00', '2026-11-01 09:00'],
    ['Australia/Sydney', '2026-04-04 10:00', '2026-04-05 09:00'],
    ['America/Santiago', '2026-04-04 10:00', '2026-04-05 09:00'],
  ])('open by the clock of %s on the day its clocks change', async (zone, started, opens) => {
    lead = await desk.customer(zone)
    const start = await moment(started, zone)
    await desk.list([lead], start, {}, [0, 12])
    await live(start, 2)
    expect(await sent(zone)).toEqual([`M1 ${started}`, `M2 ${opens}`])
  })

  test('end with a reply, an opt-out, a booked call, and while the AI is switched off', async () => {
    const start = await moment('2026-06-01 10:00')
    const leads = await Promise.all(Array.from({ length: 4 }, () => desk.customer(ZONE)))
    await desk.list(leads, start)
    await live(start, 1)
    const [replied, out, booked, manual] = leads as [string, string, string, string]
    await desk.reply(replied, new Date(start.getTime() + DAY))
    await backend.sql`
      insert into consents (lead_id, platform, status, source) values (${out}, 'sms', 'opted_out', 'message')`
    await backend.sql`update leads set contact_status = 'call_booked' where id = ${booked}`
    await backend.sql`update leads set manual_mode_at = now() where id = ${manual}`
    await live(new Date(start.getTime() + DAY), 6)
    for (const one of leads) expect((await desk.messages(one)).map(({ label }) => label)).toEqual(['M1'])
    await backend.sql`update leads set manual_mode_at = null where id = ${manual}`
    await backend.sql`update app.dataset_schedule set due_at = ${start} where due_at is not null`
    await live(new Date(start.getTime() + 7 * DAY), 4)
    expect((await desk.messages(manual)).map(({ label }) => label)).toEqual(['M1', 'M2', 'M3'])
  })

  test('wait while the campaign pauses or sending is switched off, and follow settings that change', async () => {
    const start = await moment('2026-06-01 10:00')
    const { dataset, settings } = await desk.list([lead], start)
    const set = (status: string) => backend.sql`update datasets set campaign_status = ${status} where id = ${dataset}`
    const soon = () => backend.sql`update app.dataset_schedule set due_at = ${start} where due_at is not null`
    await set('paused')
    await live(start, 1)
    expect(await sent()).toEqual([])
    await set('active')
    await backend.sql`update campaign_settings set sending_enabled = false where id = ${settings}`
    await soon()
    await live(new Date(start.getTime() + DAY), 1)
    expect(await sent()).toEqual([])
    await backend.sql`update campaign_settings set sending_enabled = true where id = ${settings}`
    await soon()
    await live(new Date(start.getTime() + 2 * DAY), 0)
    await backend.sql`update campaign_steps set delay_hours = 1 where campaign_settings_id = ${settings}`
    await soon()
    await live(new Date(start.getTime() + 2 * DAY), 1)
    expect(await sent()).toEqual(['M1 2026-06-03 10:00', 'M2 2026-06-03 11:00', 'M3 2026-06-03 12:00'])
  })

  test('are planned no faster than the channel lets them out', async () => {
    const leads = await Promise.all(Array.from({ length: 14 }, () => desk.customer(ZONE)))
    const start = await moment('2026-06-01 10:00')
    await desk.list(leads, start, { messages_per_minute: 1 })
    await desk.tick(start)
    await desk.tick(start)
    const planned = async () => (await backend.sql`select from app.outreach_sends`).length
    expect(await planned()).toBe(10)
    await desk.deliver(start)
    await desk.tick(start)
    expect(await planned()).toBe(14)
  })
})

describe('a conversation that fell silent', () => {
  const nudge = {
    silence_nudge_enabled: true,
    silence_nudge_days: 7,
    silence_nudge_message: 'Still there, {{first_name}}?',
  }

  test('is nudged once per silence, after our last message and not while the customer waits', async () => {
    const start = await moment('2026-06-01 10:00')
    await desk.list([lead], start, nudge)
    await live(start, 1)
    const answer = async (at: Date) => {
      await desk.reply(lead, at)
      await backend.sql`
        insert into messages (conversation_id, direction, sender_type, body, created_at, status)
        select id, 'outbound', 'agent', 'Sure', ${new Date(at.getTime() + HOUR)}, 'sent' from conversations
        where lead_id = ${lead}`
    }
    const nudges = async () => (await desk.messages(lead)).filter(({ label }) => label === 'nudge')
    await answer(new Date(start.getTime() + DAY))
    await live(new Date(start.getTime() + 7 * DAY), 0)
    expect(await nudges()).toHaveLength(0)
    await live(new Date(start.getTime() + 9 * DAY), 9)
    expect(await nudges()).toMatchObject([{ body: 'Still there, Ana?', step: 'nurture', status: 'sent' }])

    await desk.reply(lead, new Date(start.getTime() + 19 * DAY))
    await live(new Date(start.getTime() + 28 * DAY), 0)
    expect(await nudges()).toHaveLength(1)
    await answer(new Date(start.getTime() + 29 * DAY))
    await live(new Date(start.getTime() + 38 * DAY), 1)
    expect(await nudges()).toHaveLength(2)
  })

  test('is not nudged while the sequence is still running', async () => {
    const start = await moment('2026-06-01 10:00')
    await desk.list([lead], start, nudge, [0, 24 * 10])
    await live(start, 9)
    expect(await sent()).toEqual(['M1 2026-06-01 10:00'])
  })
})

describe('the campaign of a list', () => {
  const run = (member: Member, dataset: string, status: string) =>
    member.client.rpc('run_dataset_campaign', { p_dataset: dataset, p_status: status })
  const statusOf = async (dataset: string) =>
    (await backend.sql`select campaign_status from datasets where id = ${dataset}`)[0]!.campaign_status as string

  test('is started, paused and ended by those who manage, and by nobody else', async () => {
    const { dataset } = await desk.list([lead], new Date())
    await backend.sql`update datasets set campaign_status = 'draft', campaign_started_at = null`
    const manager = await joinAs(backend, desk.organization.id, 'manager')
    const rep = await joinAs(backend, desk.organization.id, 'sales_rep')
    const stranger = await joinAs(backend, (await CampaignDesk.open(backend.sql)).organization.id, 'owner')
    expect((await run(rep, dataset, 'active')).error).toMatchObject({ code: '42501' })
    expect((await run(stranger, dataset, 'active')).error).toMatchObject({ code: '22023' })
    expect((await run(manager, dataset, 'paused')).error).toMatchObject({ code: '22023' })
    for (const status of ['active', 'paused', 'active', 'completed']) {
      expect((await run(manager, dataset, status)).error).toBeNull()
      expect(await statusOf(dataset)).toBe(status)
    }
    expect((await run(manager, dataset, 'active')).error).toMatchObject({ code: '22023' })
    const [row] = await backend.sql`select campaign_started_at, campaign_completed_at from datasets`
    expect(row).toEqual({ campaign_started_at: expect.any(Date), campaign_completed_at: expect.any(Date) })
  })

  test('does not start without messages, nor with a variable that does not exist', async () => {
    const { dataset, settings } = await desk.list([], new Date(), {}, [])
    const manager = await joinAs(backend, desk.organization.id, 'manager')
    expect((await run(manager, dataset, 'active')).error?.message).toBe('The campaign has no messages yet')
    await backend.sql`
      insert into campaign_steps (organization_id, campaign_settings_id, sequence_order, step, delay_hours, message_template)
      values (${desk.organization.id}, ${settings}, 1, 'M1', 0, 'Hi {{nickname}}')`
    expect((await run(manager, dataset, 'active')).error?.message).toMatch(/nickname/)
  })
})

describe('answers of the AI to customers of a list', () => {
  const waits = async (settings: Record<string, unknown>): Promise<number | null> => {
    await desk.list([lead], new Date(), settings)
    await desk.reply(lead, new Date())
    await backend.sql`
      select app.tell_agent(m.conversation_id, null, m.id) from messages m where m.direction = 'inbound'`
    const [row] = await backend.sql<{ seconds: string }[]>`
      select extract(epoch from due_at - created_at) as seconds from integration_events where type = 'message.received'`
    return row ? Number(row.seconds) : null
  }

  test('are not asked for where the settings say so', async () => {
    expect(await waits({ ai_response_enabled: false })).toBeNull()
  })

  test('wait for as long as the settings say, and for more messages', async () => {
    expect(await waits({ ai_response_delay_seconds: 90, ai_multiple_messages_wait_seconds: 20 })).toBe(90)
  })

  test('come after a time that nobody foresees, if wanted', async () => {
    const seconds = await waits({ ai_response_delay_seconds: 700, ai_response_delay_random: true })
    expect(seconds).toBeGreaterThanOrEqual(700)
    expect(seconds).toBeLessThanOrEqual(1000)
  })
})
