import type { Sql } from 'postgres'
import type { Organization } from '#tests/support/database.ts'

/** How much of everything. */
export interface BulkSizes {
  leads: number
  messagesPerLead: number
  notes: number
  activities: number
}

/** 500 leads, 500 conversations, 8,500 messages and 500 notes: 10,000 rows that a manager's desktop pulls. */
export const TEN_THOUSAND_ROWS: BulkSizes = { leads: 500, messagesPerLead: 17, notes: 500, activities: 0 }

/** The data set `large` of performance.md: 1,450,000 rows, of which a million messages of about 120 characters. */
export const LARGE: BulkSizes = { leads: 100_000, messagesPerLead: 10, notes: 50_000, activities: 200_000 }

/** Minutes between two messages of a conversation: the largest set lies within the 90 days that desktops keep. */
const MESSAGE_GAP_MINUTES = 60

/**
 * Fills an organisation with leads in the pool, a conversation each, and their messages, notes and tasks. Derived columns
 * are written here, as a bulk load does; no trigger runs row by row.
 */
export async function fillBulk(sql: Sql, organization: Organization, sizes: BulkSizes): Promise<void> {
  const { id, brandId, channelId } = organization
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`set local synchronous_commit = off`
    await tx`
      insert into leads (id, organization_id, brand_id, first_name, full_name, lead_score, message_count)
      select app.uuid_v7(), ${id}, ${brandId}, 'Lead ' || n, 'Lead ' || n, n % 100, ${sizes.messagesPerLead}
      from generate_series(1, ${sizes.leads}::integer) n`
    await tx`
      insert into conversations (id, organization_id, lead_id, channel_id, platform, message_count, last_message_at,
        last_message_preview, last_message_direction)
      select app.uuid_v7(), ${id}, l.id, ${channelId}, 'sms', ${sizes.messagesPerLead},
        now() - row_number() over (order by l.id) * interval '1 second', 'Is it still there?', 'inbound'
      from leads l
      where l.organization_id = ${id} and not exists (select from conversations c where c.lead_id = l.id)`
    await tx`
      insert into messages (id, organization_id, conversation_id, lead_id, platform, direction, sender_type, body, status,
        created_at)
      select app.uuid_v7(), ${id}, c.id, c.lead_id, 'sms', 'inbound', 'customer',
        'Message ' || n || ' ' || repeat('of about a hundred and twenty characters ', 3), 'received',
        c.last_message_at - (n - 1) * ${MESSAGE_GAP_MINUTES}::integer * interval '1 minute'
      from conversations c cross join generate_series(1, ${sizes.messagesPerLead}::integer) n
      where c.organization_id = ${id}`
    await tx`
      insert into notes (id, organization_id, lead_id, body)
      select app.uuid_v7(), ${id}, l.id, 'Prefers to be called in the evening.'
      from leads l where l.organization_id = ${id} order by l.id limit ${sizes.notes}`
    await tx`
      insert into activities (id, organization_id, lead_id, type, subject, status, due_at)
      select app.uuid_v7(), ${id}, l.id, 'call', 'Call again', 'planned', now() + n * interval '1 day'
      from (select id from leads where organization_id = ${id} order by id limit ${Math.ceil(sizes.activities / 2)}) l
      cross join generate_series(1, 2) n`
  })
  await sql`vacuum analyze leads, conversations, messages, notes, activities`
}
