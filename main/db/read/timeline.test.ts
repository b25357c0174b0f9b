import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveQueryInput } from '#shared/contract/ipc.ts'
import type { Row } from '#shared/replication/tables.ts'
import type { Database } from '../client.ts'
import { NOW, conversation, lead, message, note, pageOf, pull, rowOf, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const MINUTE = 60_000
const maya = lead({})
const sms = conversation({ lead_id: maya.id, platform: 'sms', message_count: 60, created_at: NOW - 3 })
const mail = conversation({ lead_id: maya.id, platform: 'email', message_count: 60, created_at: NOW - 2 })
const other = conversation({ lead_id: lead({}).id, message_count: 1 })

/** Messages in turn over both channels, a minute apart: m0 by SMS, m1 by e-mail, m2 by SMS, … */
const messages = Array.from({ length: 120 }, (_, n) => {
  const { id, platform } = n % 2 === 0 ? sms : mail
  const at = { created_at: NOW + n * MINUTE }
  return message({ conversation_id: id, lead_id: maya.id, platform, body: `m${n}`, ...at })
})
const stage = rowOf('pipeline_stages', { name: 'Qualified' })
const moved = rowOf('stage_changes', { lead_id: maya.id, to_stage_id: stage.id, created_at: NOW + 50.5 * MINUTE })

let cache: TestCache
let database: Database

beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(
    database,
    [
      pageOf('pipeline_stages', [stage]),
      pageOf('leads', [maya]),
      pageOf('conversations', [sms, mail, other]),
      pageOf('messages', messages),
      pageOf('stage_changes', [moved]),
      pageOf('notes', [note({ lead_id: maya.id, body: 'a note', tags: ['price'], created_at: NOW + 100.5 * MINUTE })]),
    ],
    1,
  )
})
afterEach(() => cache.dispose())

const view = async (input: Partial<LiveQueryInput<'conversation.view'>>) =>
  (await database.read('conversation.view', { conversation_id: sms.id, limit: 5000, show: 'lead', ...input }))!
const bodies = async (input: Partial<LiveQueryInput<'conversation.view'>>) =>
  (await view(input)).items.map(({ body }) => body)

test('the thread of a lead is in the order of time over all its channels, with notes and moves between stages', async () => {
  const { items, siblings, stage_changes } = await view({})
  expect(items).toHaveLength(121)
  expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted((a, b) => a - b))
  expect(items[101]).toMatchObject({ kind: 'note', body: 'a note', tags: ['price'] })
  expect(siblings.map(({ platform }) => platform)).toEqual(['sms', 'email'])
  expect(stage_changes).toMatchObject([{ from: null, to: 'Qualified', is_automatic: false }])
})

test('it can be one channel, or one conversation alone', async () => {
  const ofMail = (await view({ show: 'email' })).items.filter(({ kind }) => kind === 'message')
  expect(ofMail).toHaveLength(60)
  expect(ofMail.every((item) => item.kind === 'message' && item.conversation_id === mail.id)).toBe(true)
  expect(await bodies({ show: 'conversation', limit: 3 })).toEqual(['m114', 'm116', 'm118'])
})

test('a window around a message has what comes before and after it, and tells of more on both sides', async () => {
  const anchor = messages[60]!.id
  const window = await view({ around: anchor, limit: 3, after: 2 })
  expect(window.items.map(({ body }) => body)).toEqual(['m58', 'm59', 'm60', 'm61', 'm62'])
  expect(window).toMatchObject({ has_older: true, has_newer: true, stage_changes: [] })
  expect(await view({ around: anchor, limit: 5000, after: 5000 })).toMatchObject({ has_older: false, has_newer: false })
  expect((await view({ around: anchor, limit: 20, after: 2 })).stage_changes).toHaveLength(1)
})

test('a message that is not here leaves the thread at its end', async () => {
  expect(await bodies({ around: crypto.randomUUID(), limit: 2 })).toEqual(['m118', 'm119'])
})

test('a message of one channel refreshes the thread that was opened from another', async () => {
  const touched: unknown[] = []
  database.onChange(({ conversations }) => touched.push(conversations))
  const reply = { message_id: crypto.randomUUID(), conversation_id: mail.id, body: 'x' }
  await database.commit({ name: 'message.send', args: reply }, { at: NOW })
  expect(touched.flat()).toContain(sms.id)
  expect(touched.flat()).not.toContain(other.id)
})

test('a message has its files in the order they were attached, with why one is missing', async () => {
  const [first] = messages
  const file = (given: Partial<Row<'attachments'>>) =>
    rowOf('attachments', { lead_id: maya.id, message_id: first!.id, content_type: 'image/png', metadata: {}, ...given })
  const photo = file({ path: 'a/0', size_bytes: 10, file_name: 'car.png' })
  const elsewhere = file({ path: 'a/1', content_type: 'application/pdf', metadata: { source: { url: 'https://x' } } })
  const refused = file({ path: 'a/2', content_type: 'text/html', size_bytes: 9, metadata: { refused: 'mime type' } })
  await pull(database, [pageOf('attachments', [refused, elsewhere, photo])], 2)
  const { items } = await view({})
  expect(items[0]).toMatchObject({
    attachments: [
      { id: photo.id, file_name: 'car.png', kind: 'image', missing: null },
      { id: elsewhere.id, kind: 'file', missing: expect.stringContaining('Not fetched') as string },
      { id: refused.id, kind: 'file', missing: 'Not kept: mime type' },
    ],
  })
  expect(items[1]).toMatchObject({ attachments: [] })
})
