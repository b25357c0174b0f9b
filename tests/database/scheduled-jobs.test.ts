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
import { DAY, HOUR, MINUTE } from './engines/support.ts'

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
  await backend.sql`delete from leads`
  lead = await createLead(backend.sql, organization, { first_name: 'Ana' })
  conversation = await createConversation(backend.sql, organization, lead)
})

const fromNow = (milliseconds: number) => new Date(Date.now() + milliseconds)

/** Runs every job as if it were `at`, whenever it ran last. */
async function runAll(at: Date): Promise<Record<string, number>> {
  await backend.sql`update app.jobs set next_run_at = '-infinity'`
  const [row] = await backend.sql<{ report: { jobs: { name: string; items: number }[]; failed: number } }[]>`
    select app.run_due(100, ${at}) as report`
  expect(row!.report.failed).toBe(0)
  return Object.fromEntries(row!.report.jobs.map(({ name, items }) => [name, items]))
}

const conversationRow = async () => {
  const [row] = await backend.sql<{ status: string; snoozed_until: Date | null }[]>`
    select status, snoozed_until from conversations where id = ${conversation}`
  return row!
}

test('every job is there and runs', async () => {
  expect(Object.keys(await runAll(new Date())).toSorted()).toEqual(
    (await backend.sql<{ name: string }[]>`select name from app.jobs order by name`).map(({ name }) => name),
  )
})

test('a snoozed conversation is open again when its time has come, not before', async () => {
  const until = fromNow(HOUR)
  await backend.sql`update conversations set status = 'snoozed', snoozed_until = ${until} where id = ${conversation}`
  await runAll(fromNow(HOUR - MINUTE))
  expect(await conversationRow()).toEqual({ status: 'snoozed', snoozed_until: until })
  expect(await runAll(until)).toMatchObject({ wake_conversations: 1 })
  expect(await conversationRow()).toEqual({ status: 'open', snoozed_until: null })
})

