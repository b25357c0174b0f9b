import * as fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { ENROLLMENT_STATUSES, enroll, enrollmentsOf, sendStep, setEnrollmentStatus, tagLead } from './enrollments.ts'
import type { Enrollment, EnrollmentStatus } from './enrollments.ts'

let backend: LocalSupabase
let organization: Organization
let lead: string
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
})
afterAll(() => backend.close())
beforeEach(async () => {
  lead = await createLead(backend.sql, organization, { first_name: 'Ana' })
})

/** Seed 003, "EnrollmentStatus lifecycle": what may follow what, besides staying. */
const NEXT: Record<EnrollmentStatus, readonly EnrollmentStatus[]> = {
  active: ['paused', 'qualified', 'completed', 'cancelled'],
  paused: ['active', 'qualified', 'completed', 'cancelled'],
  qualified: [],
  completed: [],
  cancelled: [],
}

const enrollments = () => enrollmentsOf(backend.sql, lead)
const tag = (...tags: string[]) => tagLead(backend.sql, lead, tags)
const setStatus = (id: string, status: EnrollmentStatus) => setEnrollmentStatus(backend.sql, id, status)
const send = (id: string, day: number, at?: Date) => sendStep(backend.sql, id, day, at)

const optOut = () => backend.sql`
  insert into consents (organization_id, lead_id, platform, status, source)
  values (${organization.id}, ${lead}, 'sms', 'opted_out', 'keyword')
  on conflict (lead_id, platform) do update set status = 'opted_out'`

/** The constraint that refuses a change, null when nothing does; any other failure is thrown. */
async function refusalOf(change: Promise<unknown>): Promise<string | null> {
  try {
    await change
    return null
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === '23514') return error.constraint_name ?? ''
    throw error
  }
}

describe('a tag', () => {
  test('enrols its lead into the campaign of that name, due at once', async () => {
    const enrollment = await enroll(backend.sql, lead)
    expect(enrollment).toMatchObject({ tag: 'Ghosted', status: 'active', last_message_day: 0, completed_at: null })
    expect(enrollment.next_due_at).toEqual(enrollment.enrolled_at)
  })

  test('enrols once while the enrolment runs or pauses, however often it is put on', async () => {
    const { id } = await enroll(backend.sql, lead)
    for (const status of ['active', 'paused'] as const) {
      await setStatus(id, status)
      await tag()
      await tag('Ghosted', 'VIP')
      await tag('Ghosted')
      expect((await enrollments()).map((row) => row.id)).toEqual([id])
    }
    await setStatus(id, 'cancelled')
    await tag()
    await tag('Ghosted')
    expect((await enrollments()).map((row) => row.status).sort()).toEqual(['active', 'cancelled'])
  })

  test('does not enrol a lead that was put away or absorbed, also not with others', async () => {
    await backend.sql`update leads set archived_at = now() where id = ${lead}`
    await tag('Ghosted')
    await backend.sql`
      insert into leads (organization_id, brand_id, tags, archived_at)
      values (${organization.id}, ${organization.brandId}, '{Ghosted}', now())`
    const other = await createLead(backend.sql, organization)
    await backend.sql`update leads set merged_into = ${lead} where id = ${other}`
    await tagLead(backend.sql, other, ['Ghosted'])
    expect(await enrollments()).toEqual([])
    expect(await enrollmentsOf(backend.sql, other)).toEqual([])
  })

  test('two at once give one enrolment', async () => {
    await Promise.all([tag('Ghosted', 'a'), tag('Ghosted', 'b'), tag('Ghosted', 'c')])
    expect(await enrollments()).toHaveLength(1)
  })

  test('of several campaigns enrols into each; a tag of none, or of one switched off, into nothing', async () => {
    await backend.sql`update campaigns set is_active = false where tag = 'Waiting'`
    await tag('Ghosted', 'Rate Too High', 'Waiting', 'Just a tag')
    await backend.sql`update campaigns set is_active = true where tag = 'Waiting'`
    expect((await enrollments()).map((row) => row.tag)).toEqual(['Ghosted', 'Rate Too High'])
  })

  test('does not enrol who has opted out', async () => {
    await optOut()
    await tag('Ghosted')
    expect(await enrollments()).toEqual([])
  })
})

describe('the lifecycle', () => {
  const pairs = ENROLLMENT_STATUSES.flatMap((from) => ENROLLMENT_STATUSES.map((to) => [from, to] as const))

  test.each(pairs)('%s to %s', async (from, to) => {
    const { id } = await enroll(backend.sql, lead)
    if (from !== 'active') await setStatus(id, from)
    const allowed = from === to || NEXT[from].includes(to)
    const refusal = await refusalOf(setStatus(id, to))
    expect(refusal).toBe(allowed ? null : 'campaign_enrollments_lifecycle')
    const [after] = await enrollments()
    expect(after!.status).toBe(allowed ? to : from)
    expect(after!.completed_at === null).toBe(['active', 'paused'].includes(after!.status))
    expect(after!.next_due_at === null).toBe(after!.status !== 'active')
  })

  test.each(ENROLLMENT_STATUSES.slice(1))('does not start as %s', async (status) => {
    const started = backend.sql`
      insert into campaign_enrollments (organization_id, lead_id, campaign_id, status, completed_at)
      select organization_id, ${lead}, id, ${status}, now() from campaigns
      where organization_id = ${organization.id} and tag = 'Ghosted'`
    await expect(started).rejects.toMatchObject({
      code: '23514',
      constraint_name: 'campaign_enrollments_starts_active',
    })
  })

  test('keeps lead, campaign and date, and counts days only upwards', async () => {
    const { id } = await enroll(backend.sql, lead)
    await send(id, 1)
    const other = await createLead(backend.sql, organization)
    const changes = [
      backend.sql`update campaign_enrollments set lead_id = ${other} where id = ${id}`,
      backend.sql`update campaign_enrollments set enrolled_at = now() - interval '1 day' where id = ${id}`,
      backend.sql`update campaign_enrollments set last_message_day = 0 where id = ${id}`,
    ]
    for (const change of changes) await expect(change).rejects.toMatchObject({ code: '23514' })
  })
})

