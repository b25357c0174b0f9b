import { once } from 'node:events'
import { REALTIME_SUBSCRIBE_STATES } from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { LocalSupabase } from './backend.ts'
import { newWorkspace, signIn, startFixtureBackend } from './testing.ts'
import type { Person } from './testing.ts'

/** A message of protocol 1.0.0. */
interface Message {
  topic: string
  event: string
  payload: Record<string, unknown>
  ref: string | null
  join_ref?: string | null
}

/** A socket that speaks protocol 1.0.0, without any client library. */
interface Raw {
  socket: WebSocket
  received: Message[]
  send(message: Message): void
}

let backend: LocalSupabase
let ada: Person
let topic: string
let token: string
const open: WebSocket[] = []

beforeAll(async () => {
  backend = await startFixtureBackend()
  ada = await signIn(backend, 'ada')
  topic = `realtime:ws:${await newWorkspace(ada)}`
  token = (await ada.client.auth.getSession()).data.session?.access_token ?? ''
})
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate()
})
afterAll(() => backend.close())

const address = (query: string): string => `${backend.url.replace('http', 'ws')}/realtime/v1/websocket?${query}`

async function connect(): Promise<Raw> {
  const socket = new WebSocket(address(`apikey=${backend.anonKey}&vsn=1.0.0`))
  open.push(socket)
  const received: Message[] = []
  socket.on('message', (data: Buffer) => void received.push(JSON.parse(data.toString()) as Message))
  await once(socket, 'open')
  return { socket, received, send: (message) => socket.send(JSON.stringify(message)) }
}

const joinMessage = (config: object, ref = '1'): Message => ({
  topic,
  event: 'phx_join',
  payload: { config, access_token: token },
  ref,
  join_ref: ref,
})

async function joined(config: object): Promise<Raw> {
  const raw = await connect()
  raw.send(joinMessage(config))
  await expect.poll(() => raw.received.length).toBeGreaterThan(0)
  expect(raw.received[0]).toMatchObject({ topic, event: 'phx_reply', ref: '1', payload: { status: 'ok' } })
  return raw
}

it('answers heartbeats', async () => {
  const raw = await connect()
  raw.send({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '7' })
  await expect
    .poll(() => raw.received)
    .toEqual([
      { topic: 'phoenix', event: 'phx_reply', payload: { status: 'ok', response: {} }, ref: '7', join_ref: null },
    ])
})

it('carries broadcasts as objects, between both versions of the protocol', async () => {
  const raw = await joined({ private: true, broadcast: { ack: true } })
  const modern = ada.client.channel(topic.slice('realtime:'.length), { config: { private: true } })
  const heard: unknown[] = []
  modern.on('broadcast', { event: '*' }, ({ event, payload }) => void heard.push([event, payload]))
  const subscribed = Promise.withResolvers<void>()
  modern.subscribe((state) => state === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED && subscribed.resolve())
  await subscribed.promise

  await modern.send({ type: 'broadcast', event: 'from 2.0.0', payload: { a: 1 } })
  await expect
    .poll(() => raw.received.at(-1))
    .toMatchObject({
      event: 'broadcast',
      payload: { type: 'broadcast', event: 'from 2.0.0', payload: { a: 1 } },
    })
  const payload = { type: 'broadcast', event: 'from 1.0.0', payload: { b: 2 } }
  raw.send({ topic, event: 'broadcast', payload, ref: '2', join_ref: '1' })
  await expect.poll(() => heard).toEqual([['from 1.0.0', { b: 2 }]])
  await expect
    .poll(() => raw.received.at(-1))
    .toMatchObject({ event: 'phx_reply', ref: '2', payload: { status: 'ok' } })
  await ada.client.removeAllChannels()
})

it('tells presence: the state at the join, then what changed', async () => {
  const presence = { enabled: true, key: 'ada' }
  const raw = await joined({ private: true, presence })
  const track = (mood: string, ref: string): void => {
    raw.send({ topic, event: 'presence', payload: { event: 'track', payload: { mood } }, ref, join_ref: '1' })
  }
  track('calm', '2')
  track('busy', '3')
  raw.send({ topic, event: 'presence', payload: { event: 'untrack' }, ref: '4', join_ref: '1' })
  await expect.poll(() => raw.received.filter(({ event }) => event === 'phx_reply').length).toBe(4)
  const told = raw.received.filter(({ event }) => event.startsWith('presence'))
  const meta = (mood: string, more = {}): object => ({ ada: { metas: [expect.objectContaining({ mood, ...more })] } })
  expect(told.map(({ payload }) => payload)).toEqual([
    {},
    { joins: meta('calm'), leaves: {} },
    { joins: meta('busy', { phx_ref_prev: expect.any(String) as string }), leaves: meta('calm') },
    { joins: {}, leaves: meta('busy') },
  ])
})

it('leaves, and then has nothing to say to the channel', async () => {
  const raw = await joined({ private: true })
  raw.send({ topic, event: 'phx_leave', payload: {}, ref: '2', join_ref: '1' })
  raw.send({ topic, event: 'broadcast', payload: {}, ref: '3', join_ref: '1' })
  await expect.poll(() => raw.received.length).toBe(4)
  expect(raw.received.slice(1)).toMatchObject([
    { event: 'phx_reply', ref: '2', payload: { status: 'ok' } },
    { event: 'phx_close' },
    { event: 'phx_reply', ref: '3', payload: { status: 'error' } },
  ])
})

it('closes the older of two joins to one topic', async () => {
  const raw = await joined({ private: true })
  raw.send(joinMessage({ private: true }, '2'))
  await expect.poll(() => raw.received.length).toBe(3)
  expect(raw.received.slice(1)).toMatchObject([
    { event: 'phx_close', join_ref: '1' },
    { event: 'phx_reply', ref: '2', payload: { status: 'ok' } },
  ])
})

it('survives nonsense', async () => {
  const raw = await joined({ private: true })
  for (const nonsense of ['not json', '[]', '{}', Buffer.of(9, 9, 9), Buffer.of(3)]) raw.socket.send(nonsense)
  raw.send({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '9' })
  await expect.poll(() => raw.received.at(-1)).toMatchObject({ ref: '9', payload: { status: 'ok' } })
})

it.each([
  ['no API key', 'vsn=1.0.0'],
  ['a wrong API key', 'apikey=wrong&vsn=1.0.0'],
])('refuses a socket with %s', async (_name, query) => {
  const socket = new WebSocket(address(query))
  const [error] = (await once(socket, 'error').catch((caught: unknown) => [caught])) as [Error]
  expect(error.message).toContain('401')
})
