-- When a lead calls for somebody. Five rules, one place that raises: every occasion is told once, whoever reports it how
-- often, and while an alert is open further occasions join it.
--   score     the score reached the organisation's threshold; over once it is 5 below
--   status    somebody or something marked the lead as hot; over once it is not
--   waiting   an answer is due for too long; once for what was left unanswered
--   booking   a booking is today, in the organisation's time zone
--   message   a hot lead wrote; once until it is answered
-- The rules are triggers and jobs, so that it does not matter who writes.

-- What was told. Score and status leave when they are over, so that they can come again; the others name what they are
-- about.
create table app.hot_occasions (
  lead_id uuid not null references public.leads on delete cascade,
  occasion text not null,
  since timestamptz not null,
  primary key (lead_id, occasion)
);
create index hot_occasions_since on app.hot_occasions (since);
select app.close_table('app.hot_occasions');

alter table public.hot_events
  -- Which rules spoke, the first one first.
  add column kinds text[] not null default '{}',
  -- When what it is about began.
  add column since timestamptz not null default now(),
  add constraint hot_events_kinds_check check (kinds <@ array['score', 'status', 'waiting', 'booking', 'message']),
  drop constraint hot_events_times_check;
select app.bound_columns('public.hot_events');
-- One row for each step of an escalation.
create unique index escalations_one_step on public.escalations (hot_event_id, level) where reason = 'hot_unclaimed';
create index conversations_waiting on public.conversations (waiting_since) where waiting_since is not null;
create index bookings_upcoming on public.bookings (starts_at) where status <> 'cancelled';

-- Nobody is alerted about a customer who opted out, or a lead that is lost, put away or merged.
create function app.is_hot_muted(lead public.leads) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (lead).archived_at is not null or (lead).merged_into is not null or (lead).lead_status = 'lost'
    or jsonb_path_exists((lead).consents, '$.* ? (@.status == "opted_out")')
    or exists (select from public.pipeline_stages s where s.id = (lead).pipeline_stage_id and s.kind = 'lost');
end $$;

-- Raises an alert about a lead, unless this occasion was told already, the rule is off or the lead muted. An open alert
-- takes it up; one that was claimed is over with it, for something new has happened. Returns the alert, or null. Whoever
-- calls this for rows of a conversation has locked the conversation before, as everything does.
create function app.raise_hot(lead_id uuid, kind text, occasion text, reason text, since timestamptz,
  conversation uuid default null, message uuid default null, at timestamptz default now()) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  lead public.leads;
  settings jsonb;
  event uuid;
begin
  select * into lead from public.leads l where l.id = raise_hot.lead_id for no key update;
  settings := app.hot_lead_settings(lead.organization_id);
  if lead.id is null or app.is_hot_muted(lead) or not settings -> 'rules' ? kind then
    return null;
  end if;
  insert into app.hot_occasions as o (lead_id, occasion, since) values (lead.id, raise_hot.occasion, raise_hot.since)
  on conflict do nothing;
  if not found then
    return null;
  end if;

  update public.hot_events h set kinds = h.kinds || kind,
    -- That a hot lead writes again is seen in the conversation.
    reason = h.reason || case when kind = 'message' then '' else '. ' || raise_hot.reason end
  where h.lead_id = lead.id and h.status = 'open' and not kind = any (h.kinds);
  select h.id into event from public.hot_events h where h.lead_id = lead.id and h.status = 'open';
  if event is not null then
    return event;
  end if;

  update public.hot_events h set status = 'resolved', resolved_at = at
  where h.lead_id = lead.id and h.status = 'claimed';
  insert into public.hot_events (organization_id, lead_id, conversation_id, message_id, kinds, reason, since, score,
    alert_count, last_alert_at, created_at)
  values (lead.organization_id, lead.id, coalesce(conversation, (
      select c.id from public.conversations c where c.lead_id = lead.id
      order by c.last_message_at desc nulls last, c.id limit 1)),
    message, array[kind], raise_hot.reason, raise_hot.since, lead.lead_score, 1, at, at)
  returning id into event;
  insert into public.escalations (organization_id, lead_id, conversation_id, hot_event_id, level, reason, due_at)
  select h.organization_id, h.lead_id, h.conversation_id, h.id, s.level, 'hot_unclaimed',
    at + (settings ->> s.setting)::integer * interval '1 minute'
  from public.hot_events h, (values (1, 'realert_minutes'), (2, 'pool_minutes'), (3, 'manager_minutes')) s (level, setting)
  where h.id = event and settings ->> s.setting is not null;
  insert into public.integration_events (organization_id, type, lead_id, conversation_id, payload, idempotency_key)
  select h.organization_id, 'lead.hot', h.lead_id, h.conversation_id,
    jsonb_build_object('hot_event_id', h.id, 'reason', h.reason, 'score', h.score, 'since', h.since), 'hot:' || h.id
  from public.hot_events h where h.id = event;
  return event;
end $$;

create function app.hot_score(organization uuid) returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  return app.hot_lead_settings(organization) ->> 'score';
end $$;

-- Rules score and status.
create function app.watch_lead_heat() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  threshold integer := app.hot_score(new.organization_id);
begin
  if new.lead_score >= threshold then
    perform app.raise_hot(new.id, 'score', 'score', format('Score reached %s', new.lead_score), now());
  elsif new.lead_score < threshold - 5 then
    delete from app.hot_occasions o where o.lead_id = new.id and o.occasion = 'score';
  end if;
  if new.contact_status = 'hot' then
    perform app.raise_hot(new.id, 'status', 'status', 'Marked as hot', now());
  else
    delete from app.hot_occasions o where o.lead_id = new.id and o.occasion = 'status';
  end if;
  return null;
