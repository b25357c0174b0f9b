/** Part of version 2; see ../0002-further-tables.ts. */

export const CONTACT = `
create table attachments (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  message_id text not null,
  bucket text not null,
  path text not null,
  file_name text,
  content_type text not null,
  size_bytes integer not null,
  sha256 text,
  metadata text not null,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index attachments_by_lead on attachments (lead_id);

create table touchpoint_sessions (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  brand_id text not null,
  kind text not null,
  customer_name text,
  customer_email text,
  customer_phone text,
  customer_phone_normalized text,
  session_status text not null,
  conversation_summary text,
  conversation_context text,
  user_inputs_summary text,
  sentiment text,
  message_count integer not null,
  last_message_at integer,
  channel_data text not null,
  external_session_id text,
  chat_session_id text,
  website_url text,
  booking_id text,
  booking_status text,
  booking_date text,
  booking_time text,
  booking_created_at integer,
  google_event_id text,
  whatsapp_business_account_id text,
  whatsapp_contact_id text,
  last_message_from text,
  last_message_preview text,
  conversation_status text,
  response_time_avg_seconds integer,
  overall_sentiment text,
  call_sid text,
  phone_number text,
  call_duration_seconds integer,
  call_status text,
  call_direction text,
  recording_url text,
  transcription text,
  call_summary text,
  audio_quality text,
  social_platform text,
  platform_user_id text,
  platform_username text,
  engagement_type text,
  content_id text,
  engagement_preview text,
  last_engagement_at integer,
  engagement_count integer not null,
  engagement_quality text,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index touchpoint_sessions_by_lead on touchpoint_sessions (lead_id);

create table consents (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  platform text not null,
  status text not null,
  source text not null,
  evidence text,
  message_id text,
  recorded_by text,
  decided_at integer not null,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index consents_by_lead on consents (lead_id);

create table stage_overrides (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  stage_id text not null,
  sub_stage text,
  reason text,
  overridden_by text,
  removed_at integer,
  removed_by text,
  is_active integer not null,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index stage_overrides_by_lead on stage_overrides (lead_id);

create table lead_merges (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  absorbed_id text not null,
  merged_by text,
  undone_at integer,
  undone_by text,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index lead_merges_by_lead on lead_merges (lead_id);
`
