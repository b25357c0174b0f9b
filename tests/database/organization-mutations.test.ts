import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createLead, createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import type { Ids } from '#tests/support/lead-with-everything.ts'
import { Pusher } from '#tests/support/pusher.ts'
import { rowsToChange } from '#tests/support/row-mutation-specimens.ts'

let backend: LocalSupabase
let organization: Organization
let admin: Member
let rep: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  admin = await joinAs(backend, organization.id, 'admin')
  rep = await joinAs(backend, organization.id, 'sales_rep')
})
afterAll(() => backend.close())

let ids: Ids
let desk: Pusher
let repDesk: Pusher
beforeEach(async () => {
  ids = await rowsToChange(backend.sql, organization, rep.id)
  desk = new Pusher(admin.client)
  repDesk = new Pusher(rep.client)
})

async function rowOf(table: string, id = ids[table]!) {
  const [row] = await backend.sql`select * from ${backend.sql(table)} where id = ${id}`
  return row!
}

describe('a template', () => {
  test('of a rep is theirs to change, without a tag that would send it', async () => {
    const template = { template_id: randomUUID(), name: 'Hi', content: 'Hello' }
    await repDesk.send('template.create', template)
    const edit = (set: object, base: object) =>
      repDesk.send('template.edit', { template_id: template.template_id, set, base })
    expect(await edit({ content: 'Hello!' }, { content: 'Hello' })).toMatchObject({ result: 'applied' })
    expect(await edit({ tag: 'hot' }, { tag: null })).toMatchObject({ result: 'rejected', code: 'forbidden' })
    expect(await repDesk.send('template.create', { ...template, template_id: randomUUID(), tag: 'hot' })).toMatchObject(
      {
        code: 'forbidden',
      },
    )
  })

  test('merges texts of two people by lines, and conflicts where both wrote', async () => {
    await backend.sql`update message_templates set content = ${'a\nb\nC'} where id = ${ids['message_templates']!}`
    const edit = (content: string) =>
      desk.send('template.edit', {
        template_id: ids['message_templates'],
        set: { content },
        base: { content: 'a\nb\nc' },
      })
    expect(await edit('A\nb\nc')).toMatchObject({ result: 'applied' })
    expect(await rowOf('message_templates')).toMatchObject({ content: 'A\nb\nC' })
    expect(await edit('a\nb\nx')).toMatchObject({ result: 'conflict' })
  })
})

describe('what is one person’s own', () => {
  test('is nobody else’s to change: a shared view, a mention', async () => {
    await backend.sql`update saved_views set is_shared = true where id = ${ids['saved_views']!}`
    const view = { saved_view_id: ids['saved_views'], set: { name: 'x' }, base: { name: 'y' } }
    expect(await desk.send('saved_view.edit', view)).toMatchObject({ code: 'forbidden' })
    await backend.sql`update mentions set mentioned_by = ${admin.id} where id = ${ids['mentions']!}`
    const mention = { mention_id: ids['mentions'], set: { read_at: 1 }, base: { read_at: null } }
    expect(await desk.send('mention.read', mention)).toMatchObject({ code: 'forbidden' })
    expect(await desk.send('follower.remove', { follower_id: ids['followers'] })).toMatchObject({ code: 'not_found' })
  })

  test('is there once: a preference set on two desktops, a lead followed twice', async () => {
    const preference = {
      preference_id: randomUUID(),
      event: 'message',
      split: 'mine',
      desktop: true,
      sound: true,
      email: true,
    }
    await repDesk.send('preference.set', preference)
    const other = { ...preference, preference_id: randomUUID(), sound: false }
    expect(await new Pusher(rep.client).send('preference.set', other)).toMatchObject({ result: 'applied' })
    const rows = await backend.sql`
      select id, sound from notification_preferences where user_id = ${rep.id} and event = 'message' and split = 'mine'`
    expect([...rows]).toEqual([{ id: preference.preference_id, sound: false }])
    const follow = { follower_id: randomUUID(), lead_id: ids['leads'] }
    expect(await repDesk.send('follower.add', follow)).toMatchObject({ result: 'applied' })
    expect(await backend.sql`select from followers where lead_id = ${ids['leads']!}`).toHaveLength(1)
  })
})

