import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as vendor from '#tests/support/vendor-payloads.ts'
import { IntakeWorld } from './support.ts'

let world: IntakeWorld
beforeAll(async () => {
  world = await IntakeWorld.open()
})
afterAll(() => world.close())
beforeEach(() => world.renew())

async function delivered(answer: Promise<Response>): Promise<void> {
  const { status } = await answer
  expect(status).toBe(200)
}

describe('the AI agent', () => {
  test('answers, qualifies, opts out and notes; a reply to what was superseded is left out', async () => {
    await delivered(world.mail.deliver('twilio', vendor.twilioText('+447400123456')))
    const [inbound] = await world.rowsOf('messages')
    const say = (event: object) =>
      world.mail.deliver('agent', { conversation_id: inbound!.conversation_id as string, ...event })
    const outcome = async (event: object) => {
      const { outcomes } = (await (await say(event)).json()) as { outcomes: { outcome: string; code?: string }[] }
      return outcomes[0]
    }
    expect(await outcome({ id: '1', type: 'reply', body: 'Hi!', seen_message_id: inbound!.id as string })).toEqual({
      outcome: 'accepted',
    })
    expect(await outcome({ id: '1', type: 'reply', body: 'Hi!' })).toEqual({ outcome: 'duplicate' })
    expect(await outcome({ id: '2', type: 'reply', body: 'Old', seen_message_id: world.organization.id })).toEqual({
      outcome: 'ignored',
      code: 'customer_replied',
    })
    expect(await outcome({ id: '3', type: 'qualified', score: 88, summary: 'Wants a car' })).toEqual({
      outcome: 'accepted',
    })
    expect(await outcome({ id: '4', type: 'insight', title: 'Asks for prices', description: 'Often' })).toEqual({
      outcome: 'accepted',
    })
    expect(await outcome({ id: '5', type: 'opt_out', scope: 'all', reason: 'Asked not to be written to' })).toEqual({
      outcome: 'accepted',
    })
    expect(await outcome({ id: '6', type: 'reply', body: 'Still there?' })).toEqual({
      outcome: 'ignored',
      code: 'ai_disabled',
    })
    expect(await outcome({ id: '7', type: 'reply', body: 'x', conversation_id: world.organization.id })).toEqual({
      outcome: 'invalid',
      code: 'unknown_conversation',
    })
    const [lead] = await world.rowsOf('leads')
    expect(lead).toMatchObject({
      lead_status: 'qualified',
      ai_score: 88,
      contact_status: 'removed',
      conversation_summary: 'Wants a car',
    })
    expect(lead!.consents).toMatchObject({ sms: { status: 'opted_out' } })
    const replies = await world.sql`select body, sender_type, ai_generated, status from messages
      where organization_id = ${world.organization.id} and direction = 'outbound'`
    expect(replies).toMatchObject([{ body: 'Hi!', sender_type: 'ai', ai_generated: true }])
    expect((await world.sql`select title from insights where organization_id = ${world.organization.id}`).length).toBe(
      1,
    )
  })
})
