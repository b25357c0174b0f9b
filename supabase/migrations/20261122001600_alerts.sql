-- Hot leads and who took them, escalations, and the outbox of events for outside systems.

create table public.hot_events (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  conversation_id uuid references public.conversations on delete cascade,
  message_id uuid references public.messages on delete set null,
  -- Why, as the rep reads it: "asked for a price twice".
  reason text not null,
  score integer,
  status text not null default 'open',
  claimed_by uuid references public.profiles on delete set null,
  claimed_at timestamptz,
  resolved_at timestamptz,
  alert_count integer not null default 0,
  last_alert_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint hot_events_score_check check (score between 0 and 100),
  constraint hot_events_status_check check (status in ('open', 'claimed', 'resolved', 'expired')),
  constraint hot_events_claimed_check check (status <> 'claimed' or claimed_at is not null),
  constraint hot_events_alert_count_check check (alert_count >= 0)
);
-- A lead is hot once at a time.
create unique index hot_events_one_open on public.hot_events (lead_id) where status in ('open', 'claimed');
create index hot_events_lead on public.hot_events (lead_id);
create index hot_events_conversation on public.hot_events (conversation_id);
create index hot_events_message on public.hot_events (message_id);
create index hot_events_claimed_by on public.hot_events (claimed_by);
create index hot_events_open on public.hot_events (organization_id, created_at) where status = 'open';
create index hot_events_organization on public.hot_events (organization_id);

create table public.hot_acknowledgements (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  hot_event_id uuid not null references public.hot_events on delete cascade,
  user_id uuid not null references public.profiles on delete cascade,
  action text not null,
  snoozed_until timestamptz,
  created_at timestamptz not null default now(),
  constraint hot_acknowledgements_action_check
    check (action in ('seen', 'claimed', 'called', 'replied', 'snoozed', 'passed')),
  constraint hot_acknowledgements_snoozed_until_check check ((snoozed_until is not null) = (action = 'snoozed'))
);
create index hot_acknowledgements_event on public.hot_acknowledgements (hot_event_id, created_at);
create index hot_acknowledgements_user on public.hot_acknowledgements (user_id);
create index hot_acknowledgements_lead on public.hot_acknowledgements (lead_id);
create index hot_acknowledgements_organization on public.hot_acknowledgements (organization_id);

create function app.place_hot_acknowledgement() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select h.organization_id, h.lead_id into new.organization_id, new.lead_id
  from public.hot_events h where h.id = new.hot_event_id;
  return new;
end $$;
create trigger inherit before insert or update of hot_event_id, lead_id, organization_id
  on public.hot_acknowledgements for each row execute function app.place_hot_acknowledgement();

create table public.escalations (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  conversation_id uuid references public.conversations on delete cascade,
  hot_event_id uuid references public.hot_events on delete cascade,
  -- 1 is the first to be asked, then their manager, and so on.
  level integer not null default 1,
  reason text not null,
  escalated_to uuid references public.profiles on delete set null,
  due_at timestamptz not null,
  escalated_at timestamptz,
  resolved_at timestamptz,
  resolved_by uuid references public.profiles on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint escalations_level_check check (level between 1 and 10),
  constraint escalations_reason_check
    check (reason in ('unanswered', 'hot_unclaimed', 'task_overdue', 'needs_review', 'manual'))
);
create index escalations_due on public.escalations (due_at) where resolved_at is null;
create index escalations_lead on public.escalations (lead_id);
create index escalations_conversation on public.escalations (conversation_id);
create index escalations_hot_event on public.escalations (hot_event_id);
create index escalations_escalated_to on public.escalations (escalated_to);
create index escalations_resolved_by on public.escalations (resolved_by);
create index escalations_organization on public.escalations (organization_id);

-- What happened, for outside systems (n8n and others): written in the transaction in which it happened, sent
-- afterwards, signed, at least once, in order per lead.
create table public.integration_events (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  type text not null,
  lead_id uuid references public.leads on delete cascade,
  conversation_id uuid references public.conversations on delete cascade,
  message_id uuid references public.messages on delete cascade,
  payload jsonb not null default '{}',
  -- The same happening is written once, whoever reports it how often.
  idempotency_key text,
  status text not null default 'pending',
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  locked_by text,
  locked_until timestamptz,
  delivered_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint integration_events_idempotency_key unique (organization_id, idempotency_key),
  constraint integration_events_type_check check (type ~ '^[a-z_]+\.[a-z_]+$'),
  constraint integration_events_status_check check (status in ('pending', 'delivered', 'failed', 'cancelled')),
  constraint integration_events_attempts_check check (attempts >= 0)
);
create index integration_events_due on public.integration_events (due_at) where status = 'pending';
create index integration_events_lead on public.integration_events (lead_id);
create index integration_events_conversation on public.integration_events (conversation_id);
create index integration_events_message on public.integration_events (message_id);

select app.keep_updated_at('public.hot_events');
select app.keep_updated_at('public.escalations');
select app.keep_updated_at('public.integration_events');
select app.inherit_lead('public.hot_events');
select app.inherit_lead('public.escalations');

select app.guard_lead_table('public.hot_events');
select app.guard_lead_table('public.hot_acknowledgements');
select app.limit_writes('public.hot_acknowledgements', 'user_id = (select app.user_id())');
select app.guard_lead_table('public.escalations');
select app.close_table('public.integration_events');