describe('a consent', () => {
  const DAY = 86_400_000
  const record = (status: string, seen_status: string | null, decided_at = Date.now()) =>
    repDesk.send('consent.record', {
      consent_id: randomUUID(),
      lead_id: ids['leads'],
      platform: 'sms',
      status,
      source: 'call',
      evidence: `said so: ${status}`,
      message_id: null,
      decided_at,
      seen_status,
    })
  const recorded = async () => {
    const [row] = await backend.sql`
      select c.status, c.recorded_by, c.decided_at <= now() as is_past, l.consents -> 'sms' ->> 'status' as on_lead
      from consents c join leads l on l.id = c.lead_id where c.lead_id = ${ids['leads']!} and c.platform = 'sms'`
    return row!
  }

  test('that the rep saw is replaced, with who recorded it', async () => {
    expect(await record('opted_out', 'opted_in')).toMatchObject({ result: 'applied' })
    expect(await recorded()).toEqual({ status: 'opted_out', recorded_by: rep.id, is_past: true, on_lead: 'opted_out' })
    const changes = await backend.sql`select from consent_changes where lead_id = ${ids['leads']!}`
    expect(changes).toHaveLength(2)
  })

  test('that the rep did not see is not overruled by a yes, but by a later no', async () => {
    await backend.sql`update consents set status = 'opted_out' where lead_id = ${ids['leads']!}`
    expect(await record('opted_in', null)).toMatchObject({
      result: 'conflict',
      details: { fields: { status: { base: null, mine: 'opted_in', theirs: 'opted_out' } } },
    })
    await backend.sql`update consents set status = 'opted_in', decided_at = now() where lead_id = ${ids['leads']!}`
    expect(await record('opted_out', null, Date.now() - DAY)).toMatchObject({ result: 'conflict' })
    expect(await record('opted_out', null, Date.now() + DAY)).toMatchObject({ result: 'applied' })
    expect(await recorded()).toMatchObject({ status: 'opted_out', is_past: true })
  })
})

describe('a campaign', () => {
  test('that came with the product can be switched off and nothing else', async () => {
    const [campaign] = await backend.sql<{ id: string; name: string; step: string }[]>`
      select c.id, c.name, s.id as step from campaigns c join campaign_steps s on s.campaign_id = c.id
      where c.organization_id = ${organization.id} and c.is_predefined limit 1`
    const { id, name, step } = campaign!
    expect(await desk.send('campaign.edit', { campaign_id: id, set: { name: 'x' }, base: { name } })).toMatchObject({
      result: 'rejected',
      code: 'locked',
    })
    expect(await desk.send('campaign_step.delete', { campaign_step_id: step })).toMatchObject({ code: 'forbidden' })
    const added = {
      campaign_step_id: randomUUID(),
      campaign_id: id,
      sequence_order: 9,
      day_number: 9,
      message_template: 'x',
    }
    expect(await desk.send('campaign_step.create', added)).toMatchObject({ code: 'forbidden' })
    expect(await desk.send('campaign.archive', { campaign_id: id, base: { is_active: true } })).toMatchObject({
      result: 'applied',
    })
  })

  test('takes a lead once, only while it is active, and nobody who opted out', async () => {
    const enroll = (campaign: string, lead = ids['leads']) =>
      repDesk.send('enrollment.create', { enrollment_id: randomUUID(), lead_id: lead, campaign_id: ids[campaign] })
    expect(await enroll('campaigns')).toMatchObject({ code: 'already_exists' })
    await backend.sql`update campaigns set is_active = false where id = ${ids['other campaign']!}`
    expect(await enroll('other campaign')).toMatchObject({ code: 'campaign_inactive' })
    await backend.sql`update campaigns set is_active = true where id = ${ids['other campaign']!}`
    await backend.sql`
      insert into consents (organization_id, lead_id, platform, status, source)
      values (${organization.id}, ${ids['other lead']!}, 'sms', 'opted_out', 'keyword')`
    expect(await enroll('other campaign', ids['other lead'])).toMatchObject({ code: 'opted_out' })
    expect(await enroll('other campaign')).toMatchObject({ result: 'applied' })
  })
})

describe('an enrolment', () => {
  const change = (
    name: 'enrollment.pause' | 'enrollment.resume' | 'enrollment.cancel',
    status: string,
    more: object = {},
  ) =>
    repDesk.send(name, {
      enrollment_id: ids['campaign_enrollments'],
      base: { status, paused_reason: null },
      ...more,
    })

  test('follows its lifecycle, and from an end there is no way back', async () => {
    expect(await change('enrollment.pause', 'active', { paused_reason: 'Holiday' })).toMatchObject({
      result: 'applied',
    })
    const base = { status: 'paused', paused_reason: 'Holiday' }
    expect(await change('enrollment.resume', 'paused', { base })).toMatchObject({ result: 'applied' })
    expect(await change('enrollment.cancel', 'active')).toMatchObject({ result: 'applied' })
    expect(await change('enrollment.resume', 'cancelled')).toMatchObject({ code: 'invalid_input' })
    expect(await rowOf('campaign_enrollments')).toMatchObject({ status: 'cancelled', next_due_at: null })
  })

  test('that a reply completed meanwhile is a conflict', async () => {
    await backend.sql`update campaign_enrollments set last_response_at = now() where id = ${ids['campaign_enrollments']!}`
    expect(await change('enrollment.pause', 'active')).toMatchObject({
      result: 'conflict',
      details: { fields: { status: { theirs: 'completed' } } },
    })
  })

  test('of a lead that opted out is not resumed', async () => {
    await backend.sql`update consents set status = 'opted_out' where lead_id = ${ids['leads']!}`
    expect(await rowOf('campaign_enrollments')).toMatchObject({ status: 'paused', paused_reason: 'opted_out' })
    const base = { status: 'paused', paused_reason: 'opted_out' }
    expect(await change('enrollment.resume', 'paused', { base })).toMatchObject({ code: 'opted_out' })
  })
})

