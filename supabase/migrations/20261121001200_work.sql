-- The work on a lead: deals, stage changes, activities, notes, bookings.

create table public.deals (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  name text not null,
  description text,
  value_minor bigint not null default 0,
  currency char(3) not null default 'EUR',
  stage_id uuid not null references public.pipeline_stages on delete restrict,
  probability integer not null default 0,
  expected_close_date date,
  actual_close_date date,
  lost_reason text,
  lost_reason_details text,
  won_reason text,
  competitor text,
  owner_id uuid references public.profiles on delete set null,
  tags text[] not null default '{}',
  custom_fields jsonb not null default '{}',
  stage_changed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint deals_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint deals_probability_check check (probability between 0 and 100)
);
create index deals_lead on public.deals (lead_id);
create index deals_stage on public.deals (stage_id);
create index deals_owner on public.deals (owner_id);

create table public.stage_changes (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  deal_id uuid references public.deals on delete cascade,
  from_stage_id uuid references public.pipeline_stages on delete set null,
  to_stage_id uuid references public.pipeline_stages on delete set null,
  from_sub_stage text,
  to_sub_stage text,
  from_score integer,
  to_score integer,
  -- Null: the system. History, not a reference: it stays when the account is deleted.
  changed_by uuid,
  is_automatic boolean not null default false,
  reason text,
  created_at timestamptz not null default now()
);
create index stage_changes_lead on public.stage_changes (lead_id);
create index stage_changes_deal on public.stage_changes (deal_id);
create index stage_changes_from on public.stage_changes (from_stage_id);
create index stage_changes_to on public.stage_changes (to_stage_id);

create table public.activities (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  type text not null,
  subject text,
  description text,
  status text not null default 'planned',
  priority text not null default 'normal',
  due_at timestamptz,
  completed_at timestamptz,
  duration_minutes integer,
  next_follow_up_at timestamptz,
  message_id uuid references public.messages on delete set null,
  metadata jsonb not null default '{}',
  assigned_to uuid references public.profiles on delete set null,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint activities_type_check check (type in ('call', 'email', 'meeting', 'task', 'note', 'message',
    'chatbot_interaction', 'website_visit')),
  constraint activities_status_check check (status in ('planned', 'completed', 'missed', 'cancelled')),
  constraint activities_priority_check check (priority in ('low', 'normal', 'high', 'urgent'))
);
create index activities_lead on public.activities (lead_id);
create index activities_message on public.activities (message_id) where message_id is not null;
create index activities_assigned_to on public.activities (assigned_to);

create table public.notes (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  deal_id uuid references public.deals on delete set null,
  title text,
  body text not null default '',
  type text not null default 'general',
  is_pinned boolean not null default false,
  tags text[] not null default '{}',
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint notes_type_check check (type in ('general', 'call_log', 'meeting_summary', 'important'))
);
create index notes_lead on public.notes (lead_id);
create index notes_deal on public.notes (deal_id);

create table public.bookings (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  starts_at timestamptz not null,
  status text not null default 'pending',
  url text,
  external_ids jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint bookings_status_check check (status in ('pending', 'confirmed', 'cancelled'))
);
create index bookings_lead on public.bookings (lead_id);

create trigger touch before update on public.deals for each row execute function app.touch_updated_at();
create trigger touch before update on public.activities for each row execute function app.touch_updated_at();
create trigger touch before update on public.notes for each row execute function app.touch_updated_at();
create trigger touch before update on public.bookings for each row execute function app.touch_updated_at();

create trigger inherit before insert or update of lead_id, organization_id on public.deals
  for each row execute function app.inherit_from_lead();
create trigger inherit before insert or update of lead_id, organization_id on public.stage_changes
  for each row execute function app.inherit_from_lead();
create trigger inherit before insert or update of lead_id, organization_id on public.activities
  for each row execute function app.inherit_from_lead();
create trigger inherit before insert or update of lead_id, organization_id on public.notes
  for each row execute function app.inherit_from_lead();
create trigger inherit before insert or update of lead_id, organization_id on public.bookings
  for each row execute function app.inherit_from_lead();

select app.guard_lead_table('public.deals');
select app.guard_lead_table('public.stage_changes');
select app.guard_lead_table('public.activities');
select app.guard_lead_table('public.notes');
select app.guard_lead_table('public.bookings');

-- Every move between stages is written down, with who moved it.
create function app.record_lead_stage() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.stage_changes (organization_id, lead_id, from_stage_id, to_stage_id, from_sub_stage, to_sub_stage,
    from_score, to_score, changed_by, is_automatic)
  values (new.organization_id, new.id, old.pipeline_stage_id, new.pipeline_stage_id, old.sub_stage, new.sub_stage,
    old.lead_score, new.lead_score, app.user_id(), app.user_id() is null);
  return null;
end $$;
create trigger record_stage after update of pipeline_stage_id, sub_stage on public.leads for each row
  when ((old.pipeline_stage_id, old.sub_stage) is distinct from (new.pipeline_stage_id, new.sub_stage))
  execute function app.record_lead_stage();

create function app.date_deal_stage() returns trigger language plpgsql set search_path = '' as $$
begin
  new.stage_changed_at := pg_catalog.now();
  return new;
end $$;
create trigger date_stage before update of stage_id on public.deals for each row
  when (old.stage_id is distinct from new.stage_id) execute function app.date_deal_stage();

create function app.record_deal_stage() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.stage_changes (organization_id, lead_id, deal_id, from_stage_id, to_stage_id, changed_by,
    is_automatic)
  values (new.organization_id, new.lead_id, new.id, old.stage_id, new.stage_id, app.user_id(), app.user_id() is null);
  return null;
end $$;
create trigger record_stage after update of stage_id on public.deals for each row
  when (old.stage_id is distinct from new.stage_id) execute function app.record_deal_stage();
