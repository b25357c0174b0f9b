import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import {
  createChannel,
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
} from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'

const PHONE = '+447400123456'

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
beforeEach(async () => {
  desk = new Pusher(rep.client)
  await backend.sql`delete from leads where organization_id = ${organization.id}`
})

const newLead = (fields: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
  lead_id: randomUUID(),
  brand_id: organization.brandId,
  fields,
  ...more,
})

const leadRow = async (id: string) => (await backend.sql`select * from leads where id = ${id}`)[0]

describe('lead.create', () => {
  test('makes a lead of the rep with a normalised number, a stage and every field', async () => {
    const followUp = Date.parse('2026-12-01T10:00:00Z')
    const args = newLead({
      first_name: 'Ada',
      last_name: 'King',
      phone: '07400 123456',
      secondary_phone: '07400 123457',
      address: '1 High Street',
      source: 'Fair',
      temperature: 'hot',
      custom_fields: { roof: 'flat' },
      next_follow_up_at: followUp,
    })
    expect(await desk.send('lead.create', args)).toMatchObject({ result: 'applied', details: null })
    expect(await leadRow(args.lead_id)).toMatchObject({
      owner_id: rep.id,
      organization_id: organization.id,
      full_name: 'Ada King',
      phone_normalized: PHONE,
      secondary_phone: '07400 123457',
      address: '1 High Street',
      temperature: 'hot',
      custom_fields: { roof: 'flat' },
      next_follow_up_at: new Date(followUp),
    })
    expect((await leadRow(args.lead_id))!.pipeline_stage_id).not.toBeNull()
  })

  test('makes it for the pool, and for a colleague where the caller sees their leads', async () => {
    const pooled = newLead({}, { owner_id: null })
    await desk.send('lead.create', pooled)
    expect((await leadRow(pooled.lead_id))!.owner_id).toBeNull()
    const given = newLead({}, { owner_id: colleague.id })
    expect(await desk.send('lead.create', given)).toMatchObject({ result: 'rejected', code: 'forbidden' })
    expect(await new Pusher(manager.client).send('lead.create', given)).toMatchObject({ result: 'applied' })
    expect((await leadRow(given.lead_id))!.owner_id).toBe(colleague.id)
  })

  test('names the lead that has the number, if the caller sees it', async () => {
    const first = newLead({ phone: PHONE })
    await desk.send('lead.create', first)
    const second = newLead({ phone: '07400 123 456' })
    expect(await desk.send('lead.create', second)).toMatchObject({
      result: 'rejected',
      code: 'duplicate_of',
      details: { lead_id: first.lead_id },
    })
    const hidden = await new Pusher(colleague.client).send('lead.create', newLead({ phone: PHONE }))
    expect(hidden).toMatchObject({ result: 'rejected', code: 'belongs_to_colleague', details: null })
    expect(await leadRow(second.lead_id)).toBeUndefined()
  })

  test('keeps both when told to, which the second says of itself; not past a colleague’s lead', async () => {
    const first = newLead({ phone: PHONE })
    await desk.send('lead.create', first)
    const second = newLead({ phone: PHONE, first_name: 'His wife' }, { keep_both: true })
    expect(await desk.send('lead.create', second)).toMatchObject({
      result: 'applied',
      details: { duplicate_of: first.lead_id },
    })
    expect(await leadRow(second.lead_id)).toMatchObject({ duplicate_of: first.lead_id, first_name: 'His wife' })
    const hidden = await new Pusher(colleague.client).send(
      'lead.create',
      newLead({ phone: PHONE }, { keep_both: true }),
    )
    expect(hidden).toMatchObject({ code: 'belongs_to_colleague' })
  })

  test('lets one of two reps who make the same lead at once have it', async () => {
    const desks = [new Pusher(rep.client), new Pusher(manager.client)]
    const outcomes = await Promise.all(desks.map((each) => each.send('lead.create', newLead({ phone: PHONE }))))
    expect(outcomes.map(({ result }) => result).toSorted()).toEqual(['applied', 'rejected'])
    const rows = await backend.sql`select from leads where phone_normalized = ${PHONE}`
    expect(rows).toHaveLength(1)
  })

  test('with an id that exists is a repetition or a collision', async () => {
    const args = newLead({ first_name: 'Ada' })
    await desk.send('lead.create', args)
    expect(await desk.send('lead.create', args)).toMatchObject({ result: 'applied' })
    const other = { ...args, fields: { first_name: 'Eve' } }
    expect(await desk.send('lead.create', other)).toMatchObject({ code: 'id_taken' })
    const hidden = await createLead(backend.sql, organization, { owner_id: colleague.id })
    expect(await desk.send('lead.create', { ...newLead(), lead_id: hidden })).toMatchObject({ code: 'id_taken' })
    const foreign = await createLead(backend.sql, rival)
    expect(await desk.send('lead.create', { ...newLead(), lead_id: foreign })).toMatchObject({ code: 'id_taken' })
  })

  test.each([
    ['another organisation’s brand', () => ({ ...newLead(), brand_id: rival.brandId })],
    ['a derived column', () => newLead({ lead_score: 100 })],
    ['a guarded column', () => newLead({ lead_status: 'converted' })],
    ['no such column', () => newLead({ shoe_size: 44 })],
    ['text that is too long', () => newLead({ first_name: 'x'.repeat(201) })],
    ['no such temperature', () => newLead({ temperature: 'boiling' })],
    ['a time beyond all calendars', () => newLead({ next_follow_up_at: 1e300 })],
    ['fields that are no object', () => newLead({ custom_fields: [1] })],
    ['fields without end', () => newLead({ custom_fields: { a: 'x'.repeat(20_001) } })],
    ['no fields', () => ({ ...newLead(), fields: null })],
    ['an owner who is none', () => newLead({}, { owner_id: 'me' })],
  ])('refuses %s', async (_, args) => {
    expect(await desk.send('lead.create', args())).toMatchObject({ result: 'rejected', code: 'invalid_input' })
  })

  test('refuses owners who cannot take leads, and viewers', async () => {
    const asManager = new Pusher(manager.client)
    for (const owner_id of [viewer.id, randomUUID()]) {
      expect(await asManager.send('lead.create', newLead({}, { owner_id }))).toMatchObject({ code: 'invalid_assignee' })
    }
    expect(await new Pusher(viewer.client).send('lead.create', newLead())).toMatchObject({ code: 'forbidden' })
  })
})

