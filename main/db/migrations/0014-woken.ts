/**
 * Version 14: a conversation whose snooze has run out is open again here, whether or not the server has been heard to say
 * so. The server's row stays as it is: `woken_until` says which `snoozed_until` has passed, and what the screens go by is
 * generated from both. Snoozed anew, it sleeps again by itself.
 *
 * No replicated column is new, so the cursor stays.
 */
import type { Migration } from '../migrate.ts'
import type { Connection } from '../connection.ts'

const SPLITS: Record<string, string> = {
  in_all: `shown_status = 'open'`,
  in_mine: `shown_status = 'open' and mine`,
  in_unassigned: `shown_status = 'open' and assigned_to is null and lead_owner_id is null`,
  in_waiting: `shown_status = 'open' and waiting_since is not null`,
  in_hot: `shown_status = 'open' and lead_hot`,
  in_snoozed: `shown_status = 'snoozed'`,
}

const COLUMNS = `
alter table conversations add column woken_until integer;
alter table conversations add column shown_status text generated always as (
  case when status = 'snoozed' and woken_until = snoozed_until then 'open' else status end) virtual;
${Object.entries(SPLITS)
  .map(
    ([name, rule]) => `alter table conversations drop column ${name};
alter table conversations add column ${name} integer generated always as (${rule}) virtual;`,
  )
  .join('\n')}
create index conversations_asleep on conversations (snoozed_until) where shown_status = 'snoozed';
`

/** The splits' columns get another rule; the triggers over them stay word for word, for a column in use cannot go. */
function up(db: Connection): void {
  const triggers = db
    .prepare<[], { name: string; sql: string }>(
      `select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'conversations' order by rowid`,
    )
    .all()
  for (const { name } of triggers) db.exec(`drop trigger ${name}`)
  db.exec(COLUMNS)
  for (const { sql } of triggers) db.exec(sql)
}

export const woken: Migration = { version: 14, name: 'woken', up }
