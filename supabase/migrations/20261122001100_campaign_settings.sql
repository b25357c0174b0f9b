-- How a campaign over a dataset behaves: every setting of seed 002. Its messages M1, M2, M3 are campaign_steps.

create table public.campaign_settings (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text,
  description text,

  -- A step's delay either waits for the next sending window or is kept to the hour.
  delay_respect_sending_hours boolean not null default true,
  delay_type text not null default 'real_hours',

  sending_enabled boolean not null default true,
  sending_hours_start time not null default '09:00',
  sending_hours_end time not null default '17:00',
  sending_days text[] not null default '{monday,tuesday,wednesday,thursday,friday}',
  sending_timezone text not null default 'Europe/London',

  messages_per_minute integer not null default 1,
  messages_per_hour integer not null default 30,
  messages_per_day integer not null default 500,

  ai_response_enabled boolean not null default true,
  ai_response_delay_seconds integer not null default 60,
  -- Adds 0 to 300 seconds.
  ai_response_delay_random boolean not null default false,
  -- Messages that come within this time are answered together.
  ai_multiple_messages_wait_seconds integer not null default 60,

  respond_to_inbound_24_7 boolean not null default true,
  respect_schedule_strictly boolean not null default false,

  silence_timeout_days integer not null default 28,
  silence_nudge_enabled boolean not null default false,
  silence_nudge_days integer not null default 7,
  silence_nudge_message text,

  duplicate_action text not null default 'flag',

  hot_lead_notification boolean not null default true,
  hot_lead_auto_assign boolean not null default false,
  hot_lead_assignment_rule text not null default 'round_robin',

  auto_status_updates boolean not null default true,
  -- Seed 002's auto_normalize_uk_numbers, for whatever country is the organisation's.
  auto_normalize_numbers boolean not null default true,
  allow_international boolean not null default false,
  required_fields text[] not null default '{first_name,last_name,phone,email}',

  -- Instead of the organisation's own.
  sender_number text,
  booking_link text,

  is_template boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint campaign_settings_delay_type_check check (delay_type in ('real_hours', 'business_hours')),
  constraint campaign_settings_sending_hours_check check (sending_hours_start < sending_hours_end),
  constraint campaign_settings_sending_days_check check (sending_days <@ array['monday', 'tuesday', 'wednesday',
    'thursday', 'friday', 'saturday', 'sunday'] and cardinality(sending_days) > 0),
  constraint campaign_settings_messages_per_minute_check check (messages_per_minute > 0),
  constraint campaign_settings_messages_per_hour_check check (messages_per_hour > 0),
  constraint campaign_settings_messages_per_day_check check (messages_per_day > 0),
  constraint campaign_settings_ai_response_delay_seconds_check check (ai_response_delay_seconds between 0 and 86400),
  constraint campaign_settings_ai_multiple_messages_wait_seconds_check
    check (ai_multiple_messages_wait_seconds between 0 and 86400),
  -- Answering around the clock and keeping strictly to the hours exclude each other.
  constraint campaign_settings_respond_check check (not (respond_to_inbound_24_7 and respect_schedule_strictly)),
  constraint campaign_settings_silence_timeout_days_check check (silence_timeout_days > 0),
  constraint campaign_settings_silence_nudge_days_check check (silence_nudge_days > 0),
  constraint campaign_settings_silence_nudge_message_check
    check (not silence_nudge_enabled or silence_nudge_message is not null),
  constraint campaign_settings_duplicate_action_check
    check (duplicate_action in ('flag', 'skip', 'merge', 'keep_both')),
  constraint campaign_settings_hot_lead_assignment_rule_check
    check (hot_lead_assignment_rule in ('round_robin', 'territory', 'manual')),
  constraint campaign_settings_required_fields_check
    check (required_fields <@ array['first_name', 'last_name', 'phone', 'email', 'postcode', 'company_name'])
);
create index campaign_settings_organization on public.campaign_settings (organization_id, is_template);

alter table public.datasets
  add column campaign_settings_id uuid references public.campaign_settings on delete set null,
  add column file_path text,
  add column archived_at timestamptz,
  add constraint datasets_name_key unique (organization_id, name),
  add constraint datasets_auto_archive_after_days_check check (auto_archive_after_days > 0),
  add constraint datasets_counters_check
    check (least(total_leads, active_leads, hot_leads, converted_leads) >= 0);
create index datasets_campaign_settings on public.datasets (campaign_settings_id);

select app.keep_updated_at('public.campaign_settings');
select app.guard_table('public.campaign_settings');
select app.limit_writes('public.campaign_settings', '(select app.manages())');
