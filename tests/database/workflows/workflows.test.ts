import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { joinAs, startDatabase } from '#tests/support/database.ts'
import { DAY, HOUR, stageId } from '../engines/support.ts'
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

const TASK = { id: 'a', type: 'task', config: { subject: 'Call {{first_name}}', in_hours: 2 } }
const later = (milliseconds: number) => new Date(Date.now() + milliseconds)

describe('a workflow is set off', () => {
  test('by a new lead, once', async () => {
    const workflow = await desk.workflow('lead.created', [TASK])
    const lead = await desk.customer()
    await desk.run()
    await desk.run()
    expect(await desk.runs(workflow)).toMatchObject([{ lead_id: lead, status: 'completed' }])
    expect(await backend.sql`select subject from activities where type = 'task'`).toEqual([{ subject: 'Call Ana' }])
    const [counted] = await backend.sql`select total_executions, successful_executions from workflows`
    expect(counted).toEqual({ total_executions: 1, successful_executions: 1 })
  })

  test('by the tag that it names, and again when the tag is given again', async () => {
    const workflow = await desk.workflow('tag.added', [TASK], { trigger_config: { tag: 'vip' } })
    const lead = await desk.customer()
    const tag = (tags: string[]) => backend.sql`update leads set tags = ${tags} where id = ${lead}`
    await tag(['other'])
    expect(await desk.runs(workflow)).toEqual([])
    await tag(['other', 'vip'])
    await tag(['vip'])
    expect(await desk.runs(workflow)).toHaveLength(1)
    await tag([])
    await tag(['vip'])
    expect(await desk.runs(workflow)).toHaveLength(2)
  })

  test('by a message with certain words, by a form, by a stage', async () => {
    const words = await desk.workflow('message.received', [TASK], { trigger_config: { contains: 'PRICE' } })
    const [form] = await backend.sql<{ id: string }[]>`
      insert into forms (organization_id, name) values (${desk.organization.id}, 'Contact') returning id`
    const filled = await desk.workflow('form.submitted', [TASK], { trigger_config: { form_id: form!.id } })
    const stage = await stageId(backend.sql, desk.organization, 'Qualified')
    const moved = await desk.workflow('stage.changed', [TASK], { trigger_config: { stage_id: stage } })
    const lead = await desk.customer()
    await desk.hear(lead, 'Hello')
    await desk.hear(lead, 'What is the price?')
    await backend.sql`insert into form_submissions (form_id, lead_id, data) values (${form!.id}, ${lead}, '{}')`
    await backend.sql`
      insert into stage_changes (organization_id, lead_id, to_stage_id)
      values (${desk.organization.id}, ${lead}, ${stage})`
    for (const workflow of [words, filled, moved]) {
      expect(await desk.runs(workflow)).toMatchObject([{ lead_id: lead, status: 'pending' }])
    }
  })

  test('by the clock of its zone, once a day, for each lead with a tag', async () => {
    const workflow = await desk.workflow('schedule', [TASK], {
      trigger_config: { at: '09:00', timezone: 'America/New_York', tag: 'vip', days: ['monday'] },
    })
    await backend.sql`update app.workflow_versions set active_since = '2026-03-01' where workflow_id = ${workflow}`
    const leads = await Promise.all([desk.customer(), desk.customer(), desk.customer()])
    await backend.sql`update leads set tags = '{vip}' where id in ${backend.sql(leads.slice(0, 2))}`
    // Monday, after the clocks went forward on Sunday: nine o'clock is 13:00 UTC.
    for (const at of ['2026-03-08T14:00:00Z', '2026-03-09T12:59:00Z', '2026-03-09T13:00:00Z', '2026-03-09T13:01:00Z']) {
      await backend.sql`select app.start_scheduled_workflows(100, ${new Date(at)})`
      expect([at, (await desk.runs(workflow)).length]).toEqual([at, at < '2026-03-09T13:00:00Z' ? 0 : 2])
    }
  })

  test('by nothing while it is a draft, nor by another organisation', async () => {
    const workflow = await desk.workflow('lead.created', [TASK])
    await backend.sql`update workflows set status = 'draft' where id = ${workflow}`
    await desk.customer()
    await backend.sql`update workflows set status = 'active' where id = ${workflow}`
    await (await WorkflowDesk.open(backend)).customer()
    expect(await desk.runs(workflow)).toEqual([])
  })
})

