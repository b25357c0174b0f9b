import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault, VendorName } from '#build/fake-vendors/carrier.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import { denoCheck, serveOnDeno } from '#tests/support/deno.ts'
import { functionEnvironment } from '#tests/support/functions.ts'
import { DispatchWorld } from './support.ts'

let world: DispatchWorld
beforeAll(async () => {
  world = await DispatchWorld.open()
})
afterAll(() => world.close())

const authorization = () => `Bearer ${world.backend.serviceRoleKey}`

describe('a worker that is killed after the vendor took the message and before it settled', () => {
  test.each([
    ['sms', 'twilio'],
    ['facebook', 'messenger'],
    ['instagram', 'instagram'],
  ] as const)('%s: the next one finds it at %s and sends nothing', async (platform, vendor) => {
    const worker = await serveOnDeno('dispatch', { ...functionEnvironment(world.backend), ...world.vendors.env })
    const body = `Killed over ${platform}`
    world.vendors.carrier.failNext(vendor, 'silence')
    const message = await world.desk.write(await world.conversation(platform), { body })
    const answer = fetch(worker.url, { method: 'POST', headers: { authorization: authorization() } })
    const taken = await world.vendors.carrier.waitFor(body)
    await Promise.all([expect(answer).rejects.toThrow('fetch failed'), worker.close()])

    expect(await world.dispatch()).toEqual({})
    await world.desk.later(message)
    expect(await world.dispatch()).toEqual({ sent: 1 })
    expect(world.vendors.carrier.taken(body)).toHaveLength(1)
    expect(await world.desk.message(message)).toMatchObject({ status: 'sent', external_id: taken.id })
  })
})

describe('an answer that is lost', () => {
  const lost: [Platform, VendorName, Fault, boolean][] = [
    ['sms', 'twilio', 'die', true],
    ['sms', 'twilio', 'hang', false],
    ['sms', 'twilio', 'cut', false],
    ['sms', 'twilio', { status: 500 }, false],
    ['facebook', 'messenger', 'die', true],
    ['instagram', 'instagram', 'cut', false],
  ]
  test.each(lost)('%s, %s, %j: the customer gets the message once', async (platform, vendor, fault, wasTaken) => {
    const body = `Lost ${platform} ${JSON.stringify(fault)}`
    world.vendors.carrier.failNext(vendor, fault)
    const message = await world.desk.write(await world.conversation(platform), { body })
    expect(await world.dispatch()).toEqual({ unconfirmed: 1 })
    expect(await world.desk.message(message)).toMatchObject({ status: 'sending' })
    expect(world.vendors.carrier.taken(body)).toHaveLength(wasTaken ? 1 : 0)
    await world.desk.later(message)
    await world.dispatch()
    expect(world.vendors.carrier.taken(body)).toHaveLength(1)
    expect(await world.desk.message(message)).toMatchObject({ status: 'sent' })
  })

  test('is not looked for in an earlier message of the same words', async () => {
    const conversation = await world.conversation('sms')
    await world.desk.write(conversation, { body: 'Ok!' })
    expect(await world.dispatch()).toEqual({ sent: 1 })
    world.vendors.carrier.failNext('twilio', 'cut')
    const second = await world.desk.write(conversation, { body: 'Ok!' })
    await world.dispatch()
    await world.desk.later(second)
    await world.dispatch()
    expect(world.vendors.carrier.taken('Ok!')).toHaveLength(2)
  })

  test.each([
    ['whatsapp', 'whatsapp', 'WhatsApp'],
    ['email', 'smtp', 'the mail server'],
  ] as const)('%s: nobody can tell, so %s is never asked twice and the rep decides', async (platform, vendor, name) => {
    const body = `Unknown over ${platform}`
    world.vendors.carrier.failNext(vendor, 'die')
    const message = await world.desk.write(await world.conversation(platform), { body })
    expect(await world.dispatch()).toEqual({ unconfirmed: 1 })
    await world.desk.later(message)
    expect(await world.dispatch()).toEqual({ failed: 1 })
    expect(world.vendors.carrier.taken(body)).toHaveLength(1)
    expect(await world.desk.message(message)).toMatchObject({
      status: 'failed',
      error: `No answer came from ${name}: it may have been sent. Ask the customer before sending it again`,
    })
  })
})

describe('the function', () => {
  test('passes the type checker of Deno', () => {
    expect(denoCheck('dispatch')).toBe('')
  })

  test('works for the service role alone', async () => {
    const url = `${world.backend.url}/functions/v1/dispatch`
    for (const given of ['', 'Bearer ', `Bearer ${world.backend.anonKey}`, world.backend.serviceRoleKey]) {
      const answer = await fetch(url, { method: 'POST', headers: { authorization: given } })
      expect([given, answer.status]).toEqual([given, 401])
    }
    expect((await fetch(url)).status).toBe(405)
    const answer = await fetch(url, { method: 'POST', headers: { authorization: authorization() } })
    expect(answer.status).toBe(200)
  })
})
