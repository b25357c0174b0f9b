import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { MortalSender } from '../dispatch/mortal-sender.ts'
import { DispatchDesk } from '../dispatch/support.ts'
import { HOUR } from '../engines/support.ts'
import { HOLIDAYS, keepHolidays, someDay, ZONES } from '../engines/two-years.ts'
import { momentOf } from '../outreach/campaign-desk.ts'
import { plans, triggers } from './workflow-definitions.ts'
import type { Plan } from './workflow-definitions.ts'
import { WorkflowDesk } from './workflow-desk.ts'
import { WorkflowWorld } from './workflow-world.ts'

let backend: LocalSupabase
let desk: WorkflowDesk
let dispatch: DispatchDesk
let form: string
beforeAll(async () => {
  backend = await startDatabase()
  desk = await WorkflowDesk.open(backend)
  dispatch = await DispatchDesk.open(backend.sql)
  await keepHolidays(backend.sql, desk.organization.id)
  const [row] = await backend.sql<{ id: string }[]>`
    insert into forms (organization_id, name) values (${desk.organization.id}, 'Contact') returning id`
  form = row!.id
})
afterAll(() => backend.close())

type Act = (world: WorkflowWorld, at: number, other: Plan) => Promise<void>
const ACTIONS: Record<string, Act> = {
  work: async (world, at) => {
    await world.tick(at, false)
    await world.work(at, false)
    await world.deliver(false)
  },
  die: async (world, at) => {
    await world.tick(at, true)
    await world.work(at, true)
    await world.deliver(true)
  },
  'run only': (world, at) => world.work(at, false),
  'tag a': (world, at) => world.tag('a', true, at),
  'tag b': (world, at) => world.tag('b', true, at),
  'untag a': (world, at) => world.tag('a', false, at),
  hear: (world, at) => world.hear('Hello', at),
  'hear of the price': (world, at) => world.hear('What is the price?', at),
  submit: (world, at) => world.submit(form, at),
  move: (world, at) => world.move('Qualified', at),
  'opt out': (world) => world.optOut(),
  edit: (world, _at, other) => world.edit(other),
  toggle: (world, at) => world.toggle(at),
  replay: (world, at) => world.replay(at),
}

const histories = fc.record({
  zone: fc.constantFrom(...ZONES),
  day: someDay,
  hour: fc.integer({ min: 0, max: 23 }),
  workflows: fc.array(fc.record({ trigger: triggers, plan: plans }), { minLength: 1, maxLength: 3 }),
  other: plans,
  turns: fc.array(
    fc.record({
      minutes: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 100, max: 1_800 })),
      action: fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom('work', 'die', 'run only') },
        { weight: 3, arbitrary: fc.constantFrom(...Object.keys(ACTIONS)) },
      ),
    }),
    { minLength: 6, maxLength: 16 },
  ),
})

test('whatever happens in two years of four time zones, each node does what the plain model does, once', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ zone, day, hour, workflows, other, turns }) => {
      await backend.sql`delete from workflows where organization_id = ${desk.organization.id}`
      await backend.sql`delete from leads where organization_id = ${desk.organization.id}`
      let at = (await momentOf(backend.sql, `${day} ${String(hour).padStart(2, '0')}:15`, zone)).getTime()
      const world = new WorkflowWorld(desk, new MortalSender(dispatch), zone, HOLIDAYS)
      for (const { trigger, plan } of workflows) await world.add(trigger, plan, at)
      await world.arrive(at)
      for (const { minutes, action } of turns) {
        at += minutes * 60_000
        await ACTIONS[action]!(world, at, other)
      }
      // Nothing more happens: whatever waits comes to its end.
      for (let turn = 0; turn < 60; turn += 1) {
        await world.work(at, false)
        const [next] = world.model
          .open()
          .map(({ due }) => due)
          .toSorted((a, b) => a - b)
        if (next === undefined) break
        at = Math.max(at + HOUR, next)
      }
      expect(world.model.open()).toEqual([])
      await world.deliver(false)
      await world.settle()
    }),
    { numRuns: 120, interruptAfterTimeLimit: 100_000 },
  )
}, 240_000)
