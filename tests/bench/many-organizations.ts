import type { Sql, TransactionSql } from 'postgres'
import { createOrganization } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'

/** Whose leads an organisation's are: one in twenty the rep's, one in fifty the pool's, the others a colleague's. */
export interface Staff {
  rep: string
  colleague: string
}

/** An organisation that was filled. */
export interface Filled {
  organization: Organization
  staff: Staff
}

/** Founds organisations of the same shape and size, with people who never sign in. */
export async function fillCrowd(sql: Sql, count: number, leads: number): Promise<Filled[]> {
  const filled: Filled[] = []
  for (let n = 0; n < count; n++) {
    const organization = await createOrganization(sql, 'Crowd')
    const staff = {
      rep: await silentMember(sql, organization),
      colleague: await silentMember(sql, organization),
    }
    await fillOrganization(sql, organization, staff, leads)
    filled.push({ organization, staff })
  }
  return filled
}

/**
 * Fills an organisation. Per lead, by its number: a contact point, a place in the rescoring queue (one in fifty is due);
 * for every fourth a conversation with four messages; for every tenth an enrolment (one in fifty is due), a task and a
 * place in a dataset; for every twentieth a deal and an order. Derived columns are written here, as a bulk load does; no
 * trigger runs row by row.
 */
export async function fillOrganization(
  sql: Sql,
  organization: Organization,
  staff: Staff,
  leads: number,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`set local synchronous_commit = off`
    await fill(tx, organization, staff, leads)
  })
}

/** Somebody without a password. */
export async function silentMember(sql: Sql, { id }: Organization): Promise<string> {
  const [row] = await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    return tx<{ id: string }[]>`
      with person as (
        insert into auth.users (id, aud, role, email)
        select u, 'authenticated', 'authenticated', u || '@example.test' from gen_random_uuid() u returning id, email
      ) insert into profiles (id, organization_id, email, role)
      select id, ${id}, email, 'sales_rep' from person returning id`
  })
  return row!.id
}

async function fill(tx: TransactionSql, organization: Organization, { rep, colleague }: Staff, leads: number) {
  const { id, brandId, channelId } = organization
  await tx`
    create temp table numbered on commit drop as
    select n, app.uuid_v7() as id, now() - n * interval '200 days' / ${leads} as created_at,
      '+4477' || lpad(n::text, 8, '0') as phone,
      case when n % 20 = 0 then ${rep}::uuid when n % 50 <> 7 then ${colleague}::uuid end as owner_id
    from generate_series(1, ${leads}::integer) n`
  await tx`
    insert into leads (id, organization_id, brand_id, owner_id, first_name, full_name, phone, phone_normalized, email,
      source, pipeline_stage_id, lead_score, message_count, last_interaction_at, created_at)
    select l.id, ${id}, ${brandId}, l.owner_id, 'Lead ' || n, 'Lead ' || n, l.phone, l.phone, n || '@example.test',
      (array['form', 'fair', 'referral'])[n % 3 + 1], s.ids[n % cardinality(s.ids) + 1], n % 100,
      case when n % 4 = 0 then 4 else 0 end, l.created_at, l.created_at
    from numbered l, (
      select array_agg(s.id) as ids from pipeline_stages s join pipelines p on p.id = s.pipeline_id
      where s.organization_id = ${id} and p.kind = 'lead' and p.is_default and s.kind = 'open') s`
  await tx`
    insert into contact_points (organization_id, lead_id, channel_id, platform, platform_user_id)
    select ${id}, id, ${channelId}, 'sms', phone from numbered`
  await tx`
    insert into app.score_schedule (lead_id, organization_id, due_at)
    select id, ${id}, now() + (n % 50) * interval '1 day' - interval '1 hour' from numbered`
  await tx`
    insert into conversations (organization_id, lead_id, channel_id, platform, message_count, unread_count,
      last_message_at, last_message_preview, last_message_direction)
    select ${id}, id, ${channelId}, 'sms', 4, 1, created_at, 'Is it still there?', 'inbound'
    from numbered where n % 4 = 0`
  await tx`
    insert into messages (organization_id, conversation_id, lead_id, platform, direction, sender_type, body, status,
      created_at)
    select ${id}, c.id, c.lead_id, 'sms', case m % 2 when 0 then 'outbound' else 'inbound' end,
      case m % 2 when 0 then 'ai' else 'customer' end,
      'Message ' || m || ' ' || repeat('of about a hundred and twenty characters ', 3),
      case m % 2 when 0 then 'sent' else 'received' end, c.last_message_at - m * interval '1 hour'
    from conversations c cross join generate_series(1, 4) m where c.organization_id = ${id}`
  await tx`
    insert into campaign_enrollments (organization_id, lead_id, campaign_id, next_due_at)
    select ${id}, l.id, c.id, now() + (n / 10 % 50) * interval '1 hour' - interval '1 minute'
    from numbered l, (select id from campaigns where organization_id = ${id} limit 1) c where n % 10 = 0`
  await tx`
    with dataset as (
      insert into datasets (organization_id, name, total_leads, active_leads)
      values (${id}, 'Import', ${Math.floor(leads / 10)}, ${Math.floor(leads / 10)}) returning id
    ) insert into dataset_leads (organization_id, dataset_id, lead_id)
    select ${id}, d.id, l.id from numbered l, dataset d where n % 10 = 1`
  await tx`
    insert into activities (organization_id, lead_id, type, subject, status, due_at, assigned_to)
    select ${id}, id, 'task', 'Call back', 'planned', now() + (n % 60 - 30) * interval '1 day', owner_id
    from numbered where n % 10 = 2`
  await tx`
    insert into deals (organization_id, lead_id, name, value_minor, currency, stage_id, probability, owner_id, created_at)
    select ${id}, l.id, 'Deal ' || n, n * 100, 'GBP', s.ids[n % cardinality(s.ids) + 1], n % 100, l.owner_id, l.created_at
    from numbered l, (
      select array_agg(s.id) as ids from pipeline_stages s join pipelines p on p.id = s.pipeline_id
      where s.organization_id = ${id} and p.kind = 'deal' and p.is_default) s
    where n % 20 = 3`
  await tx`
    insert into orders (organization_id, lead_id, order_number, total_minor, currency, status, ordered_at)
    select ${id}, id, 'A' || n, n * 100, 'GBP', 'delivered', created_at from numbered where n % 20 = 4`
}