describe('settings', () => {
  test('that exclude each other do not come together from two people', async () => {
    const id = ids['campaign_settings']!
    await backend.sql`update campaign_settings set respond_to_inbound_24_7 = false where id = ${id}`
    await backend.sql`update campaign_settings set respect_schedule_strictly = true where id = ${id}`
    const outcome = await desk.send('campaign_settings.edit', {
      campaign_settings_id: id,
      set: { respond_to_inbound_24_7: true },
      base: { respond_to_inbound_24_7: true, respect_schedule_strictly: false },
    })
    expect(outcome).toMatchObject({ result: 'conflict' })
  })
})

describe('a hot lead', () => {
  test('is claimed once; the other is told who', async () => {
    const claim = (pusher: Pusher) =>
      pusher.send('hot_event.acknowledge', {
        acknowledgement_id: randomUUID(),
        hot_event_id: ids['open hot event'],
        action: 'claimed',
        snoozed_until: null,
      })
    expect(await claim(repDesk)).toMatchObject({ result: 'applied' })
    expect(await claim(repDesk)).toMatchObject({ result: 'applied' })
    expect(await claim(desk)).toMatchObject({
      result: 'conflict',
      code: 'already_claimed',
      details: { owner_id: rep.id, claimed_at: expect.any(Number) as number },
    })
    const made = await backend.sql`
      select from hot_acknowledgements where hot_event_id = ${ids['open hot event']!} and user_id = ${admin.id}`
    expect(made).toHaveLength(0)
  })
})

describe('an insight', () => {
  test('that somebody reviewed is not reviewed otherwise without a question', async () => {
    await backend.sql`update insights set status = 'dismissed' where id = ${ids['insights']!}`
    const outcome = await desk.send('insight.review', {
      insight_id: ids['insights'],
      set: { status: 'approved' },
      base: { status: 'pending', user_feedback: null },
    })
    expect(outcome).toMatchObject({ result: 'conflict' })
    expect(await rowOf('insights')).toMatchObject({ status: 'dismissed', reviewed_by: null })
  })
})

