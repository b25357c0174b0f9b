import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LocalSupabase } from './backend.ts'
import { newClient, PASSWORD, startFixtureBackend } from './testing.ts'

let backend: LocalSupabase

beforeAll(async () => {
  backend = await startFixtureBackend({ jwtExpiry: 120 })
})
afterAll(() => backend.close())

it('a created user signs in with supabase-js, with the id and metadata it was given', async () => {
  const id = randomUUID()
  await backend.createUser({ id, email: 'Grace@Example.test', password: PASSWORD, metadata: { name: 'Grace' } })
  const client = newClient(backend)
  const { data, error } = await client.auth.signInWithPassword({ email: 'grace@example.test', password: PASSWORD })
  expect(error).toBeNull()
  expect(data.user).toMatchObject({ id, email: 'grace@example.test', user_metadata: { name: 'Grace' } })
  expect((await client.rpc('who_am_i')).data).toMatchObject({ uid: id, email: 'grace@example.test' })
  expect((await client.auth.getUser()).data.user?.identities).toHaveLength(1)
})

it('a wrong password is refused', async () => {
  await backend.createUser({ email: 'alan@example.test', password: PASSWORD })
  const client = newClient(backend)
  const { error } = await client.auth.signInWithPassword({ email: 'alan@example.test', password: 'guess' })
  expect(error?.code).toBe('invalid_credentials')
})

it('an email is taken once, by creation and by sign-up', async () => {
  await backend.createUser({ email: 'once@example.test', password: PASSWORD })
  await expect(backend.createUser({ email: 'ONCE@example.test', password: PASSWORD })).rejects.toThrow(/exists already/)
  const { error } = await newClient(backend).auth.signUp({ email: 'once@example.test', password: PASSWORD })
  expect(error?.code).toBe('user_already_exists')
})

it('triggers on auth.users run for created users and for sign-ups, and see their metadata as an object', async () => {
  const options = { data: { name: 'Signed up' } }
  const { error } = await newClient(backend).auth.signUp({ email: 'up@example.test', password: PASSWORD, options })
  expect(error).toBeNull()
  await backend.createUser({ email: 'made@example.test', password: PASSWORD, metadata: { name: 'Made' } })
  const people =
    await backend.sql`select name from public.people where email in ('UP@example.test', 'made@example.test')`
  expect(people.map(({ name }) => String(name)).sort()).toEqual(['Made', 'Signed up'])
})

it('a refresh gives a fresh token and uses up the old one', async () => {
  await backend.createUser({ email: 'fresh@example.test', password: PASSWORD })
  const client = newClient(backend)
  const first = await client.auth.signInWithPassword({ email: 'fresh@example.test', password: PASSWORD })
  const second = await client.auth.refreshSession()
  expect(second.error).toBeNull()
  expect(second.data.session?.refresh_token).not.toBe(first.data.session?.refresh_token)
  expect(second.data.session?.expires_in).toBe(120)
  await client.auth.signOut()
  const refreshToken = second.data.session?.refresh_token ?? ''
  expect((await client.auth.refreshSession({ refresh_token: refreshToken })).error).not.toBeNull()
})