describe('what happens to an enrolment', () => {
  test('a reply completes it; an own message, or one from before, does not', async () => {
    await enroll(backend.sql, lead)
    const conversation = await createConversation(backend.sql, organization, lead)
    await writeMessage(backend.sql, conversation, 'Still interested?', 'outbound')
    await backend.sql`insert into messages (conversation_id, direction, sender_type, body, created_at)
      values (${conversation}, 'inbound', 'customer', 'Old', now() - interval '1 day')`
    expect((await enrollments())[0]).toMatchObject({ status: 'active', last_response_at: null })
    await writeMessage(backend.sql, conversation, 'Yes')
    const [after] = await enrollments()
    expect(after).toMatchObject({ status: 'completed', next_due_at: null })
    expect(after!.last_response_at).not.toBeNull()
  })

  test('an opt-out pauses all, and they cannot be resumed until the customer opts in again', async () => {
    await tag('Ghosted', 'Rate Too High')
    await optOut()
    const paused = await enrollments()
    expect(paused.map((row) => row.status)).toEqual(['paused', 'paused'])
    await expect(setStatus(paused[0]!.id, 'active')).rejects.toMatchObject({
      constraint_name: 'campaign_enrollments_consent',
    })
    await backend.sql`update consents set status = 'opted_in' where lead_id = ${lead}`
    await setStatus(paused[0]!.id, 'active')
    expect((await enrollments()).map((row) => row.status)).toEqual(['active', 'paused'])
  })

  test.each([
    ['qualified', 'qualified', "lead_status = 'qualified'"],
    ['converted', 'cancelled', 'converted_at = now()'],
    ['archived', 'cancelled', 'archived_at = now()'],
    ['lost', 'active', "lead_status = 'lost'"],
  ])('when the lead is %s it is %s', async (_event, status, change) => {
    await enroll(backend.sql, lead)
    await backend.sql.unsafe(`update leads set ${change} where id = '${lead}'`)
    expect((await enrollments())[0]!.status).toBe(status)
  })
})

describe('any sequence of events', () => {
  const events: Record<string, (enrollment: Enrollment) => Promise<unknown>> = {
    reply: async () => {
      const [row] = await backend.sql<{ id: string }[]>`select id from conversations where lead_id = ${lead}`
      await writeMessage(backend.sql, row!.id, 'Yes')
    },
    'opt out': optOut,
    'opt in': () => backend.sql`update consents set status = 'opted_in' where lead_id = ${lead}`,
    qualify: async () => {
      await backend.sql`update leads set lead_status = 'qualified' where id = ${lead}`
      await backend.sql`update leads set lead_status = 'contacted' where id = ${lead}`
    },
    pause: ({ id }) => setStatus(id, 'paused'),
    resume: ({ id }) => setStatus(id, 'active'),
    cancel: ({ id }) => setStatus(id, 'cancelled'),
    'tag again': async () => {
      await tag()
      await tag('Ghosted')
    },
    step: ({ id, last_message_day: last }) => send(id, [1, 2, 4, 6].find((day) => day > last) ?? 6),
  }

  /** What seed 003 says becomes of an enrolment. A status that is not named stays. */
  const BECOMES: Record<string, Partial<Record<EnrollmentStatus, EnrollmentStatus>>> = {
    reply: { active: 'completed', paused: 'completed' },
    'opt out': { active: 'paused' },
    qualify: { active: 'qualified', paused: 'qualified' },
    pause: { active: 'paused' },
    resume: { paused: 'active' },
    cancel: { active: 'cancelled', paused: 'cancelled' },
    'tag again': { completed: 'active', qualified: 'active', cancelled: 'active' },
  }

  function statusAfter(event: string, { status, last_message_day: last }: Enrollment, optedOut: boolean) {
    if (event === 'step') return status === 'active' && last === 4 ? 'completed' : status
    if (optedOut && (event === 'resume' || event === 'tag again')) return status
    return BECOMES[event]?.[status] ?? status
  }

  test('keeps to the lifecycle, ends for good, and never has two running enrolments in one campaign', async () => {
    const sequences = fc.array(fc.constantFrom(...Object.keys(events)), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(sequences, async (names) => {
        lead = await createLead(backend.sql, organization)
        await createConversation(backend.sql, organization, lead)
        let current = await enroll(backend.sql, lead)
        let optedOut = false
        for (const name of names) {
          const expected = statusAfter(name, current, optedOut)
          const refusal = await refusalOf(events[name]!(current))
          expect(refusal === null || NEXT[current.status].length === 0 || optedOut).toBe(true)
          optedOut = name === 'opt out' || (optedOut && name !== 'opt in')
          const all = await enrollments()
          current = all.at(-1)!
          expect([names, name, current.status]).toEqual([names, name, expected])
          expect(all.filter(({ status }) => NEXT[status].length > 0).length).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 40 },
    )
  })
})
