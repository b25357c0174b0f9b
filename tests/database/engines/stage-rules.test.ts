import * as fc from 'fast-check'
import type { TransactionSql } from 'postgres'
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
import type { Organization } from '#tests/support/database.ts'
import { DAY, MINUTE, ago, leadState, stageId, writeLines } from './support.ts'

let backend: LocalSupabase
let organization: Organization
let lead: string
let conversation: string
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
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

async function lastChange() {
  const [row] = await backend.sql`
    select s.name as to_stage, c.is_automatic, c.changed_by, c.reason, c.from_score, c.to_score
    from stage_changes c join pipeline_stages s on s.id = c.to_stage_id
    where c.lead_id = ${lead} order by c.created_at desc, c.id desc limit 1`
  return row
}

describe('stages by rule', () => {
  /** Makes the score of the lead `score` by the AI's word, everything else being worth nothing. */
  async function setScore(score: number): Promise<void> {
    await backend.sql`update leads set ai_score = ${score}, first_name = null where id = ${lead}`
  }
  beforeAll(async () => {
    await backend.sql`update organization_settings set value = ${backend.sql.json({
      weights: { engagement: 0, recency: 0, intent: 100, channels: 0, completeness: 0, sentiment: 0 },
      recency_half_life_days: 7,
      intent_phrases: ['price'],
    })} where organization_id = ${organization.id} and key = 'lead_score'`
  })

  test.each([
    [0, 'New'],
    [39, 'New'],
    [40, 'Qualified'],
    [64, 'Qualified'],
    [65, 'High Intent'],
    [100, 'High Intent'],
  ])('a score of %i is %s', async (score, stage) => {
    await setScore(score)
    expect(await state()).toMatchObject({ score, stage })
  })

  test('a stage is kept until the score is 5 below, so that a lead at the edge does not flicker', async () => {
    const path: string[] = []
    for (const score of [65, 60, 64, 59, 35, 34]) {
      await setScore(score)
      path.push((await state()).stage)
    }
    expect(path).toEqual(['High Intent', 'High Intent', 'High Intent', 'Qualified', 'Qualified', 'New'])
  })

  test.each([
    ['a reply', 'Engaged', 'The customer replied', () => writeMessage(backend.sql, conversation, 'Hello')],
    [
      'a booking',
      'Booking Made',
      'A booking was made',
      () => backend.sql`insert into bookings (organization_id, lead_id, starts_at)
        values (${organization.id}, ${lead}, now())`,
    ],
    [
      'a conversion',
      'Converted',
      'The lead was converted',
      () => backend.sql`update leads set converted_at = now() where id = ${lead}`,
    ],
    [
      'a loss',
      'Closed Lost',
      'The lead was lost',
      () => backend.sql`update leads set lead_status = 'lost' where id = ${lead}`,
    ],
    [
      'a campaign',
      'In Sequence',
      'A campaign started',
      () => backend.sql`update leads set tags = '{Ghosted}' where id = ${lead}`,
    ],
    ['a month of silence', 'Cold', 'The customer has been silent for 30 days', () => rescoreAt(later(31 * DAY))],
  ])('%s leads to %s, and the history says why', async (_event, stage, reason, act) => {
    await act()
    await backend.sql`select app.rescore_due()`
    expect((await state()).stage).toBe(stage)
    expect(await lastChange()).toMatchObject({ to_stage: stage, is_automatic: true, changed_by: null, reason })
  })

  test('silence is noticed by the scheduler on its day', async () => {
    await writeLines(backend.sql, [{ conversation_id: conversation, created_at: ago(30 * DAY - MINUTE) }])
    expect((await state()).stage).toBe('Engaged')
    const [row] = await backend.sql<{ due_at: Date }[]>`
      select due_at from app.score_schedule where lead_id = ${lead}`
    expect(Math.round((row!.due_at.getTime() - Date.now()) / MINUTE)).toBe(1)
  })

  test('an override stands until it is released', async () => {
    const qualified = await stageId(backend.sql, organization, 'Qualified')
    const [override] = await backend.sql`
      insert into stage_overrides (organization_id, lead_id, stage_id)
      values (${organization.id}, ${lead}, ${qualified}) returning id`
    await setScore(90)
    expect(await state()).toMatchObject({ score: 90, stage: 'Qualified' })
    await backend.sql`update stage_overrides set removed_at = now() where id = ${override!.id}`
    expect((await state()).stage).toBe('High Intent')
  })

  test('a closed stage and one without a rule are left only by people', async () => {
    await backend.sql`update leads set lead_status = 'lost' where id = ${lead}`
    await setScore(90)
    expect((await state()).stage).toBe('Closed Lost')

    const [own] = await backend.sql`
      insert into pipeline_stages (organization_id, pipeline_id, name, position)
      select organization_id, pipeline_id, 'On the yard', 20 from pipeline_stages
      where id = ${await stageId(backend.sql, organization, 'New')}
      on conflict (pipeline_id, name) do update set position = 20 returning id`
    await backend.sql`update leads set pipeline_stage_id = ${own!.id}, lead_status = 'new' where id = ${lead}`
    await setScore(91)
    expect((await state()).stage).toBe('On the yard')
  })

  test('a rule that is none is refused', async () => {
    for (const rule of ['{"when": "tuesday"}', '{"when": "score"}', '{"when": "silent", "days": 0}', '[]']) {
      await expect(
        backend.sql`update pipeline_stages set auto_rule = ${rule}::jsonb where name = 'New'`,
      ).rejects.toMatchObject({ code: '23514', constraint_name: 'pipeline_stages_auto_rule_check' })
    }
  })
})

