import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LocalSupabase } from './backend.ts'
import { events, lastState, newClient, newWorkspace, signIn, startFixtureBackend, subscribe } from './testing.ts'
import type { Person, Subscription } from './testing.ts'

let backend: LocalSupabase
let ada: Person
let eve: Person
let bob: Person
let workspace: string
let topic: string

beforeAll(async () => {
  backend = await startFixtureBackend()
  ada = await signIn(backend, 'ada')
  eve = await signIn(backend, 'eve')
  bob = await signIn(backend, 'bob')
})
beforeEach(async () => {
  workspace = await newWorkspace(ada)
  topic = `ws:${workspace}`
  await backend.sql`insert into public.members values (${workspace}, ${eve.id})`
})
afterEach(async () => {
  for (const { client } of [ada, eve, bob]) await client.removeAllChannels()
})
afterAll(() => backend.close())

const addNote = async (body: string): Promise<void> => {
  const { error } = await ada.client.rpc('push_note', { workspace, body })
  if (error) throw error
}

const bodies = ({ broadcasts }: Subscription): unknown[] =>
  broadcasts.map(({ payload }) => (payload.record as { body?: unknown } | undefined)?.body)

describe('broadcast from the database', () => {
  it('reaches the members of a private channel after the commit, with what changed', async () => {
    const subscription = await subscribe(ada.client, topic, { private: true })
    expect(ada.client.realtime.vsn).toBe('2.0.0')
    await addNote('hello — 漢字 😀')
    await expect.poll(() => subscription.broadcasts.length).toBe(1)
    expect(subscription.broadcasts[0]).toMatchObject({
      event: 'INSERT',
      payload: {
        operation: 'INSERT',
        table: 'notes',
        schema: 'public',
        record: { body: 'hello — 漢字 😀' },
        old_record: null,
      },
      meta: { id: expect.any(String) as string },
    })
  })

  it('keeps the order of commits, whatever the size', async () => {
    const subscription = await subscribe(ada.client, topic, { private: true })
    const long = 'x'.repeat(50_000)
    for (const body of ['one', long, 'two', long, 'three']) await addNote(body)
    await expect.poll(() => bodies(subscription)).toEqual(['one', long, 'two', long, 'three'])
    expect(await backend.sql`select count(*)::int as n from realtime.outbox`).toEqual([{ n: 0 }])
  })

  it('tells nothing of what was rolled back', async () => {
    const subscription = await subscribe(ada.client, topic, { private: true })
    const insert = backend.sql.begin(async (sql) => {
      await sql`insert into public.notes (workspace_id, body) values (${workspace}, 'ghost')`
      throw new Error('rolled back')
    })
    await expect(insert).rejects.toThrow('rolled back')
    await addNote('real')
    await expect.poll(() => bodies(subscription)).toEqual(['real'])
  })

  it('carries bytes', async () => {
    const received: ArrayBuffer[] = []
    await subscribe(ada.client, topic, { private: true }, (channel) => {
      channel.on(
        'broadcast',
        { event: 'bytes' },
        ({ payload }) => void received.push(payload as unknown as ArrayBuffer),
      )
    })
    await backend.sql`select realtime.send_binary('\\x00ff10'::bytea, 'bytes', ${topic}, true)`
    await expect.poll(() => received.map((bytes) => Array.from(new Uint8Array(bytes)))).toEqual([[0, 255, 16]])
  })

  it('by a caller whom policies refuse is lost with a warning, and the caller is not disturbed', async () => {
    const subscription = await subscribe(ada.client, topic, { private: true })
    expect((await bob.client.rpc('whisper', { topic })).error).toBeNull()
    expect((await ada.client.rpc('whisper', { topic })).error).toBeNull()
    await expect.poll(() => events(subscription)).toEqual(['whisper'])
    expect(subscription.broadcasts[0]?.payload).toMatchObject({ text: 'psst', id: expect.any(String) as string })
  })

  it('comes within a few milliseconds', async () => {
    const subscription = await subscribe(ada.client, topic, { private: true })
    const delays: number[] = []
    for (let n = 1; n <= 20; n++) {
      await addNote('tick')
      const committed = performance.now()
      await expect.poll(() => subscription.broadcasts.length, { interval: 1 }).toBe(n)
      delays.push(performance.now() - committed)
    }
    // Generous: it catches polling in place of notification, not a slow machine.
    expect(delays.sort((a, b) => a - b)[10]).toBeLessThan(100)
  })
})

