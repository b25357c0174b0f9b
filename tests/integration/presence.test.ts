/** Who is where, between desktops of one organisation over real channels; and that nobody else hears or says any of it. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createPresence, type Presence } from '#main/sync/presence.ts'
import { PLACE_EVENT, presenceTopic } from '#shared/replication/presence.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import type { Member } from '#tests/support/database.ts'
import { openOffice, type Office } from '#tests/support/office.ts'

const HERE = '01990000-0000-7000-8000-000000000001'
/** A desktop joins, settles and tells in its own time, and machines run much else. */
const SOON = { timeout: 20_000 }
const THERE = '01990000-0000-7000-8000-000000000002'

vi.setConfig({ testTimeout: 60_000 })

let backend: LocalSupabase
let office: Office
let open: Presence[] = []
beforeAll(async () => {
  backend = await startTestBackend()
})
afterAll(() => backend.close())
beforeEach(async () => {
  for (const presence of open) presence.close()
  open = []
  office = await openOffice(backend, 'Acme')
})

async function desk({ client, id }: Pick<Member, 'client' | 'id'>): Promise<Presence> {
  await client.realtime.setAuth()
  const presence = createPresence({
    client,
    organizationId: office.organization.id,
    userId: id,
    onChange: () => {},
  })
  open.push(presence)
  return presence
}

const place = (user_id: string, conversation_id: string, typing = false) => ({ conversation_id, user_id, typing })

test('a colleague sees who comes, types, falls silent, moves on and leaves', async () => {
  const [ana, ben] = [await office.member('sales_rep'), await office.member('manager')]
  const [hers, his] = [await desk(ana), await desk(ben)]
  hers.show(HERE)
  await expect.poll(his.list, SOON).toEqual([place(ana.id, HERE)])
  expect(hers.list()).toEqual([])
  hers.typed(HERE)
  await expect.poll(his.list, SOON).toEqual([place(ana.id, HERE, true)])
  await expect.poll(his.list, SOON).toEqual([place(ana.id, HERE)])
  hers.show(THERE)
  await expect.poll(his.list, SOON).toEqual([place(ana.id, THERE)])
  hers.show(null)
  await expect.poll(his.list, SOON).toEqual([])
  hers.show(HERE)
  await expect.poll(his.list, SOON).toEqual([place(ana.id, HERE)])
  hers.close()
  await expect.poll(his.list, SOON).toEqual([])
})

test('who joins later knows where the others are', async () => {
  const [ana, ben] = [await office.member('sales_rep'), await office.member('sales_rep')]
  const hers = await desk(ana)
  hers.show(HERE)
  const his = await desk(ben)
  await expect.poll(his.list, SOON).toEqual([place(ana.id, HERE)])
})

test('it is quietly absent while the connection is, and back with it', async () => {
  const [ana, ben] = [await office.member('sales_rep'), await office.member('sales_rep')]
  const [hers, his] = [await desk(ana), await desk(ben)]
  hers.show(HERE)
  await expect.poll(his.list, SOON).toEqual([place(ana.id, HERE)])
  backend.realtime.dropConnections()
  await expect.poll(his.list, SOON).toEqual([])
  await expect.poll(his.list, SOON).toEqual([place(ana.id, HERE)])
})

/** Joins the channel of the office as anybody could try to; answers what became of it, and what it hears. */
async function intrude(client: SupabaseClient, topic: string, isPrivate: boolean) {
  await client.realtime.setAuth()
  const heard: unknown[] = []
  const answer = Promise.withResolvers<string>()
  const channel = client.channel(topic, { config: { private: isPrivate, presence: { key: 'spy' } } })
  channel
    .on('presence', { event: 'sync' }, () => heard.push(...Object.keys(channel.presenceState())))
    .on('broadcast', { event: '*' }, ({ payload }) => heard.push(payload))
    .subscribe((status) => answer.resolve(status))
  const status = await answer.promise
  return { status, heard, channel }
}

test('another organisation, a suspended colleague and a stranger are not let in; a public channel of the name is another', async () => {
  const ana = await office.member('sales_rep')
  const ben = await office.member('sales_rep')
  const suspended = await office.member('manager')
  await backend.sql`update profiles set status = 'suspended' where id = ${suspended.id}`
  const rival = await (await openOffice(backend, 'Rival')).member('owner')
  const [hers, his] = [await desk(ana), await desk(ben)]
  hers.show(HERE)
  await expect.poll(his.list, SOON).toEqual([place(ana.id, HERE)])
  const topic = presenceTopic(office.organization.id)

  for (const { client } of [rival, suspended]) {
    expect((await intrude(client, topic, true)).status).toBe('CHANNEL_ERROR')
    await client.removeAllChannels()
  }
  const beside = await intrude(rival.client, topic, false)
  expect(beside.status).toBe('SUBSCRIBED')
  await beside.channel.track({ key: 'spy', n: 9, conversation_id: HERE, typing: true })
  const lie = { key: `${rival.id}:x`, n: 9, conversation_id: HERE, typing: true }
  await beside.channel.send({ type: 'broadcast', event: PLACE_EVENT, payload: lie })
  hers.show(THERE)
  await expect.poll(his.list, SOON).toEqual([place(ana.id, THERE)])
  expect(beside.heard.filter((heard) => heard !== 'spy')).toEqual([])
})

test('a member hears nothing of what makes no sense', async () => {
  const [ana, ben] = [await office.member('sales_rep'), await office.member('sales_rep')]
  const his = await desk(ben)
  const { channel } = await intrude(ana.client, presenceTopic(office.organization.id), true)
  await channel.track({ key: 7, conversation_id: 'everywhere' })
  await channel.send({ type: 'broadcast', event: PLACE_EVENT, payload: { n: -1 } })
  const key = `${ana.id}:desk`
  const ghost = { key, n: 1, conversation_id: HERE, typing: false }
  await channel.send({ type: 'broadcast', event: PLACE_EVENT, payload: ghost })
  const cleo = await office.member('sales_rep')
  const hers = await desk(cleo)
  hers.show(THERE)
  await expect.poll(his.list, SOON).toEqual([place(cleo.id, THERE)])
})
