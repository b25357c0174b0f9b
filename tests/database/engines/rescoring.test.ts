import { createClient } from '@supabase/supabase-js'
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
import { DAY, MINUTE, ago, asPushOf, leadState, writeLines } from './support.ts'

let backend: LocalSupabase
let organization: Organization
let rep: Member
let lead: string
let conversation: string
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
})
afterAll(() => backend.close())
beforeEach(async () => {
  lead = await createLead(backend.sql, organization, { first_name: 'Ana' })
  conversation = await createConversation(backend.sql, organization, lead)
  await backend.sql`select app.rescore_due()`
})

const state = () => leadState(backend.sql, lead)
const rescoreAt = (at: Date) => backend.sql`select app.rescore_leads(${[lead]}, ${at})`
const later = (milliseconds: number) => new Date(Date.now() + milliseconds)

async function stamp(): Promise<string> {
  const [row] = await backend.sql<{ stamp: string }[]>`select sync_xid::text as stamp from leads where id = ${lead}`
  return row!.stamp
}

describe('scores', () => {
  test("follow a customer's message, with the points and reasons that make them", async () => {
    await writeMessage(backend.sql, conversation, 'What is the price?')
    const { score, breakdown } = await state()
    expect(Object.fromEntries(breakdown.map(({ part, points }) => [part, points]))).toEqual({
      engagement: 2,
      recency: 20,
      intent: 5,
      channels: 4,
      completeness: 3,
      sentiment: 0,
    })
    expect(score).toBe(34)
    expect(breakdown.find(({ part }) => part === 'intent')?.reason).toBe('1 message mentions "price"')
  })

  test("do not follow the organisation's own messages", async () => {
    const before = await stamp()
    await backend.sql`select app.rescore_leads(${[lead]})`
    expect(await stamp()).toBe(before)
    await writeMessage(backend.sql, conversation, 'Are you still interested in the price?', 'outbound')
    expect((await state()).score).toBe(3)
  })

  test('follow bookings, deals, mood and what is known', async () => {
    const scores = [(await state()).score]
    const [booking] = await backend.sql`
      insert into bookings (organization_id, lead_id, starts_at) values (${organization.id}, ${lead}, now()) returning id`
    scores.push((await state()).score)
    await backend.sql`update bookings set status = 'cancelled' where id = ${booking!.id}`
    scores.push((await state()).score)
    await backend.sql`
      insert into deals (organization_id, lead_id, name, stage_id) select ${organization.id}, ${lead}, 'Deal', s.id
      from pipeline_stages s join pipelines p on p.id = s.pipeline_id
      where p.organization_id = ${organization.id} and p.kind = 'deal' and s.is_default`
    scores.push((await state()).score)
    await backend.sql`update leads set sentiment = 'hot' where id = ${lead}`
    scores.push((await state()).score)
    await backend.sql`update leads set email = 'ana@example.test', phone = '07700 900123' where id = ${lead}`
    scores.push((await state()).score)
    expect(scores).toEqual([3, 21, 3, 9, 19, 24])
  })

  test('decay with time, and the scheduler looks again exactly when they do', async () => {
    await writeLines(backend.sql, [{ conversation_id: conversation, created_at: ago(2 * DAY) }])
    const before = (await state()).score
    const due = async () => {
      const [row] = await backend.sql<{ due_at: Date }[]>`
        select due_at from app.score_schedule where lead_id = ${lead}`
      return row!.due_at
    }
    const first = await due()
    expect(first.getTime()).toBeGreaterThan(Date.now())
    await rescoreAt(first)
    expect((await state()).score).toBe(before - 1)
    expect((await due()).getTime()).toBeGreaterThan(first.getTime())
    await rescoreAt(later(365 * DAY))
    expect((await state()).breakdown[1]?.points).toBe(0)
  })

  test('that come out the same are not written, so that no desktop hears of them', async () => {
    await writeMessage(backend.sql, conversation, 'Hello')
    const before = await stamp()
    await backend.sql`update app.score_schedule set due_at = now() where lead_id = ${lead}`
    await backend.sql`select app.rescore_due()`
    expect(await stamp()).toBe(before)
  })

  test('of many leads at once wait for the scheduler, which takes them in batches', async () => {
    const rows = Array.from({ length: 250 }, () => ({ organization_id: organization.id, first_name: 'Bulk' }))
    const leads = await backend.sql<{ id: string }[]>`insert into leads ${backend.sql(rows)} returning id`
    const threads = await backend.sql<{ id: string }[]>`
      insert into conversations (organization_id, lead_id, channel_id, platform)
      select ${organization.id}, id, ${organization.channelId}, 'sms' from unnest(${leads.map((row) => row.id)}::uuid[]) id
      returning id`
    const take = async () => {
      const [row] = await backend.sql<{ taken: number }[]>`select app.rescore_due(100) as taken`
      return row!.taken
    }
    expect([await take(), await take(), await take(), await take()]).toEqual([100, 100, 50, 0])
    await writeLines(
      backend.sql,
      threads.map(({ id }) => ({ conversation_id: id })),
    )
    const scored = async () => {
      const [row] = await backend.sql<{ scored: number }[]>`
        select count(*)::integer as scored from leads where first_name = 'Bulk' and lead_score > 3`
      return row!.scored
    }
    expect(await scored()).toBe(0)
    expect([await take(), await take(), await take(), await take()]).toEqual([100, 100, 50, 0])
    expect(await scored()).toBe(250)
  })

  test('of a lead that a colleague is writing now are left for the next call', async () => {
    await backend.sql`update app.score_schedule set due_at = now() where lead_id = ${lead}`
    await backend.sql.begin(async (other) => {
      await other`update leads set company_name = 'Busy' where id = ${lead}`
      const [row] = await backend.sql`select app.rescore_due() as taken`
      expect(row!.taken).toBe(0)
    })
  })
})

