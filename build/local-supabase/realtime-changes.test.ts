import type { RealtimePostgresChangesPayload } from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { LocalSupabase } from './backend.ts'
import { newWorkspace, signIn, startFixtureBackend, subscribe } from './testing.ts'
import type { Person } from './testing.ts'

interface Note {
  id: string
  body: string
  n: number
}

type Change = RealtimePostgresChangesPayload<Note>

let backend: LocalSupabase
let ada: Person
let bob: Person
let workspace: string

beforeAll(async () => {
  backend = await startFixtureBackend()
  ada = await signIn(backend, 'ada')
  bob = await signIn(backend, 'bob')
})
beforeEach(async () => {
  workspace = await newWorkspace(ada)
})
afterEach(async () => {
  for (const { client } of [ada, bob]) await client.removeAllChannels()
})
afterAll(() => backend.close())

/** Subscribes to the changes of notes, with a filter when given. */
async function watch({ client }: Person, filter?: string): Promise<Change[]> {
  const changes: Change[] = []
  const asked = { event: '*', schema: 'public', table: 'notes', ...(filter !== undefined && { filter }) } as const
  const { system } = await subscribe(client, `notes ${filter ?? ''}`, {}, (channel) => {
    channel.on<Note>('postgres_changes', asked, (change) => void changes.push(change))
  })
  await expect.poll(() => system).toContainEqual(expect.objectContaining({ message: 'Subscribed to PostgreSQL' }))
  return changes
}

async function addNote(body: string, n: number): Promise<void> {
  const { error } = await ada.client.rpc('push_note', { workspace, body, n })
  if (error) throw error
}

it('inserts, updates and deletes arrive with their rows', async () => {
  const changes = await watch(ada)
  await addNote('first', 1)
  await ada.client.from('notes').update({ body: 'second' }).eq('body', 'first')
  await ada.client.from('notes').delete().eq('body', 'second')
  await expect.poll(() => changes.map(({ eventType }) => eventType)).toEqual(['INSERT', 'UPDATE', 'DELETE'])
  expect(changes[0]).toMatchObject({ schema: 'public', table: 'notes', new: { body: 'first', n: 1 }, errors: null })
  expect(changes[1]).toMatchObject({ new: { body: 'second', n: 1 } })
  // As hosted, without `replica identity full` only the key of the old row is known.
  expect(Object.keys(changes[2]?.old ?? {})).toEqual(['id'])
})

it.each([
  ['n=gt.10', ['large']],
  ['n=lte.5', ['small']],
  ['body=eq.large', ['large']],
  ['body=neq.large', ['small']],
  ['body=in.(small,large)', ['small', 'large']],
  ['n=gt.1,n=lt.50', ['small']],
  ['no_such_column=eq.1', []],
])('the filter %s lets through %j', async (filter, expected) => {
  const changes = await watch(ada, filter)
  const all = await watch(ada)
  await addNote('small', 5)
  await addNote('large', 50)
  await expect.poll(() => all.length).toBe(2)
  expect(changes.map(({ new: note }) => ('body' in note ? note.body : null))).toEqual(expected)
})

it('another tenant sees no rows', async () => {
  const theirs = await watch(bob)
  const mine = await watch(ada)
  await addNote('private', 1)
  await ada.client.from('notes').update({ body: 'still private' }).eq('body', 'private')
  const own = await newWorkspace(bob, 'of bob')
  await bob.client.rpc('push_note', { workspace: own, body: 'mine', n: 1 })
  await expect.poll(() => theirs.map(({ new: note }) => ('body' in note ? note.body : null))).toEqual(['mine'])
  expect(mine).toHaveLength(2)
})

it('only tables of the publication are followed, also when it changes', async () => {
  await backend.sql`alter publication supabase_realtime drop table public.notes`
  const changes = await watch(ada)
  await addNote('unseen', 1)
  await backend.sql`alter publication supabase_realtime add table public.notes`
  await addNote('seen', 2)
  await expect.poll(() => changes.map(({ new: note }) => ('body' in note ? note.body : null))).toEqual(['seen'])
})
