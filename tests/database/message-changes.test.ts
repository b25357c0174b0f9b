import { randomUUID } from 'node:crypto'
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
import { Pusher } from '#tests/support/pusher.ts'

const HOUR = 3_600_000

let backend: LocalSupabase
let organization: Organization
let rep: Member
let colleague: Member
let manager: Member
let viewer: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
  manager = await joinAs(backend, organization.id, 'manager')
  viewer = await joinAs(backend, organization.id, 'viewer')
})
afterAll(() => backend.close())

let lead: string
let conversation: string
let inbound: string
let desk: Pusher
beforeEach(async () => {
  lead = await createLead(backend.sql, organization, { owner_id: rep.id })
  conversation = await createConversation(backend.sql, organization, lead)
  inbound = await writeMessage(backend.sql, conversation, 'Hello')
  desk = new Pusher(rep.client)
})

const message = (more: Record<string, unknown> = {}) => ({
  message_id: randomUUID(),
  conversation_id: conversation,
  body: 'Hi',
  ...more,
})
const messageRow = async (id: string) => (await backend.sql`select * from messages where id = ${id}`)[0]!
const conversationRow = async () => (await backend.sql`select * from conversations where id = ${conversation}`)[0]!

/** Writes a message in some state of delivery, as a worker would leave it. */
async function outbound(status: string, failedAt: Date | null = null): Promise<string> {
  const [row] = await backend.sql<{ id: string }[]>`
    insert into messages (conversation_id, direction, sender_type, sender_id, body, status, failed_at)
    values (${conversation}, 'outbound', 'agent', ${rep.id}, 'Offer', ${status}, ${failedAt}) returning id`
  return row!.id
}

describe('message.cancel', () => {
  test('takes back what has not left; then the customer waits again', async () => {
    const args = message()
    await desk.send('message.send', args)
    expect((await conversationRow())['waiting_since']).toBeNull()
    const cancel = { message_id: args.message_id }
    expect(await desk.send('message.cancel', cancel)).toMatchObject({ result: 'applied' })
    expect((await messageRow(args.message_id))['status']).toBe('cancelled')
    expect(await backend.sql`select from dispatch_queue where message_id = ${args.message_id}`).toHaveLength(0)
    const row = await conversationRow()
    expect([row['waiting_since'] === null, row['last_message_preview']]).toEqual([false, 'Hello'])
    expect(await desk.send('message.cancel', cancel)).toMatchObject({ result: 'applied' })
  })

  test.each(['sending', 'sent', 'delivered', 'read'])('comes too late for what is %s', async (status) => {
    const id = await outbound(status)
    expect(await desk.send('message.cancel', { message_id: id })).toMatchObject({
      result: 'conflict',
      code: 'already_sent',
      details: { status },
    })
  })

  test('waits for a worker that is taking the message, and comes too late', async () => {
    const id = await outbound('queued')
    const worker = await backend.sql.reserve()
    await worker`begin`
    await worker`update messages set status = 'sending' where id = ${id}`
    const pending = desk.send('message.cancel', { message_id: id })
    for (;;) {
      const waiting = await backend.sql`select from pg_stat_activity where wait_event_type = 'Lock'`
      if (waiting.length > 0) break
    }
    await worker`commit`
    worker.release()
    expect(await pending).toMatchObject({ code: 'already_sent' })
  })
})

describe('message.retry', () => {
  const failure = new Date('2026-11-20T10:00:00.123Z')

  test('queues a failed message again, once for that failure', async () => {
    const message_id = await outbound('failed', failure)
    const args = { message_id, failed_at: failure.getTime() }
    const outcomes = await Promise.all([
      desk.send('message.retry', args),
      new Pusher(manager.client).send('message.retry', args),
    ])
    expect(outcomes.map(({ result }) => result)).toEqual(['applied', 'applied'])
    expect(await messageRow(message_id)).toMatchObject({ status: 'queued', failed_at: null })
    await backend.sql`update messages set status = 'failed', failed_at = now() where id = ${message_id}`
    await desk.send('message.retry', args)
    expect((await messageRow(message_id))['status']).toBe('failed')
  })

  test('is held for who has opted out since', async () => {
    const message_id = await outbound('failed', failure)
    const consent = { lead_id: lead, platform: 'sms', status: 'opted_out', source: 'keyword' }
    await backend.sql`insert into consents ${backend.sql(consent)}`
    expect(await desk.send('message.retry', { message_id, failed_at: failure.getTime() })).toMatchObject({
      result: 'held',
      code: 'opted_out',
    })
  })
})

describe('message.edit_scheduled', () => {
  test('changes words and time of what waits, guarded by what the rep saw', async () => {
    const [first, second] = [Date.now() + HOUR, Date.now() + 2 * HOUR]
    const { message_id, ...rest } = message({ scheduled_for: first })
    await desk.send('message.send', { message_id, ...rest })
    const set = { body: 'Good morning', scheduled_for: second }
    const base = { body: 'Hi', subject: null, metadata: { scheduled_for: first } }
    expect(await desk.send('message.edit_scheduled', { message_id, set, base })).toMatchObject({ result: 'applied' })
    expect(await messageRow(message_id)).toMatchObject({
      body: 'Good morning',
      scheduled_for: new Date(second),
      metadata: { scheduled_for: second },
      status: 'scheduled',
    })
    expect((await conversationRow())['last_message_preview']).toBe('Good morning')
    const again = { message_id, set: { scheduled_for: first + HOUR / 2 }, base }
    expect(await desk.send('message.edit_scheduled', again)).toMatchObject({
      result: 'conflict',
      details: { fields: { scheduled_for: { base: first, theirs: second } } },
    })
    const late = { message_id, set: { body: 'Hello' }, base }
    expect(await new Pusher(manager.client).send('message.edit_scheduled', late)).toMatchObject({
      result: 'conflict',
      details: { fields: { body: { theirs: 'Good morning' } } },
    })
  })

  test('comes too late for what has left its place, and names nothing else', async () => {
    const message_id = await outbound('queued')
    const edit = (set: object) => desk.send('message.edit_scheduled', { message_id, set, base: {} })
    expect(await edit({ body: 'Late' })).toMatchObject({ result: 'conflict', code: 'already_sent' })
    for (const set of [{ status: 'sent' }, { body: '' }, { body: null }, { scheduled_for: null }, { subject: 7 }]) {
      expect(await edit(set)).toMatchObject({ code: 'invalid_input' })
    }
    await expect(backend.sql`update messages set body = 'Other' where id = ${message_id}`).rejects.toMatchObject({
      code: '23001',
    })
  })
})

describe('messages', () => {
  test.each(['message.cancel', 'message.retry', 'message.edit_scheduled'] as const)(
    'are for those who see them and may write: %s',
    async (name) => {
      const message_id = await outbound('scheduled')
      const args = { message_id, failed_at: null, set: {}, base: {} }
      const codes = await Promise.all(
        [viewer, colleague].map(async ({ client }) => (await new Pusher(client).send(name, args)).code),
      )
      expect(codes).toEqual(['forbidden', 'not_found'])
      expect(await desk.send(name, { ...args, message_id: inbound })).toMatchObject({ code: 'invalid_input' })
      expect(await desk.send(name, { ...args, message_id: randomUUID() })).toMatchObject({ code: 'not_found' })
    },
  )
})
