import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import type { RealtimeChannel, RealtimeChannelOptions, SupabaseClient } from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import type { LocalSupabase } from './backend.ts'
import { startTestBackend } from './test-backend.ts'
import type { TestBackendOptions } from './test-backend.ts'

/** Migrations of the small application that the conformance tests drive. */
export const FIXTURE_MIGRATIONS = join(import.meta.dirname, 'fixtures', 'migrations')

export const PASSWORD = 'correct horse battery'

/** A backend with the fixture's schema. */
export function startFixtureBackend(options: TestBackendOptions = {}): Promise<LocalSupabase> {
  return startTestBackend({ migrationsDir: FIXTURE_MIGRATIONS, ...options })
}

/** A supabase-js client that keeps nothing and refreshes nothing by itself. */
export function newClient({ url, anonKey }: LocalSupabase, key = anonKey): SupabaseClient {
  return createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } })
}

/** A client that presents `token()` instead of signing in. */
export function tokenClient({ url, anonKey }: LocalSupabase, token: () => Promise<string>): SupabaseClient {
  return createClient(url, anonKey, { accessToken: token })
}

/** A signed-in user. */
export interface Person {
  id: string
  client: SupabaseClient
}

/** Creates a user and signs in with supabase-js. */
export async function signIn(backend: LocalSupabase, name: string): Promise<Person> {
  const email = `${name}@example.test`
  const { id } = await backend.createUser({ email, password: PASSWORD, metadata: { name } })
  const client = newClient(backend)
  const { error } = await client.auth.signInWithPassword({ email, password: PASSWORD })
  if (error) throw error
  await client.realtime.setAuth()
  return { id, client }
}

/** The workspace that a person creates and is the only member of. */
export async function newWorkspace({ client }: Person, name = 'one'): Promise<string> {
  const { data, error } = await client.rpc('create_workspace', { name })
  if (error) throw error
  return String(data)
}

/** A token as the project would sign it, valid for `seconds` (negative: expired). */
export function signToken({ jwtSecret }: LocalSupabase, claims: object, seconds: number): Promise<string> {
  return new SignJWT({ role: 'authenticated', aud: 'authenticated', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(new TextEncoder().encode(jwtSecret))
}

/** A subscribed (or refused) channel with everything that came over it. */
export interface Subscription {
  channel: RealtimeChannel
  /** Status and error message of every state change, in order. */
  states: [status: string, message: string | undefined][]
  /** Broadcasts, in order. */
  broadcasts: { event: string; payload: Record<string, unknown>; meta?: { id: string; replayed?: boolean } }[]
  /** System messages. */
  system: Record<string, unknown>[]
}

/** Subscribes and waits for the first answer. `prepare` adds handlers before. */
export async function subscribe(
  client: SupabaseClient,
  topic: string,
  config: RealtimeChannelOptions['config'] = {},
  prepare: (channel: RealtimeChannel) => void = () => {},
): Promise<Subscription> {
  const channel = client.channel(topic, { config })
  const subscription: Subscription = { channel, states: [], broadcasts: [], system: [] }
  channel.on('broadcast', { event: '*' }, ({ event, payload, meta }) => {
    subscription.broadcasts.push({ event, payload, ...(meta && { meta }) })
  })
  channel.on('system', {}, (message: Record<string, unknown>) => void subscription.system.push(message))
  prepare(channel)
  const answered = Promise.withResolvers<void>()
  channel.subscribe((status, error) => {
    subscription.states.push([status, error?.message])
    answered.resolve()
  })
  await answered.promise
  return subscription
}

/** The latest state. */
export const lastState = ({ states }: Subscription): string | undefined => states.at(-1)?.[0]

/** Events received, in order. */
export const events = ({ broadcasts }: Subscription): string[] => broadcasts.map(({ event }) => event)
