import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Row, TableName } from '#shared/replication/tables.ts'
import type { Database } from './client.ts'
import { NOW, conversation, lead, message, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
})
afterEach(() => cache.dispose())

const brand_id = crypto.randomUUID()
const channel = (platform: string, given: Partial<Row<'channels'>> = {}) =>
  rowOf('channels', { brand_id, name: platform, platform, is_active: true, ...given })

const sms = channel('sms')
const whatsapp = channel('whatsapp')
const mail = channel('email')
const instagram = channel('instagram')
const voice = channel('voice')
const off = channel('web', { is_active: false })
const foreign = channel('sms', { brand_id: crypto.randomUUID() })
const CHANNELS = [voice, off, instagram, mail, whatsapp, sms, foreign]

/** A lead with a phone number, whose conversation is by SMS. */
async function given(change: {
  lead?: Partial<Row<'leads'>>
  conversation?: Partial<Row<'conversations'>>
  more?: { [T in TableName]?: Row<T>[] }
}) {
  const maya = lead({
    brand_id,
    phone: '07700 900123',
    phone_normalized: '+447700900123',
    ai_enabled: true,
    ...change.lead,
  })
  const inbound = message({ lead_id: maya.id, created_at: NOW - 1000 })
  const chat = conversation({
    lead_id: maya.id,
    channel_id: sms.id,
    last_inbound_id: inbound.id,
    ai_enabled: false,
    ...change.conversation,
  })
  const more = Object.entries(change.more ?? {}).map(([table, rows]) =>
    pageOf(table as TableName, (rows as Row<TableName>[]).map((row) => ({ ...row, lead_id: maya.id })) as never),
  )
  await pull(
    database,
    [
      pageOf('channels', CHANNELS),
      pageOf('leads', [maya]),
      pageOf('conversations', [chat]),
      pageOf('messages', [{ ...inbound, conversation_id: chat.id }]),
      ...more,
    ],
    10,
  )
  return { options: (await database.read('reply.options', { conversation_id: chat.id }))!, maya, chat }
}

test('a customer is reached by their own channel first, then by those that an address is known for', async () => {
  const { options, chat } = await given({})
  expect(options.vias.map(({ platform, obstacle }) => [platform, obstacle])).toEqual([
    ['sms', null],
    ['email', 'no_address'],
    ['instagram', 'not_written'],
    ['voice', 'calls_only'],
    ['whatsapp', null],
  ])
  expect(options.vias[0]).toMatchObject({
    conversation_id: chat.id,
    address: '+447700900123',
    last_inbound_at: NOW - 1000,
  })
  expect(options).toMatchObject({ answering: 'person', do_not_contact: false })
})

test('an opt-out of a channel blocks that channel alone, and a removed lead altogether', async () => {
  const { options } = await given({
    lead: { contact_status: 'removed' },
    more: { consents: [rowOf('consents', { platform: 'sms', status: 'opted_out' })] },
  })
  expect(options.do_not_contact).toBe(true)
  expect(options.vias.find(({ platform }) => platform === 'sms')?.obstacle).toBe('opted_out')
  expect(options.vias.find(({ platform }) => platform === 'whatsapp')?.obstacle).toBeNull()
})

test('who has written by Instagram can be answered there', async () => {
  const point = rowOf('contact_points', {
    channel_id: instagram.id,
    platform: 'instagram',
    handle: 'maya.c',
    platform_user_id: '17',
  })
  const { options } = await given({ more: { contact_points: [point] } })
  expect(options.vias.find(({ platform }) => platform === 'instagram')).toMatchObject({
    obstacle: null,
    address: 'maya.c',
    conversation_id: null,
  })
})

test.each([
  ['ai', { ai_enabled: true }, { ai_enabled: true }],
  ['person', { ai_enabled: false }, { ai_enabled: true }],
  ['person', { ai_enabled: true }, { ai_enabled: false }],
] as const)('%s answers with the conversation %j and the lead %j', async (answering, chat, person) => {
  const { options } = await given({ conversation: chat, lead: person })
  expect(options.answering).toBe(answering)
})

test('a reply by a channel without a conversation begins one in the same transaction', async () => {
  const { maya, chat } = await given({})
  const begun = crypto.randomUUID()
  const message_id = crypto.randomUUID()
  const args = { message_id, conversation_id: chat.id, via_conversation_id: begun, body: 'Hello there' }
  await database.commit(
    { name: 'message.send', args },
    {
      at: NOW,
      first: [
        { name: 'conversation.start', args: { conversation_id: begun, lead_id: maya.id, channel_id: whatsapp.id } },
      ],
    },
  )
  const view = await database.read('conversation.view', { conversation_id: begun, limit: 10 })
  expect(view?.items).toMatchObject([{ id: message_id, body: 'Hello there' }])
  expect((await database.leaseBatch()).map(({ name }) => name)).toEqual(['conversation.start', 'message.send'])
})

test('a draft keeps its channel and subject, and they go with its words', async () => {
  const { chat } = await given({})
  const draft = { body: 'Dear Maya', mode: 'reply', via: mail.id, subject: 'Your offer' } as const
  await database.saveDraft(chat.id, draft, { at: NOW })
  expect(await database.loadDraft(chat.id)).toEqual(draft)
  const args = { message_id: crypto.randomUUID(), conversation_id: chat.id, body: 'Dear Maya' }
  await database.commit(
    { name: 'message.send', args },
    { at: NOW, spent: { conversation_id: chat.id, body: 'Dear Maya' } },
  )
  expect(await database.loadDraft(chat.id)).toBeNull()
})
