import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import postgres from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { DispatchDesk } from './support.ts'

let backend: LocalSupabase
let desk: DispatchDesk
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`truncate organizations cascade`
  desk = await DispatchDesk.open(backend.sql)
})

describe('a message enters the queue', () => {
  test('when it is written as queued, and once', async () => {
    const { conversation } = await desk.customer()
    const message = await desk.write(conversation)
    expect(await desk.entry(message)).toMatchObject({
      attempts: 0,
      waits: false,
      channel_id: desk.organization.channelId,
    })
    await backend.sql`update messages set status = 'queued' where id = ${message}`
    expect(await backend.sql`select from dispatch_queue`).toHaveLength(1)
  })

  test('when it is released by the clock or tried again, and not before', async () => {
    const { conversation } = await desk.customer()
    const [row] = await backend.sql<{ id: string }[]>`
      insert into messages (conversation_id, direction, sender_type, body, status, scheduled_for)
      values (${conversation}, 'outbound', 'agent', 'Later', 'scheduled', now() + interval '1 hour') returning id`
    expect(await desk.taken()).toEqual([])
    await backend.sql`update messages set status = 'queued' where id = ${row!.id}`
    expect(await desk.taken()).toEqual([row!.id])
  })

  test('and leaves it when it is called back', async () => {
    const { conversation } = await desk.customer()
    const message = await desk.write(conversation)
    await backend.sql`update messages set status = 'cancelled' where id = ${message}`
    expect(await desk.entry(message)).toBeUndefined()
    expect(await desk.taken()).toEqual([])
  })

  test('and goes with it to another conversation', async () => {
    const { conversation } = await desk.customer()
    const { conversation: other, lead } = await desk.customer()
    const message = await desk.write(conversation)
    await backend.sql.begin(async (tx) => {
      await tx`set local app.merging_leads = 'on'`
      await tx`update messages set conversation_id = ${other}, lead_id = ${lead} where id = ${message}`
      await tx`delete from conversations where id = ${conversation}`
    })
    expect(await desk.entry(message)).toMatchObject({ conversation_id: other })
  })

  test('and workers that listen hear of it', async () => {
    const heard = Promise.withResolvers<string>()
    const listener = postgres(backend.databaseUrl, { max: 1 })
    await listener.listen('dispatch', (payload) => heard.resolve(payload))
    await desk.write((await desk.customer()).conversation)
    expect(await heard.promise).toBe('')
    await listener.end()
  })
})

describe('claiming', () => {
  test('takes a conversation’s messages one after the other, in the order in which they were queued', async () => {
    const { conversation } = await desk.customer()
    const [first, second] = [await desk.write(conversation), await desk.write(conversation)]
    expect(await desk.taken('a')).toEqual([first])
    expect(await desk.taken('b')).toEqual([])
    await desk.begin(first, 'a')
    expect(await desk.settle(first, { sent: false, class: 'temporary', error: 'Busy' }, 'a')).toBe('retrying')
    expect(await desk.taken('b')).toEqual([])
    await desk.later(first)
    expect(await desk.taken('a')).toEqual([first])
    expect(await desk.settle(first, { sent: true, external_id: 'SM1' }, 'a')).toBe('sent')
    expect(await desk.taken('b')).toEqual([second])
  })

  test('takes what people write before what was written for them', async () => {
    for (let index = 0; index < 3; index++) {
      await desk.write((await desk.customer()).conversation, { sender_type: 'system', step: 'M1' })
    }
    const reply = await desk.write((await desk.customer()).conversation)
    expect(await desk.taken('w', 1)).toEqual([reply])
    expect(await desk.taken()).toHaveLength(3)
  })

  test('gives each message to one of many workers that ask at once', async () => {
    const messages: string[] = []
    for (let index = 0; index < 120; index++) {
      messages.push(await desk.write((await desk.customer()).conversation))
    }
    const workers = Array.from({ length: 6 }, () => postgres(backend.databaseUrl, { max: 1, onnotice: () => {} }))
    const takeAll = async (sql: postgres.Sql, worker: string): Promise<string[]> => {
      const taken: string[] = []
      for (;;) {
        const [row] = await sql<{ answer: { messages: { message_id: string }[]; more: boolean } }[]>`
          select dispatch_claim(${worker}, 7) as answer`
        taken.push(...row!.answer.messages.map(({ message_id }) => message_id))
        if (row!.answer.messages.length === 0) return taken
      }
    }
    const taken = (await Promise.all(workers.map((sql, index) => takeAll(sql, `worker ${index}`)))).flat()
    await Promise.all(workers.map((sql) => sql.end()))
    expect(taken.toSorted()).toEqual(messages.toSorted())
  })

  test('says who it is for, and marks the message as on its way', async () => {
    const { conversation, lead } = await desk.customer()
    const message = await desk.write(conversation)
    const [row] = await backend.sql`select phone_normalized from leads where id = ${lead}`
    expect(await desk.claim()).toMatchObject([
      { message_id: message, platform: 'sms', to: row!.phone_normalized, reconcile: false, attempts: 0 },
    ])
    expect(await desk.message(message)).toMatchObject({ status: 'sending' })
  })

  test('fails at once, in plain words, what has no address', async () => {
    const { conversation, lead } = await desk.customer()
    await backend.sql`update leads set phone = null where id = ${lead}`
    const message = await desk.write(conversation)
    expect(await desk.taken()).toEqual([])
    expect(await desk.message(message)).toMatchObject({
      status: 'failed',
      error: 'The customer has no address on this channel',
    })
    expect(await desk.entry(message)).toBeUndefined()
  })

  test.each([
    ['', 1, 90],
    ['w', 0, 90],
    ['w', 101, 90],
    ['w', 1, 0],
    [null, null, null],
  ])('refuses a worker of the name %j that wants %j for %j seconds', async (worker, limit, lease) => {
    const refusal = backend.sql`select dispatch_claim(${worker}, ${limit}, ${lease})`
    await expect(refusal).rejects.toMatchObject({ code: '22023' })
  })
})

