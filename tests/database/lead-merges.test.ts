import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { LEAD_TABLES } from '#shared/replication/tables.ts'
import {
  createChannel,
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { leadWithEverything } from '#tests/support/lead-with-everything.ts'
import type { Ids } from '#tests/support/lead-with-everything.ts'
import { Pusher } from '#tests/support/pusher.ts'

let backend: LocalSupabase
let organization: Organization
let rival: Organization
let rep: Member
let colleague: Member
let manager: Member
let viewer: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  rival = await createOrganization(backend.sql, 'Rival')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
  manager = await joinAs(backend, organization.id, 'manager')
  viewer = await joinAs(backend, organization.id, 'viewer')
})
afterAll(() => backend.close())

let desk: Pusher
let survivor: string
let absorbed: string
beforeEach(async () => {
  desk = new Pusher(manager.client)
  survivor = await createLead(backend.sql, organization, { owner_id: rep.id, first_name: 'Ada' })
  absorbed = await createLead(backend.sql, organization, { owner_id: colleague.id, first_name: 'Ada Mae' })
})

const merge = (from = absorbed, into = survivor, fields: string[] = []) => ({
  merge_id: randomUUID(),
  survivor_id: into,
  absorbed_id: from,
  fields,
})
const leadRow = async (id: string) => (await backend.sql`select * from leads where id = ${id}`)[0]!
const chat = (id: string) => createConversation(backend.sql, organization, id)
const conversationRow = async (id: string) => (await backend.sql`select * from conversations where id = ${id}`)[0]!

/** State of its own that stays with an absorbed lead. */
const OWN = new Set(['stage_overrides', 'lead_merges'])
const hanging = LEAD_TABLES.filter((table) => !OWN.has(table))

/** On which lead the rows of a lead with everything are, by table. */
async function places(ids: Ids): Promise<Record<string, string>> {
  const found = await Promise.all(
    hanging.map(async (table) => {
      const [row] = await backend.sql`select lead_id from ${backend.sql(table)} where id = ${ids[table]!}`
      return [table, String(row!.lead_id)] as const
    }),
  )
  return Object.fromEntries(found)
}
const all = (lead: string) => Object.fromEntries(hanging.map((table) => [table, lead]))

