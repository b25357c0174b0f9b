/**
 * Version 4: what a rep gave up stays for a while, and the last change of a record that arrived from the server is kept
 * to explain it. No replicated table changes, so the cursor stays.
 */
import type { Migration } from '../migrate.ts'

const UP = `
-- Changes that were given up, and values that were overwritten. Those of one family were discarded together.
create table discarded (
  id integer primary key autoincrement,
  family integer not null,
  -- The number it had in the queue.
  seq integer not null,
  name text not null,
  v integer not null,
  args text not null,
  at integer not null,
  outcome text,
  why text not null check (why in ('discarded', 'theirs', 'edited', 'overwritten')),
  -- For an item of the vault: who has the lead, and why it is gone, as JSON.
  vault text,
  lead_id text,
  lead_label text,
  discarded_at integer not null
) strict;
create index discarded_by_family on discarded (family);
create index discarded_by_lead on discarded (lead_id);
create index discarded_by_time on discarded (discarded_at);

-- The last change of a record that a pull brought: its columns as JSON, {column: {before, after, mine}}.
create table arrivals (
  table_name text not null,
  row_id text not null,
  lead_id text not null,
  at integer not null,
  changes text not null,
  primary key (table_name, row_id)
) strict, without rowid;
create index arrivals_by_lead on arrivals (lead_id);
`

export const conflicts: Migration = { version: 4, name: 'conflicts', up: (db) => db.exec(UP) }
