create or replace function app.raise_waiting(batch integer, at timestamptz) returns integer
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

drop function app.open_since(timestamptz, interval, jsonb, text);

create or replace function app.hot_lead_settings_fault(value jsonb) returns text
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

create or replace function app.default_hot_lead_settings() returns jsonb language sql immutable parallel safe
return '{"score": 80, "waiting_minutes": 15, "rules": ["score", "status", "waiting", "booking", "message"],
  "realert_minutes": 5, "pool_minutes": null, "manager_minutes": 30, "expire_hours": 24}'::jsonb;