describe('lead.merge', () => {
  test('moves whatever hangs on the absorbed lead, which stays and says where to', async () => {
    const ids = await leadWithEverything(backend.sql, organization, { ownerId: colleague.id, readerId: colleague.id })
    const args = merge(ids['leads'])
    expect(await desk.send('lead.merge', args)).toMatchObject({
      result: 'applied',
      details: { redirected: { leads: { [ids['leads']!]: survivor } } },
    })
    expect(await places(ids)).toEqual(all(survivor))
    expect(await leadRow(ids['leads']!)).toMatchObject({ merged_into: survivor, owner_id: rep.id, message_count: 0 })
    expect(await leadRow(survivor)).toMatchObject({ message_count: 1, total_orders: 1, owner_id: rep.id })
    const [record] = await backend.sql`select * from lead_merges where id = ${args.merge_id}`
    expect(record).toMatchObject({ lead_id: survivor, absorbed_id: ids['leads'], merged_by: manager.id })
  })

  test('takes the chosen fields, fills gaps, and joins tags and own fields', async () => {
    const { sql } = backend
    await sql`update leads set company_name = 'Acme', tags = '{a,b}', custom_fields = '{"x": 1}' where id = ${survivor}`
    await sql`update leads set company_name = 'Acme Ltd', email = 'ada@example.test', phone = '07400 123456',
      tags = '{b,c}', custom_fields = '{"x": 2, "y": 3}', ai_enabled = false where id = ${absorbed}`
    await desk.send('lead.merge', merge(absorbed, survivor, ['company_name', 'owner_id']))
    expect(await leadRow(survivor)).toMatchObject({
      first_name: 'Ada',
      company_name: 'Acme Ltd',
      email: 'ada@example.test',
      phone_normalized: '+447400123456',
      owner_id: colleague.id,
      tags: ['a', 'b', 'c'],
      custom_fields: { x: 1, y: 3 },
      ai_enabled: false,
    })
    expect((await leadRow(absorbed)).owner_id).toBe(colleague.id)
  })

  test('joins two conversations of one channel, and moves the others', async () => {
    const [mine, theirs] = [await chat(survivor), await chat(absorbed)]
    await writeMessage(backend.sql, mine, 'First')
    await writeMessage(backend.sql, theirs, 'Second')
    const email = await createChannel(backend.sql, organization.id, organization.brandId, 'email')
    const [mail] = await backend.sql<{ id: string }[]>`
      insert into conversations (organization_id, lead_id, channel_id, platform)
      values (${organization.id}, ${absorbed}, ${email}, 'email') returning id`
    await backend.sql`update conversations set status = 'closed' where id = ${mine}`
    const { waiting_since } = await conversationRow(mine)
    const outcome = await desk.send('lead.merge', merge())
    expect(outcome.details).toMatchObject({ redirected: { conversations: { [theirs]: mine } } })
    expect(await conversationRow(mine)).toMatchObject({
      status: 'open',
      message_count: 2,
      unread_count: 2,
      last_message_preview: 'Second',
      waiting_since,
    })
    expect(waiting_since).not.toBeNull()
    expect(await conversationRow(theirs)).toMatchObject({
      lead_id: absorbed,
      joined_into: mine,
      status: 'archived',
      message_count: 0,
      unread_count: 0,
      waiting_since: null,
    })
    expect((await conversationRow(mail!.id)).lead_id).toBe(survivor)
    const bodies = await backend.sql`select body from messages where conversation_id = ${mine} and lead_id = ${survivor}
      order by created_at`
    expect(bodies.map(({ body }) => String(body))).toEqual(['First', 'Second'])
  })

  test('keeps the stricter consent, and lets a campaign run once', async () => {
    const { sql } = backend
    await sql`insert into consents (lead_id, platform, status, source)
      values (${survivor}, 'sms', 'opted_in', 'form'), (${absorbed}, 'sms', 'opted_out', 'keyword')`
    const [campaign] = await sql<{ id: string }[]>`
      select id from campaigns where organization_id = ${organization.id} limit 1`
    await sql`insert into campaign_enrollments (organization_id, lead_id, campaign_id)
      values (${organization.id}, ${absorbed}, ${campaign!.id})`
    await desk.send('lead.merge', merge())
    const [consent] = await sql`select * from consents where lead_id = ${survivor}`
    expect(consent).toMatchObject({ status: 'opted_out', source: 'merge' })
    expect((await leadRow(survivor)).consents).toMatchObject({ sms: { status: 'opted_out' } })
    const [enrollment] = await sql`select * from campaign_enrollments where campaign_id = ${campaign!.id}`
    expect(enrollment).toMatchObject({ lead_id: survivor, status: 'paused', paused_reason: 'opted_out' })
  })

  test('is refused of leads that the caller does not see, viewers, other brands, and one lead with itself', async () => {
    expect(await new Pusher(rep.client).send('lead.merge', merge())).toMatchObject({ code: 'not_found' })
    expect(await new Pusher(rep.client).send('lead.merge', merge(survivor, absorbed))).toMatchObject({
      code: 'not_found',
    })
    expect(await new Pusher(viewer.client).send('lead.merge', merge())).toMatchObject({ code: 'forbidden' })
    const foreign = await createLead(backend.sql, rival)
    expect(await desk.send('lead.merge', merge(foreign))).toMatchObject({ code: 'not_found' })
    expect(await desk.send('lead.merge', merge(survivor))).toMatchObject({ code: 'invalid_input' })
    expect(await desk.send('lead.merge', merge(absorbed, survivor, ['message_count']))).toMatchObject({
      code: 'invalid_input',
    })
    const [brand] = await backend.sql<{ id: string }[]>`
      insert into brands (organization_id, key, name) values (${organization.id}, ${randomUUID()}, 'Other') returning id`
    const other = await createLead(backend.sql, { ...organization, brandId: brand!.id })
    expect(await desk.send('lead.merge', merge(other))).toMatchObject({ code: 'different_brand' })
  })

  test('of two leads into each other at once happens one way', async () => {
    const other = new Pusher(manager.client)
    const outcomes = await Promise.all([
      desk.send('lead.merge', merge()),
      other.send('lead.merge', merge(survivor, absorbed)),
    ])
    expect(outcomes.map(({ result }) => result).toSorted()).toEqual(['applied', 'conflict'])
    expect(outcomes.find(({ result }) => result === 'conflict')).toMatchObject({ code: 'already_merged' })
    const rows = [await leadRow(survivor), await leadRow(absorbed)]
    expect(rows.filter(({ merged_into }) => merged_into === null)).toHaveLength(1)
  })

  test('made twice is one with the same id, and a conflict with another', async () => {
    const args = merge()
    await desk.send('lead.merge', args)
    expect(await desk.send('lead.merge', args)).toMatchObject({ result: 'applied' })
    expect(
      await desk.send('lead.merge', { ...args, fields: [], survivor_id: absorbed, absorbed_id: survivor }),
    ).toMatchObject({
      code: 'id_taken',
    })
    expect(await desk.send('lead.merge', merge())).toMatchObject({
      result: 'conflict',
      code: 'already_merged',
      details: { lead_id: absorbed, merged_into: survivor },
    })
  })

  test('of a chain carries everything to the last', async () => {
    const third = await createLead(backend.sql, organization, { owner_id: manager.id })
    const conversation = await chat(absorbed)
    await writeMessage(backend.sql, conversation, 'Hello')
    await desk.send('lead.merge', merge())
    await desk.send('lead.merge', merge(survivor, third))
    expect((await conversationRow(conversation)).lead_id).toBe(third)
    expect((await leadRow(third)).message_count).toBe(1)
    expect(await leadRow(absorbed)).toMatchObject({ merged_into: survivor, owner_id: manager.id })
  })

  test('takes along a message that arrives while it is made', async () => {
    const [mine, theirs] = [await chat(survivor), await chat(absorbed)]
    const arriving = await backend.sql.reserve()
    await arriving`begin`
    await arriving`insert into messages (conversation_id, direction, sender_type, body)
      values (${theirs}, 'inbound', 'customer', 'In between')`
    const pending = desk.send('lead.merge', merge())
    await waitForLock()
    await arriving`commit`
    arriving.release()
    expect(await pending).toMatchObject({ result: 'applied' })
    expect(await conversationRow(mine)).toMatchObject({ message_count: 1, last_message_preview: 'In between' })
  })
})

