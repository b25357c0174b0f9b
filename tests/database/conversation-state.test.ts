import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { MutationName } from '#shared/domain/mutations.ts'
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

const HOUR = 3_600_000

let backend: LocalSupabase
let organization: Organization
let rep: Member
let colleague: Member
let manager: Member
let viewer: Member
let stranger: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  const rival = await createOrganization(backend.sql, 'Rival')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
  manager = await joinAs(backend, organization.id, 'manager')
  viewer = await joinAs(backend, organization.id, 'viewer')
  stranger = await joinAs(backend, rival.id, 'owner')
})
afterAll(() => backend.close())

let conversation: string
let inbound: string
let desk: Pusher
beforeEach(async () => {
  const lead = await createLead(backend.sql, organization, { owner_id: rep.id })
  conversation = await createConversation(backend.sql, organization, lead)
  inbound = await writeMessage(backend.sql, conversation, 'Hello')
  desk = new Pusher(rep.client)
})

const row = async () => (await backend.sql`select * from conversations where id = ${conversation}`)[0]!
const snooze = (more: Record<string, unknown> = {}) => ({
  conversation_id: conversation,
  until: Date.now() + HOUR,
  base: { status: 'open', snoozed_until: null },
  ...more,
})

describe('every command about a conversation', () => {
  const commands: [MutationName, () => object][] = [
    ['conversation.snooze', snooze],
    ['conversation.unsnooze', () => ({ conversation_id: conversation })],
    [
      'conversation.prioritize',
      () => ({ conversation_id: conversation, priority: 'high', base: { priority: 'normal' } }),
    ],
    ['conversation.mark_unread', () => ({ conversation_id: conversation })],
    ['conversation.take_over', () => ({ conversation_id: conversation })],
    ['conversation.resume_ai', () => ({ conversation_id: conversation })],
  ]
  test.each(commands)('%s is for those who see it and may write', async (name, args) => {
    const outcomes = await Promise.all(
      [viewer, colleague, stranger].map(async ({ client }) => (await new Pusher(client).send(name, args())).code),
    )
    expect(outcomes).toEqual(['forbidden', 'not_found', 'not_found'])
    expect(await desk.send(name, { ...args(), conversation_id: randomUUID() })).toMatchObject({ code: 'not_found' })
    expect(await desk.send(name, args())).toMatchObject({ result: 'applied' })
  })
})

describe('conversation.snooze', () => {
  test('puts it away until then, when the scheduler wakes it, or until it is taken back', async () => {
    const args = snooze({ seen_inbound_id: inbound })
    expect(await desk.send('conversation.snooze', args)).toMatchObject({ result: 'applied' })
    expect(await row()).toMatchObject({ status: 'snoozed', snoozed_until: new Date(args.until) })
    await backend.sql`select app.wake_conversations(100, now() + interval '2 hours')`
    expect(await row()).toMatchObject({ status: 'open', snoozed_until: null })
    await desk.send('conversation.snooze', snooze())
    expect(await desk.send('conversation.unsnooze', { conversation_id: conversation })).toMatchObject({
      result: 'applied',
    })
    expect(await row()).toMatchObject({ status: 'open', snoozed_until: null })
  })

  test('is held when the customer wrote unseen, conflicts with a colleague’s, and is over when its time has passed', async () => {
    const latest = await writeMessage(backend.sql, conversation, 'Urgent')
    expect(await desk.send('conversation.snooze', snooze({ seen_inbound_id: inbound }))).toMatchObject({
      result: 'held',
      code: 'customer_replied',
      details: { last_inbound_id: latest },
    })
    expect(await desk.send('conversation.snooze', snooze({ until: Date.now() - 1 }))).toMatchObject({
      result: 'applied',
    })
    expect((await row())['status']).toBe('open')
    const outcomes = await Promise.all([
      desk.send('conversation.snooze', snooze()),
      new Pusher(manager.client).send('conversation.snooze', snooze({ until: Date.now() + 9 * HOUR })),
    ])
    expect(outcomes.map(({ result }) => result).toSorted()).toEqual(['applied', 'conflict'])
    expect(await desk.send('conversation.snooze', snooze({ until: 'tomorrow' }))).toMatchObject({
      code: 'invalid_input',
    })
  })
})

describe('conversation.prioritize, mark_unread, take_over and resume_ai', () => {
  test('set a priority, the last one wins, and nothing that is none', async () => {
    const set = (by: Member, priority: string) =>
      new Pusher(by.client).send('conversation.prioritize', {
        conversation_id: conversation,
        priority,
        base: { priority: 'normal' },
      })
    await set(rep, 'high')
    expect(await set(manager, 'urgent')).toMatchObject({
      result: 'applied',
      details: { overwritten: { priority: 'high' } },
    })
    expect(await set(rep, 'highest')).toMatchObject({ code: 'invalid_input' })
    expect((await row())['priority']).toBe('urgent')
  })

  test('make it unread again, if there is anything to read', async () => {
    await desk.send('conversation.read', { conversation_id: conversation })
    expect((await row())['unread_count']).toBe(0)
    await desk.send('conversation.mark_unread', { conversation_id: conversation })
    expect((await row())['unread_count']).toBe(1)
    expect(await backend.sql`select from conversation_reads where conversation_id = ${conversation}`).toHaveLength(0)
    const silent = await createConversation(backend.sql, organization, await createLead(backend.sql, organization))
    await desk.send('conversation.mark_unread', { conversation_id: silent })
    const [untouched] = await backend.sql`select unread_count from conversations where id = ${silent}`
    expect(untouched!['unread_count']).toBe(0)
  })

  test('take it over from the AI and leave it to it again', async () => {
    await desk.send('conversation.take_over', { conversation_id: conversation })
    expect((await row())['ai_enabled']).toBe(false)
    await desk.send('conversation.resume_ai', { conversation_id: conversation })
    expect((await row())['ai_enabled']).toBe(true)
  })
})
