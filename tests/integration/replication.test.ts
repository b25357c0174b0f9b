import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { writeMessage } from '#tests/support/database.ts'
import type { Desk } from '#tests/support/desk.ts'
import { startFaultProxy, type FaultProxy } from '#tests/support/fault-proxy.ts'
import { openOffice, type Office } from '#tests/support/office.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { uuidv7 } from '#shared/domain/ids.ts'

let backend: LocalSupabase
let office: Office
const desks: Desk[] = []
const proxies: FaultProxy[] = []

beforeAll(async () => {
  backend = await startTestBackend()
  office = await openOffice(backend, 'Acme')
})

afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
  for (const proxy of proxies.splice(0)) await proxy.close()
})

afterAll(() => backend?.close())

async function seat(...args: Parameters<Office['desk']>): Promise<Desk> {
  const desk = await office.desk(...args)
  desks.push(desk)
  await desk.untilState('online')
  return desk
}

async function seatBehindProxy(): Promise<{ desk: Desk; proxy: FaultProxy }> {
  const proxy = await startFaultProxy(backend.url)
  proxies.push(proxy)
  return { desk: await seat('sales_rep', proxy.url), proxy }
}

const thread = (desk: Desk, conversation_id: string) =>
  desk.workspace.db.read('conversation.view', { conversation_id, limit: 100 })

/** How far the last two items of a thread have travelled. */
const lastSaveStates = async (desk: Desk, conversationId: string) =>
  (await thread(desk, conversationId))?.items.slice(-2).map((item) => item.save_state) ?? []

/** The message of that text in a desk's thread, once it is there. */
const untilMessage = (desk: Desk, conversationId: string, body: string) =>
  desk.until(async () => {
    const view = await thread(desk, conversationId)
    return view?.items.find((item) => item.kind === 'message' && item.body === body)
  }, `message "${body}"`)

async function reply(desk: Desk, conversation_id: string, body: string, seen?: string | null): Promise<void> {
  const args = {
    message_id: uuidv7(Date.now()),
    conversation_id,
    body,
    ...(seen !== undefined && { seen_inbound_id: seen }),
  }
  await desk.workspace.db.commit({ name: 'message.send', args }, { at: Date.now() })
  desk.workspace.engine.wake('write')
}

