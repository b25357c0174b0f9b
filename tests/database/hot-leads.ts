import type { Sql } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { HOT_ACTIONS } from '#shared/domain/vocabulary.ts'
import type { Member, Organization } from '#tests/support/database.ts'

export interface HotEvent {
  id: string
  status: string
  kinds: string[]
  reason: string
  alert_count: number
  claimed_by: string | null
}

export interface Step {
  level: number
  taken: boolean
  open: boolean
  escalated_to: string | null
}

/** A lead's alerts, the oldest first. */
export async function hotEvents(sql: Sql, lead: string): Promise<HotEvent[]> {
  return [
    ...(await sql<HotEvent[]>`
      select id, status, kinds, reason, alert_count, claimed_by from hot_events where lead_id = ${lead} order by id`),
  ]
}

/** The steps of an alert's escalation, planned and taken. */
export async function stepsOf(sql: Sql, event: string): Promise<Step[]> {
  return [
    ...(await sql<Step[]>`
      select level, escalated_at is not null as taken, resolved_at is null as open, escalated_to
      from escalations where hot_event_id = ${event} order by level`),
  ]
}

/**
 * Lets time pass by making everything older, since what triggers write carries the database's own time; then the jobs
 * run.
 */
export async function passMinutes(sql: Sql, lead: string, minutes: number): Promise<void> {
  const by = `${minutes} minutes`
  await sql.begin(async (transaction) => {
    await transaction`update conversations set waiting_since = waiting_since - ${by}::interval where lead_id = ${lead}`
    await transaction`update escalations set due_at = due_at - ${by}::interval where lead_id = ${lead}`
    await transaction`
      update hot_events set created_at = created_at - ${by}::interval, since = since - ${by}::interval
      where lead_id = ${lead}`
    await transaction`
      update app.hot_occasions o set since = o.since - ${by}::interval, occasion = coalesce((
        select format('%s:%s:%s', split_part(o.occasion, ':', 1), c.id, extract(epoch from c.waiting_since))
        from conversations c where c.id::text = split_part(o.occasion, ':', 2) and c.waiting_since is not null
          and split_part(o.occasion, ':', 3)::numeric = extract(epoch from c.waiting_since + ${by}::interval)), o.occasion)
      where lead_id = ${lead}`
  })
  await runHotJobs(sql)
}

export async function runHotJobs(sql: Sql): Promise<void> {
  await sql`select app.raise_waiting(1000, now())`
  await sql`select app.raise_bookings(1000, now())`
  await sql`select app.escalate_hot_events(1000, now())`
  await sql`select app.expire_hot_events(1000, now())`
}

/** Sets the organisation's setting `hot_leads`. */
export async function setHotLeads(sql: Sql, organization: Organization, value: object): Promise<void> {
  await sql`
    insert into organization_settings (organization_id, key, value)
    values (${organization.id}, 'hot_leads', ${sql.json(value as never)})
    on conflict (organization_id, key) do update set value = excluded.value`
}

/** Gives the lead a score of the test's own; scoring itself is off (see {@link chooseScores}). */
export async function setScore(sql: Sql, lead: string, score: number): Promise<void> {
  await sql`update leads set lead_score = ${score} where id = ${lead}`
}

/** Messages score no more, so that a test can choose scores. */
export async function chooseScores({ sql }: LocalSupabase): Promise<void> {
  await sql`alter table messages disable trigger update_score`
  await sql`alter table bookings disable trigger update_score`
  await sql`alter table leads disable trigger update_score`
}

export async function acknowledge(
  sql: Sql,
  event: string,
  by: Member,
  action: (typeof HOT_ACTIONS)[number],
  snoozeMinutes = 10,
): Promise<void> {
  await sql`
    insert into hot_acknowledgements (hot_event_id, user_id, action, snoozed_until)
    values (${event}, ${by.id}, ${action},
      ${action === 'snoozed' ? sql`now() + ${snoozeMinutes} * interval '1 minute'` : null})`
}