describe('the history of stages', () => {
  const events: Record<string, (rep: string) => Promise<unknown>> = {
    'the customer writes': () => writeMessage(backend.sql, conversation, 'Hello'),
    'the AI rates 90': () => backend.sql`update leads set ai_score = 90 where id = ${lead}`,
    'the AI rates 45': () => backend.sql`update leads set ai_score = 45 where id = ${lead}`,
    'the AI rates nothing': () => backend.sql`update leads set ai_score = null where id = ${lead}`,
    'a booking': () => backend.sql`
      insert into bookings (organization_id, lead_id, starts_at) values (${organization.id}, ${lead}, now())`,
    'bookings are cancelled': () => backend.sql`update bookings set status = 'cancelled' where lead_id = ${lead}`,
    'two months pass': () => rescoreAt(later(60 * DAY)),
    'now again': () => rescoreAt(new Date()),
    'a rep moves it': (rep) =>
      asPerson(
        rep,
        (sql) => sql`
      insert into stage_overrides (organization_id, lead_id, stage_id)
      select organization_id, ${lead}, id from pipeline_stages
      where organization_id = ${organization.id} and name = 'Qualified'
      on conflict do nothing`,
      ),
    'a rep releases it': (rep) =>
      asPerson(
        rep,
        (sql) => sql`
      update stage_overrides set removed_at = now() where lead_id = ${lead} and removed_at is null`,
      ),
    'a rep loses it': (rep) => asPerson(rep, (sql) => sql`update leads set lead_status = 'lost' where id = ${lead}`),
  }

  /** Runs `act` with a person as the caller, as a push would. */
  async function asPerson(id: string, act: (sql: TransactionSql) => Promise<unknown>): Promise<void> {
    await backend.sql.begin(async (sql) => {
      await sql`select set_config('request.jwt.claim.sub', ${id}, true)`
      await act(sql)
    })
  }

  test('has every move, each from where the one before ended, automatic ones with their reason', async () => {
    const rep = await joinAs(backend, organization.id, 'sales_rep')
    const sequences = fc.array(fc.constantFrom(...Object.keys(events)), { minLength: 1, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(sequences, async (names) => {
        lead = await createLead(backend.sql, organization)
        conversation = await createConversation(backend.sql, organization, lead)
        const seen = [(await state()).stage]
        for (const name of names) {
          await events[name]!(rep.id)
          const { stage } = await state()
          if (stage !== seen.at(-1)) seen.push(stage)
        }
        const history = await backend.sql<
          { origin: string; target: string; is_automatic: boolean; changed_by: string | null; reason: string | null }[]
        >`
          select a.name as origin, b.name as target, c.is_automatic, c.changed_by, c.reason
          from stage_changes c join pipeline_stages a on a.id = c.from_stage_id
          join pipeline_stages b on b.id = c.to_stage_id where c.lead_id = ${lead} order by c.created_at, c.id`
        expect([seen[0], ...history.map((move) => move.target)]).toEqual(seen)
        expect(history.map((move) => move.origin)).toEqual(seen.slice(0, -1))
        for (const move of history) {
          expect(move.changed_by).toBe(move.is_automatic ? null : rep.id)
          expect(!move.is_automatic || /\w+ \w+/.test(move.reason ?? '')).toBe(true)
        }
      }),
      { numRuns: 40 },
    )
  })
})
