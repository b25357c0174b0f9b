import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createConversation, createLead, createOrganization } from '#tests/support/database.ts'
import { functionContext } from '#tests/support/functions.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startTestBackend()
})
afterAll(() => backend.close())

const sweep = (key: string, method = 'POST') =>
  fetch(`${backend.url}/functions/v1/sweep`, { method, headers: { authorization: `Bearer ${key}` } })

test('files that no attachment speaks of are deleted after a day, others are not', async () => {
  const { sql, serviceRoleKey } = backend
  const organization = await createOrganization(sql, 'Acme')
  const conversation = await createConversation(sql, organization, await createLead(sql, organization))
  const { service } = await functionContext(backend)
  const files = service.storage.from('attachments')
  const paths = ['orphan', 'young', 'kept'].map((name) => `${organization.id}/${name}.txt`)
  const [orphan, young, kept] = paths as [string, string, string]
  for (const path of paths) {
    const { error } = await files.upload(path, `bytes of ${path}`, { contentType: 'text/plain' })
    expect(error).toBeNull()
  }
  const [message] = await sql<{ id: string }[]>`
    insert into messages (conversation_id, direction, sender_type, body)
    values (${conversation}, 'inbound', 'customer', 'With a file') returning id`
  await sql`
    insert into attachments (message_id, bucket, path, file_name, content_type, size_bytes)
    values (${message!.id}, 'attachments', ${kept}, 'kept.txt', 'text/plain', 5)`
  await sql`
    update storage.objects set created_at = now() - interval '25 hours'
    where bucket_id = 'attachments' and name in (${orphan}, ${kept})`

  const answer = await sweep(serviceRoleKey)
  expect([answer.status, await answer.json()]).toEqual([200, { removed: 1 }])
  const there = await Promise.all(paths.map(async (path) => (await files.download(path)).error === null))
  expect(Object.fromEntries(paths.map((path, index) => [path, there[index]]))).toEqual({
    [orphan]: false,
    [young]: true,
    [kept]: true,
  })
  expect(await (await sweep(serviceRoleKey)).json()).toEqual({ removed: 0 })
})

test('nobody but the service role has files deleted', async () => {
  expect((await sweep(backend.anonKey)).status).toBe(401)
  expect((await sweep(backend.serviceRoleKey, 'GET')).status).toBe(405)
})
