import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { LocalSupabase } from './backend.ts'
import {
  events,
  lastState,
  newWorkspace,
  signIn,
  signToken,
  startFixtureBackend,
  subscribe,
  tokenClient,
} from './testing.ts'
import type { Person } from './testing.ts'

let backend: LocalSupabase
let ada: Person
let topic: string
let workspace: string

beforeAll(async () => {
  backend = await startFixtureBackend()
  ada = await signIn(backend, 'ada')
})
beforeEach(async () => {
  workspace = await newWorkspace(ada)
  topic = `ws:${workspace}`
})
afterAll(async () => {
  await ada.client.removeAllChannels()
  await backend.close()
})

const tell = (event: string): Promise<unknown> =>
  Promise.resolve(backend.sql`select realtime.send('{}'::jsonb, ${event}, ${topic}, true)`)

it('a channel whose token expires is closed with a reason, and not joined again', async () => {
  const client = tokenClient(backend, () => signToken(backend, { sub: ada.id }, 2))
  await client.realtime.setAuth()
  const subscription = await subscribe(client, topic, { private: true })
  expect(lastState(subscription)).toBe('SUBSCRIBED')
  await expect.poll(() => lastState(subscription), { timeout: 5_000 }).toBe('CLOSED')
  expect(subscription.system).toMatchObject([
    { status: 'error', message: expect.stringContaining('expired') as string },
  ])
  await tell('too late')
  const other = await subscribe(ada.client, topic, { private: true })
  await tell('in time')
  await expect.poll(() => events(other)).toContain('in time')
  expect(subscription.states.map(([state]) => state)).toEqual(['SUBSCRIBED', 'CLOSED'])
  expect(events(subscription)).toEqual([])
  await client.removeAllChannels()
})

it('a fresh token before the end keeps the channel open past the first token', async () => {
  const seconds = [2, 60]
  const client = tokenClient(backend, () => signToken(backend, { sub: ada.id }, seconds.shift() ?? 60))
  await client.realtime.setAuth()
  const shortLived = await subscribe(client, topic, { private: true })
  const doomed = tokenClient(backend, () => signToken(backend, { sub: ada.id }, 3))
  await doomed.realtime.setAuth()
  const clock = await subscribe(doomed, topic, { private: true })
  await client.realtime.setAuth()
  await expect.poll(() => lastState(clock), { timeout: 6_000 }).toBe('CLOSED')
  await tell('still here')
  await expect.poll(() => events(shortLived)).toEqual(['still here'])
  expect(lastState(shortLived)).toBe('SUBSCRIBED')
  for (const each of [client, doomed]) await each.removeAllChannels()
})

it('a session refresh of supabase-js carries over to the channel', async () => {
  const grace = await signIn(backend, 'grace')
  await backend.sql`insert into public.members values (${workspace}, ${grace.id})`
  const subscription = await subscribe(grace.client, topic, { private: true })
  const { data, error } = await grace.client.auth.refreshSession()
  expect(error).toBeNull()
  await expect.poll(() => grace.client.realtime.accessTokenValue).toBe(data.session?.access_token)
  await tell('after')
  await expect.poll(() => events(subscription)).toEqual(['after'])
  await grace.client.removeAllChannels()
})

it('a member who is removed hears until the next token, which closes the channel', async () => {
  const alan = await signIn(backend, 'alan')
  await backend.sql`insert into public.members values (${workspace}, ${alan.id})`
  let token = await signToken(backend, { sub: alan.id }, 60)
  const client = tokenClient(backend, () => Promise.resolve(token))
  await client.realtime.setAuth()
  const subscription = await subscribe(client, topic, { private: true })
  await backend.sql`delete from public.members where user_id = ${alan.id}`
  await tell('last words')
  await expect.poll(() => events(subscription)).toEqual(['last words'])
  token = await signToken(backend, { sub: alan.id }, 90)
  await client.realtime.setAuth()
  await expect.poll(() => lastState(subscription)).toBe('CLOSED')
  expect(subscription.system.at(-1)?.message).toContain('no longer have permission')
  for (const each of [client, alan.client]) await each.removeAllChannels()
})

it('an expired or forged token is refused at the join, with its reason', async () => {
  const other = { ...backend, jwtSecret: 'another secret that is long enough to sign with' }
  const cases = [
    [await signToken(other, { sub: ada.id }, 60), 'JwtSignatureError'],
    [await signToken(backend, { sub: ada.id }, -10), 'InvalidJWTToken: Token has expired'],
    ['not.a.token', 'MalformedJWT'],
  ] as const
  for (const [token, reason] of cases) {
    const client = tokenClient(backend, () => Promise.resolve(token))
    await client.realtime.setAuth()
    const subscription = await subscribe(client, topic, { private: true })
    expect(subscription.states[0]).toEqual(['CHANNEL_ERROR', expect.stringContaining(reason) as string])
    await client.removeAllChannels()
  }
})
