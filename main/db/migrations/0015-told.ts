/**
 * Version 15: what this device has told the rep of, so that a restart does not tell it again, and alerts that the rep put
 * off which only this device has noticed. No replicated table changes.
 */
import type { Migration } from '../migrate.ts'

const UP = `
create table told (key text primary key, at integer not null) strict, without rowid;
create index told_by_time on told (at);

-- Customers who wait while nobody can be asked; null: the rep leaves it to others.
create table put_off (key text primary key, until integer) strict, without rowid;

create index hot_events_open on hot_events (created_at) where status = 'open';
create index hot_events_claimed on hot_events (claimed_at) where status = 'claimed';
`

export const told: Migration = { version: 15, name: 'told', up: (db) => db.exec(UP) }
