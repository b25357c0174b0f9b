import { randomUUID } from 'node:crypto'
import type { JSONValue } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
  await backend.sql`delete from organizations`
  acme = await createOrganization(backend.sql, 'Acme')
  await backend.sql`update organizations set automation_urls = '{"reply_webhook": "https://hooks.test/acme"}'`
})

interface Item {
  id: string
  url: string
  channel_id: string | null
  body: { type: string; conversation: { messages: { body: string }[] } | null }
}

/** A customer writes; the event is due. @returns its id. */
async function hear(body: string, from = `+4479110${String(++customers).padStart(5, '0')}`): Promise<string> {
  const event = {
    kind: 'contact',
    channel_id: acme.channelId,
    external_id: randomUUID(),
    sender: { id: from, phone: from },
    message: { external_id: randomUUID(), body },
  } as JSONValue
  const [taken] = await backend.sql<{ message: string }[]>`
    select ingest_event(${backend.sql.json(event)}) ->> 'message_id' as message`
  await backend.sql`delete from integration_events where type <> 'message.received'`
  const [row] = await backend.sql<{ id: string }[]>`
    update integration_events set due_at = now() where message_id = ${taken!.message} returning id`
  return row!.id
}
let customers = 0

async function claim(worker = 'w', limit = 20): Promise<Item[]> {
  const [row] = await backend.sql<{ answer: { events: Item[] } }[]>`
    select events_claim(${worker}, ${limit}) as answer`
  return row!.answer.events
}

async function settle(id: string, outcome: JSONValue, worker = 'w'): Promise<string> {
  const [row] = await backend.sql<{ end: string }[]>`
    select events_settle(${worker}, ${id}, ${backend.sql.json(outcome)}) as end`
  return row!.end
}

async function stateOf(id: string) {
  const [row] = await backend.sql<{ status: string; attempts: number; last_error: string | null }[]>`
    select status, attempts, last_error from integration_events where id = ${id}`
  return row!
}

const later = (id: string) =>
  backend.sql`update integration_events set due_at = now(), locked_until = now() where id = ${id}`

