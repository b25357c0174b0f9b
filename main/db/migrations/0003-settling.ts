/**
 * Version 3: what the client remembers of how changes were settled, and of history that it fetched on demand.
 *
 * No replicated table changes, so the cursor stays. Whether a queued change had ever been on its way was not known
 * before: those that are there count as sent.
 */
import type { Migration } from '../migrate.ts'

const SENT = `
-- Whether the server may have seen it: from then on number and content belong together.
alter table outbox add column sent integer not null default 1;
`

const REDIRECTS = `
-- Rows that turned out to be others: a lead that was merged, or that had been there before.
create table redirects (
  table_name text not null,
  old_id text not null,
  new_id text not null,
  primary key (table_name, old_id)
) strict, without rowid;
`

const MERGE_LOG = `
-- How two edits of one field were settled without asking anybody. Values are JSON.
create table merge_log (
  id integer primary key autoincrement,
  -- What told of it: told twice, it is kept once.
  source text not null unique,
  kind text not null check (kind in ('mine', 'theirs', 'both')),
  table_name text not null,
  row_id text not null,
  field text not null,
  lead_id text,
  base text not null,
  losing text not null,
  losing_by text,
  losing_at integer,
  winning text not null,
  winning_by text,
  at integer not null,
  undone integer not null default 0
) strict;
create index merge_log_by_lead on merge_log (lead_id);
`

const MESSAGE_HISTORY = `
-- How far back the older messages of a conversation were fetched: all from from_at on are here, and all there are
-- when it is complete.
create table message_history (
  conversation_id text primary key,
  from_at integer not null,
  complete integer not null
) strict, without rowid;
create trigger conversations_forget_history after delete on conversations begin
  delete from message_history where conversation_id = old.id;
end;
`

export const settling: Migration = {
  version: 3,
  name: 'settling',
  up: (db) => db.exec([SENT, REDIRECTS, MERGE_LOG, MESSAGE_HISTORY].join('\n')),
}
