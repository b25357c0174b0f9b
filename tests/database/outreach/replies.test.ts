import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { CampaignDesk, noonZone } from './campaign-desk.ts'

let backend: LocalSupabase
let desk: CampaignDesk
let lead: string
let enrollment: string
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

beforeEach(async () => {
  await backend.sql`truncate organizations cascade`
  desk = await CampaignDesk.open(backend.sql)
  lead = await desk.customer(noonZone())
  enrollment = await desk.enroll(lead, await desk.campaign([1, 2]), new Date())
  await desk.tick(new Date())
})

const claim = async (worker = 'w'): Promise<{ message_id: string; reconcile: boolean }[]> => {
  const [row] = await backend.sql`select dispatch_claim(${worker}) -> 'messages' as messages`
  return row!.messages as { message_id: string; reconcile: boolean }[]
}
const begin = async (message: string, worker = 'w'): Promise<unknown> => {
  const [row] = await backend.sql`select dispatch_begin(${worker}, ${message}) as began`
  return row!.began
}
const settle = async (message: string, worker = 'w'): Promise<unknown> => {
  const outcome = backend.sql.json({ sent: true, external_id: `vendor ${message}` })
  const [row] = await backend.sql`select dispatch_settle(${worker}, ${message}, ${outcome}) as answer`
  return row!.answer
}
/** Resolves once a call of this function waits for a lock. */
const waitingFor = async (name: string): Promise<void> => {
  const waits = () =>
    backend.sql`select from pg_stat_activity where wait_event_type = 'Lock' and query like ${`%${name}%`}`
  await expect.poll(async () => (await waits()).length, { timeout: 10_000 }).toBe(1)
}
const statuses = async () => (await desk.messages(lead)).map(({ status }) => status)

describe('a reply', () => {
  test('takes back the next message while it waits to be sent', async () => {
    await desk.reply(lead, new Date())
    expect(await claim()).toEqual([])
    expect(await statuses()).toEqual(['cancelled'])
    expect(await desk.enrollment(enrollment)).toMatchObject({ status: 'completed', last_message_day: 0 })
  })

  test('stops a message that a worker has taken, up to the moment before the vendor is asked', async () => {
    const [taken] = await claim()
    await desk.reply(lead, new Date())
    expect(await begin(taken!.message_id)).toBe(false)
    expect(await statuses()).toEqual(['cancelled'])
  })

  test('that is being written while a worker asks is heard as soon as it is there', async () => {
    const [taken] = await claim()
    await backend.sql.begin(async (sql) => {
      // The row that the reply would cancel is another's at this moment.
      await sql`select from messages where id = ${taken!.message_id} for update`
      await desk.reply(lead, new Date())
    })
    expect(await begin(taken!.message_id)).toBe(false)
    await backend.sql`update dispatch_queue set locked_until = now()`
    expect(await claim('another')).toEqual([])
    expect(await statuses()).toEqual(['cancelled'])
  })

  test('that is not committed yet is waited for before the vendor is asked', async () => {
    const [taken] = await claim()
    let asked: Promise<unknown> | undefined
    await backend.sql.begin(async (sql) => {
      await sql`
        insert into messages (conversation_id, direction, sender_type, body)
        select id, 'inbound', 'customer', 'Yes' from conversations where lead_id = ${lead}`
      asked = begin(taken!.message_id)
      await waitingFor('dispatch_begin')
    })
    expect(await asked).toBe(false)
    expect(await statuses()).toEqual(['cancelled'])
  })

  test('does not undo what the vendor already has, and nothing follows', async () => {
    const [taken] = await claim()
    expect(await begin(taken!.message_id)).toBe(true)
    await desk.reply(lead, new Date())
    expect(await settle(taken!.message_id)).toBe('sent')
    expect(await statuses()).toEqual(['sent'])
    expect(await desk.enrollment(enrollment)).toMatchObject({ status: 'completed', last_message_day: 1 })
    await desk.tick(new Date(Date.now() + 3 * 86_400_000))
    expect(await statuses()).toEqual(['sent'])
  })
})

describe('a worker that dies', () => {
  test('after taking a message leaves it to the next, who sends it once', async () => {
    const [taken] = await claim('first')
    await backend.sql`update dispatch_queue set locked_until = now()`
    const [again] = await claim('second')
    expect(again).toMatchObject({ message_id: taken!.message_id, reconcile: false })
    expect(await begin(taken!.message_id, 'first')).toBe(false)
    expect(await begin(taken!.message_id, 'second')).toBe(true)
    expect(await settle(taken!.message_id, 'second')).toBe('sent')
    expect(await claim('first')).toEqual([])
    expect(await desk.enrollment(enrollment)).toMatchObject({ last_message_day: 1, status: 'active' })
  })

  test('after asking the vendor has the next look it up before anything else', async () => {
    const [taken] = await claim('first')
    await begin(taken!.message_id, 'first')
    await backend.sql`update dispatch_queue set locked_until = now()`
    expect(await claim('second')).toMatchObject([{ message_id: taken!.message_id, reconcile: true }])
    await settle(taken!.message_id, 'first')
    expect(await settle(taken!.message_id, 'second')).toBe('sent')
    expect(await statuses()).toEqual(['sent'])
    await desk.tick(new Date())
    expect(await statuses()).toEqual(['sent'])
  })
})

describe('a pause', () => {
  test('that is over before its message was taken back leaves the message to be sent anew', async () => {
    const [message] = await desk.messages(lead)
    await backend.sql.begin(async (sql) => {
      // Held by another, so that the pause itself cannot take it back.
      await sql`select from messages where id = ${message!.id} for update`
      await desk.setStatus(enrollment, 'paused')
    })
    let claimed: Promise<unknown> | undefined
    await backend.sql.begin(async (sql) => {
      await sql`update campaign_enrollments set status = 'active' where id = ${enrollment}`
      claimed = claim()
      await waitingFor('dispatch_claim')
    })
    expect(await claimed).toEqual([])
    expect(await statuses()).toEqual(['cancelled'])
    expect(await desk.enrollment(enrollment)).toMatchObject({ status: 'active', last_message_day: 0 })
    await desk.tick(new Date())
    expect(await statuses()).toEqual(['cancelled', 'queued'])
  })
})
