import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault, VendorName } from '#build/fake-vendors/carrier.ts'
import { freePort } from '#build/local-supabase/free-port.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import { attach } from '#tests/support/attachments.ts'
import { DispatchWorld } from './support.ts'

let world: DispatchWorld
beforeAll(async () => {
  world = await DispatchWorld.open()
})
afterAll(() => world.close())

const VENDORS: [Platform, VendorName][] = [
  ['sms', 'twilio'],
  ['whatsapp', 'whatsapp'],
  ['facebook', 'messenger'],
  ['instagram', 'instagram'],
  ['email', 'smtp'],
]

/** Writes a reply, sends what is due, and returns the message. */
async function reply(platform: Platform, body: string, message = {}): Promise<Record<string, unknown>> {
  const id = await world.desk.write(await world.conversation(platform), { body, ...message })
  await world.dispatch()
  return { ...(await world.desk.message(id)), id }
}

describe.each(VENDORS)('%s', (platform, vendor) => {
  test('takes a reply once, to the customer, by the message’s own reference', async () => {
    const body = `Hello over ${platform} – with “quotes” & an emoji 🙂`
    const message = await reply(platform, body)
    const [taken, ...more] = world.vendors.carrier.taken(body)
    expect(more).toEqual([])
    expect(taken).toMatchObject({ vendor })
    expect(taken?.reference).toBe(vendor === 'instagram' ? null : message['id'])
    expect(message).toMatchObject({ status: 'sent', external_id: taken?.id, error: null })
    expect(message['sent_at']).toBeInstanceOf(Date)
    expect(await world.dispatch()).toEqual({})
  })

  test('that is busy is asked again later', async () => {
    const status = vendor === 'smtp' ? 451 : 503
    world.vendors.carrier.failNext(vendor, { status })
    const message = await reply(platform, `Busy ${platform}`)
    expect(message).toMatchObject({ status: 'queued' })
    expect(await world.desk.entry(String(message['id']))).toMatchObject({ attempts: 1, waits: true })
    await world.desk.later(String(message['id']))
    expect(await world.dispatch()).toEqual({ sent: 1 })
    expect(world.vendors.carrier.taken(`Busy ${platform}`)).toHaveLength(1)
  })
})

describe('files', () => {
  const sent: [Platform, string, string][] = [
    ['sms', 'image/png', 'Look'],
    ['whatsapp', 'image/png', 'Look'],
    ['whatsapp', 'application/pdf', 'The offer'],
    ['whatsapp', 'audio/ogg', ''],
    ['facebook', 'image/png', ''],
    ['instagram', 'video/mp4', ''],
    ['email', 'application/pdf', 'The offer'],
  ]
  test.each(sent)('%s is given a file of type %s, with the words %j', async (platform, type, body) => {
    const before = world.vendors.carrier.messages.length
    const id = await world.desk.write(await world.conversation(platform), { body })
    await attach(world.backend, id, [{ name: 'the file', type, content: `content of ${platform}` }])
    expect(await world.dispatch()).toEqual({ sent: 1 })
    const [taken, ...more] = world.vendors.carrier.messages.slice(before)
    expect(more).toEqual([])
    expect(taken).toMatchObject({ body })
    const [file] = taken!.files
    const received = platform === 'email' ? file : await (await fetch(file!)).text()
    expect(received).toBe(platform === 'email' ? 'the file' : `content of ${platform}`)
  })

  test('that are gone fail the message in plain words', async () => {
    const id = await world.desk.write(await world.conversation('whatsapp'), { body: 'Look' })
    await attach(world.backend, id, [{ name: 'car.png', type: 'image/png', content: 'x' }])
    await world.backend.sql`update attachments set path = path || '/gone' where message_id = ${id}`
    await world.dispatch()
    expect(await world.desk.message(id)).toMatchObject({
      status: 'failed',
      error: 'The file car.png is no longer there: attach it again',
    })
  })
})

