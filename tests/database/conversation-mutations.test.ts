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

let backend: LocalSupabase
let organization: Organization
let rep: Member
let colleague: Member
let viewer: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
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

async function conversationRow() {
  const [row] = await backend.sql`select * from conversations where id = ${conversation}`
  return row!
}

const reply = (body = 'Hi', seen?: string | null) => ({
  message_id: randomUUID(),
  conversation_id: conversation,
  body,
  ...(seen !== undefined && { seen_inbound_id: seen }),
})

describe('message.send', () => {
  test('writes a queued message of the rep', async () => {
    const args = reply('On my way', inbound)
    expect(await desk.send('message.send', args)).toMatchObject({ result: 'applied' })
    const [row] = await backend.sql`select * from messages where id = ${args.message_id}`
    expect(row).toMatchObject({ status: 'queued', sender_type: 'agent', sender_id: rep.id, body: 'On my way' })
    expect(await conversationRow()).toMatchObject({
      waiting_since: null,
      unread_count: 0,
      last_message_preview: 'On my way',
    })
  })

  test('is held when the customer wrote what the rep had not seen', async () => {
    const latest = await writeMessage(backend.sql, conversation, 'Cancel that')
    expect(await desk.send('message.send', reply('Done!', inbound))).toMatchObject({
      result: 'held',
      code: 'customer_replied',
      details: { last_inbound_id: latest },
    })
    expect(await desk.send('message.send', reply('Done!', null))).toMatchObject({ result: 'held' })
    expect(await desk.send('message.send', reply('Anyway'))).toMatchObject({ result: 'applied' })
  })

  test('is held also when the customer writes while it is on its way', async () => {
    const arriving = await backend.sql.reserve()
    await arriving`begin`
    await arriving`insert into messages (conversation_id, direction, sender_type, body)
      values (${conversation}, 'inbound', 'customer', 'Wait')`
    const pending = desk.send('message.send', reply('Sent too late', inbound))
    await waitForLock()
    await arriving`commit`
    arriving.release()
    expect(await pending).toMatchObject({ result: 'held', code: 'customer_replied' })
  })

  test('with an id that exists is a repetition or a collision', async () => {
    const args = reply('Once')
    await desk.send('message.send', args)
    expect(await desk.send('message.send', args)).toMatchObject({ result: 'applied' })
    expect(await desk.send('message.send', { ...args, body: 'Other' })).toMatchObject({ code: 'id_taken' })
    const hidden = await createConversation(
      backend.sql,
      organization,
      await createLead(backend.sql, organization, { owner_id: colleague.id }),
    )
    const taken = await writeMessage(backend.sql, hidden, 'Hidden')
    expect(await desk.send('message.send', { ...args, message_id: taken })).toMatchObject({ code: 'id_taken' })
  })
})

describe('conversation.read', () => {
  test.each([
    ['the owner', () => rep, 0],
    ['a manager', () => joinAs(backend, organization.id, 'manager'), 1],
  ])('by %s notes the reader, and clears it or not', async (_, who, unread) => {
    const reader = await who()
    await new Pusher(reader.client).send('conversation.read', { conversation_id: conversation })
    expect((await conversationRow()).unread_count).toBe(unread)
    const reads = await backend.sql`select user_id from conversation_reads where conversation_id = ${conversation}`
    expect([...reads]).toEqual([{ user_id: reader.id }])
  })

  test('by anyone clears it in the pool, and by the assignee', async () => {
    const pooled = await createConversation(backend.sql, organization, await createLead(backend.sql, organization))
    await writeMessage(backend.sql, pooled, 'Hi')
    await desk.send('conversation.read', { conversation_id: pooled })
    await backend.sql`update conversations set assigned_to = ${colleague.id} where id = ${conversation}`
    await new Pusher(colleague.client).send('conversation.read', { conversation_id: conversation })
    const rows = await backend.sql`select unread_count from conversations where id in (${pooled}, ${conversation})`
    expect(rows.map((row) => Number(row.unread_count))).toEqual([0, 0])
  })
})