describe('a private channel', () => {
  it('is refused to another tenant, whose client keeps trying', async () => {
    const subscription = await subscribe(bob.client, topic, { private: true })
    expect(subscription.states[0]).toEqual([
      'CHANNEL_ERROR',
      expect.stringContaining('You do not have permissions to read from this Channel topic') as string,
    ])
    await expect.poll(() => subscription.states.length, { timeout: 5_000 }).toBeGreaterThan(1)
    expect(lastState(subscription)).toBe('CHANNEL_ERROR')
  })

  it('is refused to anon', async () => {
    const anon = newClient(backend)
    expect(lastState(await subscribe(anon, topic, { private: true }))).toBe('CHANNEL_ERROR')
    await anon.removeAllChannels()
  })

  it('shares nothing with the public channel of the same name', async () => {
    const outside = await subscribe(bob.client, topic)
    const inside = await subscribe(ada.client, topic, { private: true })
    expect(lastState(outside)).toBe('SUBSCRIBED')
    await addNote('secret')
    await expect.poll(() => bodies(inside)).toEqual(['secret'])
    await backend.sql`select realtime.send('{"said": "to all"}'::jsonb, 'news', ${topic}, false)`
    await expect.poll(() => events(outside)).toEqual(['news'])
    expect(events(inside)).toEqual(['INSERT'])
  })

  it('refuses a socket with a wrong API key', async () => {
    const stranger = newClient(backend, 'a wrong key')
    const subscription = await subscribe(stranger, topic)
    expect(lastState(subscription)).not.toBe('SUBSCRIBED')
    await stranger.removeAllChannels()
  })
})

describe('broadcast from a client', () => {
  it('is acknowledged and reaches the others, not the sender', async () => {
    const mine = await subscribe(ada.client, topic, { private: true, broadcast: { ack: true } })
    const theirs = await subscribe(eve.client, topic, { private: true })
    expect(await mine.channel.send({ type: 'broadcast', event: 'cursor', payload: { x: 1 } })).toBe('ok')
    await expect.poll(() => theirs.broadcasts).toEqual([{ event: 'cursor', payload: { x: 1 } }])
    await addNote('after')
    await expect.poll(() => events(mine)).toEqual(['INSERT'])
  })

  it('reaches the sender too when it asked for that', async () => {
    const mine = await subscribe(ada.client, topic, { private: true, broadcast: { self: true, ack: true } })
    await mine.channel.send({ type: 'broadcast', event: 'cursor', payload: { x: 2 } })
    await expect.poll(() => mine.broadcasts).toEqual([{ event: 'cursor', payload: { x: 2 } }])
  })

  it('is dropped when the policies let the sender read only', async () => {
    await backend.sql`create policy "no words from bob" on realtime.messages as restrictive for insert
      to authenticated with check (auth.email() <> 'bob@example.test')`
    await backend.sql`insert into public.members values (${workspace}, ${bob.id})`
    const theirs = await subscribe(ada.client, topic, { private: true })
    const mine = await subscribe(bob.client, topic, { private: true })
    expect(lastState(mine)).toBe('SUBSCRIBED')
    await mine.channel.send({ type: 'broadcast', event: 'forbidden', payload: {} })
    const other = await subscribe(eve.client, topic, { private: true, broadcast: { ack: true } })
    await other.channel.send({ type: 'broadcast', event: 'allowed', payload: {} })
    await expect.poll(() => events(theirs)).toContain('allowed')
    expect(events(theirs)).toEqual(['allowed'])
    await backend.sql`drop policy "no words from bob" on realtime.messages`
  })

  it('over HTTP reaches members, and is refused to others', async () => {
    const theirs = await subscribe(eve.client, topic, { private: true })
    const config = { config: { private: true } }
    expect(await ada.client.channel(topic, config).httpSend('rest', { y: 2 })).toMatchObject({ success: true })
    await expect(bob.client.channel(topic, config).httpSend('rest', { y: 3 })).rejects.toThrow('Unauthorized')
    await expect.poll(() => theirs.broadcasts).toEqual([{ event: 'rest', payload: { y: 2 } }])
  })

  it('over HTTP as a list', async () => {
    const theirs = await subscribe(eve.client, topic, { private: true })
    const { data } = await ada.client.auth.getSession()
    const send = (token: string, event: string): Promise<Response> =>
      fetch(`${backend.url}/realtime/v1/api/broadcast`, {
        method: 'POST',
        headers: { apikey: backend.anonKey, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ messages: [{ topic, event, private: true, payload: { z: 1 } }] }),
      })
    expect((await send(backend.anonKey, 'from anon')).status).toBe(202)
    expect((await send(data.session?.access_token ?? '', 'from ada')).status).toBe(202)
    await expect.poll(() => events(theirs)).toEqual(['from ada'])
  })
})

