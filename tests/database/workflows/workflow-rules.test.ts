import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { DispatchDesk } from '../dispatch/support.ts'
import { HOUR } from '../engines/support.ts'
import { WorkflowDesk } from './workflow-desk.ts'

let backend: LocalSupabase
let desk: WorkflowDesk
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`truncate organizations cascade`
  desk = await WorkflowDesk.open(backend)
})

const TASK = { id: 'a', type: 'task', config: { subject: 'Call {{first_name}}' } }
const SEND = { id: 's', type: 'send', config: { text: 'Hi' } }
const LATER = new Date(Date.now() + HOUR)

/** A run that began at a moment; the steps that it has taken by then. */
async function stepsAt(workflow: string, began: string, now = began): Promise<unknown[]> {
  await backend.sql`
    update app.workflow_work set due_at = ${began} where workflow_id = ${workflow} and due_at > ${began}`
  await desk.run(new Date(now))
  return (await desk.runs(workflow))[0]!.steps
}

describe('a node that sends', () => {
  test.each([
    ['at night, until eight in the morning', '2026-06-01T23:00:00Z', '2026-06-02T07:00:00+00:00'],
    ['on a holiday, until the day after', '2026-12-25T12:00:00Z', '2026-12-26T08:00:00+00:00'],
  ])('waits %s by the customer’s clock', async (_when, at, until) => {
    await backend.sql`
      insert into holidays (organization_id, day, name) values (${desk.organization.id}, '2026-12-25', 'Christmas')`
    const workflow = await desk.workflow('lead.created', [SEND])
    await desk.customer('Europe/London')
    expect(await stepsAt(workflow, at)).toMatchObject([{ node: 's', until }])
    expect(await backend.sql`select from messages`).toEqual([])
    await desk.run(new Date(until))
    expect(await backend.sql`select status from messages`).toEqual([{ status: 'queued' }])
    expect(await desk.runs(workflow)).toMatchObject([{ status: 'completed', steps: [{ until }, { result: {} }] }])
  })

  test('waits for the hours and days of the customer’s list', async () => {
    const workflow = await desk.workflow('lead.created', [SEND])
    const lead = await desk.customer('Europe/London')
    const [settings] = await backend.sql<{ id: string }[]>`
      insert into campaign_settings (organization_id, sending_hours_start, sending_hours_end, sending_days)
      values (${desk.organization.id}, '10:00', '11:00', '{tuesday}') returning id`
    await backend.sql`
      with list as (insert into datasets (organization_id, name, campaign_settings_id)
        values (${desk.organization.id}, 'List', ${settings!.id}) returning id)
      insert into dataset_leads (dataset_id, lead_id) select id, ${lead} from list`
    // A Monday at noon.
    const steps = await stepsAt(workflow, '2026-06-01T11:00:00Z')
    expect(steps).toMatchObject([{ until: '2026-06-02T09:00:00+00:00' }])
  })

  test.each([
    ['has opted out', 'opted_out'],
    ['is not to be contacted', 'opted_out'],
    ['is archived', 'archived'],
  ])('sends nothing to who %s meanwhile', async (what, skipped) => {
    const workflow = await desk.workflow('lead.created', [SEND])
    const lead = await desk.customer('Europe/London')
    await stepsAt(workflow, '2026-06-01T23:00:00Z')
    if (what === 'is archived') await backend.sql`update leads set archived_at = now() where id = ${lead}`
    else if (what === 'has opted out')
      await backend.sql`
        insert into consents (lead_id, platform, status, source) values (${lead}, 'sms', 'opted_out', 'message')`
    else await backend.sql`update leads set contact_status = 'removed' where id = ${lead}`
    await desk.run(new Date('2026-06-02T08:00:00Z'))
    expect((await desk.runs(workflow))[0]!.steps[1]).toMatchObject({ result: { skipped } })
    expect(await backend.sql`select from messages`).toEqual([])
  })

  test('takes back what is only for the silent when a reply comes before it has left', async () => {
    await desk.workflow('lead.created', [{ ...SEND, config: { text: 'Still there?', unless_replied: true } }])
    const lead = await desk.customer()
    await desk.run()
    const dispatch = await DispatchDesk.open(backend.sql)
    const [claimed] = await dispatch.claim()
    await desk.hear(lead, 'Yes', new Date(Date.now() + 5_000))
    expect(await dispatch.begin(claimed!.message_id)).toBe(false)
    await dispatch.later(claimed!.message_id)
    expect(await dispatch.claim()).toEqual([])
    expect(await dispatch.message(claimed!.message_id)).toMatchObject({
      status: 'cancelled',
      error: 'Not sent: the customer has replied',
    })
  })
})

