import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LocalSupabase } from './backend.ts'
import { newClient, signIn, startFixtureBackend } from './testing.ts'
import type { Person } from './testing.ts'

let backend: LocalSupabase
let ada: Person
let bob: Person

beforeAll(async () => {
  backend = await startFixtureBackend()
  ada = await signIn(backend, 'ada')
  bob = await signIn(backend, 'bob')
  await newClient(backend, backend.serviceRoleKey).storage.createBucket('exports', { public: false })
  await backend.sql`create policy "own folder" on storage.objects for all to authenticated
    using (bucket_id = 'exports' and split_part(name, '/', 1) = auth.uid()::text)
    with check (bucket_id = 'exports' and split_part(name, '/', 1) = auth.uid()::text)`
})
afterAll(() => backend.close())

it('keeps what its owner uploads, and gives it to nobody else', async () => {
  const path = `${ada.id}/leads.csv`
  const uploaded = await ada.client.storage.from('exports').upload(path, 'name\nAda', { contentType: 'text/csv' })
  expect(uploaded.error).toBeNull()
  const mine = await ada.client.storage.from('exports').download(path)
  expect(await mine.data?.text()).toBe('name\nAda')
  expect((await bob.client.storage.from('exports').download(path)).error).not.toBeNull()
  expect((await newClient(backend).storage.from('exports').download(path)).error).not.toBeNull()
})

it('refuses an upload that policies refuse', async () => {
  const { error } = await bob.client.storage.from('exports').upload(`${ada.id}/planted.csv`, 'x')
  expect(error).not.toBeNull()
})

it('lists and removes', async () => {
  const bucket = ada.client.storage.from('exports')
  await bucket.upload(`${ada.id}/a.txt`, 'a')
  const names = (await bucket.list(ada.id)).data?.map(({ name }) => name)
  // lite gives the whole path, hosted the name within the folder.
  expect(names?.some((name) => name.endsWith('a.txt'))).toBe(true)
  expect((await bucket.remove([`${ada.id}/a.txt`])).error).toBeNull()
  expect((await bucket.download(`${ada.id}/a.txt`)).error).not.toBeNull()
})
