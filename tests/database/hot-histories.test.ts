import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { HotModel } from './hot-model.ts'
import type { HotCommand } from './hot-model.ts'
import { acknowledge, chooseScores, hotEvents, passMinutes, setHotLeads, setScore, stepsOf } from './hot-leads.ts'

const RUNS = 40

let backend: LocalSupabase
let organization: Organization
let rep: Member
beforeAll(async () => {
  backend = await startDatabase()
  await chooseScores(backend)
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  await joinAs(backend, organization.id, 'manager')
  await setHotLeads(backend.sql, organization, { realert_minutes: 5, pool_minutes: 10, manager_minutes: 20 })
})
afterAll(() => backend.close())

const score = fc.record({ do: fc.constant('score' as const), to: fc.constantFrom(10, 74, 75, 79, 80, 95) })
const acknowledgement = fc.record({
  do: fc.constant('acknowledge' as const),
  as: fc.constantFrom('seen' as const, 'claimed' as const, 'called' as const, 'snoozed' as const, 'passed' as const),
})
const command: fc.Arbitrary<HotCommand> = fc.oneof(
  { weight: 4, arbitrary: score },
  { weight: 4, arbitrary: acknowledgement },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mark' as const), as: fc.constantFrom('warm', 'hot') }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('inbound' as const, 'replyByAgent' as const, 'replyByAi' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('archive' as const, 'restore' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(0, 1, 4, 5, 6, 11, 16, 25) }),
  },
)

const inOrder = (levels: number[]): number[] => levels.toSorted((a, b) => a - b)

/** Does a command to a lead in the database. */
async function perform(lead: string, conversation: string, what: HotCommand): Promise<void> {
  const { sql } = backend
  const update = (values: object) => sql`update leads set ${sql(values as Record<string, string>)} where id = ${lead}`
  const answer = (sender_type: string) =>
    sql`insert into messages ${sql({ conversation_id: conversation, direction: 'outbound', sender_type, body: 'Yes', status: 'queued' })}`
  switch (what.do) {
    case 'score':
      return setScore(sql, lead, what.to)
    case 'mark':
      return void (await update({ contact_status: what.as }))
    case 'inbound':
      return void (await writeMessage(sql, conversation, 'Hello'))
    case 'replyByAgent':
      return void (await answer('agent'))
    case 'replyByAi':
      return void (await answer('ai'))
    case 'archive':
      return void (await sql`update leads set archived_at = now() where id = ${lead}`)
    case 'restore':
      return void (await sql`update leads set archived_at = null where id = ${lead}`)
    case 'pass':
      return passMinutes(sql, lead, what.minutes)
    case 'acknowledge': {
      const open = (await hotEvents(sql, lead)).find(({ status }) => status === 'open')
      if (open) await acknowledge(sql, open.id, rep, what.as)
    }
  }
}

test('any history gives one alert per occasion, escalated in order, and never after it was settled', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 30 }), async (commands) => {
      const lead = await createLead(backend.sql, organization)
      const conversation = await createConversation(backend.sql, organization, lead)
      const model = new HotModel({ realert: 5, pool: 10, manager: 20 })
      for (const what of commands) {
        await perform(lead, conversation, what)
        model.apply(what)
      }
      const told = []
      for (const { id, status, kinds, alert_count } of await hotEvents(backend.sql, lead)) {
        const steps = (await stepsOf(backend.sql, id)).filter(({ taken }) => taken)
        told.push({ status, kinds, taken: steps.map(({ level }) => level), alerts: alert_count })
      }
      expect(told).toEqual(
        model.events.map(({ status, kinds, taken }) => ({
          status,
          kinds,
          taken: inOrder(taken),
          alerts: 1 + taken.length,
        })),
      )
      for (const { taken } of model.events) expect(taken).toEqual(inOrder(taken))
    }),
    { numRuns: RUNS },
  )
})
