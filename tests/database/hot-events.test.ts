import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'
import {
  acknowledge,
  chooseScores,
  hotEvents,
  passMinutes,
  runHotJobs,
  setHotLeads,
  setScore,
  stepsOf,
} from './hot-leads.ts'

let backend: LocalSupabase
let organization: Organization
let rep: Member
let colleague: Member
let manager: Member
let lead: string
let conversation: string
beforeAll(async () => {
  backend = await startDatabase()
  await chooseScores(backend)
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
  manager = await joinAs(backend, organization.id, 'manager')
})
afterAll(() => backend.close())
beforeEach(async () => {
  await setHotLeads(backend.sql, organization, {})
  await backend.sql`delete from leads`
  lead = await createLead(backend.sql, organization, { first_name: 'Ana' })
  conversation = await createConversation(backend.sql, organization, lead)
})

const events = () => hotEvents(backend.sql, lead)
const statuses = async () => (await events()).map(({ status }) => status)
const reasons = async () => (await events()).map(({ reason }) => reason)
const score = (points: number) => setScore(backend.sql, lead, points)
const mark = (contact_status: string) =>
  backend.sql`update leads set ${backend.sql({ contact_status })} where id = ${lead}`
const pass = (minutes: number) => passMinutes(backend.sql, lead, minutes)
const inbound = (body = 'Hello?') => writeMessage(backend.sql, conversation, body)
const openEvent = async () => (await events()).find(({ status }) => status === 'open')!
const taken = async (event: string) =>
  (await stepsOf(backend.sql, event)).filter((step) => step.taken).map(({ level }) => level)

async function book(startsAt: string): Promise<void> {
  await backend.sql`insert into bookings (organization_id, lead_id, starts_at)
    values (${organization.id}, ${lead}, ${backend.sql.unsafe(startsAt)})`
}