async function waitForLock(): Promise<void> {
  for (;;) {
    const waiting = await backend.sql`select from pg_stat_activity where wait_event_type = 'Lock'`
    if (waiting.length > 0) return
  }
}

describe('what names an absorbed lead', () => {
  test('while the merge is made is pushed again, and lands on the survivor', async () => {
    const merging = await backend.sql.reserve()
    await merging`begin`
    await merging`select from leads where id = ${absorbed} for update`
    const mutation = desk.next('lead.edit', { lead_id: absorbed, set: { postcode: 'N1' }, base: { postcode: null } })
    const pending = desk.push(mutation)
    await waitForLock()
    await merging`update leads set merged_into = ${survivor} where id = ${absorbed}`
    await merging`commit`
    merging.release()
    await expect(pending).rejects.toMatchObject({ code: '40001' })
    expect(await desk.push(mutation)).toMatchObject([{ result: 'applied' }])
    expect((await leadRow(survivor)).postcode).toBe('N1')
  })

  test('does not keep two who change one lead at once from each other', async () => {
    const edits = [rep, manager].map(({ client }, place) => {
      const set = place === 0 ? { postcode: 'N1' } : { address: '1 High Street' }
      return new Pusher(client).send('lead.edit', { lead_id: survivor, set, base: { postcode: null, address: null } })
    })
    expect((await Promise.all(edits)).map(({ result }) => result)).toEqual(['applied', 'applied'])
  })

  test('in a desktop’s queue goes to the survivor, and the outcome says so', async () => {
    const [mine, theirs] = [await chat(survivor), await chat(absorbed)]
    await desk.send('lead.merge', merge())
    const redirected = { leads: { [absorbed]: survivor } }
    const note = { note_id: randomUUID(), lead_id: absorbed, title: null, body: 'Call', type: 'general' }
    const edit = { lead_id: absorbed, set: { postcode: 'N1' }, base: { postcode: null } }
    const message = { message_id: randomUUID(), conversation_id: theirs, body: 'Hello' }
    const outcomes = await desk.push(
      desk.next('note.create', note),
      desk.next('lead.edit', edit),
      desk.next('message.send', message),
    )
    expect(outcomes).toMatchObject([
      { result: 'applied', details: { redirected } },
      { result: 'applied', details: { redirected } },
      { result: 'applied', details: { redirected: { conversations: { [theirs]: mine } } } },
    ])
    const [stored] = await backend.sql`select lead_id from notes where id = ${note.note_id}`
    expect(stored!.lead_id).toBe(survivor)
    expect((await leadRow(survivor)).postcode).toBe('N1')
    const [sent] = await backend.sql`select conversation_id, lead_id from messages where id = ${message.message_id}`
    expect(sent).toEqual({ conversation_id: mine, lead_id: survivor })
  })

  test('tells nothing to those who do not see the survivor', async () => {
    await desk.send('lead.merge', merge())
    const note = { note_id: randomUUID(), lead_id: absorbed, title: null, body: 'Call', type: 'general' }
    const edit = { lead_id: absorbed, set: { postcode: 'N1' }, base: { postcode: null } }
    const stranger = await joinAs(backend, rival.id, 'owner')
    for (const { client } of [colleague, stranger]) {
      const pusher = new Pusher(client)
      for (const mutation of [pusher.next('note.create', note), pusher.next('lead.edit', edit)]) {
        expect(await pusher.push(mutation)).toMatchObject([{ result: 'rejected', code: 'not_found', details: null }])
      }
    }
  })

  test('is also followed where the server itself writes', async () => {
    const [mine, theirs] = [await chat(survivor), await chat(absorbed)]
    await desk.send('lead.merge', merge())
    await writeMessage(backend.sql, theirs, 'To the old address')
    expect(await conversationRow(mine)).toMatchObject({ message_count: 1, unread_count: 1 })
    const [booking] = await backend.sql`insert into bookings (organization_id, lead_id, starts_at)
      values (${organization.id}, ${absorbed}, now()) returning lead_id`
    expect(booking!.lead_id).toBe(survivor)
    const [session] = await backend.sql`insert into touchpoint_sessions (organization_id, lead_id, brand_id, kind)
      values (${organization.id}, ${absorbed}, ${organization.brandId}, 'web') returning lead_id`
    expect(session!.lead_id).toBe(survivor)
  })

  test('goes with the survivor when that is deleted', async () => {
    await desk.send('lead.merge', merge())
    await backend.sql`delete from leads where id = ${survivor}`
    expect(await leadRow(absorbed)).toBeUndefined()
  })
})

