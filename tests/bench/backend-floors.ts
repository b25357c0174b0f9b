/** The floors of the backend's figures: the same rows by the shortest SQL, without rules, history or pokes. */
import type { Sql } from 'postgres'
import { samples } from './figures.ts'

/** A message into a table of the same columns and indexes, durable, and nothing else. Milliseconds each. */
export async function floorIntake(sql: Sql, conversations: string[]): Promise<number[]> {
  await sql`create table floor_messages (like messages including indexes including defaults)`
  const [row] = await sql<{ lead_id: string; organization_id: string }[]>`
    select lead_id, organization_id from conversations where id = ${conversations[0]!}`
  const times = await samples(
    conversations.length,
    (index) => sql`
      insert into floor_messages (organization_id, conversation_id, lead_id, platform, direction, sender_type, body, status)
      values (${row!.organization_id}, ${conversations[index]!}, ${row!.lead_id}, 'sms', 'inbound', 'customer',
        'What is the price?', 'received')`,
  )
  await sql`drop table floor_messages`
  return times
}

/** One number from one count of messages, written to each lead without a trigger. */
export async function floorScore(sql: Sql, leads: string[]): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`
      update leads l set last_scored_at = now(), lead_score = (
        select least(100, 10 * count(*)) from messages m
        where m.lead_id = l.id and m.direction = 'inbound' and m.created_at > now() - interval '90 days')
      where l.id = any (${leads})`
  })
}

/** The queries of the five views, their rows counted and thrown away. */
export async function floorRefresh(sql: Sql): Promise<void> {
  const views = await sql<{ query: string }[]>`
    select rtrim(pg_get_viewdef(oid), ';') as query from pg_class where relkind = 'm' and relname like 'analytics%'`
  for (const { query } of views) await sql.unsafe(`select count(*) from (${query} offset 0) q`)
}
