import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { ROLES } from '#shared/domain/vocabulary.ts'
import type { Role } from '#shared/domain/vocabulary.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { BUCKETS, tryForeignFile } from '#tests/walls/storage.ts'
import type { ForeignFile } from '#tests/walls/storage.ts'

const CONTENT = 'content'

let backend: LocalSupabase
let acme: Organization
let globex: Organization
let members: Record<Role, Member>
let spy: Member
let files: ForeignFile[]
beforeAll(async () => {
  backend = await startDatabase()
  acme = await createOrganization(backend.sql, 'Acme')
  globex = await createOrganization(backend.sql, 'Globex')
  const people = await Promise.all(ROLES.map((role) => joinAs(backend, acme.id, role)))
  members = Object.fromEntries(people.map((person) => [person.role, person])) as Record<Role, Member>
  spy = await joinAs(backend, globex.id, 'owner')

  const lead = await createLead(backend.sql, acme, {})
  const message_id = await writeMessage(backend.sql, await createConversation(backend.sql, acme, lead), 'See the file')
  const { owner } = members
  files = [
    { bucket: 'csv_uploads', path: `${acme.id}/${owner.id}/leads.csv` },
    { bucket: 'client_logos', path: `${acme.id}/logo.png` },
    { bucket: 'exports', path: `${acme.id}/${owner.id}/deals.csv` },
    { bucket: 'attachments', path: `${acme.id}/${lead}/offer.pdf` },
  ]
  for (const { bucket, path } of files) {
    const { error } = await upload(owner, bucket, path)
    if (error) throw error
  }
  await backend.sql`insert into attachments ${backend.sql({ message_id, path: files[3]!.path, size_bytes: CONTENT.length })}`
})
afterAll(() => backend.close())

const upload = (by: Member, bucket: keyof typeof BUCKETS, path: string, contentType: string = BUCKETS[bucket]) =>
  by.client.storage.from(bucket).upload(path, CONTENT, { contentType })

const statusOf = (error: unknown): number => Number((error as { statusCode?: string } | null)?.statusCode ?? 0)

describe('a file', () => {
  test('comes down as it went up, for those who may see it', async () => {
    for (const { bucket, path } of files) {
      const { data } = await members.owner.client.storage.from(bucket).download(path)
      expect([bucket, await data?.text()]).toEqual([bucket, CONTENT])
    }
  })

  test('is opened without a session by a signed URL, until it is tampered with', async () => {
    const { bucket, path } = files[2]!
    const { data } = await members.owner.client.storage.from(bucket).createSignedUrl(path, 60)
    const opened = await fetch(data!.signedUrl)
    expect([opened.status, await opened.text()]).toEqual([200, CONTENT])
    const forged = await fetch(data!.signedUrl.replace('deals.csv', 'other.csv'))
    expect(forged.status).toBeGreaterThanOrEqual(400)
  })

  test('is uploaded by a signed URL where the member may upload', async () => {
    const bucket = members.owner.client.storage.from('exports')
    const { data, error } = await bucket.createSignedUploadUrl(`${acme.id}/${members.owner.id}/later.csv`)
    expect(error).toBeNull()
    const sent = await bucket.uploadToSignedUrl(data!.path, data!.token, 'later', { contentType: 'text/csv' })
    expect(sent.error).toBeNull()
    expect(await (await bucket.download(data!.path)).data?.text()).toBe('later')
  })

  test('is removed by its maker, an attachment by nobody', async () => {
    const path = `${acme.id}/${members.sales_rep.id}/gone.csv`
    await upload(members.sales_rep, 'exports', path)
    expect((await members.manager.client.storage.from('exports').remove([path])).data).toEqual([])
    expect((await members.sales_rep.client.storage.from('exports').remove([path])).data).toHaveLength(1)
    expect((await members.owner.client.storage.from('attachments').remove([files[3]!.path])).data).toEqual([])
  })

  test('is replaced only where it is a logo, by those who administer', async () => {
    for (const { bucket, path } of files) {
      const replaced = async (by: Member) => {
        const contentType = BUCKETS[bucket]
        const { error } = await by.client.storage.from(bucket).upload(path, CONTENT, { contentType, upsert: true })
        return error === null
      }
      const outcome = [await replaced(members.sales_rep), await replaced(members.admin)]
      expect([bucket, ...outcome]).toEqual([bucket, false, bucket === 'client_logos'])
    }
  })
})

