-- Which step is due when, and the jobs that plan what is due.

-- A step of day n is due n - 1 days after enrolment by the customer's own clock, so that "day 4" keeps its hour when
-- the clocks change; otherwise as before.
create or replace function app.next_step_due(enrollment public.campaign_enrollments) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  day integer := (select min(s.day_number) from public.campaign_steps s
    where s.campaign_id = enrollment.campaign_id and s.day_number > enrollment.last_message_day);
  zone text;
begin
  if day is null then
    return null;
  end if;
  select app.customer_zone(l) into zone from public.leads l where l.id = enrollment.lead_id;
  return greatest(app.days_later(enrollment.enrolled_at, day - 1, zone),
    case when enrollment.last_message_day > 0
      then app.days_later(enrollment.last_message_sent_at, day - enrollment.last_message_day, zone)
      else enrollment.last_message_sent_at end);
end $$;

create function app.days_later(since timestamptz, days integer, zone text) returns timestamptz
language sql stable set search_path = '' as $$
  select ((since at time zone zone) + days * interval '1 day') at time zone zone
$$;

create function app.customer_zone(lead public.leads) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce(app.lead_time_zone(lead), (select case when app.is_time_zone(o.timezone) then o.timezone end
    from public.organizations o where o.id = lead.organization_id), 'UTC');
end $$;

