/** Which of a rep's desktops tells of a hot lead. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createLead, createOrganization, joinAs, signIn, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { acknowledge, chooseScores, hotEvents, setHotLeads, setScore, stepsOf } from './hot-leads.ts'

let backend: LocalSupabase
let organization: Organization
let rep: Member
let colleague: Member
let lead: string
let event: string
beforeAll(async () => {
  backend = await startDatabase()
  await chooseScores(backend)
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
  await setHotLeads(backend.sql, organization, {})
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`delete from leads`
  lead = await createLead(backend.sql, organization, { first_name: 'Ana' })
  await setScore(backend.sql, lead, 90)
  event = (await hotEvents(backend.sql, lead))[0]!.id
})

const ask = async ({ client }: Member, ...ids: string[]) => {
  const { data, error } = await client.rpc('tell_hot_leads', { p_hot_event_ids: ids })
  return error ? error.code : (data as unknown)
}
/** What has been written of the alert lies this far back. */
const age = (minutes: number) =>
  backend.sql.begin(async (sql) => {
    const by = `${minutes} minutes`
    await sql`update hot_events set created_at = created_at - ${by}::interval,
      last_alert_at = last_alert_at - ${by}::interval where id = ${event}`
    await sql`update hot_acknowledgements set created_at = created_at - ${by}::interval,
    snoozed_until = snoozed_until - ${by}::interval where hot_event_id = ${event}`
  })

test('an alert is the first desktop’s that asks, once for each rep, and stands as it did', async () => {
  const steps = await stepsOf(backend.sql, event)
  expect(await ask(rep, event)).toEqual([event])
  expect(await ask(rep, event)).toEqual([])
  expect(await ask(colleague, event)).toEqual([event])
  expect(await hotEvents(backend.sql, lead)).toMatchObject([{ id: event, status: 'open', claimed_by: null }])
  expect(await stepsOf(backend.sql, event)).toEqual(steps)
})

test('of ten that ask at once one gets it', async () => {
  const desktops = await Promise.all(Array.from({ length: 10 }, () => signIn(backend, rep.email, rep.password)))
  const answers = await Promise.all(desktops.map((client) => ask({ ...rep, client }, event)))
  expect(answers.flat()).toEqual([event])
})

test('it is asked anew when the team is alerted again, and when a snooze ends', async () => {
  await ask(rep, event)
  await age(5)
  expect(await ask(rep, event)).toEqual([])
  await backend.sql`update hot_events set alert_count = 2, last_alert_at = now() where id = ${event}`
  expect(await ask(rep, event)).toEqual([event])
  await acknowledge(backend.sql, event, rep, 'snoozed')
  await age(10)
  expect(await ask(rep, event)).toEqual([event])
  expect(await ask(rep, event)).toEqual([])
})

test('what is over, not there or not the rep’s to see is nobody’s', async () => {
  const rival = await createOrganization(backend.sql, 'Rival')
  const stranger = await joinAs(backend, rival.id, 'owner')
  expect(await ask(stranger, event)).toEqual([])
  await backend.sql`update leads set owner_id = ${colleague.id} where id = ${lead}`
  expect(await ask(rep, event, randomUUID())).toEqual([])
  expect(await ask(colleague, event)).toEqual([event])
  await backend.sql`update hot_events set status = 'expired', resolved_at = now() where id = ${event}`
  await backend.sql`delete from hot_acknowledgements`
  expect(await ask(colleague, event)).toEqual([])
  expect(await ask(rep, ...Array.from({ length: 201 }, () => randomUUID()))).toBe('22023')
})