describe('an upload is refused', () => {
  test.each([
    ['exports', 'text/html'],
    ['client_logos', 'image/svg+xml'],
    ['attachments', 'text/html'],
    ['attachments', 'image/svg+xml'],
    ['csv_uploads', 'application/javascript'],
  ] as const)('in %s that says it is %s', async (bucket, contentType) => {
    const { error } = await upload(members.owner, bucket, `${acme.id}/${members.owner.id}/x`, contentType)
    expect(statusOf(error)).toBe(415)
  })

  test('whose path leads out of the folder, or nowhere', async () => {
    const { data } = await members.owner.client.auth.getSession()
    const own = `${acme.id}/${members.owner.id}`
    for (const tail of [
      `../../${globex.id}/x.csv`,
      `..%2f..%2f${globex.id}%2fx.csv`,
      '%2e%2e/%2e%2e/x.csv',
      'a//b.csv',
      'a%5cb.csv',
      `${'a'.repeat(300)}.csv`,
    ]) {
      const { status } = await fetch(`${backend.url}/storage/v1/object/exports/${own}/${tail}`, {
        method: 'POST',
        headers: {
          apikey: backend.anonKey,
          authorization: `Bearer ${data.session!.access_token}`,
          'content-type': 'text/csv',
        },
        body: CONTENT,
      })
      expect([tail, status >= 400 && status < 500]).toEqual([tail, true])
    }
    const stray = await backend.sql`
      select name from storage.objects where name like ${`${globex.id}%`} or name ~ '(^|/)[.]{0,2}(/|$)'`
    expect(stray.map(({ name }) => String(name))).toEqual([])
  })

  test('of a viewer, and into the folder of a colleague', async () => {
    const { viewer, sales_rep, manager } = members
    for (const bucket of Object.keys(BUCKETS) as (keyof typeof BUCKETS)[]) {
      const { error } = await upload(viewer, bucket, `${acme.id}/${viewer.id}/x`)
      expect([bucket, statusOf(error)]).toEqual([bucket, 403])
    }
    const { error } = await upload(sales_rep, 'exports', `${acme.id}/${manager.id}/x.csv`)
    expect(statusOf(error)).toBe(403)
  })
})

test('nobody of another organisation reads, lists, signs, plants, replaces, moves or removes a file', async () => {
  const theirs: ForeignFile[] = [
    { bucket: 'csv_uploads', path: `${globex.id}/${spy.id}/leads.csv` },
    { bucket: 'client_logos', path: `${globex.id}/logo.png` },
    { bucket: 'exports', path: `${globex.id}/${spy.id}/deals.csv` },
  ]
  for (const { bucket, path } of theirs) expect((await upload(spy, bucket, path)).error).toBeNull()
  const leaks: string[] = []
  for (const thief of Object.values(members)) {
    for (const file of theirs) leaks.push(...(await tryForeignFile(thief, file, file.bucket === 'client_logos')))
  }
  for (const file of files) leaks.push(...(await tryForeignFile(spy, file, file.bucket === 'client_logos')))
  expect(leaks).toEqual([])
  for (const { bucket, path } of theirs) {
    expect(await (await spy.client.storage.from(bucket).download(path)).data?.text()).toBe(CONTENT)
  }
})

// Last: the server closes the connection that it did not read to its end.
test('an upload that is larger than the bucket takes is refused', async () => {
  const { error } = await members.owner.client.storage
    .from('client_logos')
    .upload(`${acme.id}/large.png`, 'x'.repeat(2 * 1024 * 1024 + 1), { contentType: 'image/png' })
  expect(statusOf(error)).toBe(413)
})