-- Plans the steps of enrolments that are due, in bulk (10,000 in a second). The enrolment itself moves on when its
-- message was sent.
create function app.plan_enrollments(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  items integer;
begin
  insert into app.outreach_sends (enrollment_id, step_id, step, day_number, send_at, planned_at)
  select e.id, s.id, 'day ' || s.day_number, s.day_number, at, at
  from (
    select d.id, d.campaign_id, d.last_message_day
    from public.campaign_enrollments d
    join public.campaigns c on c.id = d.campaign_id and c.is_active
    where d.status = 'active' and d.next_due_at <= at and not exists (
      select from app.outreach_sends p where p.enrollment_id = d.id and p.status in ('planned', 'written'))
    order by d.next_due_at limit batch
  ) e
  cross join lateral (
    select s.id, s.day_number from public.campaign_steps s
    where s.campaign_id = e.campaign_id and s.day_number > e.last_message_day order by s.day_number limit 1
  ) s
  on conflict do nothing;
  get diagnostics items = row_count;
  return items;
end $$;

create type app.due_step as (step_id uuid, step text, due_at timestamptz);

-- The next message of a list for one of its customers, and when it is due: M1 when the campaign starts or the customer
-- joins it, the others so many hours after the one before, in real or in open hours (delay_type), and, where the
-- settings say so, not before the next window opens. Null: none, or one is on its way.
create function app.next_dataset_step(member public.dataset_leads, settings public.campaign_settings,
  started timestamptz) returns app.due_step
language plpgsql stable security definer set search_path = '' as $$
declare
  next record;
  latest timestamptz;
  zone text;
  due timestamptz;
begin
  if exists (select from app.outreach_sends s
    where s.dataset_lead_id = member.id and s.status in ('planned', 'written', 'failed'))
  then
    return null;
  end if;
  select s.id, s.step, s.delay_hours into next from public.campaign_steps s
  where s.campaign_settings_id = settings.id
    and case s.step when 'M1' then member.m1_sent_at when 'M2' then member.m2_sent_at else member.m3_sent_at end is null
    and not exists (select from app.outreach_sends p
      where p.dataset_lead_id = member.id and p.step = s.step and p.status <> 'withdrawn')
  order by s.sequence_order limit 1;
  if next.id is null then
    return null;
  end if;
  latest := greatest(member.m1_sent_at, member.m2_sent_at, (select max(p.settled_at) from app.outreach_sends p
    where p.dataset_lead_id = member.id and p.status = 'skipped'));
  select app.sending_zone(l, settings) into zone from public.leads l where l.id = member.lead_id;
  due := coalesce(latest, greatest(started, member.created_at));
  if settings.delay_type = 'business_hours' then
    due := app.after_sending_hours(settings.organization_id, due, next.delay_hours, zone, settings.sending_hours_start,
      settings.sending_hours_end, settings.sending_days);
  else
    due := due + next.delay_hours * interval '1 hour';
  end if;
  if settings.delay_respect_sending_hours or latest is null then
    due := app.next_sending_time(settings.organization_id, due, zone, settings.sending_hours_start,
      settings.sending_hours_end, settings.sending_days);
  end if;
  return (next.id, next.step, due)::app.due_step;
end $$;

-- Plans up to `room` messages of one list; returns how many customers it looked at.
create function app.plan_dataset(dataset public.datasets, settings public.campaign_settings, room integer,
  batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  member public.dataset_leads;
  step app.due_step;
  looked_at integer := 0;
begin
  for member in
    select m.* from app.dataset_schedule s join public.dataset_leads m on m.id = s.dataset_lead_id
    where s.dataset_id = dataset.id and s.due_at <= at
    order by s.due_at, s.dataset_lead_id limit batch for update of s skip locked
  loop
    exit when room = 0;
    looked_at := looked_at + 1;
    step := case when app.dataset_obstacle(member, false) is null
      then app.next_dataset_step(member, settings, dataset.campaign_started_at) end;
    if step.due_at <= at then
      insert into app.outreach_sends (dataset_lead_id, dataset_id, step_id, step, send_at, planned_at)
      values (member.id, dataset.id, step.step_id, step.step, at, at);
      room := room - 1;
      step.due_at := null;
    end if;
    update app.dataset_schedule s set due_at = step.due_at where s.dataset_lead_id = member.id;
  end loop;
  return looked_at;
end $$;

-- Of a list no more is planned than leaves within two minutes: who is in it may be thousands, and its settings say how
-- many a minute. What does not get out for a day (a channel without a connection) takes no more room.
create function app.plan_datasets(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  looked_at integer := 0;
begin
  for due in
    select d as dataset, g as settings, greatest(10, 2 * g.messages_per_minute) - (
      select count(*)::integer from app.outreach_sends s
      where s.dataset_id = d.id and s.status in ('planned', 'written') and s.planned_at > at - interval '1 day') as room
    from public.datasets d join public.campaign_settings g on g.id = d.campaign_settings_id
    where d.campaign_status = 'active' and not d.archived and g.sending_enabled
      and exists (select from app.dataset_schedule s where s.dataset_id = d.id and s.due_at <= at)
    order by d.id
  loop
    exit when looked_at >= batch;
    looked_at := looked_at + app.plan_dataset(due.dataset, due.settings, greatest(due.room, 0), batch - looked_at, at);
  end loop;
  return looked_at;
end $$;

-- Plans one message to conversations of lists that fell silent after ours (silence_nudge_days), once per silence. Not
-- while the sequence is still running.
create function app.plan_nudges(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  items integer;
begin
  insert into app.outreach_sends (dataset_lead_id, dataset_id, step, occasion, channel_id, send_at, planned_at)
  select distinct on (c.lead_id) m.id, m.dataset_id, 'nudge', coalesce(c.last_inbound_id::text, ''), c.channel_id,
    app.next_sending_time(g.organization_id, at, app.sending_zone(l, g), g.sending_hours_start, g.sending_hours_end,
      g.sending_days), at
  from (
    select s.* from public.conversations s
    where s.status = 'open' and s.waiting_since is null and s.last_message_direction = 'outbound'
      and exists (select from public.dataset_leads i join public.datasets d on d.id = i.dataset_id
        join public.campaign_settings g on g.id = d.campaign_settings_id
        where i.lead_id = s.lead_id and d.campaign_status = 'active' and g.silence_nudge_enabled and g.sending_enabled
          and s.last_message_at + g.silence_nudge_days * interval '1 day' <= at
          and s.last_message_at + g.silence_timeout_days * interval '1 day' > at)
    order by s.last_message_at limit batch
  ) c
  join public.leads l on l.id = c.lead_id
  join public.dataset_leads m on m.lead_id = c.lead_id
  join public.datasets d on d.id = m.dataset_id
  join public.campaign_settings g on g.id = d.campaign_settings_id
  where g.silence_nudge_enabled and g.sending_enabled and app.dataset_obstacle(m, true) is null
    and c.last_message_at + g.silence_nudge_days * interval '1 day' <= at
    and (app.dataset_obstacle(m, false) is not null or app.next_dataset_step(m, g, d.campaign_started_at) is null)
    and not exists (select from public.dataset_leads i join app.outreach_sends p on p.dataset_lead_id = i.id
      where i.lead_id = c.lead_id and (p.status in ('planned', 'written')
        or p.step = 'nudge' and p.occasion = coalesce(c.last_inbound_id::text, '') and p.status <> 'withdrawn'))
  order by c.lead_id, d.created_at desc
  on conflict do nothing;
  get diagnostics items = row_count;
  return items;
end $$;

-- Who joins a list is looked at, and so is everybody when its campaign, its settings or the holidays change.
create function app.schedule_members() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into app.dataset_schedule (dataset_lead_id, dataset_id, due_at)
  select n.id, n.dataset_id, now() from new_rows n;
  return null;
end $$;
create trigger schedule_insert after insert on public.dataset_leads referencing new table as new_rows
  for each statement execute function app.schedule_members();
insert into app.dataset_schedule (dataset_lead_id, dataset_id, due_at)
select m.id, m.dataset_id, now() from public.dataset_leads m;

-- `organization`, `settings`, `dataset`: those given decide which lists; only running ones.
create function app.review_datasets(organization uuid, settings uuid default null, dataset uuid default null)
returns void language plpgsql security definer set search_path = '' as $$
begin
  update app.dataset_schedule s set due_at = now()
  from public.datasets d
  where d.id = s.dataset_id and d.organization_id = organization and d.campaign_status = 'active'
    and (review_datasets.settings is null or d.campaign_settings_id = review_datasets.settings)
    and (review_datasets.dataset is null or d.id = review_datasets.dataset);
end $$;

create function app.review_campaign() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  case tg_table_name
    when 'datasets' then perform app.review_datasets(new.organization_id, dataset => new.id);
    when 'campaign_settings' then perform app.review_datasets(new.organization_id, settings => new.id);
    when 'campaign_steps' then
      perform app.review_datasets(coalesce(new.organization_id, old.organization_id),
        settings => coalesce(new.campaign_settings_id, old.campaign_settings_id));
    else perform app.review_datasets(coalesce(new.organization_id, old.organization_id));
  end case;
  return null;
end $$;
create trigger review_outreach after update of campaign_status, campaign_settings_id, campaign_started_at, archived
  on public.datasets for each row when (new.campaign_status = 'active') execute function app.review_campaign();
create trigger review_outreach after update on public.campaign_settings for each row
  execute function app.review_campaign();
create trigger review_outreach_written after insert or update on public.campaign_steps for each row
  when (new.campaign_settings_id is not null) execute function app.review_campaign();
create trigger review_outreach_deleted after delete on public.campaign_steps for each row
  when (old.campaign_settings_id is not null) execute function app.review_campaign();
create trigger review_outreach after insert or update or delete on public.holidays for each row
  execute function app.review_campaign();

-- A campaign that starts has a start.
create function app.stamp_campaign() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.campaign_status = 'active' then
    new.campaign_started_at := coalesce(new.campaign_started_at, pg_catalog.now());
  elsif new.campaign_status = 'completed' then
    new.campaign_completed_at := coalesce(new.campaign_completed_at, pg_catalog.now());
  end if;
  return new;
end $$;
create trigger stamp_campaign before insert or update of campaign_status on public.datasets
  for each row execute function app.stamp_campaign();

insert into app.jobs (name, function_name, every, batch) values
  ('plan_enrollments', 'app.plan_enrollments', '5 seconds', 10000),
  ('plan_datasets', 'app.plan_datasets', '5 seconds', 500),
  ('plan_nudges', 'app.plan_nudges', '10 minutes', 500);