describe('replication between backend and desktops', () => {
  test('a customer’s message reaches an open desktop through a poke alone', async () => {
    const { conversationId } = await office.enquiry('Mia', 'Hello?')
    const desk = await seat('manager')
    await writeMessage(backend.sql, conversationId, 'Are you there?')
    expect(await untilMessage(desk, conversationId, 'Are you there?')).toMatchObject({ save_state: 'saved' })
  })

  test('a reply is stored once and shows on a colleague’s desktop', async () => {
    const { conversationId } = await office.enquiry('Noah', 'Price?')
    const [one, two] = [await seat('manager'), await seat('manager')]
    await reply(one, conversationId, 'From 199 a month')
    await untilMessage(two, conversationId, 'From 199 a month')
    await one.untilState('online')
    expect(await untilMessage(one, conversationId, 'From 199 a month')).toMatchObject({ save_state: 'saved' })
    const [row] = await backend.sql`select count(*)::int as n from messages where body = 'From 199 a month'`
    expect(row?.n).toBe(1)
  })

  test('what was written offline is saved here, then confirmed exactly once after the network heals', async () => {
    const { conversationId, leadId } = await office.enquiry('Olga', 'Can you call me?')
    const { desk, proxy } = await seatBehindProxy()
    proxy.set('cut')
    await reply(desk, conversationId, 'Calling at five')
    const note = {
      note_id: uuidv7(Date.now()),
      lead_id: leadId,
      title: null,
      body: 'Prefers evenings',
      type: 'general' as const,
    }
    await desk.workspace.db.commit({ name: 'note.create', args: note }, { at: Date.now() })
    desk.workspace.engine.wake('write')
    await desk.untilState('offline')
    await desk.until(
      async () => (await lastSaveStates(desk, conversationId)).join() === 'local,local',
      'both saved here',
    )

    proxy.set('up')
    await desk.untilState('online')
    expect(await lastSaveStates(desk, conversationId)).toEqual(['saved', 'saved'])
    const stored = await backend.sql`select body from messages where body = 'Calling at five' union all
      select body from notes where body = 'Prefers evenings'`
    expect(stored.map((row) => row.body)).toEqual(['Calling at five', 'Prefers evenings'])
  })

  test('an answer that was lost on the way back does not send a reply twice', async () => {
    const { conversationId } = await office.enquiry('Pia', 'Hi')
    const { desk, proxy } = await seatBehindProxy()
    proxy.set('one-way')
    await reply(desk, conversationId, 'Only once, please')
    const arrived = async () => (await backend.sql`select 1 from messages where body = 'Only once, please'`).length > 0
    while (!(await arrived())) await new Promise((resolve) => setImmediate(resolve))
    proxy.set('up')
    await desk.untilState('online')
    const rows = await backend.sql`select 1 from messages where body = 'Only once, please'`
    expect(rows).toHaveLength(1)
    expect(await untilMessage(desk, conversationId, 'Only once, please')).toMatchObject({ save_state: 'saved' })
  })

  test('a reply written offline is held when the customer has written since, and goes out when the rep says so', async () => {
    const { conversationId } = await office.enquiry('Quin', 'Is the red one still there?')
    const { desk, proxy } = await seatBehindProxy()
    const seen = await desk.workspace.db.read('conversation.last_inbound', { conversation_id: conversationId })
    proxy.set('cut')
    await reply(desk, conversationId, 'Yes, the red one is here', seen)
    await writeMessage(backend.sql, conversationId, 'Forget it, I bought another')
    proxy.set('up')
    const [item] = await desk.until(async () => {
      const items = await desk.workspace.db.read('attention.list', null)
      return items.length > 0 && items
    }, 'a held message')
    expect(item).toMatchObject({ result: 'held', code: 'customer_replied', mine: 'Yes, the red one is here' })
    expect(await untilMessage(desk, conversationId, 'Yes, the red one is here')).toMatchObject({
      save_state: 'attention',
    })

    await desk.workspace.db.retryParked(item!.seq)
    desk.workspace.engine.wake('write')
    await desk.until(async () => {
      const message = await untilMessage(desk, conversationId, 'Yes, the red one is here')
      return message.save_state === 'saved'
    }, 'the message to be saved')
    expect(await desk.workspace.db.read('attention.list', null)).toEqual([])
  })

  test('of two claims the first wins, and the loser reads who it was', async () => {
    const { leadId, conversationId } = await office.enquiry('Rosa', 'Hello')
    const [winner, loser] = [await seat('sales_rep'), await seatBehindProxy()]
    loser.proxy.set('cut')
    await loser.desk.workspace.db.commit({ name: 'lead.claim', args: { lead_id: leadId } }, { at: Date.now() })
    await winner.workspace.db.commit({ name: 'lead.claim', args: { lead_id: leadId } }, { at: Date.now() })
    winner.workspace.engine.wake('write')
    await winner.untilState('online')
    loser.proxy.set('up')
    loser.desk.workspace.engine.wake('user')
    const [item] = await loser.desk.until(async () => {
      const items = await loser.desk.workspace.db.read('attention.list', null)
      return items.length > 0 && items
    }, 'the lost claim')
    expect(item?.reason).toContain('sales rep')
    await loser.desk.until(
      async () => (await thread(loser.desk, conversationId)) === null,
      'the lead to leave the cache',
    )
    const [row] = await backend.sql`select owner_id from leads where id = ${leadId}`
    expect(row?.owner_id).toBe(winner.workspace.identity.user.id)
  })

  test('a lead handed to a colleague leaves one cache and enters the other whole', async () => {
    const first = await seat('sales_rep')
    const second = await seat('sales_rep')
    const { leadId, conversationId } = await office.enquiry('Sam', 'First words', first.workspace.identity.user.id)
    await untilMessage(first, conversationId, 'First words')
    expect(await thread(second, conversationId)).toBeNull()
    await backend.sql`update leads set owner_id = ${second.workspace.identity.user.id} where id = ${leadId}`
    await untilMessage(second, conversationId, 'First words')
    await first.until(async () => (await thread(first, conversationId)) === null, 'the lead to leave')
  })

  test('nothing of another organisation arrives', async () => {
    const other = await openOffice(backend, 'Other')
    const { conversationId } = await other.enquiry('Tom', 'Top secret')
    const desk = await seat('owner')
    expect(await thread(desk, conversationId)).toBeNull()
    const { rows } = await desk.workspace.db.read('inbox.page', { split: 'all', from: null, to: null, limit: 500 })
    expect(rows.some((row) => row.preview === 'Top secret')).toBe(false)
  })

  test('a viewer’s change is refused by the server, whatever the desktop thinks', async () => {
    const { conversationId } = await office.enquiry('Uma', 'Hello')
    const desk = await seat('viewer')
    await reply(desk, conversationId, 'I should not')
    const [item] = await desk.until(async () => {
      const items = await desk.workspace.db.read('attention.list', null)
      return items.length > 0 && items
    }, 'a refusal')
    expect(item).toMatchObject({ result: 'rejected', code: 'forbidden' })
    expect(await backend.sql`select 1 from messages where body = 'I should not'`).toHaveLength(0)
  })

  test('a login page instead of the backend blocks nothing typed and heals by itself', async () => {
    const { conversationId } = await office.enquiry('Vera', 'Hello')
    const { desk, proxy } = await seatBehindProxy()
    proxy.set('html')
    await reply(desk, conversationId, 'Sent from a hotel')
    const status = await desk.untilState('blocked')
    expect(status.error?.message).toContain('not a Leadline backend')
    proxy.set('up')
    desk.workspace.engine.wake('user')
    await desk.untilState('online')
    expect(await backend.sql`select 1 from messages where body = 'Sent from a hotel'`).toHaveLength(1)
  })
})
