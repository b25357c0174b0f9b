import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { editOf } from '#shared/domain/mutations.ts'
import type { MutationName } from '#shared/domain/mutations.ts'
import { withGroups } from '#shared/replication/tables.ts'
import type { TableName } from '#shared/replication/tables.ts'
import type { Organization } from './database.ts'
import { leadWithEverything } from './lead-with-everything.ts'
import type { Ids } from './lead-with-everything.ts'

/** Who may, besides that viewers may nothing: anybody who sees the row, or only some. */
type Who = 'anybody' | 'managers' | 'administrators' | 'teachers'

/** A mutation with arguments that are right for the rows of `ids`, and who may do it. */
export interface Specimen {
  name: MutationName
  who: Who
  args: Record<string, unknown>
}

/** Rows of every table that a mutation changes, the personal ones `readerId`'s. */
export async function rowsToChange(sql: Sql, organization: Organization, readerId: string): Promise<Ids> {
  const ids = await leadWithEverything(sql, organization, { ownerId: readerId, readerId })
  const organization_id = organization.id
  const add = async (table: string, key: string, values: Record<string, unknown>): Promise<void> => {
    const [row] = await sql<{ id: string }[]>`
      insert into ${sql(table)} ${sql({ organization_id, ...values })} returning id`
    ids[key] = row!.id
  }
  const pipelineOf = async (kind: string): Promise<void> => {
    await add('pipelines', `${kind} pipeline`, { name: `${kind} ${randomUUID()}`, kind })
    const pipeline_id = ids[`${kind} pipeline`]
    await add('pipeline_stages', `${kind} stage`, { pipeline_id, name: 'First', position: 0 })
    await add('pipeline_stages', `${kind} target`, { pipeline_id, name: 'Second', position: 1 })
  }
  await pipelineOf('lead')
  await pipelineOf('deal')
  await add('pipeline_stages', 'won stage', {
    pipeline_id: ids['deal pipeline'],
    name: 'Won',
    position: 2,
    kind: 'won',
    probability: 100,
  })
  await add('pipelines', 'spare pipeline', { name: 'Spare', kind: 'lead' })
  await add('pipeline_stages', 'spare stage', { pipeline_id: ids['spare pipeline'], name: 'Only', position: 0 })
  await add('tags', 'tags', { name: randomUUID() })
  await add('saved_views', 'saved_views', { owner_id: readerId, name: randomUUID(), kind: 'leads' })
  await add('campaigns', 'other campaign', { tag: randomUUID(), name: 'Autumn' })
  await add('leads', 'other lead', { brand_id: organization.brandId, owner_id: readerId })
  await add('hot_events', 'open hot event', { lead_id: ids['other lead'], reason: 'Asked for a call' })
  return ids
}

