/** Version 12: views whose messages the rep keeps here completely. No replicated table changes, so the cursor stays. */
import type { Migration } from '../migrate.ts'

const UP = `
-- A split and a filter of the inbox, as canonical JSON.
create table kept_views (
  id integer primary key autoincrement,
  view text not null unique,
  at integer not null
) strict;
`

export const keptViews: Migration = { version: 12, name: 'kept-views', up: (db) => db.exec(UP) }
