import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
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
import { Pusher } from '#tests/support/pusher.ts'

const HOUR = 3_600_000

let backend: LocalSupabase
let organization: Organization
let rep: Member
let colleague: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
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

async function conversationOn(platform: Platform, leadId = lead): Promise<string> {
  const channel = await createChannel(backend.sql, organization.id, organization.brandId, platform)
  const [row] = await backend.sql<{ id: string }[]>`
    insert into conversations (organization_id, lead_id, channel_id, platform)
    values (${organization.id}, ${leadId}, ${channel}, ${platform}) returning id`
  return row!.id
}

/** What a desktop says of a file, and the file in the storage, unless it is left out. */
async function sentFile(given: Record<string, unknown> = {}, isStored = true) {
  const attachment_id = randomUUID()
  if (isStored) {
    const path = `${organization.id}/sent/${attachment_id}`
    const { error } = await rep.client.storage.from('attachments').upload(path, 'x', { contentType: 'image/png' })
    if (error) throw error
  }
  const sha256 = 'a'.repeat(64)
  return { attachment_id, file_name: 'car.png', content_type: 'image/png', size_bytes: 1, sha256, ...given }
}

describe('files of message.send', () => {
  test('are attached to the message, which may be without words', async () => {
    const file = await sentFile()
    const args = message({ body: '', attachments: [file] })
    expect(await desk.send('message.send', args)).toMatchObject({ result: 'applied' })
    expect(await messageRow(args.message_id)).toMatchObject({ content_type: 'image', status: 'queued' })
    const { attachment_id: id, ...said } = file
    const kept = await backend.sql`select * from attachments where message_id = ${args.message_id}`
    expect(kept).toMatchObject([{ id, ...said, size_bytes: '1', lead_id: lead, bucket: 'attachments' }])
    const read = await rep.client.storage.from('attachments').download(`${organization.id}/sent/${id}`)
    expect(await read.data?.text()).toBe('x')
  })

  test('are in the storage before, or nothing is sent', async () => {
    const args = message({ attachments: [await sentFile(), await sentFile({}, false)] })
    expect(await desk.send('message.send', args)).toMatchObject({ result: 'rejected', code: 'file_missing' })
    expect(await messageRow(args.message_id)).toBeUndefined()
  })

  test('belong to one message', async () => {
    const file = await sentFile()
    await desk.send('message.send', message({ attachments: [file] }))
    expect(await desk.send('message.send', message({ attachments: [file] }))).toMatchObject({ code: 'id_taken' })
  })

  test('that are not said properly are refused', async () => {
    const wrong: unknown[] = [
      'x',
      [1],
      [await sentFile({ size_bytes: -1 })],
      [await sentFile({ size_bytes: 104_857_601 })],
      [await sentFile({ size_bytes: 1.5 })],
      [await sentFile({ content_type: 'text/html; x' })],
      [await sentFile({ sha256: 'x' })],
      [await sentFile({ file_name: '' })],
      [await sentFile({ attachment_id: 'x' })],
      Array.from({ length: 11 }, () => ({})),
    ]
    for (const attachments of wrong) {
      expect(await desk.send('message.send', message({ attachments }))).toMatchObject({ code: 'invalid_input' })
    }
    expect(await desk.send('message.send', message({ body: '' }))).toMatchObject({ code: 'invalid_input' })
  })
})

