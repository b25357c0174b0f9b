/**
 * Version 1: the replicated tables as a rep's cache keeps them, and what belongs to the rep alone. Written out, not
 * generated from `TABLES`: a migration stays what it was when the list moves on (a test compares the outcome with it).
 *
 * Times are integer milliseconds, booleans 0 or 1, money integer minor units, JSON text. `round` marks the scan that last
 * saw a row, null for rows that the server has not sent. Uuids stay text, but messages refer to their conversation by row
 * number: half the size of the index that every conversation is read by.
 */
import type { Migration } from '../migrate.ts'
import { REPLICATED } from './0001-replicated.ts'

const INDEXES = `
create index messages_by_conversation on messages (conversation_rid, created_at, rid);
create index messages_without_conversation on messages (conversation_id) where conversation_rid is null;
create index conversations_by_lead on conversations (lead_id);
create index contact_points_by_lead on contact_points (lead_id);
create index stage_changes_by_lead on stage_changes (lead_id);
create index deals_by_lead on deals (lead_id);
create index activities_by_lead on activities (lead_id);
create index notes_by_lead on notes (lead_id, created_at, rid);
create index bookings_by_lead on bookings (lead_id);
-- One per split, in the order of the list, so that a page is a range of one index.
create index inbox_all on conversations (at, rid) where in_all;
create index inbox_mine on conversations (at, rid) where in_mine;
create index inbox_unassigned on conversations (at, rid) where in_unassigned;
create index inbox_waiting on conversations (at, rid) where in_waiting;
`

const OWN = `
-- cursor, client_id, user_id, round: one value each.
create table meta (key text primary key, value text not null) strict, without rowid;

-- autoincrement: a sequence number that was used once, even for a change since removed, never names another.
create table outbox (
  seq integer primary key autoincrement,
  id text not null,
  name text not null,
  v integer not null,
  args text not null,
  hash text not null,
  at integer not null,
  state text not null default 'pending' check (state in ('pending', 'leased', 'settled', 'parked')),
  -- Whether its effect is part of what the screen shows; false once the server's word stands instead.
  shown integer not null default 1,
  xid text,
  outcome text
) strict;
create index outbox_by_state on outbox (state, seq);

-- Rows that a queued change read, wrote or created when it was last applied.
create table outbox_rows (
  seq integer not null,
  table_name text not null,
  row_id text not null,
  effect text not null check (effect in ('read', 'write', 'create')),
  primary key (seq, table_name, row_id)
) strict, without rowid;
create index outbox_rows_by_row on outbox_rows (table_name, row_id, seq);

-- The server's row, null for none, of every row that a shown change wrote.
create table shadows (
  table_name text not null,
  row_id text not null,
  row text,
  round integer,
  primary key (table_name, row_id)
) strict, without rowid;

create table drafts (
  conversation_id text primary key,
  body text not null,
  mode text not null check (mode in ('reply', 'note')),
  updated_at integer not null
) strict, without rowid;

-- What the rep had not sent when its lead left the cache.
create table vault (
  id integer primary key autoincrement,
  name text not null,
  args text not null,
  at integer not null,
  outcome text,
  lead_id text not null,
  lead_label text,
  owner_id text,
  why text not null check (why in ('revoked', 'deleted', 'not_visible'))
) strict;
`

const SPLIT_COUNTS = `
create table split_counts (split text primary key, total integer not null, unread integer not null) strict, without rowid;
insert into split_counts values ('all', 0, 0), ('mine', 0, 0), ('unassigned', 0, 0), ('waiting', 0, 0);

${countingTrigger('insert', '', 'new')}
${countingTrigger('delete', '', 'old')}
${countingTrigger(
  'update',
  `when (old.in_all, old.in_mine, old.in_unassigned, old.in_waiting, old.unread_count > 0)
    is not (new.in_all, new.in_mine, new.in_unassigned, new.in_waiting, new.unread_count > 0)`,
  'new',
  'old',
)}
`

/** Adds what a conversation counts for in each split (`row`) and takes away what it counted for (`without`). */
function countingTrigger(
  event: 'insert' | 'update' | 'delete',
  when: string,
  row: 'new' | 'old',
  without?: 'old',
): string {
  const difference = (of: (row: string, split: string) => string, split: string) =>
    event === 'delete' ? `-(${of(row, split)})` : `(${of(row, split)})${without ? ` - (${of(without, split)})` : ''}`
  const perSplit = (of: (row: string, split: string) => string) =>
    `case split ${['all', 'mine', 'unassigned', 'waiting'].map((split) => `when '${split}' then ${difference(of, split)}`).join(' ')} end`
  return `create trigger conversations_counted_${event} after ${event} on conversations ${when} begin
    update split_counts set
      total = total + ${perSplit((row, split) => `${row}.in_${split}`)},
      unread = unread + ${perSplit((row, split) => `${row}.in_${split} and ${row}.unread_count > 0`)};
  end;`
}

/** A conversation carries what the inbox shows of its lead; here the lead's side of it, the other is in the upsert. */
const DENORMALISED = `
${leadTrigger('insert', '', 'new')}
${leadTrigger(
  'update',
  `when (old.label, old.lead_score, old.pipeline_stage_id, old.owner_id)
    is not (new.label, new.lead_score, new.pipeline_stage_id, new.owner_id)`,
  'new',
)}
create trigger leads_forgotten after delete on leads begin
  update conversations set lead_label = null, lead_score = null, lead_stage_id = null, lead_owner_id = null,
    mine = assigned_to is (select value from meta where key = 'user_id')
  where lead_id = old.id;
end;

create trigger conversations_adopt after insert on conversations begin
  update messages set conversation_rid = new.rid where conversation_id = new.id and conversation_rid is null;
end;
create trigger conversations_abandon after delete on conversations begin
  update messages set conversation_rid = null where conversation_rid = old.rid;
end;
`

function leadTrigger(event: 'insert' | 'update', when: string, row: 'new'): string {
  return `create trigger leads_shown_${event} after ${event} on leads ${when} begin
    update conversations set lead_label = ${row}.label, lead_score = ${row}.lead_score,
      lead_stage_id = ${row}.pipeline_stage_id, lead_owner_id = ${row}.owner_id,
      mine = (assigned_to is (select value from meta where key = 'user_id')
        or ${row}.owner_id is (select value from meta where key = 'user_id'))
    where lead_id = ${row}.id;
  end;`
}

export const core: Migration = {
  version: 1,
  name: 'core',
  up: (db) => db.exec([REPLICATED, OWN, INDEXES, SPLIT_COUNTS, DENORMALISED].join('\n')),
}