describe('a stage', () => {
  test('that is deleted passes its leads and deals on, with history that says why', async () => {
    const lead = await createLead(backend.sql, organization)
    await backend.sql`update leads set pipeline_stage_id = ${ids['lead stage']!} where id = ${lead}`
    await backend.sql`update pipeline_stages set is_default = true where id = ${ids['lead stage']!}`
    const outcome = await desk.send('stage.delete', { stage_id: ids['lead stage'], target_id: ids['lead target'] })
    expect(outcome).toMatchObject({ result: 'applied' })
    expect(await rowOf('leads', lead)).toMatchObject({ pipeline_stage_id: ids['lead target'] })
    expect(await rowOf('pipeline_stages', ids['lead target'])).toMatchObject({ is_default: true })
    const [change] = await backend.sql`
      select reason, changed_by from stage_changes where lead_id = ${lead} and to_stage_id = ${ids['lead target']!}`
    expect(change).toEqual({ reason: 'The stage "First" was deleted', changed_by: admin.id })
    expect(
      await desk.send('stage.delete', { stage_id: ids['lead stage'], target_id: ids['lead target'] }),
    ).toMatchObject({ result: 'applied' })
  })

  test('that is gone still has its name in the history, before and after', async () => {
    const lead = await createLead(backend.sql, organization)
    for (const stage of ['lead stage', 'lead target', 'spare stage']) {
      await backend.sql`update leads set pipeline_stage_id = ${ids[stage]!} where id = ${lead}`
    }
    await desk.send('stage.delete', { stage_id: ids['lead target'], target_id: ids['lead stage'] })
    const history = await backend.sql`
      select from_name, to_name from stage_changes where lead_id = ${lead} and 'Second' in (from_name, to_name)
      order by created_at, from_name nulls first`
    expect(history).toEqual([
      { from_name: null, to_name: 'Second' },
      { from_name: 'Second', to_name: null },
    ])
  })

  test('that is gone is what a deal that waits to move into it is told', async () => {
    await desk.send('stage.delete', { stage_id: ids['deal target'], target_id: ids['deal stage'] })
    const move = {
      deal_id: ids['deals'],
      set: { stage_id: ids['deal target'] },
      base: { stage_id: ids['deal stage'], actual_close_date: null, lost_reason: null, won_reason: null },
    }
    expect(await repDesk.send('deal.move', move)).toMatchObject({ result: 'rejected', code: 'invalid_stage' })
  })

  test('does not pass leads to a stage of deals, nor leave a pipeline without stages', async () => {
    const remove = (stage: string, target: string) =>
      desk.send('stage.delete', { stage_id: ids[stage], target_id: ids[target] })
    expect(await remove('lead stage', 'deal stage')).toMatchObject({ code: 'invalid_input' })
    expect(await remove('lead stage', 'lead stage')).toMatchObject({ code: 'invalid_input' })
    const [other] = await backend.sql<{ id: string }[]>`
      select s.id from pipeline_stages s join pipelines p on p.id = s.pipeline_id
      where p.organization_id = ${organization.id} and p.kind = 'lead' and p.is_default limit 1`
    await remove('lead target', 'lead stage')
    expect(await desk.send('stage.delete', { stage_id: ids['lead stage'], target_id: other!.id })).toMatchObject({
      code: 'invalid_input',
    })
  })

  test('takes its place in a new order, behind which stands what the order does not know', async () => {
    const [first, second, won] = [ids['deal stage'], ids['deal target'], ids['won stage']]
    const reorder = async (...stage_ids: unknown[]) => {
      const args = { pipeline_id: ids['deal pipeline'], stage_ids }
      expect(await desk.send('stage.reorder', args)).toMatchObject({ result: 'applied' })
      const rows = await backend.sql<{ id: string; position: number }[]>`
        select id, position from pipeline_stages where pipeline_id = ${ids['deal pipeline']!} order by position`
      expect(rows.map(({ position }) => position)).toEqual([0, 1, 2])
      return rows.map(({ id }) => id)
    }
    expect(await reorder(won, second, first)).toEqual([won, second, first])
    expect(await reorder(first)).toEqual([first, won, second])
    expect(await reorder(second, second, randomUUID(), ids['lead stage'], won)).toEqual([second, won, first])
    expect(await rowOf('pipeline_stages', ids['lead stage'])).toMatchObject({ position: 0 })
  })
})

describe('a pipeline', () => {
  const remove = (pipeline: string, target: string, pusher = desk) =>
    pusher.send('pipeline.delete', { pipeline_id: ids[pipeline], target_id: ids[target] })

  test('that is deleted passes its leads on, with history that says why and from where', async () => {
    const lead = await createLead(backend.sql, organization)
    await backend.sql`update leads set pipeline_stage_id = ${ids['spare stage']!} where id = ${lead}`
    expect(await remove('spare pipeline', 'lead target')).toMatchObject({ result: 'applied' })
    expect(await rowOf('leads', lead)).toMatchObject({ pipeline_stage_id: ids['lead target'] })
    const [change] = await backend.sql`
      select reason, from_name, changed_by from stage_changes
      where lead_id = ${lead} and to_stage_id = ${ids['lead target']!}`
    expect(change).toEqual({ reason: 'The pipeline "Spare" was deleted', from_name: 'Only', changed_by: admin.id })
    expect(await backend.sql`select from pipeline_stages where id = ${ids['spare stage']!}`).toHaveLength(0)
    expect(await remove('spare pipeline', 'lead target')).toMatchObject({ result: 'applied' })
  })

  test('stays where new leads arrive in it, where its cards have nowhere to go, and for who does not administer', async () => {
    expect(await remove('spare pipeline', 'deal stage')).toMatchObject({ code: 'invalid_input' })
    expect(await remove('spare pipeline', 'spare stage')).toMatchObject({ code: 'invalid_input' })
    expect(await remove('spare pipeline', 'lead target', repDesk)).toMatchObject({ code: 'forbidden' })
    const [standing] = await backend.sql<{ id: string }[]>`
      select id from pipelines where organization_id = ${organization.id} and kind = 'lead' and is_default`
    expect(
      await desk.send('pipeline.delete', { pipeline_id: standing!.id, target_id: ids['lead target'] }),
    ).toMatchObject({
      code: 'invalid_input',
    })
  })
})
