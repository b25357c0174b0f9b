import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { MutationName } from '#shared/domain/mutations.ts'
import { createLead, createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'
import { Replica } from '#tests/support/replica.ts'

let backend: LocalSupabase
let organization: Organization
let rep: Member
let colleague: Member
let manager: Member
let viewer: Member
let stranger: Member
let stages: Map<string, string>
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  const rival = await createOrganization(backend.sql, 'Rival')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
  manager = await joinAs(backend, organization.id, 'manager')
  viewer = await joinAs(backend, organization.id, 'viewer')
  stranger = await joinAs(backend, rival.id, 'owner')
  const rows = await backend.sql<{ id: string; name: string }[]>`
    select s.id, s.name from pipeline_stages s join pipelines p on p.id = s.pipeline_id
    where s.organization_id = ${organization.id} and p.kind = 'lead' and p.is_default`
  stages = new Map(rows.map(({ id, name }) => [name, id]))
})
afterAll(() => backend.close())

let lead: string
let desk: Pusher
beforeEach(async () => {
  lead = await createLead(backend.sql, organization, { owner_id: rep.id, first_name: 'Ada' })
  await backend.sql`update leads set pipeline_stage_id = ${stages.get('New')!} where id = ${lead}`
  desk = new Pusher(rep.client)
})

const leadRow = async () => (await backend.sql`select * from leads where id = ${lead}`)[0]!
const move = (stage: string, base: string, more: Record<string, unknown> = {}) => ({
  lead_id: lead,
  stage_id: stages.get(stage)!,
  sub_stage: null,
  reason: null,
  base: { pipeline_stage_id: stages.get(base)!, sub_stage: null },
  ...more,
})

describe('every command about a whole lead', () => {
  const commands: [MutationName, () => object][] = [
    ['lead.move', () => move('Qualified', 'New')],
    ['lead.release_stage', () => ({ lead_id: lead })],
    ['lead.assign', () => ({ lead_id: lead, owner_id: null, base: { owner_id: rep.id } })],
    ['lead.tag', () => ({ lead_id: lead, add: ['x'], remove: [] })],
    ['lead.archive', () => ({ lead_id: lead })],
    ['lead.restore', () => ({ lead_id: lead })],
    ['lead.set_ai', () => ({ lead_id: lead, ai_enabled: false })],
    ['lead.set_status', () => ({ lead_id: lead, set: { lead_status: 'contacted' }, base: { lead_status: 'new' } })],
  ]
  test.each(commands)('%s is for those who see the lead and may write', async (name, args) => {
    const outcomes = await Promise.all(
      [viewer, colleague, stranger].map(async ({ client }) => (await new Pusher(client).send(name, args())).code),
    )
    const unknown = name === 'lead.move' ? 'invalid_stage' : 'not_found'
    const foreign = name === 'lead.assign' ? 'not_found' : unknown
    expect(outcomes).toEqual(['forbidden', 'not_found', foreign])
    expect(await desk.send(name, args())).toMatchObject({ result: 'applied' })
  })
})

