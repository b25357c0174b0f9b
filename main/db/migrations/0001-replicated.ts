/** Version 1 of the replicated tables; see 0001-core.ts. */

/** What JavaScript's `trim` takes for white space, so that `label` agrees with `leadLabel`. */
const WHITE_SPACE = `char(9,10,11,12,13,32,160,5760,8192,8193,8194,8195,8196,8197,8198,8199,8200,8201,8202,8232,8233,8239,8287,12288,65279)`

/** As `leadLabel` of the domain: the first of these that is not blank. */
const LEAD_LABEL = `case ${['full_name', 'company_name', 'email', 'phone']
  .map((column) => `when trim(${column}, ${WHITE_SPACE}) <> '' then ${column}`)
  .join(' ')} end`

export const REPLICATED = `
create table organizations (
  rid integer primary key,
  id text not null unique,
  name text not null,
  slug text not null,
  default_country text not null,
  timezone text not null,
  settings text not null,
  updated_at integer not null,
  round integer
) strict;

create table profiles (
  rid integer primary key,
  id text not null unique,
  email text not null,
  full_name text,
  avatar_url text,
  role text not null,
  status text not null,
  updated_at integer not null,
  round integer
) strict;

create table brands (
  rid integer primary key,
  id text not null unique,
  key text not null,
  name text not null,
  is_default integer not null,
  updated_at integer not null,
  round integer
) strict;

create table channels (
  rid integer primary key,
  id text not null unique,
  brand_id text not null,
  name text not null,
  platform text not null,
  is_active integer not null,
  updated_at integer not null,
  round integer
) strict;

create table pipelines (
  rid integer primary key,
  id text not null unique,
  name text not null,
  kind text not null,
  position integer not null,
  is_default integer not null,
  updated_at integer not null,
  round integer
) strict;

create table pipeline_stages (
  rid integer primary key,
  id text not null unique,
  pipeline_id text not null,
  name text not null,
  position integer not null,
  color text not null,
  kind text not null,
  probability integer not null,
  is_default integer not null,
  updated_at integer not null,
  round integer
) strict;

create table tags (
  rid integer primary key,
  id text not null unique,
  name text not null,
  color text not null,
  category text,
  updated_at integer not null,
  round integer
) strict;

create table leads (
  rid integer primary key,
  id text not null unique,
  brand_id text not null,
  owner_id text,
  assignee_ids text not null,
  first_name text,
  last_name text,
  full_name text,
  company_name text,
  email text,
  phone text,
  phone_normalized text,
  secondary_phone text,
  address text,
  postcode text,
  avatar_url text,
  first_touchpoint text,
  last_touchpoint text,
  last_contact_at integer,
  last_interaction_at integer,
  source text,
  pipeline_stage_id text,
  sub_stage text,
  stage_override integer not null,
  contact_status text not null,
  lead_status text not null,
  lifecycle_stage text not null,
  client_type text not null,
  temperature text,
  sentiment text,
  lead_score integer not null,
  score_breakdown text not null,
  is_active_chat integer not null,
  conversation_summary text,
  message_count integer not null,
  ai_enabled integer not null,
  tags text not null,
  custom_fields text not null,
  next_follow_up_at integer,
  converted_at integer,
  archived_at integer,
  merged_into text,
  duplicate_of text,
  created_at integer not null,
  updated_at integer not null,
  label text generated always as (${LEAD_LABEL}) virtual,
  round integer
) strict;

create table contact_points (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  channel_id text not null,
  platform text not null,
  platform_user_id text not null,
  handle text,
  avatar_url text,
  ai_enabled integer not null,
  updated_at integer not null,
  round integer
) strict;

create table conversations (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  channel_id text not null,
  platform text not null,
  status text not null,
  assigned_to text,
  priority text not null,
  snoozed_until integer,
  unread_count integer not null,
  message_count integer not null,
  last_message_at integer,
  last_message_preview text,
  last_message_direction text,
  last_inbound_id text,
  waiting_since integer,
  sentiment text,
  needs_review integer not null,
  ai_enabled integer not null,
  created_at integer not null,
  updated_at integer not null,
  lead_label text,
  lead_score integer,
  lead_stage_id text,
  lead_owner_id text,
  mine integer not null,
  at integer generated always as (coalesce(last_message_at, created_at)) virtual,
  in_all integer generated always as (status = 'open') virtual,
  in_mine integer generated always as (status = 'open' and mine) virtual,
  in_unassigned integer generated always as (status = 'open' and assigned_to is null and lead_owner_id is null) virtual,
  in_waiting integer generated always as (status = 'open' and waiting_since is not null) virtual,
  round integer
) strict;

create table messages (
  rid integer primary key,
  id text not null unique,
  conversation_id text not null,
  lead_id text not null,
  platform text not null,
  direction text not null,
  sender_type text not null,
  sender_id text,
  content_type text not null,
  subject text,
  body text not null,
  status text not null,
  error text,
  ai_generated integer not null,
  metadata text not null,
  sent_at integer,
  delivered_at integer,
  read_at integer,
  failed_at integer,
  created_at integer not null,
  updated_at integer not null,
  conversation_rid integer,
  round integer
) strict;

create table stage_changes (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  deal_id text,
  from_stage_id text,
  to_stage_id text,
  changed_by text,
  is_automatic integer not null,
  reason text,
  created_at integer not null,
  round integer
) strict;

create table deals (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  name text not null,
  description text,
  value_minor integer not null,
  currency text not null,
  stage_id text not null,
  probability integer not null,
  expected_close_date text,
  actual_close_date text,
  lost_reason text,
  won_reason text,
  owner_id text,
  tags text not null,
  stage_changed_at integer,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table activities (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  type text not null,
  subject text,
  description text,
  status text not null,
  priority text not null,
  due_at integer,
  completed_at integer,
  duration_minutes integer,
  message_id text,
  metadata text not null,
  assigned_to text,
  created_by text,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table notes (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  deal_id text,
  title text,
  body text not null,
  type text not null,
  is_pinned integer not null,
  tags text not null,
  created_by text,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table bookings (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  starts_at integer not null,
  status text not null,
  url text,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
`