test('a message written for later is queued when its time has come', async () => {
  const at = fromNow(HOUR)
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, status, scheduled_for)
    values (${conversation}, 'outbound', 'agent', 'Good morning', 'scheduled', ${at})`
  const status = async () => (await backend.sql<{ status: string }[]>`select status from messages`)[0]?.status
  await runAll(fromNow(HOUR - MINUTE))
  expect(await status()).toBe('scheduled')
  await runAll(at)
  expect(await status()).toBe('queued')
})

test('a chat is active for half an hour after the customer wrote', async () => {
  await writeMessage(backend.sql, conversation, 'Hello')
  const active = async () => {
    const [row] = await backend.sql<{ active: boolean }[]>`
      select is_active_chat as active from leads where id = ${lead}`
    return row!.active
  }
  await runAll(fromNow(29 * MINUTE))
  expect(await active()).toBe(true)
  await runAll(fromNow(31 * MINUTE))
  expect(await active()).toBe(false)
})

describe('a dataset whose campaign has ended', () => {
  const at = fromNow(28 * DAY + MINUTE)

  /** The lead is in it; the campaign ended now. */
  async function endedDataset(): Promise<string> {
    const [row] = await backend.sql<{ id: string }[]>`
      insert into datasets (organization_id, name, campaign_status, campaign_completed_at, auto_archive_after_days)
      values (${organization.id}, ${crypto.randomUUID()}, 'completed', now(), 28) returning id`
    await backend.sql`insert into dataset_leads (dataset_id, lead_id) values (${row!.id}, ${lead})`
    return row!.id
  }
  async function archived(dataset: string) {
    const [row] = await backend.sql<{ dataset: boolean; lead: boolean; status: string }[]>`
      select d.archived as dataset, l.archived_at is not null as lead, l.contact_status as status
      from datasets d, leads l where d.id = ${dataset} and l.id = ${lead}`
    return row!
  }

  test('is put away after its days, with its leads', async () => {
    const dataset = await endedDataset()
    await runAll(fromNow(27 * DAY))
    expect(await archived(dataset)).toEqual({ dataset: false, lead: false, status: 'ready' })
    expect(await runAll(at)).toMatchObject({ archive_datasets: 1 })
    expect(await archived(dataset)).toEqual({ dataset: true, lead: true, status: 'archived' })
    expect(await runAll(at)).toMatchObject({ archive_datasets: 0 })
  })

  test.each([
    ['came to something', (id: string) => backend.sql`update leads set contact_status = 'hot' where id = ${id}`],
    ['bought', (id: string) => backend.sql`update leads set converted_at = now() where id = ${id}`],
    [
      'wrote since',
      (id: string) => backend.sql`update leads set last_interaction_at = ${fromNow(DAY)} where id = ${id}`,
    ],
    [
      'is in another dataset in use',
      (id: string) => backend.sql`
        with d as (insert into datasets (organization_id, name) values (${organization.id}, 'Other') returning id)
        insert into dataset_leads (dataset_id, lead_id) select d.id, ${id} from d`,
    ],
  ])('leaves a lead alone that %s', async (_what, happen) => {
    const dataset = await endedDataset()
    await happen(lead)
    await runAll(at)
    expect(await archived(dataset)).toMatchObject({ dataset: true, lead: false })
  })
})

describe('a conversation of a campaign', () => {
  beforeEach(async () => {
    await backend.sql`
      with g as (
        insert into campaign_settings (organization_id, silence_timeout_days) values (${organization.id}, 10) returning id
      ), d as (
        insert into datasets (organization_id, name, campaign_settings_id)
        select ${organization.id}, ${crypto.randomUUID()}, g.id from g returning id
      ) insert into dataset_leads (dataset_id, lead_id) select d.id, ${lead} from d`
  })

  test('is closed after the days of silence of its settings', async () => {
    await writeMessage(backend.sql, conversation, 'Any news?', 'outbound')
    await runAll(fromNow(9 * DAY))
    expect(await conversationRow()).toMatchObject({ status: 'open' })
    expect(await runAll(fromNow(11 * DAY))).toMatchObject({ close_silent_conversations: 1 })
    expect(await conversationRow()).toMatchObject({ status: 'closed' })
    await writeMessage(backend.sql, conversation, 'Yes!')
    expect(await conversationRow()).toMatchObject({ status: 'open' })
  })

  test('stays open while the customer waits for an answer', async () => {
    await writeMessage(backend.sql, conversation, 'Hello?')
    await runAll(fromNow(11 * DAY))
    expect(await conversationRow()).toMatchObject({ status: 'open' })
  })
})

test('invitations that were never taken are forgotten 90 days after their end', async () => {
  await backend.sql`
    insert into user_invitations (organization_id, email, token_hash, expires_at) values
      (${organization.id}, 'ended@example.test', 'a', now()), (${organization.id}, 'open@example.test', 'b', null)`
  await backend.sql`
    insert into client_invitations (organization_id, lead_id, email, token_hash, expires_at)
    values (${organization.id}, ${lead}, 'ended@example.test', ${'c'.repeat(64)}, now())`
  const left = async () =>
    [
      ...(await backend.sql<{ email: string }[]>`select email from user_invitations where claimed_at is null`),
      ...(await backend.sql<{ email: string }[]>`select email from client_invitations`),
    ].map(({ email }) => email)
  await runAll(fromNow(89 * DAY))
  expect(await left()).toEqual(['ended@example.test', 'open@example.test', 'ended@example.test'])
  await runAll(fromNow(91 * DAY))
  expect(await left()).toEqual(['open@example.test'])
})

test('what was deleted is remembered for 90 days', async () => {
  await backend.sql`delete from leads where id = ${lead}`
  const tombstones = () => backend.sql`select from sync.tombstones where row_id = ${lead}`
  await runAll(fromNow(89 * DAY))
  expect(await tombstones()).toHaveLength(1)
  await runAll(fromNow(91 * DAY))
  expect(await tombstones()).toHaveLength(0)
})

test('figures are refreshed', async () => {
  await writeMessage(backend.sql, conversation, 'Hello')
  await runAll(new Date())
  expect(await backend.sql`select total_messages from analytics_channel_performance`).toEqual([{ total_messages: '1' }])
})
