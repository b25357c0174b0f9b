/** Version 5: what happened while the rep was away is found by its time. No replicated table changes. */
import type { Migration } from '../migrate.ts'

const UP = `
create index arrivals_by_time on arrivals (at);
create index hot_events_by_time on hot_events (created_at);

-- Leads that became the rep's to see because they were given to them: there is no earlier row to compare with.
create table handed_over (lead_id text primary key, at integer not null) strict, without rowid;
create index handed_over_by_time on handed_over (at);
`

export const away: Migration = { version: 5, name: 'away', up: (db) => db.exec(UP) }