describe('a worker that dies', () => {
  test('before it asked the vendor: another takes the message after the lease', async () => {
    const message = await desk.write((await desk.customer()).conversation)
    await desk.claim('dead')
    expect(await desk.claim('next')).toEqual([])
    await desk.later(message)
    expect(await desk.claim('next')).toMatchObject([{ message_id: message, reconcile: false }])
  })

  test('after it asked the vendor: another asks what came of it first', async () => {
    const message = await desk.write((await desk.customer()).conversation)
    await desk.claim('dead')
    expect(await desk.begin(message, 'dead')).toBe(true)
    await desk.later(message)
    expect(await desk.claim('next')).toMatchObject([{ message_id: message, reconcile: true, attempts: 1 }])
    // It was not: only now may it be sent again.
    expect(await desk.settle(message, { sent: false, class: 'released' }, 'next')).toBe('retrying')
    expect(await desk.claim('next')).toMatchObject([{ message_id: message, reconcile: false }])
  })

  test('may not ask the vendor once its lease is over', async () => {
    const message = await desk.write((await desk.customer()).conversation)
    await desk.claim('slow')
    await desk.later(message)
    expect(await desk.begin(message, 'slow')).toBe(false)
    await desk.claim('next')
    expect(await desk.begin(message, 'slow')).toBe(false)
    expect(await desk.begin(message, 'next')).toBe(true)
  })

  test('and comes back: what it sent counts, what it failed at does not', async () => {
    const { conversation } = await desk.customer()
    const [sent, failed] = [await desk.write(conversation), await desk.write((await desk.customer()).conversation)]
    await desk.claim('slow')
    for (const message of [sent, failed]) {
      await desk.begin(message, 'slow')
      await desk.later(message)
    }
    await desk.claim('next')
    expect(await desk.settle(failed, { sent: false, class: 'permanent' }, 'slow')).toBe('stale')
    expect(await desk.settle(sent, { sent: true, external_id: 'SM2' }, 'slow')).toBe('sent')
    expect(await desk.message(sent)).toMatchObject({ status: 'sent', external_id: 'SM2' })
    expect(await desk.message(failed)).toMatchObject({ status: 'sending' })
    expect(await desk.settle(sent, { sent: false, class: 'temporary' }, 'next')).toBe('stale')
  })
})

