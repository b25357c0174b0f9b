import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Running } from '#build/demo/live.ts'
import { startFunctionWorker, WORKED_FUNCTIONS } from '#build/scripts/function-worker.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import type { MessageStatus, Platform } from '#shared/domain/vocabulary.ts'
import { joinAs } from '#tests/support/database.ts'
import { startDesk } from '#tests/support/desk.ts'
import type { Desk } from '#tests/support/desk.ts'
import { DispatchWorld } from './support.ts'

let world: DispatchWorld
let dispatcher: Running
let desk: Desk
const log: string[] = []
beforeAll(async () => {
  world = await DispatchWorld.open(true)
  const { backend } = world
  dispatcher = await startFunctionWorker(WORKED_FUNCTIONS.dispatch, backend, (line) => log.push(line))
  const { email, password } = await joinAs(backend, world.desk.organization.id, 'manager')
  desk = await startDesk({ url: backend.url, anonKey: backend.anonKey, email, password })
  await desk.untilState('online')
})
afterAll(async () => {
  await desk.close()
  await dispatcher.stop()
  await world.close()
})

/** What the rep's own cache says of a message. */
const message = async (conversation_id: string, body: string) => {
  const view = await desk.workspace.db.read('conversation.view', { conversation_id, limit: 100 })
  return view?.items.find((item) => item.kind === 'message' && item.body === body)
}

/** The last that each vendor reports: mail servers report nothing, Instagram only what was read. */
const LAST: [Platform, MessageStatus][] = [
  ['sms', 'delivered'],
  ['whatsapp', 'read'],
  ['facebook', 'read'],
  ['instagram', 'read'],
  ['email', 'sent'],
]

test.each(LAST)(
  'a rep’s reply over %s reaches the customer once, and the rep’s own cache says that it is %s',
  async (platform, status) => {
    const conversation_id = await world.conversation(platform)
    const body = `From 199 a month, over ${platform}`
    await desk.until(
      async () => (await desk.workspace.db.read('conversation.view', { conversation_id, limit: 1 }))?.items[0],
      'the conversation',
    )
    const args = { message_id: uuidv7(Date.now()), conversation_id, body }
    await desk.workspace.db.commit({ name: 'message.send', args }, { at: Date.now() })
    desk.workspace.engine.wake('write')
    await world.vendors.carrier.waitFor(body)
    const reported = await desk.until(async () => {
      const item = await message(conversation_id, body)
      return item?.kind === 'message' && item.status === status && item
    }, `the reply to be ${status}`)
    expect(reported).toMatchObject({ id: args.message_id, save_state: 'saved' })
    expect(world.vendors.carrier.taken(body)).toHaveLength(1)
    expect(log).toEqual([])
  },
)

test('a report settles a message whose answer was lost, where the vendor cannot be asked', async () => {
  const body = 'Lost, but reported'
  world.vendors.carrier.failNext('whatsapp', 'die')
  const conversation_id = await world.conversation('whatsapp')
  await world.desk.write(conversation_id, { body })
  const reported = await desk.until(async () => {
    const item = await message(conversation_id, body)
    return item?.kind === 'message' && item.status === 'read' && item
  }, 'the report')
  expect(reported).toMatchObject({ error: null })
  expect(await world.desk.entry(reported.id)).toBeUndefined()
  expect(world.vendors.carrier.taken(body)).toHaveLength(1)
})
