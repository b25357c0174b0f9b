-- Around messages: addresses, attachments, templates, and the queue that the server sends from.

alter table public.messages
  add column from_address text,
  add column to_address text,
  add constraint messages_ai_quality_score_check check (ai_quality_score between 0 and 100),
  add constraint messages_ai_feedback_status_check
    check (ai_feedback_status in ('pending', 'approved', 'dismissed', 'improved'));
create index messages_ai_feedback on public.messages (organization_id, ai_feedback_status)
  where ai_feedback is not null;
alter table public.conversations
  add constraint conversations_quality_score_check check (quality_score between 0 and 100);

create table public.attachments (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  message_id uuid not null references public.messages on delete cascade,
  bucket text not null default 'attachments',
  path text not null,
  file_name text,
  content_type text not null default 'application/octet-stream',
  size_bytes bigint not null,
  -- SHA-256, hex: the same file is kept once.
  sha256 text,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint attachments_path_key unique (bucket, path),
  constraint attachments_path_check check (path <> '' and path !~ '(^|/)\.\.(/|$)'),
  constraint attachments_size_bytes_check check (size_bytes >= 0),
  constraint attachments_sha256_check check (sha256 ~ '^[0-9a-f]{64}$')
);
create index attachments_message on public.attachments (message_id);
create index attachments_lead on public.attachments (lead_id);
create index attachments_organization on public.attachments (organization_id);

create function app.place_attachment() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select m.organization_id, m.lead_id into new.organization_id, new.lead_id
  from public.messages m where m.id = new.message_id;
  return new;
end $$;
create trigger inherit before insert or update of message_id, lead_id, organization_id on public.attachments
  for each row execute function app.place_attachment();

create table public.message_templates (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  description text,
  -- The channel it is written for; 'any' for all that carry text.
  type text not null default 'any',
  category text,
  -- One-off tags of seed 003: a lead that gets the tag gets the message.
  tag text,
  -- Inserts it in the composer: "/hello".
  shortcut text,
  subject text,
  content text not null,
  variables text[] not null default '{}',
  tags text[] not null default '{}',
  -- At the provider, for templates that need its approval.
  external_id text,
  approval_status text,
  is_active boolean not null default true,
  usage_count integer not null default 0,
  last_used_at timestamptz,
  created_by uuid references public.profiles on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint message_templates_tag_key unique (organization_id, tag),
  constraint message_templates_shortcut_key unique (organization_id, shortcut),
  constraint message_templates_name_check check (length(name) between 1 and 200),
  constraint message_templates_type_check
    check (type in ('any', 'sms', 'whatsapp', 'web', 'voice', 'instagram', 'facebook', 'email')),
  constraint message_templates_shortcut_check check (shortcut ~ '^[^\s/]{1,40}$'),
  constraint message_templates_content_check check (length(content) between 1 and 100000),
  constraint message_templates_approval_status_check check (approval_status in ('pending', 'approved', 'rejected')),
  constraint message_templates_usage_count_check check (usage_count >= 0)
);
create index message_templates_type on public.message_templates (organization_id, type) where is_active;
create index message_templates_created_by on public.message_templates (created_by);

-- Messages waiting to be sent. A worker takes what is due, holds it for a while (locked_until), and deletes it when
-- sent.
create table public.dispatch_queue (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  message_id uuid not null references public.messages on delete cascade,
  channel_id uuid not null references public.channels on delete cascade,
  due_at timestamptz not null default now(),
  priority integer not null default 0,
  attempts integer not null default 0,
  locked_by text,
  locked_until timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint dispatch_queue_message_key unique (message_id),
  constraint dispatch_queue_attempts_check check (attempts >= 0)
);
create index dispatch_queue_due on public.dispatch_queue (due_at, priority desc);
create index dispatch_queue_channel on public.dispatch_queue (channel_id);
create index dispatch_queue_organization on public.dispatch_queue (organization_id);

-- How many messages a channel sent in the current minute, hour and day.
create table public.rate_counters (
  channel_id uuid not null references public.channels on delete cascade,
  period text not null,
  started_at timestamptz not null,
  organization_id uuid not null references public.organizations on delete cascade,
  sent integer not null default 0,
  primary key (channel_id, period, started_at),
  constraint rate_counters_period_check check (period in ('minute', 'hour', 'day')),
  constraint rate_counters_sent_check check (sent >= 0)
);
create index rate_counters_organization on public.rate_counters (organization_id);

-- What was given up on, with everything needed to try it again.
create table public.dead_letters (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  kind text not null,
  -- The message, event or run it was. History, not a reference.
  reference_id uuid,
  payload jsonb not null,
  error text not null,
  attempts integer not null default 0,
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  constraint dead_letters_kind_check check (kind in ('dispatch', 'ingest', 'integration_event', 'workflow')),
  constraint dead_letters_attempts_check check (attempts >= 0)
);
create index dead_letters_open on public.dead_letters (organization_id, created_at desc) where resolved_at is null;
create index dead_letters_organization on public.dead_letters (organization_id);

select app.keep_updated_at('public.attachments');
select app.keep_updated_at('public.message_templates');
select app.keep_updated_at('public.dispatch_queue');
select app.inherit_from('public.dispatch_queue', 'messages', 'message_id');
select app.inherit_from('public.rate_counters', 'channels', 'channel_id');

select app.guard_lead_table('public.attachments');
select app.guard_table('public.message_templates');
select app.limit_writes('public.message_templates',
  '(select app.manages()) or created_by = (select app.user_id())');
select app.close_table('public.dispatch_queue');
select app.close_table('public.rate_counters');
select app.close_table('public.dead_letters');