describe('settings', () => {
  const save = (value: object) => backend.sql`
    update organization_settings set value = ${backend.sql.json(JSON.parse(JSON.stringify(value)))}
    where organization_id = ${organization.id} and key = 'lead_score'`
  const weights = { engagement: 0, recency: 0, intent: 0, channels: 0, completeness: 100, sentiment: 0 }
  const good = { weights, recency_half_life_days: 7, intent_phrases: ['price'] }

  test('weigh the leads of their organisation, from the next look on', async () => {
    const [before] = await backend.sql`select value from organization_settings
      where organization_id = ${organization.id} and key = 'lead_score'`
    await save(good)
    await backend.sql`select app.rescore_due()`
    expect((await state()).score).toBe(25)
    await save(before!.value)
    await backend.sql`select app.rescore_due()`
    expect((await state()).score).toBe(3)
  })

  test.each([
    ['no weights', { ...good, weights: undefined }],
    ['a missing part', { ...good, weights: { engagement: 100 } }],
    ['an unknown part', { ...good, weights: { ...weights, luck: 0 } }],
    ['weights that make 101', { ...good, weights: { ...weights, intent: 1 } }],
    ['a negative weight', { ...good, weights: { ...weights, intent: -100, recency: 100 } }],
    ['a fraction', { ...good, weights: { ...weights, completeness: 99.5, intent: 0.5 } }],
    ['a weight in words', { ...good, weights: { ...weights, completeness: '100' } }],
    ['no half life', { ...good, recency_half_life_days: 0 }],
    ['phrases that are no texts', { ...good, intent_phrases: [1] }],
    ['a phrase of one letter', { ...good, intent_phrases: ['a'] }],
    ['no object', []],
  ])('refuse %s, saying what is wrong', async (_name, value) => {
    await expect(save(value)).rejects.toMatchObject({ code: '23514', message: /^Setting lead_score: .{10}/ })
  })

  test('are checked, not blocked, whoever may write them: the service and a push', async () => {
    const other = await createOrganization(backend.sql, 'Globex')
    const owner = await joinAs(backend, other.id, 'owner')
    const [row] = await backend.sql<{ value: object }[]>`select app.default_lead_score_settings() as value`
    const service = createClient(backend.url, backend.serviceRoleKey, { auth: { persistSession: false } })
    const write = (value: object) =>
      service.from('organization_settings').update({ value }).match({ organization_id: other.id, key: 'lead_score' })
    expect((await write({})).error).toMatchObject({ code: '23514' })
    expect((await write(row!.value)).error).toBeNull()
    const pushed = await asPushOf(
      backend.sql,
      owner,
      (sql) => sql`update organization_settings set value = value where key = 'lead_score' returning key`,
    )
    expect(pushed).toHaveLength(1)
  })
})

describe('an active chat', () => {
  test('is one whose customer wrote within 30 minutes and that is not closed', async () => {
    expect((await state()).isActiveChat).toBe(false)
    await writeMessage(backend.sql, conversation, 'Hello')
    expect((await state()).isActiveChat).toBe(true)
    await backend.sql`update conversations set status = 'closed' where id = ${conversation}`
    expect((await state()).isActiveChat).toBe(false)
    await backend.sql`update conversations set status = 'open' where id = ${conversation}`
    expect((await state()).isActiveChat).toBe(true)
    await rescoreAt(later(29 * MINUTE))
    expect((await state()).isActiveChat).toBe(true)
    await rescoreAt(later(31 * MINUTE))
    expect((await state()).isActiveChat).toBe(false)
  })

  test('is due when its 30 minutes are over', async () => {
    await writeLines(backend.sql, [{ conversation_id: conversation, created_at: ago(10 * MINUTE) }])
    const [row] = await backend.sql<{ due_at: Date }[]>`
      select due_at from app.score_schedule where lead_id = ${lead}`
    expect(Math.round((row!.due_at.getTime() - Date.now()) / MINUTE)).toBe(20)
  })
})

describe('over REST', () => {
  test('a member asks for the score of a lead they see; of another organisation there is none', async () => {
    const { data } = await rep.client.rpc('calculate_lead_score', { lead_uuid: lead })
    expect(data).toBe((await state()).score)
    const stranger = await joinAs(backend, (await createOrganization(backend.sql, 'Rival')).id, 'owner')
    const foreign = await stranger.client.rpc('calculate_lead_score', { lead_uuid: lead })
    expect([foreign.data, foreign.error]).toEqual([null, null])
  })

  test('only the server scores', async () => {
    const { error } = await rep.client.rpc('update_lead_score_and_stage', { lead_uuid: lead })
    expect(error?.code).toBe('42501')
    const [row] = await backend.sql`select update_lead_score_and_stage(${lead}) as score`
    expect(row!.score).toBe((await state()).score)
  })
})
