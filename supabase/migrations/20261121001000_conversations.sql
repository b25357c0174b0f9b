-- Conversations, one per lead and channel, who has read them, and the append-only messages.

create table public.conversations (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  channel_id uuid not null references public.channels on delete cascade,
  platform text not null,
  status text not null default 'open',
  -- Null: whoever owns the lead; without an owner, the pool.
  assigned_to uuid references public.profiles on delete set null,
  priority text not null default 'normal',
  snoozed_until timestamptz,
  unread_count integer not null default 0,
  message_count integer not null default 0,
  last_message_at timestamptz,
  last_message_preview text,
  last_message_direction text,
  -- Of the message that arrived last from the customer; a reply written before it is held. No foreign key: the
  -- messages refer here.
  last_inbound_id uuid,
  -- When the customer wrote what nobody has answered yet.
  waiting_since timestamptz,
  sentiment text,
  quality_score integer,
  needs_review boolean not null default false,
  ai_enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint conversations_channel_key unique (lead_id, channel_id),
  constraint conversations_platform_check
    check (platform in ('sms', 'whatsapp', 'web', 'voice', 'instagram', 'facebook', 'email')),
  constraint conversations_status_check check (status in ('open', 'snoozed', 'closed', 'archived')),
  constraint conversations_priority_check check (priority in ('low', 'normal', 'high', 'urgent')),
  constraint conversations_last_message_direction_check check (last_message_direction in ('inbound', 'outbound')),
  constraint conversations_sentiment_check check (sentiment in ('positive', 'negative', 'neutral', 'unclear', 'hot'))
);
create index conversations_channel on public.conversations (channel_id);
create index conversations_assigned_to on public.conversations (assigned_to);

create table public.conversation_reads (
  conversation_id uuid not null references public.conversations on delete cascade,
  user_id uuid not null references public.profiles on delete cascade,
  organization_id uuid not null references public.organizations on delete cascade,
  read_at timestamptz not null default now(),
  primary key (conversation_id, user_id)
);
create index conversation_reads_user on public.conversation_reads (user_id);
create index conversation_reads_organization on public.conversation_reads (organization_id);

create table public.messages (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  conversation_id uuid not null references public.conversations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  platform text not null,
  direction text not null,
  sender_type text not null,
  -- History, not a reference: it stays when the colleague's account is deleted.
  sender_id uuid,
  content_type text not null default 'text',
  subject text,
  body text not null,
  html_body text,
  status text not null,
  step text,
  external_id text,
  error text,
  ai_generated boolean not null default false,
  ai_quality_score integer,
  ai_feedback text,
  ai_feedback_status text,
  metadata jsonb not null default '{}',
  scheduled_for timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  platform_timestamp timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint messages_platform_check
    check (platform in ('sms', 'whatsapp', 'web', 'voice', 'instagram', 'facebook', 'email')),
  constraint messages_direction_check check (direction in ('inbound', 'outbound')),
  constraint messages_sender_type_check check (sender_type in ('customer', 'agent', 'ai', 'system')),
  constraint messages_content_type_check
    check (content_type in ('text', 'image', 'audio', 'video', 'file', 'call', 'template', 'event')),
  constraint messages_status_check check (status in ('scheduled', 'queued', 'held', 'sending', 'sent', 'delivered',
    'read', 'failed', 'cancelled', 'received')),
  constraint messages_step_check check (step in ('M1', 'M2', 'M3', 'reply', 'nurture'))
);
create index messages_conversation on public.messages (conversation_id, created_at desc, id);
create index messages_lead on public.messages (lead_id);
create unique index messages_external_id on public.messages (platform, external_id) where external_id is not null;

create trigger touch before update on public.conversations for each row execute function app.touch_updated_at();
create trigger touch before update on public.messages for each row execute function app.touch_updated_at();
create trigger inherit before insert or update of lead_id, organization_id on public.conversations
  for each row execute function app.inherit_from_lead();

select app.guard_lead_table('public.conversations');
select app.guard_lead_table('public.messages');
select app.guard_table('public.conversation_reads',
  'exists (select from public.conversations c where c.id = conversation_id)');

-- A message belongs to its conversation's lead, organisation and platform, whatever the writer says.
create function app.inherit_from_conversation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select c.organization_id, c.lead_id, c.platform into new.organization_id, new.lead_id, new.platform
  from public.conversations c where c.id = new.conversation_id;
  new.status := coalesce(new.status, case new.direction when 'inbound' then 'received' else 'queued' end);
  return new;
end $$;
create trigger inherit before insert on public.messages
  for each row execute function app.inherit_from_conversation();

-- After insert only delivery state and AI feedback change. A merge of leads moves messages; it says so in
-- `app.merging_leads` for its own transaction.
create function app.refuse_message_rewrite() returns trigger language plpgsql set search_path = '' as $$
declare
  moving boolean := coalesce(pg_catalog.current_setting('app.merging_leads', true), '') = 'on';
begin
  if (new.id, new.organization_id, new.platform, new.direction, new.sender_type, new.sender_id, new.content_type,
      new.subject, new.body, new.html_body, new.step, new.ai_generated, new.platform_timestamp, new.created_at)
    is distinct from
     (old.id, old.organization_id, old.platform, old.direction, old.sender_type, old.sender_id, old.content_type,
      old.subject, old.body, old.html_body, old.step, old.ai_generated, old.platform_timestamp, old.created_at)
    or not moving and (new.conversation_id, new.lead_id) is distinct from (old.conversation_id, old.lead_id)
  then
    raise exception 'A message cannot be changed once it is written' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger append_only before update on public.messages
  for each row execute function app.refuse_message_rewrite();

-- Depth 1 is a DELETE that names messages; a cascade runs inside the trigger of its foreign key.
create function app.refuse_message_delete() returns trigger language plpgsql set search_path = '' as $$
begin
  if pg_catalog.pg_trigger_depth() = 1 then
    raise exception 'A message goes only with its conversation' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger never_deleted before delete on public.messages
  for each row execute function app.refuse_message_delete();
