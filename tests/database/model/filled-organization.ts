import { randomUUID } from 'node:crypto'
import type { Sql, TransactionSql } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createConversation, createLead, createOrganization, joinAs, writeMessage } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { ROLES } from '#shared/domain/vocabulary.ts'
import type { Role } from '#shared/domain/vocabulary.ts'

/** An organisation with a colleague of every role and at least one row in every table. */
export interface FilledOrganization extends Organization {
  members: Record<Role, Member>
  /** Owned by the rep. */
  leadId: string
  /** Owned by the manager: not the rep's. */
  hiddenLeadId: string
  conversationId: string
  messageId: string
  ids: Record<string, string>
}

let phones = 7_911_100_000

/** Fills a new organisation. Every table of schema public has a row of it; a test holds this to the catalogue. */
export async function fillOrganization(backend: LocalSupabase, name: string): Promise<FilledOrganization> {
  const { sql } = backend
  const organization = await createOrganization(sql, name)
  const members = {} as Record<Role, Member>
  for (const role of ROLES) members[role] = await joinAs(backend, organization.id, role)
  const rep = members.sales_rep.id
  const phone = (): string => `+44${(phones += 1)}`
  const leadId = await createLead(sql, organization, { owner_id: rep, first_name: 'Ada', phone: phone() })
  const hiddenLeadId = await createLead(sql, organization, {
    owner_id: members.manager.id,
    first_name: 'Grace',
    phone: phone(),
  })
  const conversationId = await createConversation(sql, organization, leadId)
  const messageId = await writeMessage(sql, conversationId, 'What does it cost?')
  const filled: FilledOrganization = {
    ...organization,
    members,
    leadId,
    hiddenLeadId,
    conversationId,
    messageId,
    ids: {},
  }
  await fillPeople(sql, filled)
  await fillWork(sql, filled)
  await fillAi(sql, filled)
  await fillOutreach(sql, filled)
  await fillServer(sql, filled)
  return filled
}