describe('lead.move', () => {
  test('puts the lead into a stage by hand, with reason and history, and rules leave it there', async () => {
    const args = move('Qualified', 'New', { sub_stage: 'Warm', reason: 'Asked for an offer' })
    expect(await desk.send('lead.move', args)).toMatchObject({ result: 'applied' })
    const expected = { pipeline_stage_id: stages.get('Qualified'), sub_stage: 'Warm', stage_override: true }
    expect(await leadRow()).toMatchObject(expected)
    await backend.sql`select app.rescore_leads(array[${lead}::uuid])`
    expect(await leadRow()).toMatchObject(expected)
    const history =
      await backend.sql`select * from stage_changes where lead_id = ${lead} order by created_at desc limit 1`
    expect(history[0]).toMatchObject({
      from_stage_id: stages.get('New'),
      to_stage_id: stages.get('Qualified'),
      to_sub_stage: 'Warm',
      changed_by: rep.id,
      is_automatic: false,
      reason: 'Asked for an offer',
    })
    await desk.send(
      'lead.move',
      move('Engaged', 'Qualified', {
        base: { ...args.base, pipeline_stage_id: stages.get('Qualified'), sub_stage: 'Warm' },
      }),
    )
    const overrides = await backend.sql`select * from stage_overrides where lead_id = ${lead}`
    expect(overrides.map(({ stage_id, is_active }) => [String(stage_id), is_active])).toEqual([
      [stages.get('Engaged'), true],
    ])
  })

  test('to the stage it is in changes nothing', async () => {
    const before = await leadRow()
    expect(await desk.send('lead.move', move('New', 'Engaged'))).toMatchObject({ result: 'applied' })
    expect(await leadRow()).toEqual(before)
  })

  test('conflicts with another move, and of two at once one wins', async () => {
    const moves = [move('Qualified', 'New'), move('Cold', 'New')]
    const outcomes = await Promise.all([
      desk.send('lead.move', moves[0]),
      new Pusher(manager.client).send('lead.move', moves[1]),
    ])
    expect(outcomes.map(({ result }) => result).toSorted()).toEqual(['applied', 'conflict'])
    const conflict = outcomes.find(({ result }) => result === 'conflict')!
    expect(conflict).toMatchObject({ code: 'conflict', details: { row: { id: lead } } })
  })

  test('needs a reason for what is lost, and a stage of leads', async () => {
    const lost = move('Closed Lost', 'New')
    expect(await desk.send('lead.move', lost)).toMatchObject({ code: 'reason_required' })
    expect(await desk.send('lead.move', { ...lost, reason: 'Too dear' })).toMatchObject({ result: 'applied' })
    const [deal] = await backend.sql<{ id: string }[]>`
      select s.id from pipeline_stages s join pipelines p on p.id = s.pipeline_id
      where s.organization_id = ${organization.id} and p.kind = 'deal' limit 1`
    for (const stage_id of [deal!.id, randomUUID()]) {
      expect(await desk.send('lead.move', { ...lost, stage_id })).toMatchObject({ code: 'invalid_stage' })
    }
  })

  test('is undone by releasing the stage: the rules decide again', async () => {
    await desk.send('lead.move', move('Qualified', 'New'))
    expect(await desk.send('lead.release_stage', { lead_id: lead })).toMatchObject({ result: 'applied' })
    expect(await leadRow()).toMatchObject({ stage_override: false, pipeline_stage_id: stages.get('New') })
    const [override] = await backend.sql`select * from stage_overrides where lead_id = ${lead}`
    expect(override).toMatchObject({ removed_by: rep.id, is_active: false })
    expect(await desk.send('lead.release_stage', { lead_id: lead })).toMatchObject({ result: 'applied' })
  })
})

describe('lead.assign', () => {
  test('gives the lead away, which then leaves one cache and enters the other', async () => {
    const [mine, theirs] = [new Replica(rep.client), new Replica(colleague.client)]
    await Promise.all([mine.pull(), theirs.pull()])
    const args = { lead_id: lead, owner_id: colleague.id, base: { owner_id: rep.id } }
    expect(await desk.send('lead.assign', args)).toMatchObject({ result: 'applied' })
    await Promise.all([mine.pull(), theirs.pull()])
    expect([mine.get('leads', lead), theirs.get('leads', lead)?.['owner_id']]).toEqual([undefined, colleague.id])
    expect(await desk.send('lead.assign', args)).toMatchObject({ code: 'not_found' })
  })

  test('conflicts when it is somebody else’s by now, and not when it is whose it was to be', async () => {
    const asManager = new Pusher(manager.client)
    const args = { lead_id: lead, owner_id: manager.id, base: { owner_id: null } }
    expect(await asManager.send('lead.assign', args)).toMatchObject({
      result: 'conflict',
      details: { fields: { owner_id: { theirs: rep.id } } },
    })
    const same = { lead_id: lead, owner_id: rep.id, base: { owner_id: null } }
    expect(await asManager.send('lead.assign', same)).toMatchObject({ result: 'applied' })
  })

  test('of two at once, one wins', async () => {
    const base = { owner_id: rep.id }
    const outcomes = await Promise.all([
      desk.send('lead.assign', { lead_id: lead, owner_id: colleague.id, base }),
      new Pusher(manager.client).send('lead.assign', { lead_id: lead, owner_id: manager.id, base }),
    ])
    expect(outcomes.filter(({ result }) => result === 'applied')).toHaveLength(1)
  })

  test('takes only colleagues who can take leads', async () => {
    for (const owner_id of [viewer.id, stranger.id, randomUUID()]) {
      const args = { lead_id: lead, owner_id, base: { owner_id: rep.id } }
      expect(await desk.send('lead.assign', args)).toMatchObject({ code: 'invalid_assignee' })
    }
    for (const args of [
      { lead_id: lead, owner_id: 7, base: { owner_id: rep.id } },
      { lead_id: lead, owner_id: null },
    ]) {
      expect(await desk.send('lead.assign', args)).toMatchObject({ code: 'invalid_input' })
    }
  })
})

