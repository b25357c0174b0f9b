import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { HOUR } from '../engines/support.ts'
import { keepHolidays } from '../engines/two-years.ts'
import { CampaignDesk, momentOf } from './campaign-desk.ts'
import { histories, ListWorld, STEPS } from './list-world.ts'

let backend: LocalSupabase
let desk: CampaignDesk
beforeAll(async () => {
  backend = await startDatabase()
  desk = await CampaignDesk.open(backend.sql)
  await keepHolidays(backend.sql, desk.organization.id)
})
afterAll(() => backend.close())

test('whatever happens, the messages of a list leave when its settings say, each once, and none after a reply', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const { zone, day, hour, opens, closes } = history
      await backend.sql`delete from datasets where organization_id = ${desk.organization.id}`
      await backend.sql`delete from leads where organization_id = ${desk.organization.id}`
      const start = await momentOf(backend.sql, `${day} ${String(hour).padStart(2, '0')}:15`, zone)
      const lead = await desk.customer(zone)
      const list = await desk.list(
        [lead],
        start,
        {
          sending_hours_start: `${opens}:00`,
          sending_hours_end: `${closes}:00`,
          sending_days: history.days,
          delay_type: history.businessHours ? 'business_hours' : 'real_hours',
          delay_respect_sending_hours: history.respects,
        },
        history.delays,
      )
      const world = new ListWorld(desk, history, start.getTime(), lead, list)
      let at = start.getTime()
      for (const { wait, action } of history.turns) {
        at += wait * HOUR
        await world.act(action, at)
      }
      await world.release(at)
      for (let turn = 0; turn < 260 && !world.isOver && world.sent.length < STEPS.length; turn += 1) {
        at += 7 * HOUR
        await world.act('work', at)
      }
      expect(world.isOver || world.sent.length === STEPS.length).toBe(true)
    }),
    { numRuns: 40, interruptAfterTimeLimit: 100_000 },
  )
}, 240_000)
