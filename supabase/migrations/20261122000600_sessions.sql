-- Touchpoint sessions: the four session tables of seed 000 in one, each with its own typed columns. What one kind
-- knows, the others leave empty.

create table public.touchpoint_sessions (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  brand_id uuid not null references public.brands on delete cascade,
  kind text not null,

  -- As given in this session; the lead may be called otherwise.
  customer_name text,
  customer_email text,
  customer_phone text,
  customer_phone_normalized text,

  session_status text not null default 'active',
  conversation_summary text,
  conversation_context jsonb,
  user_inputs_summary jsonb,
  sentiment text,
  message_count integer not null default 0,
  last_message_at timestamptz,
  channel_data jsonb not null default '{}',

  -- Web.
  external_session_id text,
  chat_session_id text,
  website_url text,
  booking_id uuid references public.bookings on delete set null,
  booking_status text,
  booking_date date,
  booking_time time,
  booking_created_at timestamptz,
  google_event_id text,

  -- WhatsApp.
  whatsapp_business_account_id text,
  whatsapp_contact_id text,
  last_message_from text,
  last_message_preview text,
  conversation_status text,
  response_time_avg_seconds integer,
  overall_sentiment text,

  -- Voice.
  call_sid text,
  phone_number text,
  call_duration_seconds integer,
  call_status text,
  call_direction text,
  recording_url text,
  transcription text,
  call_summary text,
  audio_quality text,

  -- Social.
  social_platform text,
  platform_user_id text,
  platform_username text,
  engagement_type text,
  content_id text,
  engagement_preview text,
  last_engagement_at timestamptz,
  engagement_count integer not null default 0,
  engagement_quality text,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint touchpoint_sessions_kind_check check (kind in ('web', 'whatsapp', 'voice', 'social')),
  constraint touchpoint_sessions_session_status_check check (session_status in ('active', 'completed', 'abandoned')),
  constraint touchpoint_sessions_sentiment_check
    check (sentiment in ('positive', 'negative', 'neutral', 'unclear', 'hot')),
  constraint touchpoint_sessions_message_count_check check (message_count >= 0),
  constraint touchpoint_sessions_booking_status_check check (booking_status in ('pending', 'confirmed', 'cancelled')),
  constraint touchpoint_sessions_response_time_avg_seconds_check check (response_time_avg_seconds >= 0),
  constraint touchpoint_sessions_call_duration_seconds_check check (call_duration_seconds >= 0),
  constraint touchpoint_sessions_call_direction_check check (call_direction in ('inbound', 'outbound')),
  constraint touchpoint_sessions_engagement_count_check check (engagement_count >= 0),
  constraint touchpoint_sessions_web_check check (kind = 'web' or num_nonnulls(external_session_id, chat_session_id,
    website_url, booking_id, booking_status, booking_date, booking_time, booking_created_at, google_event_id) = 0),
  constraint touchpoint_sessions_whatsapp_check check (kind = 'whatsapp' or num_nonnulls(whatsapp_business_account_id,
    whatsapp_contact_id, last_message_from, last_message_preview, conversation_status, response_time_avg_seconds,
    overall_sentiment) = 0),
  constraint touchpoint_sessions_voice_check check (kind = 'voice' or num_nonnulls(call_sid, phone_number,
    call_duration_seconds, call_status, call_direction, recording_url, transcription, call_summary,
    audio_quality) = 0),
  constraint touchpoint_sessions_social_check check (kind = 'social' or num_nonnulls(social_platform,
    platform_user_id, platform_username, engagement_type, content_id, engagement_preview, last_engagement_at,
    engagement_quality) = 0 and engagement_count = 0)
);
create index touchpoint_sessions_lead on public.touchpoint_sessions (lead_id, kind, created_at desc);
create index touchpoint_sessions_brand on public.touchpoint_sessions (brand_id);
create index touchpoint_sessions_booking on public.touchpoint_sessions (booking_id);
create index touchpoint_sessions_booking_date on public.touchpoint_sessions (organization_id, booking_date)
  where booking_date is not null;
create index touchpoint_sessions_created_at on public.touchpoint_sessions (organization_id, created_at desc);
create unique index touchpoint_sessions_external on public.touchpoint_sessions (organization_id, external_session_id)
  where external_session_id is not null;
create unique index touchpoint_sessions_call on public.touchpoint_sessions (organization_id, call_sid)
  where call_sid is not null;

-- A session belongs to its lead's organisation and brand; its number is compared as the lead's is.
create function app.derive_session() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select l.organization_id, l.brand_id into new.organization_id, new.brand_id
  from public.leads l where l.id = new.lead_id;
  new.customer_phone_normalized := app.normalize_phone(new.customer_phone,
    (select o.default_country from public.organizations o where o.id = new.organization_id));
  return new;
end $$;
create trigger inherit before insert or update of lead_id, organization_id, brand_id, customer_phone,
  customer_phone_normalized on public.touchpoint_sessions for each row execute function app.derive_session();

select app.keep_updated_at('public.touchpoint_sessions');
select app.guard_lead_table('public.touchpoint_sessions');

-- Bookings know where they were made and who is expected.
alter table public.bookings
  add column ends_at timestamptz,
  add column title text,
  add column assigned_to uuid references public.profiles on delete set null,
  add column created_by uuid,
  add column cancelled_at timestamptz,
  add constraint bookings_ends_at_check check (ends_at > starts_at);
create index bookings_assigned_to on public.bookings (assigned_to);
create index bookings_starts_at on public.bookings (organization_id, starts_at);