describe('lead.unmerge', () => {
  test('gives back whatever moved, and the lead to its owner', async () => {
    const ids = await leadWithEverything(backend.sql, organization, { ownerId: colleague.id, readerId: colleague.id })
    const args = merge(ids['leads'])
    await desk.send('lead.merge', args)
    expect(await desk.send('lead.unmerge', { merge_id: args.merge_id })).toMatchObject({ result: 'applied' })
    expect(await places(ids)).toEqual(all(ids['leads']!))
    expect(await leadRow(ids['leads']!)).toMatchObject({ merged_into: null, owner_id: colleague.id, message_count: 1 })
    expect(await leadRow(survivor)).toMatchObject({ message_count: 0, total_orders: 0, consents: {} })
    const [record] = await backend.sql`select * from lead_merges where id = ${args.merge_id}`
    expect(record!.undone_by).toBe(manager.id)
    expect(await desk.send('lead.unmerge', { merge_id: args.merge_id })).toMatchObject({ result: 'applied' })
  })

  test('leaves with the survivor what was made since, and what was changed since as it is', async () => {
    const { sql } = backend
    const [mine, theirs] = [await chat(survivor), await chat(absorbed)]
    await writeMessage(sql, mine, 'One')
    await writeMessage(sql, theirs, 'Two')
    await sql`update leads set company_name = 'Acme Ltd', email = 'a@example.test', tags = '{x}' where id = ${absorbed}`
    const args = merge()
    await desk.send('lead.merge', args)
    const later = await writeMessage(sql, mine, 'Three')
    const [note] = await sql`insert into notes (lead_id, organization_id) values (${survivor}, ${organization.id})
      returning id`
    await sql`update leads set email = 'b@example.test', tags = tags || '{y}' where id = ${survivor}`
    await desk.send('lead.unmerge', { merge_id: args.merge_id })
    expect(await leadRow(survivor)).toMatchObject({ company_name: null, email: 'b@example.test', tags: ['y'] })
    expect(await conversationRow(mine)).toMatchObject({
      message_count: 2,
      unread_count: 2,
      last_inbound_id: later,
      last_message_preview: 'Three',
    })
    expect(await conversationRow(theirs)).toMatchObject({
      message_count: 1,
      unread_count: 1,
      status: 'open',
      joined_into: null,
      last_message_preview: 'Two',
    })
    const [kept] = await sql`select lead_id from notes where id = ${note!.id}`
    expect(kept!.lead_id).toBe(survivor)
  })

  test('asks for the later merge to be undone first', async () => {
    const third = await createLead(backend.sql, organization, { owner_id: manager.id })
    const [first, second] = [merge(), merge(survivor, third)]
    await desk.send('lead.merge', first)
    await desk.send('lead.merge', second)
    const undo = (merge_id: string) => desk.send('lead.unmerge', { merge_id })
    expect(await undo(first.merge_id)).toMatchObject({
      result: 'conflict',
      code: 'merged_since',
      details: { merge_id: second.merge_id },
    })
    expect(await undo(second.merge_id)).toMatchObject({ result: 'applied' })
    expect(await undo(first.merge_id)).toMatchObject({ result: 'applied' })
    const rows = [await leadRow(absorbed), await leadRow(survivor), await leadRow(third)]
    expect(rows.map(({ merged_into, owner_id }) => [merged_into, owner_id])).toEqual([
      [null, colleague.id],
      [null, rep.id],
      [null, manager.id],
    ])
  })

  test('makes the lead a duplicate of whoever has its number by now', async () => {
    const { sql } = backend
    await sql`update leads set phone = '07400 555555' where id = ${absorbed}`
    await sql`update leads set phone = '07400 666666' where id = ${survivor}`
    const args = merge()
    await desk.send('lead.merge', args)
    const newer = await createLead(sql, organization, { phone: '07400 555555' })
    expect(await desk.send('lead.unmerge', { merge_id: args.merge_id })).toMatchObject({ result: 'applied' })
    expect((await leadRow(absorbed)).duplicate_of).toBe(newer)
    await sql`delete from leads where id in (${newer}, ${absorbed}, ${survivor})`
  })

  test('is refused of a merge that the caller does not see, and viewers', async () => {
    const args = merge()
    await desk.send('lead.merge', args)
    const undo = { merge_id: args.merge_id }
    expect(await new Pusher(colleague.client).send('lead.unmerge', undo)).toMatchObject({ code: 'not_found' })
    expect(await new Pusher(viewer.client).send('lead.unmerge', undo)).toMatchObject({ code: 'forbidden' })
    expect(await desk.send('lead.unmerge', { merge_id: randomUUID() })).toMatchObject({ code: 'not_found' })
  })

  test('by two at once happens once', async () => {
    const args = merge()
    await desk.send('lead.merge', args)
    const undo = { merge_id: args.merge_id }
    const outcomes = await Promise.all([
      desk.send('lead.unmerge', undo),
      new Pusher(rep.client).send('lead.unmerge', undo),
    ])
    expect(outcomes.map(({ result }) => result)).toEqual(['applied', 'applied'])
    expect((await leadRow(absorbed)).merged_into).toBeNull()
  })
})
