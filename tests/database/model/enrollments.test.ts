import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TransactionSql } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { refusalOf, undone } from './as-member.ts'
import { fillOrganization, say } from './filled-organization.ts'
import type { FilledOrganization } from './filled-organization.ts'

let backend: LocalSupabase
let acme: FilledOrganization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await fillOrganization(backend, 'Acme')
})
afterAll(() => backend.close())

type Status = 'active' | 'paused' | 'completed' | 'qualified' | 'cancelled'

interface Enrollment {
  id: string
  status: Status
  next_due_at: Date | null
  completed_at: Date | null
  paused_reason: string | null
}

async function enrollment(sql: TransactionSql): Promise<Enrollment> {
  const [row] = await sql<
    Enrollment[]
  >`select * from campaign_enrollments where id = ${acme.ids['campaign_enrollments']!}`
  return row!
}

const write = (sql: TransactionSql, direction: 'inbound' | 'outbound'): Promise<string> => say(sql, acme, direction)

const optOut = (sql: TransactionSql): Promise<unknown> => sql`
  insert into consents (lead_id, platform, status, source) values (${acme.leadId}, 'sms', 'opted_out', 'keyword')
  on conflict (lead_id, platform) do update set status = 'opted_out', decided_at = now()`

describe('an enrolment', () => {
  test('is completed by the customer’s reply, and not by our own message', async () => {
    await undone(backend.sql, async (sql) => {
      await write(sql, 'outbound')
      expect(await enrollment(sql)).toMatchObject({ status: 'active', completed_at: null })
      await write(sql, 'inbound')
      const after = await enrollment(sql)
      expect(after).toMatchObject({ status: 'completed', next_due_at: null })
      expect(after.completed_at).not.toBeNull()
    })
  })

  test('is paused by an opt-out, and over when the customer writes', async () => {
    await undone(backend.sql, async (sql) => {
      await optOut(sql)
      expect(await enrollment(sql)).toMatchObject({ status: 'paused', paused_reason: 'opted_out', next_due_at: null })
      await write(sql, 'inbound')
      expect(await enrollment(sql)).toMatchObject({ status: 'completed', next_due_at: null })
    })
  })

  test('that a rep paused goes on where it was', async () => {
    await undone(backend.sql, async (sql) => {
      const id = acme.ids['campaign_enrollments']!
      const before = await enrollment(sql)
      await sql`update campaign_enrollments set status = 'paused', paused_reason = 'holiday' where id = ${id}`
      expect(await enrollment(sql)).toMatchObject({ status: 'paused', next_due_at: null })
      await sql`update campaign_enrollments set status = 'active' where id = ${id}`
      expect(await enrollment(sql)).toMatchObject({
        ...before,
        updated_at: expect.any(Date),
        sync_xid: expect.anything(),
      })
    })
  })

  test('is not begun twice while it runs, and may be begun again once it has ended', async () => {
    await undone(backend.sql, async (sql) => {
      const again = (): Promise<unknown> =>
        sql.savepoint(
          (s) => s`
        insert into campaign_enrollments (organization_id, lead_id, campaign_id)
        values (${acme.id}, ${acme.leadId}, ${acme.ids['campaigns']!})`,
        )
      expect(await refusalOf(again())).toEqual({ code: '23505', constraint: 'campaign_enrollments_once' })
      await write(sql, 'inbound')
      expect(await refusalOf(again())).toBeNull()
    })
  })

  test('begins with a campaign’s tag, once, for a lead that has not opted out', async () => {
    await undone(backend.sql, async (sql) => {
      const enrolled = async (): Promise<string[]> => {
        const rows = await sql`select c.tag from campaign_enrollments e join campaigns c on c.id = e.campaign_id
          where e.lead_id = ${acme.hiddenLeadId} order by 1`
        return rows.map((row) => String(row['tag']))
      }
      const [first, second] = await sql<{ tag: string }[]>`
        select tag from campaigns where is_predefined and organization_id = ${acme.id} order by tag limit 2`
      const tag = (...tags: string[]): Promise<unknown> =>
        sql`update leads set tags = ${tags} where id = ${acme.hiddenLeadId}`
      await tag(first!.tag, 'of no campaign')
      expect(await enrolled()).toEqual([first!.tag])
      await tag('of no campaign')
      await tag(first!.tag)
      expect(await enrolled()).toEqual([first!.tag])
      await sql`insert into consents (lead_id, platform, status, source)
        values (${acme.hiddenLeadId}, 'sms', 'opted_out', 'rep')`
      await tag(first!.tag, second!.tag)
      expect(await enrolled()).toEqual([first!.tag])
    })
  })

  test('follows the lifecycle whatever happens to it in whatever order', async () => {
    const ended: Status[] = ['completed', 'qualified', 'cancelled']
    const statuses: Status[] = ['active', 'paused', ...ended]
    const event = fc.oneof(
      fc.constantFrom<['write', 'inbound' | 'outbound']>(['write', 'inbound'], ['write', 'outbound']),
      fc.constant<['opt out']>(['opt out']),
      fc.constantFrom(...statuses).map((status): ['set', Status] => ['set', status]),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 6 }), async (events) => {
        await undone(backend.sql, async (sql) => {
          for (const [kind, value] of events) {
            const before = await enrollment(sql)
            const act = sql.savepoint(async (s) => {
              if (kind === 'write') await write(s, value)
              else if (kind === 'opt out') await optOut(s)
              else await s`update campaign_enrollments set status = ${value} where id = ${before.id}`
            })
            const refusal = await refusalOf(act)
            const after = await enrollment(sql)
            // Out of an end there is no way, and out of an opt-out only by consent.
            const hasEnded = ended.includes(before.status)
            const barred =
              kind === 'set' &&
              ((hasEnded && value !== before.status) || (before.paused_reason === 'opted_out' && value === 'active'))
            expect(refusal === null).toBe(!barred)
            expect(hasEnded ? after.status : before.status).toBe(before.status)
            expect(after.completed_at !== null).toBe(ended.includes(after.status))
            expect(after.next_due_at !== null).toBe(after.status === 'active')
          }
        })
      }),
      { numRuns: 40 },
    )
  })
})