describe('settling', () => {
  async function attempted(): Promise<string> {
    const message = await desk.write((await desk.customer()).conversation)
    await desk.claim()
    await desk.begin(message)
    return message
  }

  test('keeps what a status report said before the answer came', async () => {
    const message = await attempted()
    await backend.sql`update messages set status = 'delivered', delivered_at = now() where id = ${message}`
    expect(await desk.settle(message, { sent: true, external_id: 'SM3' })).toBe('sent')
    expect(await desk.message(message)).toMatchObject({ status: 'delivered', external_id: 'SM3' })
  })

  test('and a status report of the same message do not wait for each other in a circle', async () => {
    const message = await attempted()
    const reporting = await backend.sql.reserve()
    await reporting`begin`
    await reporting`select app.lock_report(organization_id, 'SM6') from messages where id = ${message}`
    const settled = desk.settle(message, { sent: true, external_id: 'SM6' })
    await expect
      .poll(() => backend.sql`select from pg_locks where locktype = 'advisory' and not granted`)
      .toHaveLength(1)
    await reporting`select from messages where id = ${message} for no key update`
    await reporting`commit`
    reporting.release()
    expect(await settled).toBe('sent')
  })

  test('gives up after six attempts, with the vendor’s words and a dead letter', async () => {
    const message = await desk.write((await desk.customer()).conversation)
    const answers: string[] = []
    const waits: unknown[] = []
    for (let attempt = 0; attempt < 6; attempt++) {
      expect(await desk.taken()).toEqual([message])
      await desk.begin(message)
      answers.push(await desk.settle(message, { sent: false, class: 'temporary', error: 'Busy', code: 'HTTP 503' }))
      waits.push((await desk.entry(message))?.['waits'])
      await desk.later(message)
    }
    expect(answers).toEqual([...Array<string>(5).fill('retrying'), 'failed'])
    expect(waits).toEqual([...Array<boolean>(5).fill(true), undefined])
    expect(await desk.message(message)).toMatchObject({ status: 'failed', error: 'Busy' })
    expect(await backend.sql`select * from dead_letters`).toMatchObject([
      { kind: 'dispatch', reference_id: message, attempts: 6, payload: { code: 'HTTP 503' }, resolved_at: null },
    ])
  })

  test('what the rep tries again is sent as new, and its dead letter is settled', async () => {
    const message = await attempted()
    await desk.settle(message, { sent: false, class: 'permanent', error: 'No such number' })
    await backend.sql`update messages set status = 'queued' where id = ${message}`
    expect(await desk.claim()).toMatchObject([{ message_id: message, attempts: 0, reconcile: false }])
    await desk.settle(message, { sent: true, external_id: 'SM4' })
    expect(await desk.message(message)).toMatchObject({ status: 'sent', error: null, failed_at: null })
    expect(await backend.sql`select from dead_letters where resolved_at is null`).toEqual([])
  })

  test('waits as long as the vendor says, and counts no attempt', async () => {
    const message = await attempted()
    await desk.settle(message, { sent: false, class: 'rate_limited', retry_after: 120 })
    const [row] = await backend.sql<{ seconds: number; attempts: number }[]>`
      select extract(epoch from due_at - now())::float as seconds, attempts from dispatch_queue`
    expect(row!.attempts).toBe(0)
    expect(row!.seconds).toBeGreaterThan(100)
    expect(row!.seconds).toBeLessThan(150)
  })

  test('an unknown outcome is looked up, and left to the rep when nobody can tell', async () => {
    const message = await attempted()
    expect(await desk.settle(message, { sent: false, class: 'unconfirmed' })).toBe('unconfirmed')
    expect(await desk.message(message)).toMatchObject({ status: 'sending' })
    await backend.sql`update dispatch_queue set due_at = now()`
    expect(await desk.claim()).toMatchObject([{ reconcile: true }])
    const unconfirmable = { sent: false, class: 'unconfirmable', error: 'It may have been sent' }
    expect(await desk.settle(message, unconfirmable)).toBe('unconfirmed')
    await desk.later(message)
    expect(await desk.claim()).toMatchObject([{ reconcile: true }])
    expect(await desk.settle(message, unconfirmable)).toBe('failed')
    expect(await desk.message(message)).toMatchObject({ status: 'failed', error: 'It may have been sent' })
  })

  test('does not take another message’s name at the vendor', async () => {
    const [one, two] = [await attempted(), await attempted()]
    await desk.settle(one, { sent: true, external_id: 'SM5' })
    expect(await desk.settle(two, { sent: true, external_id: 'SM5' })).toBe('sent')
    expect(await desk.message(two)).toMatchObject({ status: 'sent', external_id: null })
  })

  test.each<Record<string, string | boolean>>([{}, { sent: false }, { sent: 'yes' }, { sent: false, class: 'odd' }])(
    'refuses %j',
    async (outcome) => {
      const message = await attempted()
      await expect(desk.settle(message, outcome)).rejects.toMatchObject({ code: '22023' })
    },
  )

  test('knows no message that does not exist', async () => {
    expect(await desk.settle('00000000-0000-0000-0000-000000000000', { sent: true })).toBe('stale')
  })
})