describe('a run', () => {
  test('takes the branch that holds, waits, and does each thing once', async () => {
    const [campaign] = await backend.sql<{ id: string }[]>`
      select id from campaigns where organization_id = ${desk.organization.id} order by tag limit 1`
    const nodes = [
      { id: 'vip', type: 'condition', config: { field: 'tags', is: 'contains', value: 'vip' } },
      { id: 'hi', type: 'send', config: { text: 'Hi {{first_name}}' } },
      { id: 'wait', type: 'wait', config: { days: 2 } },
      { id: 'again', type: 'send', config: { text: 'Still there?', unless_replied: true } },
      { id: 'set', type: 'update', config: { set: { temperature: 'warm', custom_fields: { via: 'workflow' } } } },
      { id: 'mark', type: 'tag', config: { add: ['welcomed'], remove: ['vip'] } },
      { id: 'join', type: 'enrol', config: { campaign_id: campaign!.id } },
      { id: 'tell', type: 'webhook', config: { payload: { hello: 'world' } } },
      { id: 'other', type: 'task', config: { subject: 'Nobody' } },
    ]
    const chain = nodes.slice(1, -1)
    const edges = [
      { source: 'vip', target: 'hi', when: 'yes' },
      { source: 'vip', target: 'other', when: 'no' },
      ...chain.slice(1).map(({ id }, index) => ({ source: chain[index]!.id, target: id })),
    ]
    const workflow = await desk.workflow('message.received', nodes, { edges })
    const lead = await desk.customer()
    await backend.sql`update leads set tags = '{vip}' where id = ${lead}`
    await desk.hear(lead)
    await desk.run()
    expect(await desk.runs(workflow)).toMatchObject([{ status: 'running' }])
    await desk.run(later(DAY))
    expect((await desk.runs(workflow))[0]!.steps).toHaveLength(3)
    await desk.run(later(2 * DAY + HOUR))
    const [run] = await desk.runs(workflow)
    expect(run!.steps.map(({ node, error }) => [node, error])).toEqual(
      ['vip', ...chain.map(({ id }) => id)].map((id) => [id, undefined]),
    )
    expect(run!.status).toBe('completed')
    expect(await desk.lead(lead)).toMatchObject({
      temperature: 'warm',
      tags: ['welcomed'],
      custom_fields: { via: 'workflow' },
    })
    const sent = await backend.sql`select body, status from messages where direction = 'outbound' order by created_at`
    expect(sent).toEqual([
      { body: 'Hi Ana', status: 'queued' },
      { body: 'Still there?', status: 'queued' },
    ])
    expect(await backend.sql`select from campaign_enrollments where lead_id = ${lead}`).toHaveLength(1)
    const [event] = await backend.sql`select payload from integration_events where type = 'workflow.webhook'`
    expect(event!.payload).toMatchObject({ hello: 'world', run_id: run!.id })
    expect(await backend.sql`select from activities where subject = 'Nobody'`).toEqual([])
  })

  test('leaves out a message to who replied meanwhile, or has opted out', async () => {
    const nodes = [
      { id: 'wait', type: 'wait', config: { hours: 1 } },
      { id: 'send', type: 'send', config: { text: 'Still there?', unless_replied: true } },
    ]
    const workflow = await desk.workflow('lead.created', nodes)
    const [replied, out] = [await desk.customer(), await desk.customer()]
    await desk.run()
    await desk.hear(replied)
    await backend.sql`
      insert into consents (lead_id, platform, status, source) values (${out}, 'sms', 'opted_out', 'message')`
    await desk.run(later(2 * HOUR))
    const results = (await desk.runs(workflow)).map(({ steps }) => steps[1]!.result)
    expect(results).toEqual([{ skipped: 'replied' }, { skipped: 'opted_out' }])
  })

  test('goes on without a node that fails, or ends where the settings say so', async () => {
    const nodes = [
      { id: 'bad', type: 'update', config: { set: { organization_id: 'x' } } },
      { ...TASK, id: 'next' },
    ]
    const on = await desk.workflow('lead.created', nodes)
    const stopped = await desk.workflow('lead.created', nodes, { settings: { errorHandling: 'stop' } })
    await desk.customer()
    await desk.run()
    expect(await desk.runs(on)).toMatchObject([{ status: 'completed', steps: [{ error: expect.any(String) }, {}] }])
    expect(await desk.runs(stopped)).toMatchObject([
      { status: 'failed', error_message: 'A workflow does not set organization_id' },
    ])
    expect(await backend.sql`select failed_executions from workflows where id = ${stopped}`).toEqual([
      { failed_executions: 1 },
    ])
  })

  test('keeps to the version that it began with', async () => {
    const wait = { id: 'wait', type: 'wait', config: { hours: 1 } }
    const id = await desk.workflow('lead.created', [wait, { ...TASK, config: { subject: 'Old' } }])
    const first = await desk.customer()
    await desk.run()
    await desk.workflow('lead.created', [wait, { ...TASK, config: { subject: 'New' } }], { id })
    const second = await desk.customer()
    await desk.run()
    await desk.run(later(2 * HOUR))
    const tasks = await backend.sql`select lead_id, subject from activities where type = 'task' order by id`
    expect(tasks).toEqual([
      { lead_id: first, subject: 'Old' },
      { lead_id: second, subject: 'New' },
    ])
    expect(await backend.sql`select version from workflows where id = ${id}`).toEqual([{ version: 2 }])
  })

  test('of a worker that dies at any node is done once by the next', async () => {
    const nodes = [
      { id: 'send', type: 'send', config: { text: 'Hi' } },
      { id: 'wait', type: 'wait', config: { minutes: 5 } },
      { id: 'tell', type: 'webhook' },
    ]
    const workflow = await desk.workflow('lead.created', nodes)
    await desk.customer()
    const killed = new Error('killed')
    for (const at of [later(HOUR), later(2 * HOUR)]) {
      const dying = backend.sql.begin(async (sql) => {
        await desk.run(at, sql)
        throw killed
      })
      await expect(dying).rejects.toBe(killed)
      await Promise.all([desk.run(at), desk.run(at)])
    }
    expect(await desk.runs(workflow)).toMatchObject([{ status: 'completed', steps: [{}, {}, {}] }])
    expect(await backend.sql`select from messages where direction = 'outbound'`).toHaveLength(1)
    expect(await backend.sql`select from integration_events where type = 'workflow.webhook'`).toHaveLength(1)
  })

  test('that sets off others comes to an end', async () => {
    const flip = (add: string, remove: string) => [{ id: 't', type: 'tag', config: { add: [add], remove: [remove] } }]
    await desk.workflow('tag.added', flip('b', 'a'), { trigger_config: { tag: 'a' } })
    await desk.workflow('tag.added', flip('a', 'b'), { trigger_config: { tag: 'b' } })
    const lead = await desk.customer()
    await backend.sql`update leads set tags = '{a}' where id = ${lead}`
    for (let turn = 0; turn < 10; turn++) await desk.run()
    expect(await backend.sql`select from workflow_runs`).toHaveLength(5)
    expect(await backend.sql`select from workflow_runs where status <> 'completed'`).toEqual([])
  })
})

