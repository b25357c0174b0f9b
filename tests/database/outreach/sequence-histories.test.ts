import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { MortalSender } from '../dispatch/mortal-sender.ts'
import { DispatchDesk } from '../dispatch/support.ts'
import { DAY, HOUR, MINUTE } from '../engines/support.ts'
import { HOLIDAYS, keepHolidays, someDay, ZONES } from '../engines/two-years.ts'
import { CampaignDesk, localTime, momentOf } from './campaign-desk.ts'
import type { OutreachJob } from './campaign-desk.ts'

let backend: LocalSupabase
let desk: CampaignDesk
let campaign: string
let sender: MortalSender
const DAYS = [1, 2, 4, 6]
beforeAll(async () => {
  backend = await startDatabase()
  desk = await CampaignDesk.open(backend.sql)
  campaign = await desk.campaign(DAYS)
  sender = new MortalSender(await DispatchDesk.open(backend.sql))
  await keepHolidays(backend.sql, desk.organization.id)
})
afterAll(() => backend.close())

const ACTIONS = [
  'work',
  'work',
  'work',
  'die',
  'fail',
  'reply',
  'pause',
  'resume',
  'cancel',
  'qualify',
  'opt out',
] as const
type Action = (typeof ACTIONS)[number]

const histories = fc.record({
  zone: fc.constantFrom(...ZONES),
  day: someDay,
  hour: fc.integer({ min: 0, max: 23 }),
  turns: fc.array(fc.record({ wait: fc.integer({ min: 1, max: 30 }), action: fc.constantFrom(...ACTIONS) }), {
    minLength: 6,
    maxLength: 20,
  }),
})

/** Runs the jobs, and the worker dies before each of them is committed. */
async function die(at: Date): Promise<void> {
  const killed = new Error('killed')
  for (const job of ['plan_enrollments', 'write_outreach'] satisfies OutreachJob[]) {
    const attempt = backend.sql.begin(async (sql) => {
      await desk.run(job, at, sql)
      throw killed
    })
    await expect(attempt).rejects.toBe(killed)
    await desk.run(job, at)
  }
}

/** All that is written leaves at a moment; `dying`: by workers who die one after the other. */
async function send(lead: string, at: Date, dying: boolean): Promise<void> {
  // The database's own clock cannot be moved: what is sent keeps the time that it has already.
  await backend.sql`update messages set sent_at = ${at} where lead_id = ${lead} and status in ('queued', 'held')`
  await sender.deliver(lead, dying)
}

/** What one action does to a customer's enrolment; what its state does not allow is left out. */
async function act(action: Action, lead: string, enrollment: string, at: Date): Promise<void> {
  const { status } = await desk.enrollment(enrollment)
  const running = status === 'active' || status === 'paused'
  if (action === 'work') {
    await desk.tick(at)
    await send(lead, at, false)
  } else if (action === 'die') {
    await die(at)
    await send(lead, at, true)
  } else if (action === 'fail') {
    await desk.tick(at)
    await desk.deliver(at, 'failed')
  } else if (action === 'reply') await desk.reply(lead, at)
  else if (action === 'pause' && status === 'active') await desk.setStatus(enrollment, 'paused')
  else if (action === 'cancel' && running) await desk.setStatus(enrollment, 'cancelled')
  else if (action === 'qualify' && running)
    await backend.sql`update leads set lead_status = 'qualified' where id = ${lead}`
  else if (action === 'opt out')
    await backend.sql`
      insert into consents (lead_id, platform, status, source) values (${lead}, 'sms', 'opted_out', 'message')
      on conflict do nothing`
  else if (action === 'resume' && status === 'paused') {
    const out = await backend.sql`select from consents where lead_id = ${lead}`
    if (out.length === 0) await desk.setStatus(enrollment, 'active')
  }
}

test('whatever happens in two years of four time zones, nothing is sent twice, nothing after an end, nothing is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ zone, day, hour, turns }) => {
      const start = await momentOf(backend.sql, `${day} ${String(hour).padStart(2, '0')}:15`, zone)
      const lead = await desk.customer(zone)
      const enrollment = await desk.enroll(lead, campaign, start)
      let at = start
      let interrupted = false
      for (const { wait, action } of turns) {
        at = new Date(at.getTime() + wait * HOUR)
        const before = await desk.enrollment(enrollment)
        const known = (await desk.messages(lead)).length
        await act(action, lead, enrollment, at)
        interrupted ||= !['work', 'die'].includes(action)
        const messages = await desk.messages(lead)
        const { status } = await desk.enrollment(enrollment)
        const mayWrite = before.status === 'active' || (action === 'resume' && status === 'active')
        expect(mayWrite || messages.length === known).toBe(true)
        expect(status === 'active' || messages.every((message) => message.status !== 'queued')).toBe(true)
      }

      const messages = await desk.messages(lead)
      const sent = messages.filter(({ status }) => status === 'sent')
      for (const { id, status } of messages) expect(sender.timesTaken(id)).toBe(status === 'sent' ? 1 : 0)
      expect(new Set(sent.map(({ label }) => label)).size).toBe(sent.length)
      expect(sent.map(({ label }) => label)).toEqual(sent.map(({ label }) => label).toSorted())
      for (const { created_at: written, label } of sent) {
        const [date, time] = localTime(written, zone).split(' ') as [string, string]
        const isDecent = time >= '08:00' && time < '21:00' && !HOLIDAYS.has(date.slice(5))
        expect([date, time, isDecent]).toEqual([date, time, true])
        const due = (Number(label.slice(4)) - 1) * DAY
        expect(written.getTime()).toBeGreaterThanOrEqual(start.getTime() + due - HOUR)
      }
      if (interrupted) return
      for (let hours = 0; hours < 10 * 24; hours += 6) {
        const later = new Date(at.getTime() + hours * HOUR + MINUTE)
        await desk.tick(later)
        await send(lead, later, false)
      }
      expect(await desk.enrollment(enrollment)).toMatchObject({ status: 'completed', last_message_day: 6 })
      expect((await desk.messages(lead)).map(({ status }) => status)).toEqual(DAYS.map(() => 'sent'))
    }),
    { numRuns: 100, interruptAfterTimeLimit: 100_000 },
  )
}, 240_000)
