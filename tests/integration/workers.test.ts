import { afterAll, beforeAll, expect, test } from 'vitest'
import { createConversation, createLead, createOrganization } from '#tests/support/database.ts'
import { startSeparateBackend } from '#tests/support/separate-backend.ts'
import type { SeparateBackend } from '#tests/support/separate-backend.ts'

let working: SeparateBackend
let idle: SeparateBackend
beforeAll(async () => {
  ;[working, idle] = await Promise.all([startSeparateBackend({ workers: true }), startSeparateBackend()])
})
afterAll(() => Promise.all([working.close(), idle.close()]))

/** Queues a message in a channel without credentials, which fails as soon as somebody tries to send it. */
async function queueMessage({ sql }: SeparateBackend): Promise<() => Promise<string>> {
  const organization = await createOrganization(sql, 'Acme')
  const lead = await createLead(sql, organization, { phone: '+447911000001' })
  const conversation = await createConversation(sql, organization, lead)
  const [message] = await sql<{ id: string }[]>`
    insert into messages (conversation_id, direction, sender_type, body)
    values (${conversation}, 'outbound', 'agent', 'Hello') returning id`
  return async () => {
    const [row] = await sql<{ status: string }[]>`select status from messages where id = ${message!.id}`
    return row!.status
  }
}

test('a backend without workers leaves queued what one with workers has long tried to send', async () => {
  const left = await queueMessage(idle)
  const tried = await queueMessage(working)
  await expect.poll(tried, { timeout: 30_000 }).not.toBe('queued')
  expect(await left()).toBe('queued')
})
