/** Part of version 2; see ../0002-further-tables.ts. */

export const OUTREACH = `
create table campaign_settings (
  rid integer primary key,
  id text not null unique,
  name text,
  description text,
  delay_respect_sending_hours integer not null,
  delay_type text not null,
  sending_enabled integer not null,
  sending_hours_start text not null,
  sending_hours_end text not null,
  sending_days text not null,
  sending_timezone text not null,
  messages_per_minute integer not null,
  messages_per_hour integer not null,
  messages_per_day integer not null,
  ai_response_enabled integer not null,
  ai_response_delay_seconds integer not null,
  ai_response_delay_random integer not null,
  ai_multiple_messages_wait_seconds integer not null,
  respond_to_inbound_24_7 integer not null,
  respect_schedule_strictly integer not null,
  silence_timeout_days integer not null,
  silence_nudge_enabled integer not null,
  silence_nudge_days integer not null,
  silence_nudge_message text,
  duplicate_action text not null,
  hot_lead_notification integer not null,
  hot_lead_auto_assign integer not null,
  hot_lead_assignment_rule text not null,
  auto_status_updates integer not null,
  auto_normalize_numbers integer not null,
  allow_international integer not null,
  required_fields text not null,
  sender_number text,
  booking_link text,
  is_template integer not null,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table datasets (
  rid integer primary key,
  id text not null unique,
  name text not null,
  description text,
  source text,
  column_mapping text not null,
  campaign_status text not null,
  campaign_started_at integer,
  campaign_completed_at integer,
  total_leads integer not null,
  active_leads integer not null,
  hot_leads integer not null,
  converted_leads integer not null,
  auto_archive_after_days integer,
  archived integer not null,
  uploaded_by text,
  campaign_settings_id text,
  file_path text,
  archived_at integer,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table dataset_leads (
  rid integer primary key,
  id text not null unique,
  dataset_id text not null,
  lead_id text not null,
  row_number integer,
  contact_status text not null,
  m1_sent_at integer,
  m2_sent_at integer,
  m3_sent_at integer,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index dataset_leads_by_lead on dataset_leads (lead_id);

create table message_templates (
  rid integer primary key,
  id text not null unique,
  name text not null,
  description text,
  type text not null,
  category text,
  tag text,
  shortcut text,
  subject text,
  content text not null,
  variables text not null,
  tags text not null,
  external_id text,
  approval_status text,
  is_active integer not null,
  usage_count integer not null,
  last_used_at integer,
  created_by text,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table campaigns (
  rid integer primary key,
  id text not null unique,
  tag text not null,
  name text not null,
  description text,
  is_predefined integer not null,
  is_active integer not null,
  created_by text,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table campaign_steps (
  rid integer primary key,
  id text not null unique,
  campaign_id text,
  campaign_settings_id text,
  sequence_order integer not null,
  day_number integer,
  delay_hours integer,
  step text,
  subject text,
  message_template text not null,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table campaign_enrollments (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  campaign_id text not null,
  status text not null,
  enrolled_by text,
  enrolled_at integer not null,
  last_message_sent_at integer,
  last_message_day integer not null,
  next_due_at integer,
  last_response_at integer,
  paused_reason text,
  completed_at integer,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index campaign_enrollments_by_lead on campaign_enrollments (lead_id);
`
