-- When scores and stages are worked out anew: at once after what a customer or a rep did, and by the scheduler when
-- only time has passed. A lead's row is written only when something came out differently, since every write travels to
-- every desktop; when to look again is therefore kept apart from it.

create table app.score_schedule (
  lead_id uuid primary key references public.leads on delete cascade,
  organization_id uuid not null references public.organizations on delete cascade,
  -- Null: nothing changes by time alone.
  due_at timestamptz default now()
);
create index score_schedule_due on app.score_schedule (due_at) where due_at is not null;
create index score_schedule_organization on app.score_schedule (organization_id);
select app.close_table('app.score_schedule');

-- Works out score, stage and active chat of these leads as of `at`, writes what differs and plans the next look.
-- Returns how many leads changed.
create function app.rescore_leads(lead_ids uuid[], at timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  changed integer;
begin
  -- In the order of ids, so that two rescorings wait for each other instead of locking each other out.
  perform from public.leads l where l.id = any (lead_ids) order by l.id for no key update;
  perform set_config('app.moving_by_rule', 'on', true);
  with scored as materialized (
    select l as lead, f as facts, app.score_breakdown(f, at) as breakdown
    from app.lead_facts(lead_ids, at) f join public.leads l on l.id = f.lead_id
    where l.merged_into is null
  ), placed as materialized (
    select (s.lead).id, s.breakdown, app.score_total(s.breakdown) as score,
      app.stage_by_rule(s.lead, s.facts, app.score_total(s.breakdown), at) as stage_id,
      (s.facts).last_open_message_at is not null as is_active_chat,
      app.score_changes_at(s.facts, s.breakdown, at) as score_changes_at,
      coalesce((s.facts).last_message_at, (s.lead).created_at) as silent_since
    from scored s
  ), planned as (
    insert into app.score_schedule as c (lead_id, organization_id, due_at)
    select p.id, l.organization_id, least(p.score_changes_at, (
      select min(p.silent_since + (g.auto_rule ->> 'days')::double precision * interval '1 day')
      from public.pipeline_stages g join public.pipeline_stages mine on mine.pipeline_id = g.pipeline_id
      where mine.id = p.stage_id and g.auto_rule ->> 'when' = 'silent'
        and p.silent_since + (g.auto_rule ->> 'days')::double precision * interval '1 day' > at))
    from placed p join public.leads l on l.id = p.id
    order by p.id
    on conflict (lead_id) do update set due_at = excluded.due_at where c.due_at is distinct from excluded.due_at
  )
  update public.leads l set lead_score = p.score, score_breakdown = p.breakdown, is_active_chat = p.is_active_chat,
    pipeline_stage_id = p.stage_id,
    sub_stage = case when p.stage_id is distinct from l.pipeline_stage_id then null else l.sub_stage end,
    last_scored_at = at
  from placed p
  where l.id = p.id and (l.last_scored_at is null
    or (l.lead_score, l.score_breakdown, l.is_active_chat, l.pipeline_stage_id)
      is distinct from (p.score, p.breakdown, p.is_active_chat, p.stage_id));
  get diagnostics changed = row_count;
  perform set_config('app.moving_by_rule', '', true);
  return changed;
end $$;

-- A few leads at once; of a bulk load (an import) the scheduler takes care, so that the load is not held up.
create function app.rescore_soon(lead_ids uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if cardinality(lead_ids) <= 200 then
    perform app.rescore_leads(lead_ids);
  else
    update app.score_schedule c set due_at = now() where c.lead_id = any (lead_ids);
  end if;
end $$;

-- Rescores up to `batch` leads whose time has come, the longest waiting first, and returns how many it took; the
-- scheduler calls it until it returns less than it asked for. Leads that others are writing now are left for the next
-- call.
create function app.rescore_due(batch integer default 1000) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due uuid[] := array(select c.lead_id from app.score_schedule c where c.due_at <= now() order by c.due_at limit batch);
  free uuid[] := array(select l.id from public.leads l where l.id = any (due) order by l.id
    for no key update skip locked);
begin
  -- Absorbed leads are scored no more.
  update app.score_schedule c set due_at = null from public.leads l
  where l.id = c.lead_id and c.lead_id = any (free) and l.merged_into is not null;
  perform app.rescore_leads(free);
  return cardinality(free);
end $$;

-- Seed 000's name. Returns the score that the lead has then.
create function public.update_lead_score_and_stage(lead_uuid uuid) returns integer
language plpgsql security definer set search_path = '' as $$
begin
  perform app.rescore_leads(array[lead_uuid]);
  return (select l.lead_score from public.leads l where l.id = lead_uuid);
end $$;
revoke all on function public.update_lead_score_and_stage(uuid) from public, anon, authenticated;
grant execute on function public.update_lead_score_and_stage(uuid), app.rescore_leads(uuid[], timestamptz),
  app.rescore_due(integer) to service_role;

-- New leads are due: an import of 100,000 is scored by the scheduler, batch by batch.
create function app.plan_scores() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into app.score_schedule (lead_id, organization_id) select n.id, n.organization_id from new_rows n;
  return null;
end $$;
create trigger plan_scores after insert on public.leads referencing new table as new_rows
  for each statement execute function app.plan_scores();

-- Only what customers write counts. `update_score` comes after `summarize` (order of names), which counts and reopens.
create function app.rescore_writers() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.rescore_soon(array(
    select distinct n.lead_id from new_rows n where n.direction = 'inbound' order by n.lead_id));
  return null;
end $$;
create trigger update_score after insert on public.messages referencing new table as new_rows
  for each statement execute function app.rescore_writers();

-- For tables whose rows have lead_id and change one at a time.
create function app.rescore_lead_of_row() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.rescore_soon(array(select distinct id from unnest(array[
    case when tg_op <> 'INSERT' then old.lead_id end, case when tg_op <> 'DELETE' then new.lead_id end]) id
    where id is not null order by id));
  return null;
end $$;
create trigger update_score after insert or delete or update of lead_id, status on public.bookings
  for each row execute function app.rescore_lead_of_row();
create trigger update_score after insert or delete or update of lead_id, stage_id on public.deals
  for each row execute function app.rescore_lead_of_row();
create trigger update_score after update of lead_id, status on public.conversations for each row
  when ((old.lead_id, old.status) is distinct from (new.lead_id, new.status))
  execute function app.rescore_lead_of_row();

create function app.rescore_changed_lead() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.rescore_soon(array[new.id]);
  return null;
end $$;
-- Not in the list: what rescoring itself writes.
create trigger update_score after update of first_name, last_name, full_name, phone, email, company_name, address,
  postcode, sentiment, ai_score, lead_status, converted_at, stage_override, merged_into on public.leads for each row
  when ((old.full_name, old.phone_normalized, old.email, old.company_name, old.address, old.postcode, old.sentiment,
      old.ai_score, old.lead_status, old.converted_at, old.stage_override, old.merged_into)
    is distinct from (new.full_name, new.phone_normalized, new.email, new.company_name, new.address, new.postcode,
      new.sentiment, new.ai_score, new.lead_status, new.converted_at, new.stage_override, new.merged_into))
  execute function app.rescore_changed_lead();

-- A new way to weigh, or new rules, concern every lead of the organisation.
create function app.rescore_organization() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update app.score_schedule c set due_at = now()
  where c.organization_id = case when tg_op = 'DELETE' then old.organization_id else new.organization_id end;
  return null;
end $$;
create trigger update_scores after insert or update on public.organization_settings for each row
  when (new.key = 'lead_score') execute function app.rescore_organization();
create trigger update_scores_after_delete after delete on public.organization_settings for each row
  when (old.key = 'lead_score') execute function app.rescore_organization();
create trigger update_scores after update of auto_rule on public.pipeline_stages for each row
  when (old.auto_rule is distinct from new.auto_rule) execute function app.rescore_organization();

insert into app.score_schedule (lead_id, organization_id) select l.id, l.organization_id from public.leads l;
