-- Campaigns: a tag that starts a sequence of messages (seed 003), their steps, and who is in them.

create table public.campaigns (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  tag text not null,
  name text not null,
  description text,
  -- Comes with the product and is locked: it can be switched off, not rewritten.
  is_predefined boolean not null default false,
  is_active boolean not null default true,
  created_by uuid references public.profiles on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint campaigns_tag_key unique (organization_id, tag),
  constraint campaigns_tag_check check (length(tag) between 1 and 100),
  constraint campaigns_name_check check (length(name) between 1 and 255)
);
create index campaigns_active on public.campaigns (organization_id, is_active);
create index campaigns_created_by on public.campaigns (created_by);

-- A step of a campaign is sent on a day after enrolment; M1, M2, M3 of a dataset's settings a number of hours after the
-- one before.
create table public.campaign_steps (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  campaign_id uuid references public.campaigns on delete cascade,
  campaign_settings_id uuid references public.campaign_settings on delete cascade,
  sequence_order integer not null,
  day_number integer,
  delay_hours integer,
  step text,
  subject text,
  message_template text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint campaign_steps_day_number_key unique (campaign_id, day_number),
  constraint campaign_steps_sequence_order_key unique (campaign_id, sequence_order),
  constraint campaign_steps_step_key unique (campaign_settings_id, step),
  constraint campaign_steps_parent_check check (num_nonnulls(campaign_id, campaign_settings_id) = 1),
  constraint campaign_steps_timing_check check (
    case when campaign_id is not null then num_nonnulls(day_number) = 1 and num_nonnulls(delay_hours, step) = 0
      else day_number is null and num_nonnulls(delay_hours, step) = 2 end),
  constraint campaign_steps_day_number_check check (day_number > 0),
  constraint campaign_steps_sequence_order_check check (sequence_order > 0),
  constraint campaign_steps_delay_hours_check check (delay_hours >= 0),
  constraint campaign_steps_step_check check (step in ('M1', 'M2', 'M3')),
  constraint campaign_steps_message_template_check check (length(message_template) between 1 and 10000)
);

create function app.place_campaign_step() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.organization_id := coalesce(
    (select c.organization_id from public.campaigns c where c.id = new.campaign_id),
    (select s.organization_id from public.campaign_settings s where s.id = new.campaign_settings_id));
  return new;
end $$;
create trigger inherit before insert or update of campaign_id, campaign_settings_id, organization_id
  on public.campaign_steps for each row execute function app.place_campaign_step();

create table public.campaign_enrollments (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  campaign_id uuid not null references public.campaigns on delete cascade,
  status text not null default 'active',
  enrolled_by uuid,
  enrolled_at timestamptz not null default now(),
  last_message_sent_at timestamptz,
  last_message_day integer not null default 0,
  -- When the scheduler looks at it next; only while active.
  next_due_at timestamptz default now(),
  last_response_at timestamptz,
  paused_reason text,
  -- When it ended, however it did.
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint campaign_enrollments_status_check
    check (status in ('active', 'paused', 'completed', 'qualified', 'cancelled')),
  constraint campaign_enrollments_last_message_day_check check (last_message_day >= 0),
  constraint campaign_enrollments_next_due_at_check check (next_due_at is null or status = 'active'),
  constraint campaign_enrollments_completed_at_check
    check ((completed_at is not null) = (status in ('completed', 'qualified', 'cancelled')))
);
create unique index campaign_enrollments_once on public.campaign_enrollments (lead_id, campaign_id)
  where status in ('active', 'paused');
create index campaign_enrollments_lead on public.campaign_enrollments (lead_id);
create index campaign_enrollments_campaign on public.campaign_enrollments (campaign_id, status);
create index campaign_enrollments_due on public.campaign_enrollments (next_due_at) where status = 'active';
create index campaign_enrollments_enrolled_at on public.campaign_enrollments (organization_id, enrolled_at desc);

select app.keep_updated_at('public.campaigns');
select app.keep_updated_at('public.campaign_steps');
select app.keep_updated_at('public.campaign_enrollments');
select app.inherit_lead('public.campaign_enrollments');

select app.guard_table('public.campaigns');
select app.guard_table('public.campaign_steps');
select app.guard_lead_table('public.campaign_enrollments');
-- "Only admins can create, update, delete" (seed 003); managers run campaigns here too.
select app.limit_writes('public.campaigns', '(select app.manages())');
select app.limit_writes('public.campaign_steps', '(select app.manages()) and not exists ('
  'select from public.campaigns c where c.id = campaign_id and c.is_predefined)');

-- Members may switch a predefined campaign on and off and no more; a later version of the product may improve it.
create function app.keep_predefined() returns trigger language plpgsql set search_path = '' as $$
begin
  if app.user_id() is not null and (tg_op = 'DELETE' and pg_catalog.pg_trigger_depth() = 1
    or tg_op = 'UPDATE' and (new.tag, new.name, new.description, new.is_predefined)
      is distinct from (old.tag, old.name, old.description, old.is_predefined))
  then
    raise exception 'A predefined campaign can be switched off, not changed' using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_predefined before update or delete on public.campaigns for each row
  when (old.is_predefined) execute function app.keep_predefined();
