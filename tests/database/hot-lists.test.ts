import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createConversation, createLead, createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { hotEvents } from './hot-leads.ts'

let backend: LocalSupabase
let organization: Organization
let reps: Member[]
let manager: Member
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`truncate organizations cascade`
  organization = await createOrganization(backend.sql, 'Acme')
  const [first, second] = [
    await joinAs(backend, organization.id, 'sales_rep'),
    await joinAs(backend, organization.id, 'sales_rep'),
  ]
  reps = [first, second].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  manager = await joinAs(backend, organization.id, 'manager')
})

/** A lead of a list with these settings. */
async function leadOfList(settings: Record<string, boolean | string>, owner: string | null = null): Promise<string> {
  const [row] = await backend.sql<{ id: string }[]>`
    insert into campaign_settings ${backend.sql({ organization_id: organization.id, ...settings })} returning id`
  const [list] = await backend.sql<{ id: string }[]>`
    insert into datasets (organization_id, name, campaign_settings_id)
    values (${organization.id}, ${`List ${row!.id}`}, ${row!.id}) returning id`
  const lead = await createLead(backend.sql, organization, { owner_id: owner })
  await backend.sql`insert into dataset_leads (dataset_id, lead_id) values (${list!.id}, ${lead})`
  return lead
}

const heat = (lead: string) => backend.sql`update leads set contact_status = 'hot' where id = ${lead}`
async function ownerOf(lead: string): Promise<string | null> {
  const [row] = await backend.sql<{ owner_id: string | null }[]>`select owner_id from leads where id = ${lead}`
  return row!.owner_id
}

test('a list whose settings tell nobody raises no alert, and says nothing to the automation', async () => {
  const [told, silent] = [await leadOfList({}), await leadOfList({ hot_lead_notification: false })]
  await heat(told)
  await heat(silent)
  expect(await hotEvents(backend.sql, told)).toMatchObject([{ status: 'open', kinds: ['status'] }])
  expect(await hotEvents(backend.sql, silent)).toEqual([])
  expect(await backend.sql`select lead_id from integration_events where type = 'lead.hot'`).toEqual([{ lead_id: told }])
})

test('hot leads of a list go to the reps in turn, and stay an open alert until somebody takes them', async () => {
  const leads = []
  for (let index = 0; index < 3; index += 1) leads.push(await leadOfList({ hot_lead_auto_assign: true }))
  for (const lead of leads) await heat(lead)
  expect(await Promise.all(leads.map(ownerOf))).toEqual([reps[0]!.id, reps[1]!.id, reps[0]!.id])
  expect(await hotEvents(backend.sql, leads[0]!)).toMatchObject([{ status: 'open', claimed_by: null }])
})

test('or to whose postcodes they live in', async () => {
  await backend.sql`
    insert into territories (organization_id, name, postcode_prefixes, user_id)
    values (${organization.id}, 'North', '{M1}', ${reps[1]!.id})`
  const rule = { hot_lead_auto_assign: true, hot_lead_assignment_rule: 'territory' }
  const [inside, outside] = [await leadOfList(rule), await leadOfList(rule)]
  await backend.sql`update leads set postcode = 'M1 4BT' where id = ${inside}`
  await backend.sql`update leads set postcode = 'E1 6AN' where id = ${outside}`
  await heat(inside)
  await heat(outside)
  expect([await ownerOf(inside), await ownerOf(outside)]).toEqual([reps[1]!.id, null])
})

test('by hand, or without the setting, or where somebody has them, they stay whose they are', async () => {
  const manual = await leadOfList({ hot_lead_auto_assign: true, hot_lead_assignment_rule: 'manual' })
  const off = await leadOfList({})
  const owned = await leadOfList({ hot_lead_auto_assign: true }, manager.id)
  const answered = await leadOfList({ hot_lead_auto_assign: true })
  await createConversation(backend.sql, organization, answered, manager.id)
  for (const lead of [manual, off, owned, answered]) await heat(lead)
  expect(await Promise.all([manual, off, owned, answered].map(ownerOf))).toEqual([null, null, manager.id, null])
})

test('a lead whose list tells nobody is given to somebody nevertheless', async () => {
  const lead = await leadOfList({ hot_lead_auto_assign: true, hot_lead_notification: false })
  await heat(lead)
  expect(await ownerOf(lead)).toBe(reps[0]!.id)
})