describe('claiming', () => {
  test('gives what is due with its address and its conversation, and nothing before its time', async () => {
    const id = await hear('Hello')
    await backend.sql`update integration_events set due_at = now() + interval '1 minute'`
    expect(await claim()).toEqual([])
    await later(id)
    expect(await claim()).toMatchObject([
      {
        id,
        url: 'https://hooks.test/acme',
        channel_id: acme.channelId,
        body: { type: 'message.received', conversation: { messages: [{ body: 'Hello' }] } },
      },
    ])
  })

  test('gives an event to one of many workers', async () => {
    const ids = [await hear('one'), await hear('two'), await hear('three'), await hear('four')]
    const claimed = await Promise.all(['a', 'b', 'c', 'd'].map((worker) => claim(worker, 2)))
    expect(
      claimed
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(ids.toSorted())
  })

  test('gives it to another when the lease has run out, and believes the first only that it was delivered', async () => {
    const id = await hear('Hello')
    await claim('first')
    expect(await claim('second')).toEqual([])
    await later(id)
    expect(await claim('second')).toMatchObject([{ id }])
    expect(await settle(id, { delivered: false, error: 'late' }, 'first')).toBe('stale')
    expect(await settle(id, { delivered: true }, 'first')).toBe('delivered')
    expect(await settle(id, { delivered: false }, 'second')).toBe('stale')
    expect(await stateOf(id)).toEqual({ status: 'delivered', attempts: 2, last_error: null })
  })

  test('gives up on what every worker died of', async () => {
    const id = await hear('Hello')
    for (let attempt = 1; attempt <= 10; attempt++) {
      expect(await claim()).toHaveLength(1)
      await later(id)
    }
    expect(await claim()).toEqual([])
    expect(await stateOf(id)).toMatchObject({ status: 'failed', last_error: 'The worker did not come back' })
  })

  test.each(['{}', '{"reply_webhook": ""}'])('ends events of an organisation whose addresses are %s', async (urls) => {
    const id = await hear('Hello')
    await backend.sql`update organizations set automation_urls = ${urls}::jsonb`
    expect(await claim()).toEqual([])
    expect(await stateOf(id)).toMatchObject({ status: 'cancelled', last_error: 'no_address' })
  })

  test('lets the event of a later message stand for one that is still being tried', async () => {
    const from = '+447911999999'
    const first = await hear('First', from)
    await claim()
    await settle(first, { delivered: false, error: 'Busy' })
    await backend.sql`update integration_events set due_at = now()`
    const second = await hear('Second', from)
    expect(await claim()).toMatchObject([
      { id: second, body: { conversation: { messages: [{ body: 'First' }, { body: 'Second' }] } } },
    ])
    expect(await stateOf(first)).toMatchObject({ status: 'cancelled', last_error: 'superseded' })
  })

  test('refuses a worker without a name, a limit or a lease', async () => {
    await expect(backend.sql`select events_claim('')`).rejects.toMatchObject({ code: '22023' })
    await expect(backend.sql`select events_claim('w', 0)`).rejects.toMatchObject({ code: '22023' })
    await expect(backend.sql`select events_claim('w', 1, 601)`).rejects.toMatchObject({ code: '22023' })
    await expect(backend.sql`select events_settle('w', ${randomUUID()}, '{}')`).rejects.toMatchObject({ code: '22023' })
  })
})

describe('settling', () => {
  test('tries ten times, ever later, and leaves a dead letter with the reason', async () => {
    const id = await hear('Hello')
    const ends: string[] = []
    const waits: number[] = []
    for (let attempt = 1; attempt <= 10; attempt++) {
      await claim()
      ends.push(await settle(id, { delivered: false, error: 'Busy' }))
      const [row] = await backend.sql<{ wait: number }[]>`
        select extract(epoch from due_at - now())::float as wait from integration_events where id = ${id}`
      waits.push(row!.wait)
      await later(id)
    }
    expect(ends).toEqual([...Array<string>(9).fill('retrying'), 'failed'])
    expect(waits[1]).toBeGreaterThan(waits[0]!)
    expect(waits[3]).toBeGreaterThan(200)
    expect(waits[8]).toBeLessThan(721)
    const letters = await backend.sql`select kind, reference_id, error, attempts from dead_letters`
    expect([...letters]).toEqual([{ kind: 'integration_event', reference_id: id, error: 'Busy', attempts: 10 }])
  })

  test('waits as long as it was asked to', async () => {
    const id = await hear('Hello')
    await claim()
    await settle(id, { delivered: false, retry_after: 900 })
    const [row] = await backend.sql<{ wait: number }[]>`
      select extract(epoch from due_at - now())::float as wait from integration_events where id = ${id}`
    expect(row!.wait).toBeGreaterThan(890)
  })

  test('a failed event is tried again on request, and only that', async () => {
    const id = await hear('Hello')
    const replay = async () => (await backend.sql<{ done: boolean }[]>`select events_replay(${id}) as done`)[0]!.done
    expect(await replay()).toBe(false)
    await claim()
    expect(await settle(id, { delivered: false, permanent: true, error: 'Gone' })).toBe('failed')
    expect(await replay()).toBe(true)
    expect(await claim()).toMatchObject([{ id }])
    expect(await backend.sql`select from dead_letters where resolved_at is null`).toHaveLength(0)
  })

  test('what has ended is forgotten after 30 days, what waits never', async () => {
    const ended = await hear('Hello')
    await claim()
    await settle(ended, { delivered: true })
    const waiting = await hear('Still here')
    await backend.sql`update integration_events set created_at = now() - interval '29 days'`
    const purge = () => backend.sql`select app.purge_integration_events(100, now() + interval '2 days') as items`
    expect([...(await purge())]).toEqual([{ items: 1 }])
    expect([...(await backend.sql`select id from integration_events`)]).toEqual([{ id: waiting }])
  })
})

test.each(['events_claim', 'events_settle', 'events_replay', 'orphaned_attachments'])(
  '%s is for the service role',
  async (name) => {
    const [grants] = await backend.sql`
      select bool_or(has_function_privilege(r, p.oid, 'execute')) as members,
        bool_and(has_function_privilege('service_role', p.oid, 'execute')) as service
      from pg_proc p, unnest(array['anon', 'authenticated', 'leadline_sync']) r
      where p.proname = ${name} and p.pronamespace = 'public'::regnamespace`
    expect(grants).toEqual({ members: false, service: true })
  },
)