describe('a customer’s message that the rep had not seen', () => {
  test('stays unread when an older reading arrives', async () => {
    await writeMessage(backend.sql, conversation, 'One more thing')
    const read = { conversation_id: conversation, seen_inbound_id: inbound }
    expect(await desk.send('conversation.read', read)).toMatchObject({ result: 'applied' })
    expect((await conversationRow()).unread_count).toBe(2)
  })

  test('keeps the conversation open until the rep says so again', async () => {
    const close = { conversation_id: conversation, base: { status: 'open' }, seen_inbound_id: inbound }
    await writeMessage(backend.sql, conversation, 'One more thing')
    expect(await desk.send('conversation.close', close)).toMatchObject({ result: 'held', code: 'customer_replied' })
    expect((await conversationRow()).status).toBe('open')
    const anyway = { conversation_id: conversation, base: { status: 'open' } }
    expect(await desk.send('conversation.close', anyway)).toMatchObject({ result: 'applied' })
  })
})

describe('conversation.close, reopen and assign', () => {
  test('close and open it', async () => {
    await desk.send('conversation.close', { conversation_id: conversation, base: { status: 'open' } })
    expect(await conversationRow()).toMatchObject({ status: 'closed', waiting_since: null })
    await desk.send('conversation.reopen', { conversation_id: conversation, base: { status: 'closed' } })
    expect((await conversationRow()).status).toBe('open')
  })

  test('conflict when a colleague decided otherwise, with both values and the row', async () => {
    await backend.sql`update conversations set status = 'snoozed' where id = ${conversation}`
    const close = { conversation_id: conversation, base: { status: 'open' } }
    expect(await desk.send('conversation.close', close)).toMatchObject({
      result: 'conflict',
      details: {
        fields: { status: { base: 'open', mine: 'closed', theirs: 'snoozed' } },
        row: { id: conversation, status: 'snoozed', lead_id: lead },
      },
    })
    await backend.sql`update conversations set status = 'closed' where id = ${conversation}`
    expect(await desk.send('conversation.close', close)).toMatchObject({ result: 'applied' })
  })

  test('hand it to a colleague, who then sees the lead, but not to a viewer or a stranger', async () => {
    const assign = (assigned_to: string) =>
      desk.send('conversation.assign', { conversation_id: conversation, assigned_to, base: { assigned_to: null } })
    expect(await assign(viewer.id)).toMatchObject({ code: 'invalid_assignee' })
    expect(await assign(randomUUID())).toMatchObject({ code: 'invalid_assignee' })
    expect(await assign(colleague.id)).toMatchObject({ result: 'applied' })
    const { data } = await colleague.client.from('leads').select('assignee_ids').eq('id', lead)
    expect(data).toEqual([{ assignee_ids: [colleague.id] }])
  })

  test('let a rep hand on a conversation by which alone they see the lead', async () => {
    await backend.sql`update leads set owner_id = ${colleague.id} where id = ${lead}`
    await backend.sql`update conversations set assigned_to = ${rep.id} where id = ${conversation}`
    const args = { conversation_id: conversation, assigned_to: colleague.id, base: { assigned_to: rep.id } }
    expect(await desk.send('conversation.assign', args)).toMatchObject({ result: 'applied' })
    expect((await rep.client.from('leads').select('id').eq('id', lead)).data).toEqual([])
  })
})

describe('lead.claim', () => {
  test('is won by one of those who claim at once; the others are told who and when', async () => {
    const pooled = await createLead(backend.sql, organization)
    const outcomes = await Promise.all(
      [rep, colleague].map((member) => new Pusher(member.client).send('lead.claim', { lead_id: pooled })),
    )
    const [row] = await backend.sql`select owner_id from leads where id = ${pooled}`
    const lost = outcomes.find(({ result }) => result === 'conflict')
    expect(outcomes.map(({ result }) => result).toSorted()).toEqual(['applied', 'conflict'])
    expect(lost).toMatchObject({
      code: 'already_claimed',
      details: { owner_id: row!.owner_id, owner_name: 'sales rep', claimed_at: expect.any(Number) },
    })
  })

  test('of a lead one owns already is applied', async () => {
    expect(await desk.send('lead.claim', { lead_id: lead })).toMatchObject({ result: 'applied' })
  })
})

/** Resolves when some connection waits for a lock that another holds. */
async function waitForLock(): Promise<void> {
  await expect
    .poll(() => backend.sql`select from pg_stat_activity where wait_event_type = 'Lock'`, { timeout: 10_000 })
    .toHaveLength(1)
}