async function reply(sender: 'agent' | 'ai', status = 'queued'): Promise<void> {
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, status)
    values (${conversation}, 'outbound', ${sender}, 'Sure', ${status})`
}

describe('an alert is raised', () => {
  test('when the score reaches the threshold, once, and again only after it has cooled down', async () => {
    await score(79)
    expect(await reasons()).toEqual([])
    await score(80)
    await score(90)
    expect(await reasons()).toEqual(['Score reached 80'])
    await acknowledge(backend.sql, (await openEvent()).id, rep, 'seen')
    await score(75)
    await score(85)
    expect(await statuses()).toEqual(['resolved'])
    await score(74)
    await score(82)
    expect(await reasons()).toEqual(['Score reached 80', 'Score reached 82'])
  })

  test("at the organisation's own threshold", async () => {
    await setHotLeads(backend.sql, organization, { score: 40 })
    await score(40)
    expect(await reasons()).toEqual(['Score reached 40'])
  })

  test('when the lead is marked as hot', async () => {
    await mark('warm')
    await mark('hot')
    await mark('hot')
    expect(await reasons()).toEqual(['Marked as hot'])
  })

  test('when the customer waits longer than the limit, once for what is unanswered', async () => {
    const message = await inbound()
    await pass(14)
    expect(await reasons()).toEqual([])
    await pass(2)
    await inbound('Anybody there?')
    await pass(5)
    expect(await reasons()).toEqual(['No answer for 15 minutes'])
    const [row] = await backend.sql`
      select conversation_id, message_id, created_at - since > interval '14 minutes' as is_since from hot_events`
    expect(row).toEqual({ conversation_id: conversation, message_id: message, is_since: true })
    await reply('agent')
    expect(await statuses()).toEqual(['resolved'])
    await inbound('One more thing')
    await pass(16)
    expect(await statuses()).toEqual(['resolved', 'open'])
  })

  test('on the day of a booking, once, in the time zone of the organisation', async () => {
    await backend.sql`update organizations set timezone = 'Pacific/Kiritimati' where id = ${organization.id}`
    const [row] = await backend.sql<{ at: Date; end: Date }[]>`
      select t.noon as at, t.noon + interval '13 hours' as end
      from (select (date '2026-06-10' + time '12:00') at time zone 'Pacific/Kiritimati' as noon) t`
    await backend.sql`insert into bookings (organization_id, lead_id, starts_at) values
      (${organization.id}, ${lead}, ${row!.at}), (${organization.id}, ${lead}, ${row!.end})`
    const raise = (at: string) => backend.sql`select app.raise_bookings(100, ${at}::timestamptz)`
    await raise('2026-06-09T23:59:00+14:00')
    expect(await reasons()).toEqual([])
    await raise('2026-06-10T00:01:00+14:00')
    await raise('2026-06-10T09:00:00+14:00')
    expect(await reasons()).toEqual(['Booking today at 12:00'])
  })

  test('also where the time zone of one organisation is none', async () => {
    await backend.sql`update organizations set timezone = 'Mars/Olympus' where id = ${organization.id}`
    await book("date_trunc('day', now(), 'UTC') + interval '23:59:59'")
    await runHotJobs(backend.sql)
    expect(await reasons()).toEqual(['Booking today at 23:59'])
    await backend.sql`update organizations set timezone = 'UTC' where id = ${organization.id}`
  })

  test('when a hot lead writes, once until it is answered', async () => {
    await mark('hot')
    await acknowledge(backend.sql, (await openEvent()).id, rep, 'called')
    await inbound('Is the blue one left?')
    await inbound('Hello?')
    expect(await reasons()).toEqual(['Marked as hot', 'A hot lead wrote: "Is the blue one left?"'])
    await reply('agent')
    await inbound('Thanks')
    expect(await statuses()).toEqual(['resolved', 'resolved', 'open'])
  })

  test('once for several occasions at once, with the reasons of all', async () => {
    await inbound()
    await score(81)
    await mark('hot')
    await pass(16)
    await book("date_trunc('day', now(), 'UTC') + interval '23:59:59'")
    await runHotJobs(backend.sql)
    expect(await events()).toMatchObject([
      {
        kinds: ['score', 'status', 'waiting', 'booking'],
        reason: 'Score reached 81. Marked as hot. No answer for 15 minutes. Booking today at 23:59',
      },
    ])
    await acknowledge(backend.sql, (await openEvent()).id, rep, 'seen')
    await pass(1)
    expect(await statuses()).toEqual(['resolved'])
  })

  test('not by a rule that is switched off', async () => {
    await setHotLeads(backend.sql, organization, { rules: ['waiting'] })
    await score(95)
    await mark('hot')
    await inbound()
    expect(await reasons()).toEqual([])
    await pass(16)
    expect(await reasons()).toEqual(['No answer for 15 minutes'])
  })

  test('for the outside, too', async () => {
    await score(80)
    expect(await backend.sql`select type, lead_id, payload ->> 'reason' as reason from integration_events`).toEqual([
      { type: 'lead.hot', lead_id: lead, reason: 'Score reached 80' },
    ])
  })

  test('once, whatever comes at the same time', async () => {
    await mark('hot')
    await acknowledge(backend.sql, (await openEvent()).id, rep, 'seen')
    await backend.sql`delete from hot_events`
    await Promise.all([
      ...Array.from({ length: 5 }, () => inbound()),
      ...Array.from({ length: 5 }, (_, index) => score(80 + index)),
      ...Array.from({ length: 3 }, () => backend.sql`select app.raise_waiting(100, now() + interval '16 minutes')`),
    ])
    expect(await statuses()).toEqual(['open'])
  })
})

describe('nobody is alerted about', () => {
  test.each([
    [
      'opted out',
      () => backend.sql`insert into consents (lead_id, platform, status, source)
      values (${lead}, 'sms', 'opted_out', 'rep')`,
    ],
    ['was lost', () => backend.sql`update leads set lead_status = 'lost' where id = ${lead}`],
    [
      'stands in a lost stage',
      () => backend.sql`
      update leads l set pipeline_stage_id = s.id from pipeline_stages s join pipelines p on p.id = s.pipeline_id
      where l.id = ${lead} and s.organization_id = l.organization_id and p.kind = 'lead' and s.kind = 'lost'`,
    ],
    ['was put away', () => backend.sql`update leads set archived_at = now() where id = ${lead}`],
  ])('a lead that %s, and an alert that is open ends', async (_what, mute) => {
    await mark('hot')
    await mute()
    expect(await statuses()).toEqual(['expired'])
    await score(99)
    await inbound()
    await book("date_trunc('day', now(), 'UTC') + interval '23:59:59'")
    await pass(20)
    expect(await statuses()).toEqual(['expired'])
  })
})

describe('an alert is settled for everybody', () => {
  beforeEach(async () => {
    await inbound()
    await score(80)
  })

  test.each(['seen', 'called', 'replied'] as const)('by an acknowledgement: %s', async (action) => {
    const event = await openEvent()
    await acknowledge(backend.sql, event.id, rep, action)
    expect(await events()).toMatchObject([{ status: 'resolved' }])
    expect(await stepsOf(backend.sql, event.id)).toEqual([])
  })

  test('by a claim in the alert', async () => {
    await acknowledge(backend.sql, (await openEvent()).id, rep, 'claimed')
    expect(await events()).toMatchObject([{ status: 'claimed', claimed_by: rep.id }])
  })

  test('by a rep who takes the lead', async () => {
    expect(await new Pusher(rep.client).send('lead.claim', { lead_id: lead })).toMatchObject({ result: 'applied' })
    expect(await events()).toMatchObject([{ status: 'claimed', claimed_by: rep.id }])
  })

  test('not by whoever hands the lead to somebody', async () => {
    await backend.sql`update leads set owner_id = ${rep.id} where id = ${lead}`
    expect(await statuses()).toEqual(['open'])
  })

  test("by a rep's reply, not by the AI's", async () => {
    await reply('ai')
    expect(await statuses()).toEqual(['open'])
    await reply('agent', 'scheduled')
    expect(await statuses()).toEqual(['open'])
    const sent = await new Pusher(rep.client).send('message.send', {
      message_id: crypto.randomUUID(),
      conversation_id: conversation,
      body: 'Here you are',
    })
    expect(sent).toMatchObject({ result: 'applied' })
    expect(await statuses()).toEqual(['resolved'])
  })

  test("by the AI's answer where somebody only waited for one", async () => {
    await acknowledge(backend.sql, (await openEvent()).id, rep, 'seen')
    await pass(16)
    expect((await openEvent()).kinds).toEqual(['waiting'])
    await reply('ai')
    expect(await statuses()).toEqual(['resolved', 'resolved'])
  })

  test('and one that was claimed is followed by another when something new happens', async () => {
    await acknowledge(backend.sql, (await openEvent()).id, rep, 'claimed')
    await pass(16)
    expect(await statuses()).toEqual(['resolved', 'open'])
  })

  test('by time, after the hours of the organisation', async () => {
    await pass(23 * 60)
    expect(await statuses()).toEqual(['open'])
    await pass(61)
    expect((await statuses())[0]).toBe('expired')
  })
})

describe('an alert that nobody settles', () => {
  beforeEach(async () => {
    await setHotLeads(backend.sql, organization, { realert_minutes: 5, pool_minutes: 10, manager_minutes: 20 })
    await backend.sql`update leads set owner_id = ${rep.id} where id = ${lead}`
    await backend.sql`update conversations set assigned_to = ${rep.id} where id = ${conversation}`
    await score(80)
  })

  const owners = async () => {
    const [row] = await backend.sql`
      select l.owner_id, l.assignee_ids from leads l where l.id = ${lead}`
    return row
  }

  test('is repeated, given to the pool, and brought to a manager, each once', async () => {
    const { id } = await openEvent()
    expect(await stepsOf(backend.sql, id)).toMatchObject([{ level: 1 }, { level: 2 }, { level: 3 }])
    await pass(4)
    expect(await taken(id)).toEqual([])
    await pass(1)
    await pass(1)
    expect([await taken(id), (await openEvent()).alert_count]).toEqual([[1], 2])
    expect(await owners()).toEqual({ owner_id: rep.id, assignee_ids: [rep.id] })
    await pass(5)
    expect(await taken(id)).toEqual([1, 2])
    expect(await owners()).toEqual({ owner_id: null, assignee_ids: [] })
    const seen = await colleague.client.from('hot_events').select('id')
    expect(seen.data).toEqual([{ id }])
    await pass(10)
    await pass(10)
    expect((await stepsOf(backend.sql, id)).at(-1)).toMatchObject({ level: 3, taken: true, escalated_to: manager.id })
    expect([await taken(id), (await openEvent()).alert_count]).toEqual([[1, 2, 3], 4])
    await acknowledge(backend.sql, id, manager, 'called')
    expect((await stepsOf(backend.sql, id)).map(({ open }) => open)).toEqual([false, false, false])
  })

  test('skips the steps that the organisation has not chosen: the owner keeps the lead', async () => {
    await backend.sql`delete from hot_events`
    await setHotLeads(backend.sql, organization, {})
    await score(70)
    await score(80)
    const { id } = await openEvent()
    await pass(31)
    expect(await taken(id)).toEqual([1, 3])
    expect(await owners()).toMatchObject({ owner_id: rep.id })
  })

  test('takes no step once it is settled', async () => {
    const { id } = await openEvent()
    await pass(6)
    await reply('agent')
    await pass(60)
    expect(await taken(id)).toEqual([1])
  })

  test('waits while it is snoozed', async () => {
    const { id } = await openEvent()
    await acknowledge(backend.sql, id, rep, 'snoozed', 10)
    await pass(9)
    expect(await taken(id)).toEqual([])
    await pass(2)
    expect(await taken(id)).toEqual([1])
    await pass(5)
    expect(await taken(id)).toEqual([1, 2])
  })

  test('goes on to the next at once when a rep passes', async () => {
    const { id } = await openEvent()
    await acknowledge(backend.sql, id, rep, 'passed')
    await pass(0)
    expect(await taken(id)).toEqual([2])
  })
})

describe('the setting', () => {
  test.each([
    [[]],
    [{ score: 29 }],
    [{ score: 101 }],
    [{ score: '80' }],
    [{ score: null }],
    [{ waiting_minutes: 0 }],
    [{ waiting_minutes: 2000 }],
    [{ realert_minutes: 1.5 }],
    [{ realert_minutes: 30, manager_minutes: 30 }],
    [{ pool_minutes: 40, manager_minutes: 20 }],
    [{ rules: ['weather'] }],
    [{ rules: 'score' }],
    [{ rules: null }],
    [{ expire_hours: 10_000 }],
    [{ thresold: 80 }],
  ])('refuses %j', async (value) => {
    await expect(setHotLeads(backend.sql, organization, value)).rejects.toMatchObject({ code: '23514' })
  })
})