/** A message of the customer (inbound) or of the AI (outbound) in the filled conversation. Returns its id. */
export async function say(
  sql: TransactionSql,
  filled: FilledOrganization,
  direction: 'inbound' | 'outbound',
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into messages (conversation_id, direction, sender_type, body) values
      (${filled.conversationId}, ${direction}, ${direction === 'inbound' ? 'customer' : 'ai'}, 'It costs 1,000')
    returning id`
  return row!.id
}

/** Inserts a row and keeps its id under the table's name. */
async function add(sql: Sql, filled: FilledOrganization, table: string, row: Record<string, unknown>): Promise<void> {
  const values = { organization_id: filled.id, ...row }
  const [added] = await sql<{ id?: string }[]>`insert into ${sql(table)} ${sql(values)} returning *`
  if (added?.id) filled.ids[table] ??= added.id
}

async function fillPeople(sql: Sql, filled: FilledOrganization): Promise<void> {
  const user_id = filled.members.sales_rep.id
  const lead_id = filled.leadId
  await add(sql, filled, 'tags', { name: `tag-${randomUUID()}` })
  await add(sql, filled, 'notification_preferences', { user_id, event: 'message' })
  await add(sql, filled, 'saved_views', { owner_id: user_id, name: 'Mine', kind: 'leads' })
  await add(sql, filled, 'saved_views', { owner_id: user_id, name: 'Ours', kind: 'leads', is_shared: true })
  await add(sql, filled, 'followers', { user_id, lead_id })
  await add(sql, filled, 'holidays', { day: '2026-12-25', name: 'Christmas' })
  await add(sql, filled, 'territories', { name: 'North', user_id, postcode_prefixes: ['NE', 'DH'] })
  await add(sql, filled, 'client_invitations', { lead_id, email: 'ada@example.test', token_hash: randomUUID() })
  await add(sql, filled, 'contact_points', {
    lead_id,
    channel_id: filled.channelId,
    platform: 'sms',
    platform_user_id: randomUUID(),
  })
  await sql`insert into conversation_reads (conversation_id, user_id, organization_id)
    values (${filled.conversationId}, ${user_id}, ${filled.id})`
}

async function fillWork(sql: Sql, filled: FilledOrganization): Promise<void> {
  const lead_id = filled.leadId
  const rep = filled.members.sales_rep.id
  const [stage] = await sql<{ id: string }[]>`
    select s.id from pipeline_stages s join pipelines p on p.id = s.pipeline_id
    where s.organization_id = ${filled.id} and p.kind = 'deal' and s.is_default`
  const [engaged] = await sql<{ id: string }[]>`
    select id from pipeline_stages where organization_id = ${filled.id} and name = 'Engaged'`
  await add(sql, filled, 'notes', { lead_id, body: 'Wants it in red', created_by: rep })
  await add(sql, filled, 'mentions', { lead_id, note_id: filled.ids['notes'], user_id: rep })
  await add(sql, filled, 'activities', { lead_id, type: 'call', subject: 'First call', created_by: rep })
  await add(sql, filled, 'bookings', { lead_id, starts_at: '2026-12-01T10:00:00Z' })
  for (const kind of ['web', 'whatsapp', 'voice', 'social']) {
    await add(sql, filled, 'touchpoint_sessions', { lead_id, brand_id: filled.brandId, kind })
  }
  await add(sql, filled, 'consents', { lead_id, platform: 'sms', status: 'opted_in', source: 'form' })
  await add(sql, filled, 'stage_overrides', { lead_id, stage_id: engaged!.id, overridden_by: rep })
  const absorbed_id = await createLead(sql, filled, { owner_id: rep })
  await add(sql, filled, 'lead_merges', { lead_id, absorbed_id, snapshot: sql.json({}) })
  await add(sql, filled, 'products', { name: 'Panel', price_minor: 100_00 })
  await add(sql, filled, 'deals', { lead_id, name: 'Roof', value_minor: 1_000_00, stage_id: stage!.id, owner_id: rep })
  await add(sql, filled, 'deal_items', {
    lead_id,
    deal_id: filled.ids['deals'],
    product_id: filled.ids['products'],
    name: 'Panel',
    quantity: 10,
    unit_price_minor: 100_00,
    currency: 'EUR',
  })
  await add(sql, filled, 'orders', { lead_id, order_number: '1001', total_minor: 250_00, deal_id: filled.ids['deals'] })
  await sql`update deals set stage_id = (select id from pipeline_stages where organization_id = ${filled.id}
    and name = 'Proposal') where id = ${filled.ids['deals']!}`
  await sql`update leads set client_type = 'customer' where id = ${lead_id}`
  await add(sql, filled, 'stage_changes', { lead_id, to_stage_id: engaged!.id })
}

async function fillAi(sql: Sql, filled: FilledOrganization): Promise<void> {
  const channel_id = filled.channelId
  await add(sql, filled, 'channel_configurations', { channel_id })
  await add(sql, filled, 'content_collections', { channel_id, collection_id: 'faq', name: 'Questions' })
  await add(sql, filled, 'keyword_actions', { channel_id, keyword: 'stop', action_type: 'opt_out' })
  await add(sql, filled, 'lessons', { lesson_type: 'never_rule', title: 'No emojis' })
  await add(sql, filled, 'prompt_templates', {
    name: 'Old leads',
    description: 'Wakes up old leads',
    category: 'general',
    sections: sql.json({}),
  })
  await add(sql, filled, 'prompts', { channel_id, agent_id: 'main_sales_agent', name: 'Sales' })
  await add(sql, filled, 'prompt_versions', {
    prompt_id: filled.ids['prompts'],
    version: '1.0',
    version_number: 1,
    changes: sql.json({}),
    changes_summary: 'First',
  })
  await add(sql, filled, 'insights', {
    type: 'message',
    message_id: filled.messageId,
    title: 'Asked for the price',
    description: 'The customer asked what it costs',
  })
}

async function fillOutreach(sql: Sql, filled: FilledOrganization): Promise<void> {
  const lead_id = filled.leadId
  await add(sql, filled, 'campaign_settings', { name: 'Gentle' })
  await add(sql, filled, 'datasets', { name: 'Spring', campaign_settings_id: filled.ids['campaign_settings'] })
  await add(sql, filled, 'dataset_leads', { dataset_id: filled.ids['datasets'], lead_id })
  await add(sql, filled, 'imports', { file_name: 'spring.csv', file_path: `${filled.id}/spring.csv` })
  await add(sql, filled, 'campaigns', { tag: 'Waiting for spring', name: 'Waiting for spring' })
  await add(sql, filled, 'campaign_steps', {
    campaign_id: filled.ids['campaigns'],
    sequence_order: 1,
    day_number: 1,
    message_template: 'Still interested?',
  })
  await add(sql, filled, 'campaign_enrollments', { campaign_id: filled.ids['campaigns'], lead_id })
  await add(sql, filled, 'message_templates', { name: 'Hello', tag: 'hello', content: 'Hello {{first_name}}' })
  await add(sql, filled, 'workflows', { name: 'Welcome', trigger_type: 'lead.created' })
  await add(sql, filled, 'workflow_runs', { workflow_id: filled.ids['workflows'], lead_id })
  await add(sql, filled, 'forms', { name: 'Quote' })
  await add(sql, filled, 'form_submissions', { form_id: filled.ids['forms'], lead_id, data: sql.json({}) })
}

async function fillServer(sql: Sql, filled: FilledOrganization): Promise<void> {
  const lead_id = filled.leadId
  const channel_id = filled.channelId
  const user_id = filled.members.sales_rep.id
  await add(sql, filled, 'hot_events', { lead_id, reason: 'Asked for the price' })
  await add(sql, filled, 'hot_acknowledgements', {
    lead_id,
    hot_event_id: filled.ids['hot_events'],
    user_id,
    action: 'seen',
  })
  await add(sql, filled, 'escalations', { lead_id, reason: 'unanswered', due_at: '2026-12-01T10:00:00Z' })
  await add(sql, filled, 'integration_events', { lead_id, type: 'message.received' })
  await add(sql, filled, 'attachments', {
    lead_id,
    message_id: filled.messageId,
    path: `${filled.id}/${randomUUID()}`,
    size_bytes: 3,
  })
  await add(sql, filled, 'dispatch_queue', { message_id: filled.messageId })
  await add(sql, filled, 'rate_counters', { channel_id, period: 'day', started_at: '2026-11-21T00:00:00Z' })
  await add(sql, filled, 'dead_letters', { kind: 'dispatch', payload: sql.json({}), error: 'No such number' })
  await add(sql, filled, 'channel_credentials', { channel_id, ciphertext: Buffer.from('secret') })
}