describe('a consent', () => {
  test('keeps every state it had, and tells the lead the last', async () => {
    await undone(backend.sql, async (sql) => {
      await optOut(sql)
      const [lead] = await sql`select consents from leads where id = ${acme.leadId}`
      expect(lead).toMatchObject({ consents: { sms: { status: 'opted_out' } } })
      const history = await sql`select status, source from consent_changes where lead_id = ${acme.leadId} order by id`
      expect([...history]).toEqual([
        { status: 'opted_in', source: 'form' },
        { status: 'opted_out', source: 'form' },
      ])
      await sql`delete from consents where lead_id = ${acme.leadId}`
      const [without] = await sql`select consents from leads where id = ${acme.leadId}`
      expect(without).toEqual({ consents: {} })
    })
  })
})

describe('a stage override', () => {
  test('moves the lead, is written down, and lets the rules back when it is removed', async () => {
    await undone(backend.sql, async (sql) => {
      const lead = acme.hiddenLeadId
      const [stage] = await sql<{ id: string }[]>`
        select id from pipeline_stages where organization_id = ${acme.id} and name = 'High Intent'`
      await sql`insert into stage_overrides (lead_id, stage_id, organization_id, sub_stage)
        values (${lead}, ${stage!.id}, ${acme.id}, 'asked twice')`
      const [moved] = await sql`select pipeline_stage_id, sub_stage, stage_override from leads where id = ${lead}`
      expect(moved).toEqual({ pipeline_stage_id: stage!.id, sub_stage: 'asked twice', stage_override: true })
      const changes = await sql`select 1 from stage_changes where lead_id = ${lead} and to_stage_id = ${stage!.id}`
      expect(changes).toHaveLength(1)
      await sql`update stage_overrides set removed_at = now() where lead_id = ${lead}`
      const [free] = await sql`select stage_override from leads where id = ${lead}`
      expect(free).toEqual({ stage_override: false })
    })
  })

  test('stands alone: a second one needs the first removed', async () => {
    const second = undone(
      backend.sql,
      (sql) => sql`
      insert into stage_overrides (lead_id, stage_id, organization_id)
      select lead_id, stage_id, organization_id from stage_overrides where lead_id = ${acme.leadId}`,
    )
    expect(await refusalOf(second)).toEqual({ code: '23505', constraint: 'stage_overrides_one_active' })
  })
})
