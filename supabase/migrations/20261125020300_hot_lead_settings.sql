-- What an organisation calls hot and how it insists: setting `hot_leads` of organization_settings. What it leaves out is
-- as here:
--   score             from this lead score on (30 to 100); cooled down 5 below
--   waiting_minutes   a customer who waits for an answer longer calls for somebody
--   rules             which of the five rules are on
--   realert_minutes, pool_minutes, manager_minutes
--                     after this time without a reaction: alert again; give the lead back to the pool, where all see
--                     it; ask a manager. null: not at all. Taking a lead from its owner is for the organisation to choose.
--   expire_hours      an alert that nobody settled is over

create function app.default_hot_lead_settings() returns jsonb language sql immutable parallel safe
return '{"score": 80, "waiting_minutes": 15, "rules": ["score", "status", "waiting", "booking", "message"],
  "realert_minutes": 5, "pool_minutes": null, "manager_minutes": 30, "expire_hours": 24}'::jsonb;

-- What is wrong with a value of the setting, in words; null when nothing is.
create function app.hot_lead_settings_fault(value jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  whole jsonb := app.default_hot_lead_settings() || case jsonb_typeof(value) when 'object' then value else '{}' end;
  steps integer[];
begin
  if jsonb_typeof(value) is distinct from 'object' then
    return 'it must be an object';
  elsif exists (select from jsonb_object_keys(value) k where not app.default_hot_lead_settings() ? k) then
    return 'it may hold ' || (select string_agg(k, ', ' order by k) from jsonb_object_keys(whole) k
      where app.default_hot_lead_settings() ? k);
  elsif exists (select from jsonb_each(whole) e where e.key <> 'rules'
      and not (e.value = 'null' and e.key in ('realert_minutes', 'pool_minutes', 'manager_minutes'))
      and e.value::text !~ '^[1-9]\d{0,4}$') then
    return 'minutes, hours and score must be whole numbers from 1';
  elsif (whole ->> 'score')::integer not between 30 and 100 then
    return 'score must be from 30 to 100';
  elsif (whole ->> 'waiting_minutes')::integer > 1440 then
    return 'waiting_minutes must be at most 1440';
  elsif (whole ->> 'expire_hours')::integer > 720 then
    return 'expire_hours must be at most 720';
  elsif jsonb_typeof(whole -> 'rules') <> 'array'
      or not app.default_hot_lead_settings() -> 'rules' @> (whole -> 'rules') then
    return 'rules must be of score, status, waiting, booking, message';
  end if;
  steps := array_remove(array[(whole ->> 'realert_minutes')::integer, (whole ->> 'pool_minutes')::integer,
    (whole ->> 'manager_minutes')::integer], null);
  if steps <> array(select distinct s from unnest(steps) s order by s) then
    return 'realert_minutes, pool_minutes and manager_minutes must grow';
  end if;
  return null;
end $$;

-- Definer: whoever may write the setting need not be allowed to call what checks it.
create function app.check_hot_lead_settings() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  fault text := app.hot_lead_settings_fault(new.value);
begin
  if fault is not null then
    raise exception 'Setting hot_leads: %', fault using errcode = 'check_violation',
      constraint = 'organization_settings_hot_leads';
  end if;
  return new;
end $$;
create trigger check_hot_leads before insert or update on public.organization_settings for each row
  when (new.key = 'hot_leads') execute function app.check_hot_lead_settings();

create function app.hot_lead_settings(organization uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return app.default_hot_lead_settings() || coalesce(
    (select s.value from public.organization_settings s where s.organization_id = organization and s.key = 'hot_leads'),
    '{}');
end $$;