describe('lead.edit', () => {
  test('changes every field that a rep may write', async () => {
    const lead = await createLead(backend.sql, organization, { owner_id: rep.id, first_name: 'Ada' })
    const set = {
      address: '2 Low Road',
      secondary_phone: '07400 1',
      source: 'Fair',
      temperature: 'cold',
      custom_fields: { roof: 'flat' },
      next_follow_up_at: Date.parse('2026-12-01T10:00:00Z'),
    }
    const base = {
      address: null,
      secondary_phone: null,
      source: null,
      temperature: null,
      custom_fields: {},
      next_follow_up_at: null,
    }
    expect(await desk.send('lead.edit', { lead_id: lead, set, base })).toMatchObject({
      result: 'applied',
      details: null,
    })
    const { next_follow_up_at, ...rest } = set
    expect(await leadRow(lead)).toMatchObject({ ...rest, next_follow_up_at: new Date(next_follow_up_at) })
  })

  test('is understood as the version before wrote it', async () => {
    const lead = await createLead(backend.sql, organization, { owner_id: rep.id, first_name: 'Ada' })
    const args = { lead_id: lead, set: { first_name: 'Ada Mae' }, base: { first_name: 'Ada' } }
    const [outcome] = await desk.push(desk.next('lead.edit', args, 1))
    expect(outcome).toMatchObject({ result: 'applied' })
    const [unknown] = await desk.push(desk.next('lead.edit', args, 3))
    expect(unknown).toMatchObject({ code: 'unsupported_version' })
  })

  test('names the lead that has the number', async () => {
    const first = await createLead(backend.sql, organization, { owner_id: rep.id, phone: PHONE })
    const second = await createLead(backend.sql, organization, { owner_id: rep.id })
    const args = { lead_id: second, set: { phone: PHONE }, base: { phone: null } }
    expect(await desk.send('lead.edit', args)).toMatchObject({ code: 'duplicate_of', details: { lead_id: first } })
    await backend.sql`update leads set owner_id = ${colleague.id} where id = ${first}`
    expect(await desk.send('lead.edit', args)).toMatchObject({ code: 'belongs_to_colleague', details: null })
  })
})

