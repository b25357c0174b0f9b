import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import type { Desk } from '#tests/support/desk.ts'
import { startFaultProxy, type FaultProxy } from '#tests/support/fault-proxy.ts'
import { openOffice, type Office } from '#tests/support/office.ts'

let backend: LocalSupabase
let office: Office
let proxy: FaultProxy
let desk: Desk | undefined

beforeAll(async () => {
  backend = await startTestBackend()
  office = await openOffice(backend, 'Acme')
  proxy = await startFaultProxy(backend.url)
})
afterEach(() => desk?.close())
afterAll(async () => {
  await proxy?.close()
  await backend?.close()
})

test('a long conversation arrives as its window; the rest comes when asked for, and not without a connection', async () => {
  const { conversationId } = await office.enquiry('Mia', 'the latest')
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    select ${conversationId}, 'inbound', 'customer', 'm' || n, now() - interval '1 year' + n * interval '1 hour'
    from generate_series(1, 500) n`
  desk = await office.desk('manager', proxy.url)
  await desk.untilState('online')
  const { workspace } = desk
  const view = async () =>
    (await workspace.db.read('conversation.view', { conversation_id: conversationId, limit: 5000 }))!
  expect(await view()).toMatchObject({ has_older: false, has_older_on_server: true })
  expect((await view()).items).toHaveLength(200)

  proxy.set('cut')
  await expect(workspace.loadOlder(conversationId)).rejects.toMatchObject({
    code: 'offline',
    message: 'Older messages need a connection.',
  })
  proxy.set('up')
  expect(await workspace.loadOlder(conversationId)).toEqual({ loaded: 200, complete: false })
  expect((await view()).items).toHaveLength(400)
  expect(await workspace.loadOlder(conversationId)).toEqual({ loaded: 101, complete: true })
  expect((await view()).items.map(({ body }) => body)).toEqual([
    ...Array.from({ length: 500 }, (_, n) => `m${n + 1}`),
    'the latest',
  ])
  expect(await view()).toMatchObject({ has_older_on_server: false })
  expect(await workspace.loadOlder(conversationId)).toEqual({ loaded: 0, complete: true })

  proxy.set('cut')
  expect((await view()).items).toHaveLength(501)
})