describe('message.send', () => {
  test('is understood as a queue of the version before wrote it', async () => {
    const [plain, seen, late] = [message(), message({ seen_inbound_id: inbound }), message({ seen_inbound_id: null })]
    const outcomes = await desk.push(...[plain, seen, late].map((args) => desk.next('message.send', args, 1)))
    expect(outcomes.map(({ result, code }) => [result, code])).toEqual([
      ['applied', null],
      ['applied', null],
      ['held', 'customer_replied'],
    ])
    expect(await messageRow(plain.message_id)).toMatchObject({ status: 'queued', subject: null, metadata: {} })
    const [unknown] = await desk.push(desk.next('message.send', message(), 4))
    expect(unknown).toMatchObject({ code: 'unsupported_version' })
  })

  test('leaves by another channel of the same lead, with a subject', async () => {
    const via_conversation_id = await conversationOn('email')
    const args = message({ via_conversation_id, subject: 'Your offer' })
    expect(await desk.send('message.send', args)).toMatchObject({ result: 'applied' })
    expect(await messageRow(args.message_id)).toMatchObject({
      conversation_id: via_conversation_id,
      platform: 'email',
      subject: 'Your offer',
      lead_id: lead,
    })
    expect(await desk.send('message.send', args)).toMatchObject({ result: 'applied' })
    const other = await conversationOn('email', await createLead(backend.sql, organization))
    expect(await desk.send('message.send', message({ via_conversation_id: other }))).toMatchObject({
      code: 'invalid_channel',
    })
    const hidden = await conversationOn(
      'email',
      await createLead(backend.sql, organization, { owner_id: colleague.id }),
    )
    expect(await desk.send('message.send', message({ via_conversation_id: hidden }))).toMatchObject({
      code: 'not_found',
    })
  })

  test('waits until its time, and says so', async () => {
    const scheduled_for = Date.now() + HOUR
    const [later, past] = [message({ scheduled_for }), message({ scheduled_for: Date.now() - HOUR })]
    await desk.push(desk.next('message.send', later), desk.next('message.send', past))
    expect(await messageRow(later.message_id)).toMatchObject({
      status: 'scheduled',
      scheduled_for: new Date(scheduled_for),
      metadata: { scheduled_for },
    })
    expect((await messageRow(past.message_id))['status']).toBe('queued')
    await backend.sql`select app.queue_scheduled_messages(100, now() + interval '2 hours')`
    expect((await messageRow(later.message_id))['status']).toBe('queued')
    for (const wrong of [Date.now() + 400 * 24 * HOUR, 'tomorrow', 1e300]) {
      expect(await desk.send('message.send', message({ scheduled_for: wrong }))).toMatchObject({
        code: 'invalid_input',
      })
    }
  })

  test('counts the use of a template, and takes none of another channel', async () => {
    const [sms, email] = await Promise.all(
      (['sms', 'email'] as const).map(async (type) => {
        const [row] = await backend.sql<{ id: string }[]>`
          insert into message_templates (organization_id, name, type, content)
          values (${organization.id}, ${randomUUID()}, ${type}, 'Hello') returning id`
        return row!.id
      }),
    )
    const args = message({ template_id: sms })
    expect(await desk.send('message.send', args)).toMatchObject({ result: 'applied' })
    expect((await messageRow(args.message_id))['metadata']).toEqual({ template_id: sms })
    const [used] = await backend.sql`select usage_count from message_templates where id = ${sms!}`
    expect(used!['usage_count']).toBe(1)
    for (const template_id of [email, randomUUID()]) {
      expect(await desk.send('message.send', message({ template_id }))).toMatchObject({ code: 'invalid_template' })
    }
  })

  test.each([
    [
      'owner_changed',
      () => backend.sql`update leads set owner_id = null where id = ${lead}`,
      () => ({ seen: { owner_id: rep.id } }),
      () => ({ owner_id: null }),
    ],
    [
      'ai_changed',
      () => backend.sql`update conversations set ai_enabled = false where id = ${conversation}`,
      () => ({ seen: { ai_enabled: true } }),
      () => ({ ai_enabled: false }),
    ],
    [
      'customer_replied',
      () => writeMessage(backend.sql, conversation, 'Wait'),
      () => ({ seen_inbound_id: inbound }),
      () => ({}),
    ],
  ])('is held as %s, and goes out when the rep accepts that', async (code, change, saw, details) => {
    expect(await desk.send('message.send', message(saw()))).toMatchObject({ result: 'applied' })
    await change()
    const args = message(saw())
    expect(await desk.send('message.send', args)).toMatchObject({ result: 'held', code, details: details() })
    expect(await desk.send('message.send', { ...args, accept: [code] })).toMatchObject({ result: 'applied' })
  })

  test('is held for who has opted out or is not to be contacted, whatever the rep accepts', async () => {
    const consent = { lead_id: lead, platform: 'sms', status: 'opted_out', source: 'keyword' }
    await backend.sql`insert into consents ${backend.sql(consent)}`
    expect(await desk.send('message.send', message())).toMatchObject({ result: 'held', code: 'opted_out' })
    expect(await desk.send('message.send', message({ scheduled_for: Date.now() + HOUR }))).toMatchObject({
      code: 'opted_out',
    })
    expect(await desk.send('message.send', message({ accept: ['opted_out'] }))).toMatchObject({ code: 'invalid_input' })
    const via_conversation_id = await conversationOn('email')
    expect(await desk.send('message.send', message({ via_conversation_id }))).toMatchObject({ result: 'applied' })
    await backend.sql`update leads set contact_status = 'removed' where id = ${lead}`
    expect(await desk.send('message.send', message({ via_conversation_id }))).toMatchObject({ code: 'do_not_contact' })
  })

  test('is held when WhatsApp’s 24 hours are over, unless it is an approved template or waits', async () => {
    const chat = await conversationOn('whatsapp')
    const send = (more: object = {}) => desk.send('message.send', message({ conversation_id: chat, ...more }))
    expect(await send()).toMatchObject({ result: 'held', code: 'messaging_window', details: { until: null } })
    await backend.sql`insert into messages (conversation_id, direction, sender_type, body, created_at)
      values (${chat}, 'inbound', 'customer', 'Old', now() - interval '25 hours')`
    expect(await send()).toMatchObject({ code: 'messaging_window' })
    const [template] = await backend.sql<{ id: string }[]>`
      insert into message_templates (organization_id, name, type, content, external_id, approval_status)
      values (${organization.id}, 'offer', 'whatsapp', 'Hello', 'HX1', 'approved') returning id`
    const args = message({ conversation_id: chat, template_id: template!.id, variables: ['Ada'] })
    expect(await desk.send('message.send', args)).toMatchObject({ result: 'applied' })
    expect(await messageRow(args.message_id)).toMatchObject({
      content_type: 'template',
      metadata: { template: { name: 'offer', external_id: 'HX1', variables: ['Ada'] } },
    })
    expect(await send({ scheduled_for: Date.now() + HOUR })).toMatchObject({ result: 'applied' })
    await writeMessage(backend.sql, chat, 'New')
    expect(await send()).toMatchObject({ result: 'applied' })
  })
})
