import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createConversation, createLead, createOrganization, startDatabase } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { hotEvents, setHotLeads } from './hot-leads.ts'

const WEEK = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }
/** In Berlin, an hour ahead of UTC: Friday, noon and ten to six; Saturday noon; Monday morning. */
const FRIDAY_NOON = '2026-11-20T11:00:00Z'
const FRIDAY_LATE = '2026-11-20T16:50:00Z'
const SATURDAY = '2026-11-21T11:00:00Z'
const MONDAY = (minutes: number) => `2026-11-23T08:${String(minutes).padStart(2, '0')}:00Z`

let backend: LocalSupabase
let organization: Organization
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  organization = await createOrganization(backend.sql, 'Acme')
  await backend.sql`update organizations set timezone = 'Europe/Berlin' where id = ${organization.id}`
})

describe('a quarter of an hour of open time', () => {
  test.each([
    ['lies within a day', FRIDAY_NOON, WEEK, '2026-11-20T10:45:00.000Z'],
    ['begins on Friday and ends on Monday', MONDAY(10), WEEK, '2026-11-20T16:55:00.000Z'],
    ['ended when they closed', SATURDAY, WEEK, '2026-11-20T16:45:00.000Z'],
    ['is any, without hours', SATURDAY, null, '2026-11-21T10:45:00.000Z'],
    ['is any, with hours that cannot be read', SATURDAY, { ...WEEK, from: 'nine' }, '2026-11-21T10:45:00.000Z'],
    ['is any, with no days', SATURDAY, { ...WEEK, days: [] }, '2026-11-21T10:45:00.000Z'],
  ])('%s', async (_what, at, hours, since) => {
    const [row] = await backend.sql<{ since: Date }[]>`
      select app.open_since(${at}, '15 minutes', ${hours && backend.sql.json(hours)}, 'Europe/Berlin') as since`
    expect(row!.since.toISOString()).toBe(since)
  })
})

describe('who writes before they close', () => {
  async function waitsSince(since: string): Promise<string> {
    const lead = await createLead(backend.sql, organization)
    const conversation = await createConversation(backend.sql, organization, lead)
    await backend.sql`update conversations set waiting_since = ${since} where id = ${conversation}`
    return lead
  }
  const raisedAt = async (lead: string, at: string) => {
    await backend.sql`select app.raise_waiting(1000, ${at})`
    return (await hotEvents(backend.sql, lead)).length
  }

  test('has waited too long when they have been open for so long', async () => {
    await setHotLeads(backend.sql, organization, { rules: ['waiting'], waiting_hours: 'business' })
    const lead = await waitsSince(FRIDAY_LATE)
    expect(await raisedAt(lead, SATURDAY)).toBe(0)
    expect(await raisedAt(lead, MONDAY(4))).toBe(0)
    expect(await raisedAt(lead, MONDAY(5))).toBe(1)
    expect(await raisedAt(lead, MONDAY(6))).toBe(1)
  })

  test('has waited too long at any hour where all hours count', async () => {
    await setHotLeads(backend.sql, organization, { rules: ['waiting'] })
    expect(await raisedAt(await waitsSince(FRIDAY_LATE), SATURDAY)).toBe(1)
  })
})

test('refuses hours of another kind', async () => {
  const given = setHotLeads(backend.sql, organization, { waiting_hours: 'sometimes' })
  await expect(given).rejects.toMatchObject({ code: '23514' })
})
