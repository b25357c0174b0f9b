import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import type { TableName } from '#shared/replication/tables.ts'
import { createConversation, createLead, writeMessage } from './database.ts'
import type { Organization } from './database.ts'

/** Ids of the rows that were made, by table. */
export type Ids = Record<string, string>

type Values = Record<string, unknown>

/** Inserts one row and keeps its id under the table's name. */
async function add(sql: Sql, ids: Ids, table: TableName, values: Values): Promise<void> {
  const [row] = await sql<{ id: string }[]>`insert into ${sql(table)} ${sql(values)} returning id`
  ids[table] = row!.id
}

/** Rows that belong to the whole organisation, one in each further table. Returns their ids by table. */
async function addSharedRows(sql: Sql, organization: Organization): Promise<Ids> {
  const ids: Ids = {}
  const put = (table: TableName, values: Values) =>
    add(sql, ids, table, { organization_id: organization.id, ...values })
  await put('products', { name: 'Panel', price_minor: '9007199254740993', custom_fields: sql.json({ watts: 400 }) })
  await put('campaign_settings', { name: `Gentle ${randomUUID()}` })
  await put('datasets', { name: `Spring ${randomUUID()}`, campaign_settings_id: ids['campaign_settings'] })
  await put('message_templates', { name: 'Hello', content: 'Hello {{first_name}}', variables: ['first_name'] })
  await put('campaigns', { tag: randomUUID(), name: 'Waiting for spring' })
  await put('campaign_steps', {
    campaign_id: ids['campaigns'],
    sequence_order: 1,
    day_number: 1,
    message_template: 'Still interested?',
  })
  await put('lessons', { lesson_type: 'never_rule', title: 'No emojis', success_rate: 0.75, tags: ['tone'] })
  await put('prompt_templates', {
    name: randomUUID(),
    description: 'Wakes up old leads',
    category: 'general',
    sections: sql.json({}),
  })
  await put('prompts', { name: 'Sales', template_id: ids['prompt_templates'], applied_lesson_ids: [ids['lessons']] })
  await put('prompt_versions', {
    prompt_id: ids['prompts'],
    version: '1.0',
    version_number: 1,
    changes: sql.json({ tone: 'warmer' }),
    changes_summary: 'First',
  })
  return ids
}

/**
 * A lead with a row in every table that belongs to leads, and rows of the organisation that those refer to.
 *
 * @param readerId whose rows the personal ones are: follower, and mentioned
 */
export async function leadWithEverything(
  sql: Sql,
  organization: Organization,
  people: { ownerId: string | null; assignedTo?: string | null; readerId: string },
): Promise<Ids> {
  const lead_id = await createLead(sql, organization, { owner_id: people.ownerId })
  const conversation_id = await createConversation(sql, organization, lead_id, people.assignedTo ?? null)
  const message_id = await writeMessage(sql, conversation_id, 'Hello')
  const ids: Ids = { leads: lead_id, conversations: conversation_id, messages: message_id }
  const put = (table: TableName, values: Values) =>
    add(sql, ids, table, { organization_id: organization.id, lead_id, ...values })
  const shared = await addSharedRows(sql, organization)
  const [stage] = await sql<{ id: string }[]>`
    select s.id from pipeline_stages s join pipelines p on p.id = s.pipeline_id
    where s.organization_id = ${organization.id} and p.kind = 'deal' and s.is_default`
  const [engaged] = await sql<{ id: string }[]>`
    select id from pipeline_stages where organization_id = ${organization.id} and name = 'Engaged'`
  const absorbed_id = await createLead(sql, organization, { owner_id: people.ownerId })
  const { channelId: channel_id, brandId: brand_id } = organization

  await put('contact_points', { channel_id, platform: 'sms', platform_user_id: lead_id })
  await put('deals', { name: 'Roof', stage_id: stage!.id })
  await put('stage_changes', {})
  await put('activities', { type: 'call', deal_id: ids['deals'] })
  await put('notes', { body: 'Note' })
  await put('bookings', { starts_at: '2026-12-01T10:00:00Z', ends_at: '2026-12-01T11:00:00Z', title: 'Test drive' })
  await put('attachments', { message_id, path: randomUUID(), size_bytes: 3 })
  await put('touchpoint_sessions', { brand_id, kind: 'web', booking_date: '2026-12-01', booking_time: '10:00' })
  await put('consents', { platform: 'sms', status: 'opted_in', source: 'form' })
  await put('stage_overrides', { stage_id: engaged!.id })
  await put('lead_merges', { absorbed_id, snapshot: sql.json({}) })
  await put('deal_items', { deal_id: ids['deals'], name: 'Panel', unit_price_minor: 100_00, currency: 'EUR' })
  await put('orders', { order_number: randomUUID(), total_minor: 250_00, deal_id: ids['deals'] })
  await put('dataset_leads', { dataset_id: shared['datasets'] })
  await put('campaign_enrollments', { campaign_id: shared['campaigns'] })
  await put('insights', { type: 'message', message_id, title: 'Price', description: 'Asked what it costs' })
  await put('followers', { user_id: people.readerId })
  await put('mentions', { note_id: ids['notes'], user_id: people.readerId })
  await put('hot_events', { conversation_id, reason: 'Asked for the price twice' })
  await put('hot_acknowledgements', { hot_event_id: ids['hot_events'], user_id: people.readerId, action: 'seen' })
  return { ...shared, ...ids }
}
