import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { CampaignDesk, noonZone } from './campaign-desk.ts'

let backend: LocalSupabase
let desk: CampaignDesk
beforeAll(async () => {
  backend = await startDatabase()
  desk = await CampaignDesk.open(backend.sql)
})
afterAll(() => backend.close())

const CUSTOMERS = 40

/** Sends what is due until nothing is left for a while: claim, ask, settle. Returns which messages the vendor was given. */
async function work(sql: Sql, worker: string, finished: () => boolean): Promise<string[]> {
  const given: string[] = []
  while (!finished()) {
    const [row] = await sql<{ messages: { message_id: string }[] }[]>`
      select dispatch_claim(${worker}, 5) -> 'messages' as messages`
    for (const { message_id: id } of row!.messages) {
      const [asked] = await sql<{ began: boolean }[]>`select dispatch_begin(${worker}, ${id}) as began`
      if (asked!.began) {
        given.push(id)
        await sql`select dispatch_settle(${worker}, ${id}, ${sql.json({ sent: true, external_id: `v ${id}` })})`
      }
    }
  }
  return given
}

test('planners, writers, senders and customers who reply all at once hurt nobody', { timeout: 120_000 }, async () => {
  const campaign = await desk.campaign([1])
  const leads: string[] = []
  for (let index = 0; index < CUSTOMERS; index++) leads.push(await desk.customer(noonZone()))
  const now = new Date()
  for (const lead of leads) await desk.enroll(lead, campaign, now)
  const connect = () => postgres(backend.databaseUrl, { max: 1, onnotice: () => {} })
  const connections = Array.from({ length: 6 }, connect)
  const [plans, writes, pauses, ...workers] = connections as [Sql, Sql, Sql, Sql, Sql, Sql]

  const state = { open: true }
  const begunBefore = new Map<string, boolean>()
  const jobs = async (sql: Sql, job: string) => {
    while (state.open) await sql`select ${sql.unsafe(`app.${job}`)}(7, now())`
  }
  const answer = async () => {
    for (const lead of leads.filter((_, index) => index % 2 === 0)) {
      await desk.reply(lead, new Date())
      const begun = await backend.sql`
        select from messages where lead_id = ${lead} and metadata ? 'outreach' and (status in ('sent', 'delivered')
          or id in (select message_id from dispatch_queue where attempted_at is not null))`
      begunBefore.set(lead, begun.length > 0)
    }
  }
  const pauseAndResume = async () => {
    for (const lead of leads.filter((_, index) => index % 4 === 1)) {
      for (const [from, to] of [
        ['active', 'paused'],
        ['paused', 'active'],
      ] as const) {
        await pauses`update campaign_enrollments set status = ${to} where lead_id = ${lead} and status = ${from}`
      }
    }
  }
  /** True once every customer's enrolment has ended. */
  const settled = async () => {
    for (;;) {
      const [row] = await backend.sql<{ n: number }[]>`
        select count(*)::integer as n from campaign_enrollments where status <> 'completed'`
      if (row!.n === 0) return
    }
  }
  const all = Promise.all([
    jobs(plans, 'plan_enrollments'),
    jobs(writes, 'write_outreach'),
    jobs(pauses, 'write_outreach'),
    ...workers.map((sql, index) => work(sql, `worker ${index}`, () => !state.open)),
  ])
  await Promise.all([answer(), pauseAndResume()])
  await settled()
  state.open = false
  const given = (await all).slice(3).flatMap((ids) => ids ?? [])
  await Promise.all(connections.map((sql) => sql.end()))

  expect(new Set(given).size).toBe(given.length)
  for (const [index, lead] of leads.entries()) {
    const sent = (await desk.messages(lead)).filter(({ id }) => given.includes(id))
    const expected = begunBefore.get(lead) === false ? 0 : 1
    expect([index, sent.length]).toEqual([index, expected])
  }
})
