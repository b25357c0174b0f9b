import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Database } from '../../db/client.ts'
import { NOW, conversation, lead, message, outcomeOf, pageOf, pull, testCache } from '../../db/test-support.ts'
import type { TestCache } from '../../db/test-support.ts'
import type { Workspace } from '../../workspace.ts'
import { composerHandlers } from './composer.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let db: Database
beforeEach(async () => {
  cache = testCache()
  db = await cache.open()
})
afterEach(() => cache.dispose())

/** The composer's commands over a real cache, with a network that is there or not. */
async function desk({ online }: { online: boolean }) {
  const maya = lead()
  const chat = conversation({ lead_id: maya.id })
  const inbound = message({ lead_id: maya.id, conversation_id: chat.id, created_at: NOW - 1000 })
  await pull(db, [pageOf('leads', [maya]), pageOf('conversations', [chat]), pageOf('messages', [inbound])], 10)
  const engine = { status: { state: online ? 'online' : 'offline' }, refreshCounts: () => Promise.resolve() }
  const workspace = () => ({ db, engine }) as unknown as Workspace
  const commands = composerHandlers({
    workspace,
    writable: workspace,
    commit: async (mutation, options) => (await db.commit(mutation, { at: NOW, ...options }), null),
    now: () => NOW,
  })
  const send = (body: string, scheduled_for?: number) =>
    commands['message.send']({ conversation_id: chat.id, body, ...(scheduled_for && { scheduled_for }) })
  const items = async () => {
    const view = await db.read('conversation.view', { conversation_id: chat.id, limit: 10 })
    return view!.items.filter((item) => item.kind === 'message' && item.direction === 'outbound')
  }
  return { commands, send, items }
}

test('a reply is held by the server for ten seconds, and by the cache until the server has it', async () => {
  const { send, items } = await desk({ online: true })
  const sent = await send('Hello Maya')
  expect(sent).toMatchObject({ leaves_at: NOW + 10_000, online: true })
  expect(await items()).toMatchObject([{ id: sent.message_id, status: 'scheduled', scheduled_for: NOW + 10_000 }])
  const [queued] = await db.leaseBatch()
  expect(queued).toMatchObject({ name: 'message.send', args: { scheduled_for: NOW + 10_000 } })
})

test('a reply that has never been on its way is taken back at once, as if it had never been', async () => {
  const { commands, send, items } = await desk({ online: false })
  const first = await send('First')
  const second = await send('Second')
  expect(first.online).toBe(false)
  expect(await commands['message.take_back']({ message_id: first.message_id })).toEqual({ settled: true })
  expect(await items()).toMatchObject([{ id: second.message_id }])
  expect((await db.leaseBatch()).map(({ name }) => name)).toEqual(['message.send'])
  expect(await db.read('message.fate', { message_id: first.message_id })).toBeNull()
})

test('a reply that may have reached the server is cancelled there, and is not back before the server agrees', async () => {
  const { commands, send } = await desk({ online: true })
  const { message_id } = await send('Hello')
  await db.leaseBatch()
  expect(await commands['message.take_back']({ message_id })).toEqual({ settled: false })
  expect(await db.read('message.fate', { message_id })).toEqual({
    status: 'cancelled',
    save_state: 'syncing',
    too_late: null,
  })
})

test('a reply that left before the server heard of the cancellation is known to have left', async () => {
  const { commands, send } = await desk({ online: true })
  const { message_id } = await send('Hello')
  const [queued] = await db.leaseBatch()
  await db.settle([outcomeOf(queued!.seq, { xid: '15' })])
  await commands['message.take_back']({ message_id })
  const [cancel] = await db.leaseBatch()
  await db.settle([
    outcomeOf(cancel!.seq, { result: 'conflict', xid: '16', code: 'already_sent', message: 'It has left' }),
  ])
  expect(await db.read('message.fate', { message_id })).toMatchObject({ status: 'scheduled', too_late: cancel!.seq })
})

test('a reply that the server has held meanwhile is given up, and nothing is asked of the server', async () => {
  const { commands, send, items } = await desk({ online: true })
  const { message_id } = await send('Hello')
  const [queued] = await db.leaseBatch()
  await db.settle([outcomeOf(queued!.seq, { result: 'held', code: 'opted_out', message: 'Opted out' })])
  expect(await commands['message.take_back']({ message_id })).toEqual({ settled: true })
  expect(await items()).toEqual([])
  expect(await db.leaseBatch()).toEqual([])
})

test('a reply for later waits for its time, which can be changed until it leaves', async () => {
  const { commands, send, items } = await desk({ online: true })
  const tomorrow = NOW + 24 * 3_600_000
  const { message_id, leaves_at } = await send('Good morning', tomorrow)
  expect(leaves_at).toBe(tomorrow)
  expect(await items()).toMatchObject([{ status: 'scheduled', scheduled_for: tomorrow }])

  await commands['message.reschedule']({ message_id, scheduled_for: tomorrow + 60_000 })
  expect(await items()).toMatchObject([{ scheduled_for: tomorrow + 60_000 }])
  await commands['message.reschedule']({ message_id, scheduled_for: null })
  expect(await items()).toMatchObject([{ scheduled_for: NOW + 10_000 }])
  const edits = (await db.leaseBatch()).filter(({ name }) => name === 'message.edit_scheduled')
  expect(edits.map(({ args }) => args)).toMatchObject([
    { set: { scheduled_for: tomorrow + 60_000 }, base: { metadata: { scheduled_for: tomorrow } } },
    { set: { scheduled_for: NOW + 10_000 }, base: { metadata: { scheduled_for: tomorrow + 60_000 } } },
  ])
})

test('a time that is nearer than the seconds to take it back is not taken at its word', async () => {
  const { send } = await desk({ online: true })
  expect(await send('At once', NOW + 1)).toMatchObject({ leaves_at: NOW + 10_000 })
  await expect(send('In two years', NOW + 730 * 24 * 3_600_000)).rejects.toMatchObject({ code: 'invalid_input' })
})
