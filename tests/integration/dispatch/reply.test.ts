import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Running } from '#build/demo/live.ts'
import { startDispatcher } from '#build/scripts/dispatcher.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import { joinAs } from '#tests/support/database.ts'
import { startDesk } from '#tests/support/desk.ts'
import type { Desk } from '#tests/support/desk.ts'
import { DispatchWorld } from './support.ts'

let world: DispatchWorld
let dispatcher: Running
let desk: Desk
const log: string[] = []
beforeAll(async () => {
  world = await DispatchWorld.open()
  const { backend } = world
  dispatcher = await startDispatcher(backend.sql, backend, (line) => log.push(line))
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

test.each<Platform>(['sms', 'whatsapp', 'facebook', 'instagram', 'email'])(
  'a rep’s reply over %s reaches the customer once, and the rep’s own cache says that it went',
  async (platform) => {
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
    const sent = await desk.until(async () => {
      const item = await message(conversation_id, body)
      return item?.kind === 'message' && item.status === 'sent' && item
    }, 'the reply to be sent')
    expect(sent).toMatchObject({ id: args.message_id, save_state: 'saved' })
    expect(world.vendors.carrier.taken(body)).toHaveLength(1)
    expect(log).toEqual([])
  },
)
