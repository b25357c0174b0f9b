import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LocalSupabase } from './backend.ts'
import { Upload } from 'tus-js-client'
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

/** Uploads over tus; `stopAfter`: gives up once that many bytes were taken. Resolves to the upload's address. */
async function resumable(
  person: Person,
  name: string,
  content: Buffer,
  { url = null, stopAfter = Infinity }: { url?: string | null; stopAfter?: number } = {},
): Promise<string> {
  const { data } = await person.client.auth.getSession()
  return new Promise((resolve, reject) => {
    const upload = new Upload(content, {
      endpoint: `${backend.url}/storage/v1/upload/resumable`,
      uploadUrl: url,
      headers: { apikey: backend.anonKey, authorization: `Bearer ${data.session?.access_token}` },
      metadata: { bucketName: 'exports', objectName: name, contentType: 'text/plain' },
      chunkSize: 100_000,
      retryDelays: [],
      onChunkComplete(_size, accepted) {
        if (accepted >= stopAfter) void upload.abort().then(() => resolve(upload.url!))
      },
      onSuccess: () => resolve(upload.url!),
      onError: reject,
    })
    upload.start()
  })
}

it('takes a file in parts, and goes on where an upload was cut', async () => {
  const content = Buffer.alloc(350_000, 'abcdefg')
  const url = await resumable(ada, `${ada.id}/large.txt`, content, { stopAfter: 200_000 })
  expect((await ada.client.storage.from('exports').download(`${ada.id}/large.txt`)).error).not.toBeNull()
  const { headers } = await fetch(url, { method: 'HEAD', headers: { apikey: backend.anonKey } })
  expect(Number(headers.get('upload-offset'))).toBeGreaterThanOrEqual(200_000)

  expect(await resumable(ada, `${ada.id}/large.txt`, content, { url })).toBe(url)
  const stored = await ada.client.storage.from('exports').download(`${ada.id}/large.txt`)
  expect(Buffer.from(await stored.data!.arrayBuffer())).toEqual(content)
})

it('refuses in the end what policies refuse, and a second file of the same name', async () => {
  await expect(resumable(bob, `${ada.id}/planted.txt`, Buffer.from('x'))).rejects.toThrow('response code: 403')
  await resumable(ada, `${ada.id}/once.txt`, Buffer.from('x'))
  await expect(resumable(ada, `${ada.id}/once.txt`, Buffer.from('y'))).rejects.toThrow('response code: 409')
})