describe('refusals in plain words', () => {
  const refusals: [Platform, VendorName, Fault, string][] = [
    [
      'sms',
      'twilio',
      { status: 400, body: { code: 21610 } },
      'The customer has unsubscribed from this number by answering STOP',
    ],
    ['sms', 'twilio', { status: 400, body: { code: 1, message: 'Odd' } }, 'Twilio refused it: Odd'],
    [
      'whatsapp',
      'whatsapp',
      { status: 400, body: { error: { code: 131026 } } },
      'The customer’s number is not on WhatsApp, or cannot take this message',
    ],
    [
      'facebook',
      'messenger',
      { status: 400, body: { error: { code: 551 } } },
      'The customer cannot be reached at the moment',
    ],
    [
      'instagram',
      'instagram',
      { status: 401, body: { error: { code: 190 } } },
      'Meta does not accept the channel’s access token: an administrator must enter a new one',
    ],
    ['email', 'smtp', { status: 554 }, 'The mail server refused it'],
  ]
  test.each(refusals)('%s by %s (%j): %s', async (platform, vendor, fault, words) => {
    world.vendors.carrier.failNext(vendor, fault)
    expect(await reply(platform, `Refused by ${vendor} ${words}`)).toMatchObject({ status: 'failed', error: words })
    expect(world.vendors.carrier.taken(`Refused by ${vendor} ${words}`)).toEqual([])
  })

  test('of a message that is too long', async () => {
    expect(await reply('sms', 'x'.repeat(1_601))).toMatchObject({
      status: 'failed',
      error: 'The message is too long: at most 1,600 characters',
    })
  })

  test('of a mail to nobody', async () => {
    const conversation = await world.conversation('email')
    await world.backend.sql`
      update contact_points set platform_user_id = 'nobody@nowhere.test'
      where lead_id = (select lead_id from conversations where id = ${conversation})`
    const id = await world.desk.write(conversation, { body: 'Anybody?' })
    await world.dispatch()
    expect(await world.desk.message(id)).toMatchObject({
      status: 'failed',
      error: 'The mail server does not accept this address',
    })
  })
})

describe('rate limits of a vendor', () => {
  test.each([
    ['sms', 'twilio', { status: 429, headers: { 'retry-after': '300' }, body: { code: 20429 } }],
    ['whatsapp', 'whatsapp', { status: 429, headers: { 'retry-after': '300' }, body: { error: { code: 130429 } } }],
  ] as const)('%s: waits as long as %s says', async (platform, vendor, fault) => {
    world.vendors.carrier.failNext(vendor, fault)
    const message = await reply(platform, `Slowly ${platform}`)
    const [row] = await world.backend.sql<{ seconds: number; attempts: number }[]>`
      select extract(epoch from due_at - now())::float as seconds, attempts from dispatch_queue
      where message_id = ${String(message['id'])}`
    expect(row!.seconds).toBeGreaterThan(290)
    expect(row!.attempts).toBe(0)
  })
})

describe('a channel', () => {
  test('of WhatsApp with Twilio’s credentials sends through Twilio', async () => {
    const channel = await world.twilioWhatsapp()
    const conversation = await world.conversation('whatsapp')
    await world.backend.sql`update conversations set channel_id = ${channel} where id = ${conversation}`
    await world.desk.write(conversation, { body: 'Over Twilio' })
    await world.dispatch()
    expect(world.vendors.carrier.taken('Over Twilio')).toMatchObject([
      { vendor: 'twilio', from: 'whatsapp:+441632960123', to: expect.stringMatching(/^whatsapp:\+44/) },
    ])
  })

  test('of the web widget has its message at once', async () => {
    expect(await reply('web', 'For the widget')).toMatchObject({ status: 'sent', external_id: null })
  })

  test('without credentials says that an administrator must act', async () => {
    await world.backend.sql`delete from channel_credentials where channel_id = ${await world.desk.channel('facebook')}`
    expect(await reply('facebook', 'No credentials')).toMatchObject({
      status: 'failed',
      error: 'The channel is not set up for sending: an administrator must enter its credentials',
    })
  })

  test('whose vendor cannot be reached is tried again', async () => {
    const { env } = world.vendors
    const reachable = env.TWILIO_API_URL
    env.TWILIO_API_URL = `http://127.0.0.1:${await freePort()}`
    const message = await reply('sms', 'Nobody there')
    env.TWILIO_API_URL = reachable
    expect(message).toMatchObject({ status: 'queued' })
    await world.desk.later(String(message['id']))
    await world.dispatch()
    expect(world.vendors.carrier.taken('Nobody there')).toHaveLength(1)
  })
})

test('templates go as the vendor takes them', async () => {
  const conversation = await world.conversation('whatsapp')
  const template = { name: 'appointment', language: 'en_GB', variables: ['Ada', 'Tuesday'] }
  await world.backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, content_type, metadata)
    values (${conversation}, 'outbound', 'agent', 'Hello Ada, see you on Tuesday', 'template',
      ${world.backend.sql.json({ template })})`
  expect(await world.dispatch()).toEqual({ sent: 1 })
  const parameters = [
    { type: 'text', text: 'Ada' },
    { type: 'text', text: 'Tuesday' },
  ]
  const words = `template appointment ${JSON.stringify([{ type: 'body', parameters }])}`
  expect(world.vendors.carrier.taken(words)).toHaveLength(1)
})
