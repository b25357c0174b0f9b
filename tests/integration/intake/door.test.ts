import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as vendor from '#tests/support/vendor-payloads.ts'
import { IntakeWorld } from './support.ts'

let world: IntakeWorld
beforeAll(async () => {
  world = await IntakeWorld.open()
})
afterAll(() => world.close())
beforeEach(() => world.renew())

describe('the door', () => {
  test.each([
    'web',
    'form',
    'json',
    'agent',
    'email',
    'whatsapp',
    'messenger',
    'lead-ads',
    'twilio',
    'twilio-voice',
  ] as const)('%s: a body that was changed after it was signed is refused', async (name) => {
    const { handle } = await import('#supabase/functions/ingest/handler.ts')
    const request = await world.mail.request(name, new URLSearchParams({ MessageSid: 'SM1', From: '+447400123456' }))
    const forged = new Request(request.url, { method: 'POST', headers: request.headers, body: 'MessageSid=SM2' })
    expect((await handle(forged, world.mail.context)).status).toBe(401)
    const unsigned = new Request(request.url, { method: 'POST', body: 'MessageSid=SM2' })
    expect((await handle(unsigned, world.mail.context)).status).toBe(401)
  })

  test('a body that is too large, a channel that is not there and other methods have codes of their own', async () => {
    const { handle } = await import('#supabase/functions/ingest/handler.ts')
    const { url } = await world.mail.request('whatsapp', {})
    const large = new Request(url, { method: 'POST', body: 'x'.repeat(3_145_729) })
    expect((await handle(large, world.mail.context)).status).toBe(413)
    expect((await handle(new Request(url, { method: 'PUT', body: 'x' }), world.mail.context)).status).toBe(405)
    const elsewhere = url.replace(world.mail.channels.whatsapp, '00000000-0000-7000-8000-000000000000')
    expect((await handle(new Request(elsewhere), world.mail.context)).status).toBe(404)
    expect((await handle(new Request(url.replace('/whatsapp/', '/nobody/')), world.mail.context)).status).toBe(404)
  })

  test('signed bodies that cannot be read are 400, and wait among the dead letters as they came', async () => {
    const bodies = ['', '{', '[]', '7', '\u0000', `${'['.repeat(100)}${']'.repeat(100)}`, new Uint8Array([0xff, 0xfe])]
    for (const body of bodies) expect([body, (await world.mail.deliver('whatsapp', body)).status]).toEqual([body, 400])
    const kept = await world.rowsOf('dead_letters')
    expect(kept.map(({ payload }) => payload.kind)).toEqual(bodies.map(() => 'unreadable'))
    expect(kept.map(({ payload }) => payload.raw)).toContain('{')
    expect([await world.rowsOf('leads'), await world.rowsOf('messages')]).toEqual([[], []])
  })
})

describe('JSON', () => {
  test('a signed body that is no JSON is refused and kept as it came', async () => {
    const answer = await world.mail.deliver('json', new TextEncoder().encode('{"id": "half'))
    expect(answer.status).toBe(400)
    expect(await world.rowsOf('dead_letters')).toMatchObject([
      { error: 'invalid_body: The body is no JSON.', payload: { kind: 'unreadable', raw: '{"id": "half' } },
    ])
    expect(await world.rowsOf('leads')).toEqual([])
  })

  test('an array of events is taken in as one', async () => {
    const events = [vendor.jsonMessage('07400 123456'), vendor.jsonMessage('07400 654321')]
    expect((await world.mail.deliver('json', events)).status).toBe(200)
    expect((await world.rowsOf('leads')).length).toBe(2)
  })
})
