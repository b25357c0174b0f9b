/** Part of version 2; see ../0002-further-tables.ts. */

export const ATTENTION = `
create table saved_views (
  rid integer primary key,
  id text not null unique,
  owner_id text not null,
  name text not null,
  kind text not null,
  filters text not null,
  sort text not null,
  columns text not null,
  is_shared integer not null,
  position integer not null,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table notification_preferences (
  rid integer primary key,
  id text not null unique,
  user_id text not null,
  event text not null,
  split text,
  desktop integer not null,
  sound integer not null,
  email integer not null,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table followers (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  user_id text not null,
  created_at integer not null,
  round integer
) strict;
create index followers_by_lead on followers (lead_id);

create table mentions (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  note_id text,
  activity_id text,
  user_id text not null,
  mentioned_by text,
  read_at integer,
  created_at integer not null,
  round integer
) strict;
create index mentions_by_lead on mentions (lead_id);

create table hot_events (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  conversation_id text,
  message_id text,
  reason text not null,
  score integer,
  status text not null,
  claimed_by text,
  claimed_at integer,
  resolved_at integer,
  alert_count integer not null,
  last_alert_at integer,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index hot_events_by_lead on hot_events (lead_id);

create table hot_acknowledgements (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  hot_event_id text not null,
  user_id text not null,
  action text not null,
  snoozed_until integer,
  created_at integer not null,
  round integer
) strict;
create index hot_acknowledgements_by_lead on hot_acknowledgements (lead_id);
`
