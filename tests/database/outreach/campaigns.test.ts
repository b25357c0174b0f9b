import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createChannel, startDatabase } from '#tests/support/database.ts'
import { DAY, HOUR, MINUTE } from '../engines/support.ts'
import { CampaignDesk, localTime, momentOf } from './campaign-desk.ts'

let backend: LocalSupabase
let desk: CampaignDesk
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`truncate organizations cascade`
  desk = await CampaignDesk.open(backend.sql)
})

/** A Monday at eleven in London. */
const START = new Date('2026-06-01T10:00:00Z')
const later = (milliseconds: number) => new Date(START.getTime() + milliseconds)

/** Runs everything every six hours for so many days; the vendor takes what is written at once. */
async function live(days: number, from = START): Promise<void> {
  for (let hours = 0; hours <= days * 24; hours += 6) {
    const at = new Date(from.getTime() + hours * HOUR)
    await desk.tick(at)
    await desk.deliver(at)
  }
}

describe('a campaign', () => {
  test('sends each of its messages on its day, with the customer’s name, and is completed', async () => {
    const lead = await desk.customer()
    const enrollment = await desk.enroll(lead, await desk.campaign([1, 2, 4, 6]), START)
    await live(8)
    const sent = await desk.messages(lead)
    expect(sent.map(({ label, body }) => [label, body])).toEqual(
      ['day 1', 'day 2', 'day 4', 'day 6'].map((label) => [label, 'Hi Ana']),
    )
    expect(sent.map(({ sent_at }) => (sent_at!.getTime() - START.getTime()) / DAY)).toEqual([0, 1, 3, 5])
    expect(await desk.enrollment(enrollment)).toMatchObject({ status: 'completed', last_message_day: 6 })
  })

  test('is started by its tag', async () => {
    const lead = await desk.customer()
    await backend.sql`update leads set tags = '{Ghosted}' where id = ${lead}`
    const tomorrow = new Date(Date.now() + DAY).toISOString().slice(0, 10)
    const noon = await momentOf(backend.sql, `${tomorrow} 12:00`, 'Europe/London')
    await desk.tick(noon)
    await desk.tick(new Date(noon.getTime() + HOUR))
    expect(await desk.messages(lead)).toMatchObject([{ label: 'day 1', step: 'nurture', status: 'queued' }])
  })

  test.each(['Europe/London', 'America/New_York', 'Australia/Sydney', 'America/Santiago'])(
    'keeps its hour by the clock of %s over two years and their changes of time',
    async (zone) => {
      const days = [1, 2, 4, 6, 60, 80, 95, 200, 270, 290, 310, 365, 440, 465, 560, 640, 680, 731]
      const start = await momentOf(backend.sql, '2025-01-10 10:30', zone)
      const lead = await desk.customer(zone)
      const enrollment = await desk.enroll(lead, await desk.campaign(days), start)
      for (const day of days) {
        const { next_due_at: due } = await desk.enrollment(enrollment)
        const minuteBefore = new Date(due!.getTime() - MINUTE)
        await desk.tick(minuteBefore)
        expect((await desk.messages(lead)).filter(({ status }) => status === 'queued')).toEqual([])
        await desk.tick(due!)
        await desk.deliver(due!)
        const expected = new Date(Date.UTC(2025, 0, 10 + day - 1)).toISOString().slice(0, 10)
        const last = (await desk.messages(lead)).at(-1)!
        expect([last.label, localTime(last.sent_at!, zone)]).toEqual([`day ${day}`, `${expected} 10:30`])
      }
      expect(await desk.enrollment(enrollment)).toMatchObject({ status: 'completed' })
    },
  )

  test('writes nobody at night, nor on a holiday', async () => {
    const zone = 'America/New_York'
    const lead = await desk.customer(zone)
    await backend.sql`
      insert into holidays (organization_id, day, name, is_yearly)
      values (${desk.organization.id}, '2020-07-04', 'Independence Day', true)`
    const night = await momentOf(backend.sql, '2026-07-03 23:15', zone)
    await desk.enroll(lead, await desk.campaign([1]), night)
    const written = async () => (await desk.messages(lead)).length
    await desk.tick(night)
    await desk.tick(await momentOf(backend.sql, '2026-07-04 12:00', zone))
    await desk.tick(await momentOf(backend.sql, '2026-07-05 07:59', zone))
    expect(await written()).toBe(0)
    await desk.tick(await momentOf(backend.sql, '2026-07-05 08:00', zone))
    expect(await written()).toBe(1)
  })

  test('goes on where it was after a pause, with the message that was taken back', async () => {
    const lead = await desk.customer()
    const enrollment = await desk.enroll(lead, await desk.campaign([1, 2]), START)
    await desk.tick(START)
    await desk.setStatus(enrollment, 'paused')
    expect(await desk.messages(lead)).toMatchObject([{ status: 'cancelled' }])
    await live(3)
    expect(await desk.messages(lead)).toHaveLength(1)
    await desk.setStatus(enrollment, 'active')
    await live(3, later(4 * DAY))
    expect((await desk.messages(lead)).map(({ label, status }) => [label, status])).toEqual([
      ['day 1', 'cancelled'],
      ['day 1', 'sent'],
      ['day 2', 'sent'],
    ])
  })

  test('sends nothing while it is switched off, and nothing twice when it is on again', async () => {
    const lead = await desk.customer()
    const campaign = await desk.campaign([1])
    await desk.enroll(lead, campaign, START)
    await backend.sql`update campaigns set is_active = false where id = ${campaign}`
    await live(1)
    expect(await desk.messages(lead)).toEqual([])
    await backend.sql`update campaigns set is_active = true where id = ${campaign}`
    await live(1, later(2 * DAY))
    expect(await desk.messages(lead)).toMatchObject([{ label: 'day 1', status: 'sent' }])
  })

  test('leaves out a message that lacks a value, and pauses when one cannot be sent', async () => {
    const lead = await desk.customer()
    const campaign = await desk.campaign([1, 2, 3], 'Book here: {{booking_link}}')
    await backend.sql`
      update campaign_steps set message_template = 'Hi' where campaign_id = ${campaign} and day_number > 1`
    const enrollment = await desk.enroll(lead, campaign, START)
    await desk.tick(START)
    expect(await desk.messages(lead)).toEqual([])
    await desk.tick(later(DAY))
    await desk.deliver(later(DAY), 'failed')
    expect(await desk.enrollment(enrollment)).toMatchObject({ status: 'paused', last_message_day: 2 })
    await desk.setStatus(enrollment, 'active')
    await live(1, later(2 * DAY))
    expect((await desk.messages(lead)).map(({ label, status }) => [label, status])).toEqual([
      ['day 2', 'failed'],
      ['day 3', 'sent'],
    ])
  })

  test('pauses for a customer who cannot be reached, and for one who is not to be contacted', async () => {
    await backend.sql`update channels set is_active = false where organization_id = ${desk.organization.id}`
    const campaign = await desk.campaign([1])
    const unreachable = await desk.enroll(await desk.customer(), campaign, START)
    const unwanted = await desk.customer()
    const other = await desk.enroll(unwanted, campaign, START)
    await backend.sql`update leads set contact_status = 'removed' where id = ${unwanted}`
    await desk.tick(START)
    expect(await desk.enrollment(unreachable)).toMatchObject({ status: 'paused' })
    expect(await desk.enrollment(other)).toMatchObject({ status: 'paused' })
    const reasons = await backend.sql`select paused_reason from campaign_enrollments order by enrolled_at, id`
    expect(reasons.map(({ paused_reason: reason }) => String(reason)).toSorted()).toEqual([
      'do_not_contact',
      'send_failed',
    ])
  })

  test('writes by mail who has no number, with its subject', async () => {
    await backend.sql`update channels set is_active = false where organization_id = ${desk.organization.id}`
    await createChannel(backend.sql, desk.organization.id, desk.organization.brandId, 'email')
    const lead = await desk.customer()
    await backend.sql`update leads set email = 'ana@example.test' where id = ${lead}`
    const campaign = await desk.campaign([1])
    await backend.sql`update campaign_steps set subject = 'For {{first_name}}' where campaign_id = ${campaign}`
    await desk.enroll(lead, campaign, START)
    await desk.tick(START)
    expect(await backend.sql`select platform, subject from messages where lead_id = ${lead}`).toMatchObject([
      { platform: 'email', subject: 'For Ana' },
    ])
  })
})

describe('a text', () => {
  const fill = async (content: string, known: Record<string, string | null>): Promise<unknown> => {
    const [row] = await backend.sql`select app.fill_template(${content}, ${backend.sql.json(known)}) as text`
    return row!.text
  }

  test('is filled once, whatever a customer calls themselves', async () => {
    expect(await fill('Hi {{ first_name }}, {{first_name}}!', { first_name: '{{booking_link}}' })).toBe(
      'Hi {{booking_link}}, {{booking_link}}!',
    )
    expect(await fill('Hi {{first_name}}', { first_name: ' ' })).toBe('Hi there')
    expect(await fill('No variables', {})).toBe('No variables')
  })

  test('that lacks a value or names what nobody knows is none', async () => {
    expect(await fill('See {{booking_link}}', { booking_link: null })).toBeNull()
    expect(await fill('Hi {{First Name}}', { first_name: 'Ana' })).toBeNull()
  })
})
