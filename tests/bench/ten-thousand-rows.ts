import type { Sql } from 'postgres'
import type { Organization } from '#tests/support/database.ts'

/** 500 leads, 500 conversations, 8,500 messages and 500 notes: 10,000 rows that a manager's desktop pulls. */
export async function fillTenThousandRows(sql: Sql, { id, brandId, channelId }: Organization): Promise<void> {
  await sql.begin(async (tx) => {
    // As a bulk load would: derived columns are written here, no trigger runs row by row.
    await tx`set local session_replication_role = replica`
    await tx`
      insert into leads (id, organization_id, brand_id, first_name, full_name, lead_score, message_count)
      select app.uuid_v7(), ${id}, ${brandId}, 'Lead ' || n, 'Lead ' || n, n % 100, 17 from generate_series(1, 500) n`
    await tx`
      insert into conversations (id, organization_id, lead_id, channel_id, platform, message_count, last_message_at,
        last_message_preview, last_message_direction)
      select app.uuid_v7(), ${id}, l.id, ${channelId}, 'sms', 17, now(), 'Is it still there?', 'inbound'
      from leads l where l.organization_id = ${id}`
    await tx`
      insert into messages (id, organization_id, conversation_id, lead_id, platform, direction, sender_type, body, status,
        created_at)
      select app.uuid_v7(), ${id}, c.id, c.lead_id, 'sms', 'inbound', 'customer',
        'Message ' || n || ' ' || repeat('of about a hundred and twenty characters ', 3), 'received',
        now() - n * interval '1 minute'
      from conversations c cross join generate_series(1, 17) n where c.organization_id = ${id}`
    await tx`
      insert into notes (id, organization_id, lead_id, body)
      select app.uuid_v7(), ${id}, l.id, 'Prefers to be called in the evening.' from leads l where l.organization_id = ${id}`
  })
  await sql`analyze leads, conversations, messages, notes`
}