describe('who may automate', () => {
  test('writes workflows that can run, and runs them again', async () => {
    const workflow = await desk.workflow('lead.created', [TASK])
    await desk.customer()
    await desk.run()
    const [run] = await desk.runs(workflow)
    const { error } = await desk.admin.client.rpc('replay_workflow_run', { p_run: run!.id })
    expect(error).toBeNull()
    await desk.run()
    expect(await desk.runs(workflow)).toMatchObject([{ status: 'completed' }, { status: 'completed' }])
  })

  test.each([
    ['no node', 'lead.created', [], 'A workflow has 1 to 100 nodes'],
    ['a node of no known type', 'lead.created', [{ id: 'a', type: 'explode' }], 'no known type'],
    ['two nodes of one id', 'lead.created', [TASK, TASK], 'an id of its own'],
    ['two beginnings', 'lead.created', [TASK, { ...TASK, id: 'b' }], 'begins with one node'],
    ['an unknown trigger', 'moon.full', [TASK], 'no trigger moon.full'],
  ])('does not switch on a workflow with %s', async (_what, trigger, nodes, words) => {
    await expect(desk.workflow(trigger, nodes, { edges: [] })).rejects.toThrow(words)
  })

  test('is nobody else', async () => {
    const workflow = await desk.workflow('lead.created', [TASK])
    await desk.customer()
    const [run] = await desk.runs(workflow)
    const rep = await joinAs(backend, desk.organization.id, 'sales_rep')
    const stranger = (await WorkflowDesk.open(backend)).admin
    const save = { p_workflow: { id: workflow, name: 'Mine' } }
    expect((await rep.client.rpc('save_workflow', save)).error).toMatchObject({ code: '42501' })
    expect((await rep.client.rpc('replay_workflow_run', { p_run: run!.id })).error).toMatchObject({ code: '42501' })
    expect((await stranger.client.rpc('save_workflow', save)).error).toMatchObject({ code: '22023' })
    expect((await stranger.client.rpc('replay_workflow_run', { p_run: run!.id })).error).toMatchObject({
      code: '22023',
    })
  })
})

describe('changed tags', () => {
  test('are told to the organisation’s automation, where it has one', async () => {
    const lead = await desk.customer()
    const events = () => backend.sql`select payload from integration_events where type = 'lead.tags_changed'`
    await backend.sql`update leads set tags = '{a}' where id = ${lead}`
    expect(await events()).toEqual([])
    await backend.sql`update organizations set automation_urls = '{"reply_webhook": "https://automation.example/in"}'`
    await backend.sql`update leads set tags = '{b}' where id = ${lead}`
    expect(await events()).toMatchObject([{ payload: { added: ['b'], removed: ['a'], tags: ['b'] } }])
  })
})