describe('a run', () => {
  test('tries a node again that met a passing fault of the database, and holds up nobody', async () => {
    await backend.sql`
      create function public.stumble() returns trigger language plpgsql as $$
      begin raise exception 'deadlock detected' using errcode = '40P01'; end $$`
    await backend.sql`
      create trigger stumble before insert on activities for each row
      when (new.subject = 'Unlucky') execute function stumble()`
    try {
      const unlucky = await desk.workflow('lead.created', [{ ...TASK, config: { subject: 'Unlucky' } }])
      const other = await desk.workflow('lead.created', [TASK])
      await desk.customer()
      await desk.run()
      expect(await desk.runs(unlucky)).toMatchObject([{ status: 'pending', steps: [] }])
      expect(await desk.runs(other)).toMatchObject([{ status: 'completed' }])
      await backend.sql`drop trigger stumble on activities`
      await desk.run()
      expect(await desk.runs(unlucky)).toMatchObject([{ status: 'completed', steps: [{ node: 'a' }] }])
      expect((await desk.runs(unlucky))[0]!.steps[0]!.error).toBeUndefined()
    } finally {
      await backend.sql`drop function public.stumble() cascade`
    }
  })

  test('waits while its workflow is switched off', async () => {
    const workflow = await desk.workflow('lead.created', [TASK])
    await desk.customer()
    await backend.sql`update workflows set status = 'inactive' where id = ${workflow}`
    await desk.run(LATER)
    expect(await desk.runs(workflow)).toMatchObject([{ status: 'pending' }])
    await backend.sql`update workflows set status = 'active' where id = ${workflow}`
    await desk.run(LATER)
    expect(await desk.runs(workflow)).toMatchObject([{ status: 'completed' }])
  })

  test('of a customer who was absorbed goes on with the one who is left', async () => {
    const nodes = [
      { id: 'w', type: 'wait', config: { minutes: 5 } },
      SEND,
      { id: 't', type: 'tag', config: { add: ['a'] } },
    ]
    const workflow = await desk.workflow('lead.created', nodes)
    const absorbed = await desk.customer()
    await desk.run()
    await backend.sql`update workflows set status = 'inactive'`
    const survivor = await desk.customer()
    await backend.sql`update workflows set status = 'active'`
    await backend.sql`update leads set merged_into = ${survivor} where id = ${absorbed}`
    await desk.run(LATER)
    expect(await desk.runs(workflow)).toMatchObject([{ status: 'completed' }])
    expect(await backend.sql`select lead_id from messages`).toEqual([{ lead_id: survivor }])
    expect(await desk.lead(survivor)).toMatchObject({ tags: ['a'] })
  })

  test('takes the way of no where a condition cannot be told', async () => {
    const nodes = [
      { id: 'c', type: 'condition', config: { field: 'nonsense', is: 'set' } },
      { ...TASK, id: 'yes' },
      { ...TASK, id: 'no' },
    ]
    const edges = ['yes', 'no'].map((when) => ({ source: 'c', target: when, when }))
    const workflow = await desk.workflow('lead.created', nodes, { edges })
    await desk.customer()
    await desk.run()
    expect((await desk.runs(workflow))[0]!.steps.map(({ node }) => node)).toEqual(['c', 'no'])
  })
})

describe('a schedule', () => {
  const start = (at: string) => backend.sql`select app.start_scheduled_workflows(100, ${new Date(at)})`
  const since = (at: string) => backend.sql`update app.workflow_versions set active_since = ${at}`

  test.each([
    [{ at: 'nine' }, 'a time like 09:00'],
    [{ at: '09:00', days: ['someday'] }, 'monday to sunday'],
    [{ at: '09:00', timezone: 'Mars/Olympus' }, 'no time zone Mars/Olympus'],
    [{ tag: 5 }, 'one tag'],
    [[], 'is an object'],
  ])('that says %j is not switched on', async (trigger_config, words) => {
    await expect(desk.workflow('schedule', [TASK], { trigger_config })).rejects.toThrow(words)
  })

  test('that cannot be kept stops no other', async () => {
    const broken = await desk.workflow('schedule', [TASK])
    const other = await desk.workflow('schedule', [TASK], { trigger_config: { at: '09:00', timezone: 'UTC' } })
    await backend.sql`alter table workflows disable trigger user`
    await backend.sql`update workflows set trigger_config = '{"at": "nine"}' where id = ${broken}`
    await backend.sql`alter table workflows enable trigger user`
    await since('2026-06-01')
    await start('2026-06-02T09:00:00Z')
    expect(await desk.runs(broken)).toEqual([])
    expect(await desk.runs(other)).toHaveLength(1)
  })

  test('of the last minutes before midnight is kept by a worker that comes after it, once', async () => {
    const workflow = await desk.workflow('schedule', [TASK], { trigger_config: { at: '23:59', timezone: 'UTC' } })
    await since('2026-06-01')
    await start('2026-06-02T00:30:00Z')
    await start('2026-06-02T00:31:00Z')
    await start('2026-06-02T02:30:00Z')
    expect(await desk.runs(workflow)).toHaveLength(1)
  })

  test('owes what it owed after its workflow was edited, and nothing from before it was switched on again', async () => {
    const id = await desk.workflow('schedule', [TASK], { trigger_config: { at: '00:00', timezone: 'UTC' } })
    await since('2026-06-01')
    await desk.workflow('schedule', [TASK, { ...TASK, id: 'b' }], {
      id,
      trigger_config: { at: '00:00', timezone: 'UTC' },
    })
    await start('2026-06-02T12:00:00Z')
    expect(await desk.runs(id)).toHaveLength(1)
    await backend.sql`update workflows set status = 'inactive'`
    await backend.sql`update workflows set status = 'active'`
    await start('2026-06-03T12:00:00Z')
    expect(await desk.runs(id)).toHaveLength(1)
  })
})