describe('presence', () => {
  it('shows who comes and goes', async () => {
    const mine = await subscribe(ada.client, topic, { private: true, presence: { key: 'ada' } }, (channel) => {
      channel.on('presence', { event: 'sync' }, () => {})
    })
    const theirs = await subscribe(eve.client, topic, { private: true, presence: { key: 'eve' } }, (channel) => {
      channel.on('presence', { event: 'sync' }, () => {})
    })
    const seen = (): unknown =>
      Object.entries(mine.channel.presenceState<{ mood: string }>()).map(([key, metas]) => [key, metas[0]?.mood])
    expect(await mine.channel.track({ mood: 'calm' })).toBe('ok')
    expect(await theirs.channel.track({ mood: 'calm' })).toBe('ok')
    await expect.poll(seen).toEqual(
      expect.arrayContaining([
        ['ada', 'calm'],
        ['eve', 'calm'],
      ]),
    )
    await theirs.channel.untrack()
    await expect.poll(seen).toEqual([['ada', 'calm']])
  })

  it('ends with the connection', async () => {
    const mine = await subscribe(ada.client, 'lobby', { presence: { key: 'ada' } }, (channel) => {
      channel.on('presence', { event: 'sync' }, () => {})
    })
    const theirs = await subscribe(eve.client, 'lobby', { presence: { key: 'eve' } }, (channel) => {
      channel.on('presence', { event: 'sync' }, () => {})
    })
    await theirs.channel.track({})
    await expect.poll(() => Object.keys(mine.channel.presenceState())).toEqual(['eve'])
    await eve.client.realtime.disconnect()
    await expect.poll(() => Object.keys(mine.channel.presenceState())).toEqual([])
  })
})

describe('after a lost connection', () => {
  it('the client joins again and gets what comes then; what was sent between is lost', async () => {
    const subscription = await subscribe(ada.client, topic, { private: true })
    backend.realtime.dropConnections()
    await backend.sql`insert into public.notes (workspace_id, body) values (${workspace}, 'while away')`
    const joins = (): number => subscription.states.filter(([state]) => state === 'SUBSCRIBED').length
    await expect.poll(joins, { timeout: 15_000 }).toBe(2)
    await addNote('back')
    await expect.poll(() => bodies(subscription)).toEqual(['back'])
  })

  it('replay gives what was sent between, at most the newest 25, oldest first', async () => {
    const since = Date.now() - 1
    for (let n = 0; n < 30; n++)
      await backend.sql`select realtime.send(${backend.sql.json({ n })}, 'tick', ${topic}, true)`
    const config = { private: true, broadcast: { replay: { since, limit: 25 } } }
    const subscription = await subscribe(ada.client, topic, config)
    await expect.poll(() => subscription.broadcasts.length).toBe(25)
    await addNote('live')
    await expect.poll(() => events(subscription).at(-1)).toBe('INSERT')
    const numbers = subscription.broadcasts.slice(0, 25).map(({ payload }) => payload.n)
    expect(numbers).toEqual(Array.from({ length: 25 }, (_, index) => index + 5))
    expect(subscription.broadcasts.map(({ meta }) => meta?.replayed ?? false)).toEqual([
      ...Array<boolean>(25).fill(true),
      false,
    ])
  })

  it('replay is not for public channels', async () => {
    const refused = await subscribe(ada.client, topic, { broadcast: { replay: { since: 0 } } }).catch(String)
    expect(typeof refused === 'string' ? 'CHANNEL_ERROR' : lastState(refused)).toBe('CHANNEL_ERROR')
  })
})
