import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as vendor from '#tests/support/vendor-payloads.ts'
import { IntakeWorld } from './support.ts'

let world: IntakeWorld
beforeAll(async () => {
  world = await IntakeWorld.open()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.renew()
  await world.mail.deliver('email', vendor.mimeMessage('mia@mail.example'))
})

/** A mail of ours that has left. */
async function sent(): Promise<{ id: string; external_id: string }> {
  const external_id = `<${crypto.randomUUID()}@acme.example>`
  const [row] = await world.sql<{ id: string }[]>`
    insert into messages (conversation_id, direction, sender_type, body, status, external_id, sent_at)
    select id, 'outbound', 'ai', 'Our answer', 'sent', ${external_id}, now() from conversations
    where organization_id = ${world.organization.id} returning id`
  return { id: row!.id, external_id }
}

const message = async (id: string) => (await world.sql`select status, error from messages where id = ${id}`)[0]
const leads = () => world.sql`select id from leads where organization_id = ${world.organization.id}`

test.each([
  ['5.1.1', 'smtp; 550 5.1.1 User unknown', 'The mail server does not know this address (550 5.1.1 User unknown)'],
  ['5.2.2', 'smtp; 552 Quota exceeded', 'The mailbox is full (552 Quota exceeded)'],
  ['5.0.0', 'x-unix; mail refused', 'It could not be delivered (mail refused)'],
])(
  'a mail that came back with %s has failed, with the reason, and its sender is no customer',
  async (code, told, why) => {
    const { id, external_id } = await sent()
    expect((await world.mail.deliver('email', vendor.bounce(external_id, { code, told }))).status).toBe(200)
    expect(await message(id)).toEqual({ status: 'failed', error: why })
    expect(await leads()).toHaveLength(1)
  },
)

test('a server that quotes nothing, and answers the mail instead, is understood', async () => {
  const { id, external_id } = await sent()
  await world.mail.deliver('email', vendor.bounce(external_id, { quotes: false }))
  expect(await message(id)).toMatchObject({ status: 'failed' })
})

test('a delay says nothing yet, and a receipt says that it arrived', async () => {
  const { id, external_id } = await sent()
  await world.mail.deliver('email', vendor.bounce(external_id, { action: 'delayed', code: '4.4.1' }))
  expect(await message(id)).toEqual({ status: 'sent', error: null })
  await world.mail.deliver('email', vendor.bounce(external_id, { action: 'delivered', code: '2.0.0' }))
  expect(await message(id)).toEqual({ status: 'delivered', error: null })
  expect(await leads()).toHaveLength(1)
})

test('a notification that names no mail is kept with the reason', async () => {
  await world.mail.deliver('email', vendor.bounce(null))
  const letters = await world.sql`select error from dead_letters where organization_id = ${world.organization.id}`
  expect(letters).toEqual([{ error: 'bounce_without_message' }])
})
