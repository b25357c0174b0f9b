/** A waiting reply or note gets another text before it leaves this device: over real files and threads. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mutationHash } from './write/hash.ts'
import type { NewMutation } from './calls.ts'
import type { Database } from './client.ts'
import { NOW, conversation, lead, note, pageOf, pull, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const maya = lead({ full_name: 'Maya Chen' })
const chat = conversation({ lead_id: maya.id })
const memo = note({ lead_id: maya.id, body: 'Plan A', title: null })

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(database, [pageOf('leads', [maya]), pageOf('conversations', [chat]), pageOf('notes', [memo])], 10)
})
afterEach(() => cache.dispose())

const commit = async (mutation: NewMutation) => (await database.commit(mutation, { at: NOW })).seq
const send = (body: string, more: object = {}) =>
  commit({ name: 'message.send', args: { message_id: randomUUID(), conversation_id: chat.id, body, ...more } })
const editNote = (body: string) => commit({ name: 'note.edit', args: { note_id: memo.id, set: { body } } })
const texts = async () =>
  (await database.read('conversation.view', { conversation_id: chat.id, limit: 50 }))?.items.flatMap((item) =>
    'body' in item ? [item.body] : [],
  )

test('a reply says the new text on screen and on its way, in its place of the queue', async () => {
  const first = await send('Is Monday fine?')
  await send('Bye')
  await database.editUnsent({ seq: first, text: 'Is Tuesday fine?' })
  expect(await texts()).toEqual(expect.arrayContaining(['Is Tuesday fine?', 'Bye']))
  expect(await texts()).not.toContain('Is Monday fine?')
  const [sent, next] = await database.leaseBatch()
  expect(sent).toMatchObject({ seq: first, args: { body: 'Is Tuesday fine?' } })
  expect(sent?.hash).toBe(mutationHash('message.send', sent!.v, sent!.args as Record<string, unknown>))
  expect(next).toMatchObject({ args: { body: 'Bye' } })
})

test('a later edit of the same note is made over the new text', async () => {
  const first = await editNote('Plan B')
  await editNote('Plan C')
  await database.editUnsent({ seq: first, text: 'Plan B+' })
  expect(await texts()).toContain('Plan C')
  const [one, two] = await database.leaseBatch()
  expect(one?.args).toMatchObject({ set: { body: 'Plan B+' }, base: { body: 'Plan A' } })
  expect(two?.args).toMatchObject({ set: { body: 'Plan C' }, base: { body: 'Plan B+' } })
})

test('only the text of a waiting reply or note is offered for editing', async () => {
  await send('Hello')
  await editNote('Plan B')
  await commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode: '20095' } } })
  const { items } = await database.read('outbox.list', null)
  expect(items.map(({ editable_text }) => editable_text)).toEqual(['Hello', 'Plan B', null])
  await database.leaseBatch()
  expect((await database.read('outbox.list', null)).items.map(({ editable_text }) => editable_text)).toEqual([
    null,
    null,
    null,
  ])
})

test('nothing changes for an empty text, a change without one, or one that is on its way', async () => {
  const reply = await send('Hello')
  const edit = await commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode: '20095' } } })
  await expect(database.editUnsent({ seq: reply, text: ' \n' })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(database.editUnsent({ seq: reply, text: 'x'.repeat(200_000) })).rejects.toMatchObject({
    code: 'invalid_input',
  })
  await expect(database.editUnsent({ seq: edit, text: 'Hi' })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(database.editUnsent({ seq: 99, text: 'Hi' })).rejects.toMatchObject({ code: 'not_found' })
  await database.leaseBatch()
  await expect(database.editUnsent({ seq: reply, text: 'Hi' })).rejects.toMatchObject({ code: 'conflict' })
  expect(await texts()).toContain('Hello')
})
