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
let desk: Pusher
beforeEach(async () => {
  lead = await createLead(backend.sql, organization, { owner_id: rep.id })
  conversation = await createConversation(backend.sql, organization, lead)
  await writeMessage(backend.sql, conversation, 'Hello')
  desk = new Pusher(rep.client)
})

async function conversationRow() {
  const [row] = await backend.sql`select * from conversations where id = ${conversation}`
  return row!
}

const reply = (body = 'Hi') => ({ message_id: randomUUID(), conversation_id: conversation, body })

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

  test('answers a mutation that a copy of the cache sends under another client, and applies it once', async () => {
    const note = noteOf('before the copy')
    const edit = (base: string, body: string) => ({ note_id: note.note_id, set: { body }, base: { body: base } })
    await desk.send('note.create', note)
    const mutation = desk.next('note.edit', edit('before the copy', 'by both copies'))
    const [first] = await desk.push(mutation)
    await backend.sql`update notes set body = 'before the copy' where id = ${note.note_id}`
    const copy = new Pusher(rep.client)
    const [second] = await copy.push(mutation)
    expect(second).toEqual(first)
    const [row] = await backend.sql`select body from notes where id = ${note.note_id}`
    expect(row!.body).toBe('before the copy')
  })

  test('does not take the id of a colleague’s mutation for its own', async () => {
    const mutation = desk.next('conversation.read', { conversation_id: conversation })
    await desk.push(mutation)
    const note = noteOf('mine')
    const [outcome] = await new Pusher(colleague.client).push({ ...mutation, name: 'note.create', args: note })
    expect(outcome).toMatchObject({ result: 'rejected', code: 'not_found' })
  })

  test('refuses a number that the client has left behind: it comes from a copy, or late', async () => {
    const given_up = desk.next('note.create', noteOf('given up'))
    await desk.send('note.create', noteOf('after it'))
    await expect(desk.push(given_up)).rejects.toMatchObject({ code: 'PT409', message: 'cloned_client' })
    expect(await backend.sql`select from notes where lead_id = ${lead}`).toHaveLength(1)
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

  test('of another generation fails as a whole: the desktop has not heard of a restore', async () => {
    const [state] = await backend.sql<{ generation: string }[]>`select generation from sync.state`
    const push = (p_generation: string) =>
      rep.client.rpc('sync_push', { p_client: randomUUID(), p_mutations: [], p_generation })
    expect((await push(state!.generation)).error).toBeNull()
    const { error, status } = await push(randomUUID())
    expect([error?.code, status]).toEqual(['PT412', 412])
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

describe('a failure of the moment', () => {
  test('fails the push and is not remembered, so that a retry succeeds', async () => {
    const mutation = desk.next('message.send', reply('Later'))
    const blocker = await backend.sql.reserve()
    await blocker`begin`
    await blocker`select from conversations where id = ${conversation} for update`
    const impatient = backend.sql.begin(async (sql) => {
      await sql`select set_config('request.jwt.claim.sub', ${rep.id}, true), set_config('lock_timeout', '50ms', true)`
      await sql`set local role authenticated`
      await sql`select sync_push(${desk.clientId}, ${JSON.stringify([mutation])}::text::jsonb)`
    })
    await expect(impatient).rejects.toMatchObject({ code: '55P03' })
    await blocker`rollback`
    blocker.release()
    expect(await backend.sql`select from sync.outcomes where client_id = ${desk.clientId}`).toHaveLength(0)
    expect(await desk.push(mutation)).toMatchObject([{ result: 'applied' }])
  })
})
