import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JSONValue } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, startDatabase } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'

let backend: LocalSupabase
let acme: Organization
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  acme = await createOrganization(backend.sql, 'Acme')
})

type Outcome = { outcome: string; code?: string; lead_id?: string; conversation_id?: string; message_id?: string }

async function ingest(event: Record<string, unknown>): Promise<Outcome> {
  const whole = { channel_id: acme.channelId, ...event } as JSONValue
  const [row] = await backend.sql<{ result: Outcome }[]>`select ingest_event(${backend.sql.json(whole)}) as result`
  return row!.result
}

const written = (body: string, more: Record<string, unknown> = {}) => {
  const id = randomUUID()
  return {
    kind: 'contact',
    external_id: id,
    sender: { id: '+447400123456', phone: '+447400123456' },
    message: { external_id: id, body },
    ...more,
  }
}

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString()

describe('reports', () => {
  async function sent(status: string, external_id: string | null): Promise<string> {
    const { conversation_id } = await ingest(written('hi'))
    const [row] =
      await backend.sql`insert into messages (conversation_id, direction, sender_type, body, status, external_id)
      values (${conversation_id!}, 'outbound', 'agent', 'ours', ${status}, ${external_id}) returning id`
    return row!.id as string
  }
  const statusOf = async (id: string) =>
    (await backend.sql`select status from messages where id = ${id}`)[0]!.status as string

  test.each([
    [['delivered', 'sent'], 'delivered'],
    [['sent', 'read', 'delivered'], 'read'],
    [['failed', 'sent'], 'failed'],
    [['delivered', 'failed'], 'delivered'],
  ])('%j leave a message %s: it moves only forward', async (reports, outcome) => {
    const id = await sent('queued', 'out-1')
    for (const status of reports) await ingest({ kind: 'status', external_id: 'out-1', status })
    expect(await statusOf(id)).toBe(outcome)
  })

  test('one whose stamp is cut to the second is not from before the sending', async () => {
    const id = await sent('queued', 'out-4')
    await backend.sql`update messages set status = 'sent', sent_at = now() where id = ${id}`
    await ingest({ kind: 'status', external_id: 'out-4', status: 'read', at: ago(1) })
    const [times] = await backend.sql`
      select delivered_at >= sent_at as delivered, read_at >= sent_at as read from messages where id = ${id}`
    expect(times).toEqual({ delivered: true, read: true })
  })

  test('one that comes before the sending is recorded is applied when it is', async () => {
    expect(await ingest({ kind: 'status', external_id: 'out-2', status: 'delivered' })).toEqual({ outcome: 'early' })
    await ingest({ kind: 'status', external_id: 'out-2', status: 'sent' })
    const id = await sent('queued', null)
    await backend.sql`update messages set external_id = 'out-2', status = 'sent' where id = ${id}`
    expect(await statusOf(id)).toBe('delivered')
  })

  test('one that names our own id gives the message its id at the vendor, and no other organisation’s', async () => {
    const id = await sent('queued', null)
    const home = acme
    acme = await createOrganization(backend.sql, 'Other')
    await ingest({ kind: 'status', external_id: 'out-3', status: 'sent', message_id: id })
    acme = home
    expect(await statusOf(id)).toBe('queued')
    await ingest({ kind: 'status', external_id: 'out-3', status: 'sent', message_id: id })
    expect(await statusOf(id)).toBe('sent')
  })
})

describe('a report about a message that has failed', () => {
  /** A message that dispatch gave up on with an outcome of that class. */
  async function givenUp(failure: string): Promise<string> {
    const { conversation_id } = await ingest(written('hi'))
    const [row] = await backend.sql<{ id: string }[]>`
      insert into messages (conversation_id, direction, sender_type, body, status)
      values (${conversation_id!}, 'outbound', 'agent', 'ours', 'queued') returning id`
    const id = row!.id
    await backend.sql`select dispatch_claim('w', 100), dispatch_begin('w', ${id})`
    await backend.sql`update dispatch_queue set unconfirmed_since = now() - interval '1 hour' where message_id = ${id}`
    const outcome = { sent: false, class: failure, error: 'No answer' }
    const [end] = await backend.sql`select dispatch_settle('w', ${id}, ${backend.sql.json(outcome)}) as end`
    expect(end!.end).toBe('failed')
    return id
  }
  const state = async (id: string) =>
    (await backend.sql`select status, error, failed_at from messages where id = ${id}`)[0]
  const openLetters = (id: string) =>
    backend.sql`select from dead_letters where reference_id = ${id} and resolved_at is null`
  const report = (id: string, status: string) =>
    ingest({ kind: 'status', external_id: `out of ${id}`, status, message_id: id })

  test.each(['sent', 'delivered', 'read'])('as unconfirmed: %s revives it', async (status) => {
    const id = await givenUp('unconfirmable')
    await report(id, status)
    expect(await state(id)).toEqual({ status, error: null, failed_at: null })
    expect(await openLetters(id)).toHaveLength(0)
    await report(id, 'failed')
    expect(await state(id)).toMatchObject({ status: status === 'sent' ? 'failed' : status })
  })

  test('as unconfirmed: that it has failed changes nothing', async () => {
    const id = await givenUp('unconfirmable')
    await report(id, 'failed')
    expect(await state(id)).toMatchObject({ status: 'failed', error: 'No answer' })
    expect(await openLetters(id)).toHaveLength(1)
  })

  test('for another reason: it stays failed', async () => {
    const id = await givenUp('permanent')
    await report(id, 'delivered')
    expect(await state(id)).toMatchObject({ status: 'failed', error: 'No answer' })
    expect(await openLetters(id)).toHaveLength(1)
  })
})