end $$;
-- The lowest threshold is 30, and 25 is where it has cooled down. Not on insert: an imported list is no occasion.
create trigger watch_heat after update of lead_score, contact_status on public.leads for each row
  when ((old.lead_score, old.contact_status) is distinct from (new.lead_score, new.contact_status)
    and (greatest(old.lead_score, new.lead_score) >= 25 or 'hot' in (old.contact_status, new.contact_status)))
  execute function app.watch_lead_heat();

-- Rule message. What is older than a day is an import.
create function app.watch_hot_messages() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  writers uuid[] := array(
    select distinct n.lead_id from new_rows n
    where n.direction = 'inbound' and n.sender_type = 'customer' and n.created_at > now() - interval '1 day');
  hot uuid[] := array(
    select l.id from public.leads l
    where l.id = any (writers) and (l.contact_status = 'hot' or l.temperature = 'hot'
      or l.lead_score >= 30 and l.lead_score >= app.hot_score(l.organization_id)));
  heard record;
  waiting timestamptz;
begin
  if hot = '{}' then
    return null;
  end if;
  for heard in
    select distinct on (n.conversation_id) n.conversation_id, n.lead_id, n.id, n.body from new_rows n
    where n.lead_id = any (hot) and n.direction = 'inbound' and n.sender_type = 'customer'
    order by n.conversation_id, n.created_at desc, n.id
  loop
    select c.waiting_since into waiting from public.conversations c where c.id = heard.conversation_id;
    continue when waiting is null;
    perform app.raise_hot(heard.lead_id, 'message',
      format('message:%s:%s', heard.conversation_id, extract(epoch from waiting)),
      format('A hot lead wrote: "%s"', app.preview_of(heard.body)), waiting, heard.conversation_id, heard.id);
  end loop;
  return null;
end $$;
-- After `summarize` and `update_score` (order of names), which say who waits and how hot the lead is now.
create trigger watch_heat after insert on public.messages referencing new table as new_rows
  for each statement execute function app.watch_hot_messages();

-- Rule waiting. What was left for more than a day is a backlog, not a customer who waits for an answer now.
create function app.raise_waiting(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  waiting record;
  items integer := 0;
begin
  for waiting in
    select c.id, c.lead_id, c.last_inbound_id, c.waiting_since, s.minutes,
      format('waiting:%s:%s', c.id, extract(epoch from c.waiting_since)) as occasion
    from (
      select o.id, (g.settings ->> 'waiting_minutes')::integer as minutes
      from public.organizations o cross join lateral app.hot_lead_settings(o.id) g (settings)
      where g.settings -> 'rules' ? 'waiting'
    ) s
    join public.conversations c on c.organization_id = s.id
    join public.leads l on l.id = c.lead_id
    where c.waiting_since > at - interval '1 day' and c.waiting_since <= at - s.minutes * interval '1 minute'
      and c.status = 'open' and not app.is_hot_muted(l)
      and not exists (select from app.hot_occasions o where o.lead_id = c.lead_id
        and o.occasion = format('waiting:%s:%s', c.id, extract(epoch from c.waiting_since)))
    order by c.waiting_since, c.id limit batch for no key update of c, l skip locked
  loop
    perform app.raise_hot(waiting.lead_id, 'waiting', waiting.occasion,
      format('No answer for %s minutes', waiting.minutes), waiting.waiting_since, waiting.id, waiting.last_inbound_id, at);
    items := items + 1;
  end loop;
  return items;
end $$;

-- The clock of a place; UTC for a time zone that there is not, so that one organisation's cannot stop the others.
create function app.local_time(at timestamptz, zone text) returns timestamp
language plpgsql stable set search_path = '' as $$
begin
  return at at time zone zone;
exception when invalid_parameter_value then
  return at at time zone 'UTC';
end $$;

-- Rule booking: from midnight of its day until it begins.
create function app.raise_bookings(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  booked record;
  items integer := 0;
begin
  for booked in
    select b.id, b.lead_id, app.local_time(b.starts_at, o.timezone) as starts,
      format('booking:%s:%s', b.id, app.local_time(b.starts_at, o.timezone)::date) as occasion
    from public.bookings b
    join public.organizations o on o.id = b.organization_id
    join public.leads l on l.id = b.lead_id
    where b.status <> 'cancelled' and b.starts_at > at and b.starts_at < at + interval '25 hours'
      and app.local_time(b.starts_at, o.timezone)::date = app.local_time(at, o.timezone)::date
      and app.hot_lead_settings(o.id) -> 'rules' ? 'booking' and not app.is_hot_muted(l)
      and not exists (select from app.hot_occasions t where t.lead_id = b.lead_id
        and t.occasion = format('booking:%s:%s', b.id, app.local_time(b.starts_at, o.timezone)::date))
    order by b.starts_at, b.id limit batch for no key update of l skip locked
  loop
    perform app.raise_hot(booked.lead_id, 'booking', booked.occasion,
      'Booking today at ' || to_char(booked.starts, 'HH24:MI'), at, at => raise_bookings.at);
    items := items + 1;
  end loop;
  return items;
end $$;

-- Leads that are hot when this is installed have been for long.
insert into app.hot_occasions (lead_id, occasion, since)
select l.id, 'score', now() from public.leads l where l.lead_score >= app.hot_score(l.organization_id)
union all select l.id, 'status', now() from public.leads l where l.contact_status = 'hot';

insert into app.jobs (name, function_name, every) values
  ('raise_waiting', 'app.raise_waiting', '10 seconds'),
  ('raise_bookings', 'app.raise_bookings', '1 minute');