describe('conversation.start', () => {
  let lead: string
  beforeEach(async () => {
    lead = await createLead(backend.sql, organization, { owner_id: rep.id })
  })
  const start = (more: Record<string, unknown> = {}) => ({
    conversation_id: randomUUID(),
    lead_id: lead,
    channel_id: organization.channelId,
    ...more,
  })

  test('begins a conversation, once', async () => {
    const args = start()
    expect(await desk.send('conversation.start', args)).toMatchObject({ result: 'applied', details: null })
    expect(await desk.send('conversation.start', args)).toMatchObject({ result: 'applied', details: null })
    const [row] = await backend.sql`select * from conversations where id = ${args.conversation_id}`
    expect(row).toMatchObject({ lead_id: lead, platform: 'sms', status: 'open', organization_id: organization.id })
  })

  test('finds the one there is, and sends what the queue addresses to the other id there', async () => {
    const present = await createConversation(backend.sql, organization, lead)
    const args = start()
    const redirected = { conversations: { [args.conversation_id]: present } }
    const message = { message_id: randomUUID(), conversation_id: args.conversation_id, body: 'Good morning' }
    const outcomes = await desk.push(desk.next('conversation.start', args), desk.next('message.send', message))
    expect(outcomes).toMatchObject([
      { result: 'applied', details: { redirected } },
      { result: 'applied', details: { redirected } },
    ])
    const [row] = await backend.sql`select conversation_id from messages where id = ${message.message_id}`
    expect(row!.conversation_id).toBe(present)
    const another = { ...message, message_id: randomUUID() }
    expect(await new Pusher(manager.client).send('message.send', another)).toMatchObject({ code: 'not_found' })
  })

  test('of two reps at once ends in one conversation', async () => {
    const desks = [new Pusher(rep.client), new Pusher(manager.client)]
    const outcomes = await Promise.all(desks.map((each) => each.send('conversation.start', start())))
    expect(outcomes.map(({ result }) => result)).toEqual(['applied', 'applied'])
    expect(await backend.sql`select from conversations where lead_id = ${lead}`).toHaveLength(1)
  })

  test('does not take over an id that somebody else’s conversation has', async () => {
    await createConversation(backend.sql, organization, lead)
    const hidden = await createConversation(
      backend.sql,
      organization,
      await createLead(backend.sql, organization, { owner_id: colleague.id }),
    )
    expect(await desk.send('conversation.start', start({ conversation_id: hidden }))).toMatchObject({
      code: 'id_taken',
    })
  })

  test('refuses channels that cannot reach the lead, and leads that the caller does not see', async () => {
    const { sql } = backend
    const [brand] = await sql<{ id: string }[]>`
      insert into brands (organization_id, key, name) values (${organization.id}, ${randomUUID()}, 'Other') returning id`
    const elsewhere = await createChannel(sql, organization.id, brand!.id, 'sms')
    const off = await createChannel(sql, organization.id, organization.brandId, 'email')
    await sql`update channels set is_active = false where id = ${off}`
    for (const channel_id of [elsewhere, off, rival.channelId, randomUUID()]) {
      expect(await desk.send('conversation.start', start({ channel_id }))).toMatchObject({ code: 'invalid_channel' })
    }
    const hidden = await createLead(sql, organization, { owner_id: colleague.id })
    for (const lead_id of [hidden, await createLead(sql, rival), randomUUID()]) {
      expect(await desk.send('conversation.start', start({ lead_id }))).toMatchObject({ code: 'not_found' })
    }
  })
})
