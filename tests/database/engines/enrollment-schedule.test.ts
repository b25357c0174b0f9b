import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createLead, createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { DAY, HOUR } from './support.ts'
import { enroll, enrollmentsOf, sendStep, setEnrollmentStatus, tagLead } from './enrollments.ts'
import type { EnrollmentStatus } from './enrollments.ts'

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

const enrollments = () => enrollmentsOf(backend.sql, lead)
const tag = (...tags: string[]) => tagLead(backend.sql, lead, tags)
const setStatus = (id: string, status: EnrollmentStatus) => setEnrollmentStatus(backend.sql, id, status)
const send = (id: string, day: number, at?: Date) => sendStep(backend.sql, id, day, at)

describe('the schedule', () => {
  test('sends on days 1, 2, 4 and 6 after enrolment, each once, and then it is completed', async () => {
    const { id, enrolled_at } = await enroll(backend.sql, lead)
    const due: number[] = []
    for (const day of [1, 2, 4, 6]) {
      const [before] = await enrollments()
      due.push((before!.next_due_at!.getTime() - enrolled_at.getTime()) / DAY)
      const at = before!.next_due_at!
      expect(await send(id, day, at)).toBe(true)
      expect(await send(id, day, at)).toBe(false)
    }
    expect(due).toEqual([0, 1, 3, 5])
    expect((await enrollments())[0]).toMatchObject({ status: 'completed', last_message_day: 6, next_due_at: null })
  })

  test('takes no step out of turn, and none while paused', async () => {
    const { id } = await enroll(backend.sql, lead)
    expect(await send(id, 2)).toBe(false)
    expect(await send(id, 3)).toBe(false)
    await setStatus(id, 'paused')
    expect(await send(id, 1)).toBe(false)
  })

  test('keeps the distance between messages after a long pause', async () => {
    const { id, enrolled_at } = await enroll(backend.sql, lead)
    await send(id, 1, enrolled_at)
    await setStatus(id, 'paused')
    await setStatus(id, 'active')
    const resumed = new Date(enrolled_at.getTime() + 20 * DAY)
    expect((await enrollments())[0]!.next_due_at).toEqual(new Date(enrolled_at.getTime() + DAY))
    await send(id, 2, resumed)
    expect((await enrollments())[0]!.next_due_at).toEqual(new Date(resumed.getTime() + 2 * DAY))
  })

  test('follows the steps of a campaign of the organisation when they change', async () => {
    const [campaign] = await backend.sql`
      insert into campaigns (organization_id, tag, name) values (${organization.id}, ${lead}, 'Own') returning id`
    await tag(lead)
    const dueIn = async () => {
      const [row] = await enrollments()
      return row!.next_due_at && (row!.next_due_at.getTime() - row!.enrolled_at.getTime()) / HOUR
    }
    expect(await dueIn()).toBeNull()
    const [step] = await backend.sql`
      insert into campaign_steps (organization_id, campaign_id, sequence_order, day_number, message_template)
      values (${organization.id}, ${campaign!.id}, 1, 3, 'Hello') returning id`
    expect(await dueIn()).toBe(48)
    await backend.sql`update campaign_steps set day_number = 2 where id = ${step!.id}`
    expect(await dueIn()).toBe(24)
    await backend.sql`delete from campaign_steps where id = ${step!.id}`
    expect(await dueIn()).toBeNull()
  })

  test('is not for members to advance', async () => {
    const { id } = await enroll(backend.sql, lead)
    const rep = await joinAs(backend, organization.id, 'sales_rep')
    const { error } = await rep.client.rpc('record_campaign_step', { enrollment_uuid: id, day: 1 })
    expect(error?.code).toBe('42501')
  })
})