describe('lead.tag', () => {
  test('adds and removes, whatever others did meanwhile, also at once', async () => {
    await backend.sql`update leads set tags = '{a,b}' where id = ${lead}`
    const tag = (by: Member, add: string[], remove: string[]) =>
      new Pusher(by.client).send('lead.tag', { lead_id: lead, add, remove })
    const outcomes = await Promise.all([tag(rep, ['c', 'c'], ['a']), tag(manager, ['d'], ['x'])])
    expect(outcomes.map(({ result }) => result)).toEqual(['applied', 'applied'])
    expect((await leadRow())['tags']).toHaveLength(3)
    expect(new Set((await leadRow())['tags'] as string[])).toEqual(new Set(['b', 'c', 'd']))
  })

  test('starts the campaign of a tag', async () => {
    const [campaign] = await backend.sql<{ id: string; tag: string }[]>`
      select id, tag from campaigns where organization_id = ${organization.id} and is_active limit 1`
    await desk.send('lead.tag', { lead_id: lead, add: [campaign!.tag], remove: [] })
    const rows = await backend.sql`select enrolled_by from campaign_enrollments where lead_id = ${lead}`
    expect(rows.map(({ enrolled_by }) => String(enrolled_by))).toEqual([rep.id])
  })

  test.each([
    ['no list', { add: 'a', remove: [] }],
    ['an empty tag', { add: [''], remove: [] }],
    ['a tag that is too long', { add: ['x'.repeat(101)], remove: [] }],
    ['what is no text', { add: [1], remove: [] }],
    ['too many', { add: Array.from({ length: 51 }, (_, n) => `t${n}`), remove: [] }],
  ])('refuses %s', async (_, args) => {
    expect(await desk.send('lead.tag', { lead_id: lead, ...args })).toMatchObject({ code: 'invalid_input' })
  })
})

describe('lead.archive, restore, set_ai and set_status', () => {
  test('archive once and restore', async () => {
    await desk.send('lead.archive', { lead_id: lead })
    const { archived_at } = await leadRow()
    await new Pusher(manager.client).send('lead.archive', { lead_id: lead })
    expect((await leadRow())['archived_at']).toEqual(archived_at)
    await desk.send('lead.restore', { lead_id: lead })
    expect((await leadRow())['archived_at']).toBeNull()
  })

  test('switch the AI off, which is manual mode, and on', async () => {
    await desk.send('lead.set_ai', { lead_id: lead, ai_enabled: false })
    const off = await leadRow()
    expect([off['ai_enabled'], off['manual_mode_at'] === null]).toEqual([false, false])
    await desk.send('lead.set_ai', { lead_id: lead, ai_enabled: true })
    expect(await leadRow()).toMatchObject({ ai_enabled: true, manual_mode_at: null })
    expect(await desk.send('lead.set_ai', { lead_id: lead, ai_enabled: 'no' })).toMatchObject({ code: 'invalid_input' })
  })

  test('set statuses, guarded; who is converted is so from then on', async () => {
    const set = {
      contact_status: 'hot',
      lead_status: 'converted',
      lifecycle_stage: 'customer',
      client_type: 'customer',
    }
    const base = { contact_status: 'ready', lead_status: 'new', lifecycle_stage: 'lead', client_type: 'lead' }
    expect(await desk.send('lead.set_status', { lead_id: lead, set, base })).toMatchObject({ result: 'applied' })
    const row = await leadRow()
    expect(row).toMatchObject(set)
    expect(row['converted_at']).not.toBeNull()
    const late = { lead_id: lead, set: { contact_status: 'cold' }, base: { contact_status: 'ready' } }
    expect(await new Pusher(manager.client).send('lead.set_status', late)).toMatchObject({
      result: 'conflict',
      details: { fields: { contact_status: { theirs: 'hot' } } },
    })
    for (const wrong of [{ contact_status: 'boiling' }, { lead_score: 100 }, { owner_id: null }]) {
      const args = { lead_id: lead, set: wrong, base: { contact_status: 'hot', lead_score: 0, owner_id: rep.id } }
      expect(await desk.send('lead.set_status', args)).toMatchObject({ code: 'invalid_input' })
    }
  })
})