/** Every mutation of one row, in an order in which each finds its row. */
export function specimens(ids: Ids): Specimen[] {
  const at = Date.parse('2026-11-20T10:00:00Z')
  const lead_id = ids['leads']
  const fresh = randomUUID
  const list: [Who, MutationName, Record<string, unknown>][] = [
    ['anybody', 'activity.edit', { activity_id: ids['activities'], set: { subject: 'Call back', due_at: at } }],
    ['anybody', 'activity.complete', { activity_id: ids['activities'], completed_at: at }],
    [
      'anybody',
      'activity.create',
      { activity_id: fresh(), lead_id, deal_id: ids['deals'], type: 'task', subject: 'Measure', due_at: at },
    ],
    ['anybody', 'activity.delete', { activity_id: ids['activities'] }],
    ['anybody', 'booking.edit', { booking_id: ids['bookings'], set: { title: 'Survey', status: 'confirmed' } }],
    ['anybody', 'booking.cancel', { booking_id: ids['bookings'] }],
    ['anybody', 'booking.create', { booking_id: fresh(), lead_id, starts_at: at, ends_at: at + 3_600_000 }],
    ['anybody', 'deal.edit', { deal_id: ids['deals'], set: { value_minor: '9007199254740993', tags: ['roof'] } }],
    [
      'anybody',
      'deal.move',
      {
        deal_id: ids['deals'],
        set: { stage_id: ids['won stage'], won_reason: 'Price', actual_close_date: '2026-11-20' },
      },
    ],
    [
      'anybody',
      'deal.create',
      {
        deal_id: fresh(),
        lead_id,
        name: 'Battery',
        stage_id: ids['deal stage'],
        value_minor: '250000',
        currency: 'GBP',
      },
    ],
    ['anybody', 'deal_item.edit', { deal_item_id: ids['deal_items'], set: { quantity: 3, discount_minor: '50' } }],
    [
      'anybody',
      'deal_item.create',
      {
        deal_item_id: fresh(),
        deal_id: ids['deals'],
        name: 'Panel',
        unit_price_minor: '9007199254740993',
        quantity: 7,
      },
    ],
    ['anybody', 'deal_item.delete', { deal_item_id: ids['deal_items'] }],
    ['anybody', 'deal.delete', { deal_id: ids['deals'] }],

    ['managers', 'template.edit', { template_id: ids['message_templates'], set: { content: 'Hi', is_active: false } }],
    ['anybody', 'template.create', { template_id: fresh(), name: 'Thanks', content: 'Thank you', type: 'sms' }],
    ['managers', 'template.delete', { template_id: ids['message_templates'] }],
    ['managers', 'tag.edit', { tag_id: ids['tags'], set: { color: '#112233' } }],
    ['anybody', 'tag.create', { tag_id: fresh(), name: fresh(), category: 'Origin' }],
    ['managers', 'tag.delete', { tag_id: ids['tags'] }],
    [
      'managers',
      'product.edit',
      { product_id: ids['products'], set: { price_minor: '5', custom_fields: { watts: 5 } } },
    ],
    ['managers', 'product.archive', { product_id: ids['products'] }],
    ['managers', 'product.create', { product_id: fresh(), name: 'Inverter', sku: fresh(), price_minor: '99900' }],
    ['anybody', 'saved_view.edit', { saved_view_id: ids['saved_views'], set: { sort: [{ by: 'name' }], position: 3 } }],
    [
      'anybody',
      'saved_view.create',
      { saved_view_id: fresh(), name: fresh(), kind: 'leads', filters: { stage: 'New' }, columns: ['email'] },
    ],
    ['anybody', 'saved_view.delete', { saved_view_id: ids['saved_views'] }],
    [
      'anybody',
      'preference.set',
      { preference_id: fresh(), event: 'mention', split: null, desktop: true, sound: false, email: true },
    ],
    ['anybody', 'follower.remove', { follower_id: ids['followers'] }],
    ['anybody', 'follower.add', { follower_id: fresh(), lead_id }],
    ['anybody', 'mention.read', { mention_id: ids['mentions'], set: { read_at: at } }],

    [
      'anybody',
      'consent.record',
      {
        consent_id: fresh(),
        lead_id,
        platform: 'whatsapp',
        status: 'opted_in',
        source: 'call',
        evidence: 'Said yes',
        message_id: null,
        decided_at: at,
        seen_status: null,
      },
    ],
    ['managers', 'campaign.edit', { campaign_id: ids['campaigns'], set: { name: 'Waiting' } }],
    ['managers', 'campaign_step.edit', { campaign_step_id: ids['campaign_steps'], set: { day_number: 2 } }],
    [
      'managers',
      'campaign_step.create',
      {
        campaign_step_id: fresh(),
        campaign_id: ids['campaigns'],
        sequence_order: 9,
        day_number: 9,
        message_template: 'Bye',
      },
    ],
    ['managers', 'campaign_step.delete', { campaign_step_id: ids['campaign_steps'] }],
    ['managers', 'campaign.create', { campaign_id: fresh(), tag: fresh(), name: 'Winter' }],
    [
      'managers',
      'campaign_settings.edit',
      {
        campaign_settings_id: ids['campaign_settings'],
        set: { sending_hours_end: '18:30:00', sending_days: ['monday'], required_fields: ['phone'] },
      },
    ],
    ['anybody', 'enrollment.pause', { enrollment_id: ids['campaign_enrollments'], paused_reason: 'On holiday' }],
    ['anybody', 'enrollment.resume', { enrollment_id: ids['campaign_enrollments'] }],
    ['anybody', 'enrollment.cancel', { enrollment_id: ids['campaign_enrollments'] }],
    ['anybody', 'enrollment.create', { enrollment_id: fresh(), lead_id, campaign_id: ids['other campaign'] }],
    ['managers', 'campaign.archive', { campaign_id: ids['campaigns'] }],

    ['teachers', 'lesson.edit', { lesson_id: ids['lessons'], set: { tags: ['tone', 'style'], reasoning: 'Brand' } }],
    ['teachers', 'lesson.archive', { lesson_id: ids['lessons'] }],
    ['teachers', 'lesson.approve', { lesson_id: ids['lessons'] }],
    [
      'teachers',
      'lesson.create',
      { lesson_id: fresh(), lesson_type: 'example_good', title: 'Greets', example_conversation: ['Hi', 'Hello'] },
    ],
    ['teachers', 'insight.review', { insight_id: ids['insights'], set: { status: 'approved', user_feedback: 'True' } }],
    [
      'anybody',
      'hot_event.acknowledge',
      { acknowledgement_id: fresh(), hot_event_id: ids['open hot event'], action: 'claimed', snoozed_until: null },
    ],
    [
      'anybody',
      'hot_event.acknowledge',
      { acknowledgement_id: fresh(), hot_event_id: ids['open hot event'], action: 'called', snoozed_until: null },
    ],

    ['administrators', 'pipeline.edit', { pipeline_id: ids['lead pipeline'], set: { name: 'Solar' } }],
    ['administrators', 'pipeline.create', { pipeline_id: fresh(), name: 'Heat pumps', kind: 'lead' }],
    ['administrators', 'stage.edit', { stage_id: ids['lead stage'], set: { name: 'Fresh', color: '#abcdef' } }],
    [
      'administrators',
      'stage.reorder',
      { pipeline_id: ids['lead pipeline'], stage_ids: [ids['lead target'], ids['lead stage']] },
    ],
    [
      'administrators',
      'stage.create',
      { stage_id: fresh(), pipeline_id: ids['lead pipeline'], name: 'Third', position: 2 },
    ],
    ['administrators', 'pipeline.delete', { pipeline_id: ids['spare pipeline'], target_id: ids['lead target'] }],
    ['administrators', 'stage.delete', { stage_id: ids['lead stage'], target_id: ids['lead target'] }],
  ]
  return list.map(([who, name, args]) => ({ who, name, args }))
}

/** Arguments with the values that the rows have now, where the mutation sends what the rep saw. */
export function seeing(
  { name, args }: Pick<Specimen, 'name' | 'args'>,
  read: (table: TableName, id: string) => object | undefined,
): Record<string, unknown> {
  const edit = editOf(name)
  if (!edit) return args
  const row = (read(edit.table, String(args[edit.id])) ?? {}) as Record<string, unknown>
  const columns = withGroups(edit.table, edit.columns ?? Object.keys(args['set'] as object))
  return { ...args, base: Object.fromEntries(columns.map((column) => [column, row[column] ?? null])) }
}
