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

const noteOf = (body: string) => ({ note_id: randomUUID(), lead_id: lead, title: null, body, type: 'general' as const })

describe('the ledger', () => {
  test('answers a repeated push with the stored outcomes and applies nothing twice', async () => {
    const mutations = [desk.next('message.send', reply()), desk.next('note.create', noteOf('x'))]
    const first = await desk.push(...mutations)
    const second = await desk.push(...mutations)
    expect(first.map(({ result }) => result)).toEqual(['applied', 'applied'])
    expect(second).toEqual(first)
    expect(await backend.sql`select from messages where conversation_id = ${conversation}`).toHaveLength(2)
  })

  test('lets two pushes of one client at once apply a mutation once', async () => {
    const mutation = desk.next('message.send', reply())
    const answers = await Promise.all([desk.push(mutation), desk.push(mutation), desk.push(mutation)])
    expect(new Set(answers.map((outcomes) => JSON.stringify(outcomes)))).toHaveLength(1)
    expect(await backend.sql`select from messages where conversation_id = ${conversation}`).toHaveLength(2)
  })

  test('recognises a cloned cache by a settled number with another content, and applies nothing of that push', async () => {
    const mutation = desk.next('conversation.read', { conversation_id: conversation })
    await desk.push(mutation)
    const note = noteOf('y')
    await expect(desk.push({ ...mutation, hash: 'other' }, desk.next('note.create', note))).rejects.toMatchObject({
      code: 'PT409',
      message: 'cloned_client',
    })
    expect(await backend.sql`select from notes where id = ${note.note_id}`).toHaveLength(0)
  })

  test("refuses another user's client id", async () => {
    await desk.push(desk.next('conversation.read', { conversation_id: conversation }))
    const stolen = new Pusher(colleague.client, desk.clientId)
    await expect(stolen.send('conversation.read', { conversation_id: conversation })).rejects.toMatchObject({
      code: 'PT409',
    })
  })

  test('names the transaction that settled a mutation', async () => {
    const outcome = await desk.send('note.create', noteOf('z'))
    const [row] = await backend.sql`select sync_xid::text as xid from notes where lead_id = ${lead}`
    expect(outcome.xid).toBe(row!.xid)
  })
})

describe('a push', () => {
  test('goes on after a mutation that is refused', async () => {
    const outcomes = await desk.push(
      desk.next('note.create', noteOf('a')),
      desk.next('note.edit', { note_id: randomUUID(), set: { body: 'b' }, base: { body: 'a' } }),
      desk.next('note.create', noteOf('c')),
    )
    expect(outcomes.map(({ result, code }) => [result, code])).toEqual([
      ['applied', null],
      ['rejected', 'not_found'],
      ['applied', null],
    ])
    expect(await backend.sql`select from notes where lead_id = ${lead}`).toHaveLength(2)
  })

  test.each([
    ['not an array', { a: 1 }],
    ['more than 32', Array.from({ length: 33 }, (_, n) => ({ seq: n + 1, name: 'x', v: 1, args: {}, hash: 'h' }))],
    ['no number', [{ name: 'x', v: 1, args: {}, hash: 'h' }]],
    ['a fraction', [{ seq: 1.5, name: 'x', v: 1, args: {}, hash: 'h' }]],
    [
      'the wrong order',
      [
        { seq: 2, name: 'x', v: 1, args: {}, hash: 'h' },
        { seq: 1, name: 'x', v: 1, args: {}, hash: 'h' },
      ],
    ],
    ['elements that are no objects', [1, null]],
  ])('that cannot be read (%s) fails as a whole, as bad input', async (_, p_mutations) => {
    const { error, status } = await rep.client.rpc('sync_push', { p_client: randomUUID(), p_mutations })
    expect([error?.code, status]).toEqual(['22023', 400])
  })

  test('answers malformed arguments with invalid_input, whatever they are', async () => {
    const names: MutationName[] = [
      'message.send',
      'conversation.read',
      'conversation.close',
      'conversation.reopen',
      'conversation.assign',
      'lead.claim',
      'lead.edit',
      'note.create',
      'note.edit',
      'note.delete',
    ]
    const ids = { message_id: lead, conversation_id: conversation, lead_id: lead, note_id: lead }
    const broken: unknown[] = [
      null,
      [],
      'x',
      {},
      { ...ids, note_id: 5, lead_id: [], conversation_id: {}, message_id: 'x' },
      { ...ids, note_id: null, lead_id: null, conversation_id: null },
    ]
    for (const name of names) {
      for (const args of broken) {
        const outcome = await desk.send(name, args)
        expect([name, args, outcome.result, outcome.code]).toEqual([name, args, 'rejected', 'invalid_input'])
      }
    }
  })

  test.each([
    ['an unknown column', { nickname: 'x' }],
    ['a derived column', { full_name: 'x' }],
    ['a column with its own command', { owner_id: null }],
    ['a value of the wrong type', { first_name: 5 }],
    ['text that is too long', { first_name: 'x'.repeat(201) }],
  ])('refuses %s in lead.edit', async (_, set) => {
    expect(await desk.send('lead.edit', { lead_id: lead, set, base: set })).toMatchObject({
      result: 'rejected',
      code: 'invalid_input',
    })
  })

  test('refuses what it does not know, by name and by version', async () => {
    const known = desk.next('conversation.read', { conversation_id: conversation })
    expect(await desk.push({ ...known, name: 'lead.explode' })).toMatchObject([{ code: 'unknown_mutation' }])
    const next = desk.next('conversation.read', { conversation_id: conversation })
    expect(await desk.push({ ...next, v: 99 })).toMatchObject([{ code: 'unsupported_version' }])
  })

  test('of a viewer is refused, every mutation', async () => {
    const desk = new Pusher(viewer.client)
    expect(await desk.send('message.send', reply())).toMatchObject({ result: 'rejected', code: 'forbidden' })
    expect(await desk.send('lead.claim', { lead_id: lead })).toMatchObject({ result: 'rejected', code: 'forbidden' })
  })

  test("reaches nothing of a colleague's leads and nothing of another organisation", async () => {
    const other = await createOrganization(backend.sql, 'Rival')
    const strange = new Pusher((await joinAs(backend, other.id, 'owner')).client)
    const [note] = await backend.sql<{ id: string }[]>`
      insert into notes (organization_id, lead_id, body) values (${organization.id}, ${lead}, 'x') returning id`
    for (const outsider of [strange, new Pusher(colleague.client)]) {
      const outcomes = [
        await outsider.send('message.send', reply()),
        await outsider.send('conversation.read', { conversation_id: conversation }),
        await outsider.send('conversation.close', { conversation_id: conversation, base: { status: 'open' } }),
        await outsider.send('conversation.assign', {
          conversation_id: conversation,
          assigned_to: null,
          base: { assigned_to: null },
        }),
        await outsider.send('lead.claim', { lead_id: lead }),
        await outsider.send('lead.edit', { lead_id: lead, set: { email: 'x' }, base: { email: null } }),
        await outsider.send('note.create', noteOf('x')),
        await outsider.send('note.edit', { note_id: note!.id, set: { body: 'y' }, base: { body: 'x' } }),
        await outsider.send('note.delete', { note_id: note!.id }),
      ]
      expect(outcomes.map(({ code }) => code)).toEqual(outcomes.map(() => 'not_found'))
    }
    expect((await conversationRow()).status).toBe('open')
  })
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
