-- What sets workflows off, so that no mistake in one of them is felt elsewhere and no event is lost.

-- Why a schedule cannot be kept; null: it can.
create function app.schedule_fault(config jsonb) returns text language plpgsql stable set search_path = '' as $$
begin
  return case
    when coalesce(config ->> 'at', '09:00') !~ '^([01]\d|2[0-3]):[0-5]\d$' then 'A schedule has a time like 09:00'
    when config ? 'timezone' and not coalesce(app.is_time_zone(config ->> 'timezone'), false)
      then 'There is no time zone ' || coalesce(config ->> 'timezone', 'null')
    when config ? 'tag' and jsonb_typeof(config -> 'tag') <> 'string' then 'A schedule names one tag'
    when config ? 'days' and (jsonb_typeof(config -> 'days') <> 'array' or not config -> 'days'
      <@ '["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]')
      then 'The days of a schedule are monday to sunday'
    end;
end $$;

-- As before; what a trigger waits for is an object, and a schedule can be kept.
create or replace function app.workflow_fault(workflow public.workflows) returns text
language plpgsql stable set search_path = '' as $$
declare
  ids text[] := array(select n ->> 'id' from jsonb_array_elements(workflow.nodes) n);
begin
  return case
    when workflow.trigger_type not in ('lead.created', 'tag.added', 'message.received', 'form.submitted',
      'stage.changed', 'schedule') then 'There is no trigger ' || workflow.trigger_type
    when jsonb_typeof(workflow.trigger_config) <> 'object' then 'What a trigger waits for is an object'
    when workflow.trigger_type = 'schedule' and app.schedule_fault(workflow.trigger_config) is not null
      then app.schedule_fault(workflow.trigger_config)
    when cardinality(ids) not between 1 and 100 then 'A workflow has 1 to 100 nodes'
    when array_position(ids, null) is not null or cardinality(ids) <> (select count(distinct i) from unnest(ids) i)
      then 'Every node has an id of its own'
    when exists (select from jsonb_array_elements(workflow.nodes) n where coalesce(n ->> 'type', '') not in
      ('condition', 'wait', 'send', 'update', 'task', 'tag', 'enrol', 'webhook'))
      then 'There is a node of no known type'
    when exists (select from jsonb_array_elements(workflow.edges) e
      where not coalesce(e ->> 'source' = any (ids) and e ->> 'target' = any (ids), false))
      then 'An edge leads from or to a node that does not exist'
    when 1 <> (select count(*) from unnest(ids) i
      where not exists (select from jsonb_array_elements(workflow.edges) e where e ->> 'target' = i))
      then 'A workflow begins with one node'
    end;
end $$;

-- As before, asked of one that is switched on or changed: counting a run is no reason to refuse it.
create or replace function app.version_workflow() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  fault text;
  changes boolean := tg_op = 'INSERT' or (new.nodes, new.edges, new.settings, new.trigger_type, new.trigger_config)
    is distinct from (old.nodes, old.edges, old.settings, old.trigger_type, old.trigger_config);
begin
  if tg_op = 'UPDATE' and changes then
    new.version := old.version + 1;
  end if;
  if new.status = 'active' and (changes or old.status <> 'active') then
    fault := app.workflow_fault(new);
    if fault is not null then
      raise exception '%', fault using errcode = 'check_violation', constraint = 'workflows_can_run';
    end if;
  end if;
  return new;
end $$;

-- As before; an edit of a workflow that is on forgets nothing that its schedule owes.
create or replace function app.keep_workflow_version() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  since timestamptz;
begin
  if tg_op = 'UPDATE' and old.status = 'active'
    and (old.trigger_type, old.trigger_config) = (new.trigger_type, new.trigger_config)
  then
    select v.active_since into since from app.workflow_versions v
    where v.workflow_id = new.id and v.version = old.version;
  end if;
  insert into app.workflow_versions (workflow_id, version, nodes, edges, settings, active_since)
  values (new.id, new.version, new.nodes, new.edges, new.settings, coalesce(since, now()))
  on conflict (workflow_id, version) do update set active_since = excluded.active_since;
  return null;
end $$;

-- As before; a trigger_config that is no object waits for nothing.
create or replace function app.start_workflows(happening text, organization uuid, lead uuid, key text, data jsonb)
returns void
language plpgsql security definer set search_path = '' as $$
declare
  workflow public.workflows;
  depth integer := coalesce(nullif(current_setting('app.workflow_depth', true), '')::integer + 1, 0);
begin
  for workflow in
    select w.* from public.workflows w
    where w.organization_id = organization and w.status = 'active' and w.trigger_type = happening
      and case when jsonb_typeof(w.trigger_config) = 'object' then data @> (w.trigger_config - 'contains') end
      and (w.trigger_config ->> 'contains' is null
        or position(lower(w.trigger_config ->> 'contains') in lower(data ->> 'body')) > 0)
    order by w.id
  loop
    if depth < 5 then
      perform app.start_workflow(workflow, lead, key, data, now(), depth);
    end if;
  end loop;
end $$;

-- As before; each time that a tag is given is an event, also twice in one transaction.
create or replace function app.on_tags_change() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  gained text[] := array(select unnest(new.tags) except select unnest(old.tags));
  lost text[] := array(select unnest(old.tags) except select unnest(new.tags));
  tag text;
begin
  foreach tag in array gained loop
    perform app.start_workflows('tag.added', new.organization_id, new.id,
      format('tag:%s:%s:%s', new.id, tag, app.uuid_v7()), jsonb_build_object('tag', tag));
  end loop;
  insert into public.integration_events (organization_id, type, lead_id, payload, idempotency_key)
  select new.organization_id, 'lead.tags_changed', new.id,
    jsonb_build_object('added', gained, 'removed', lost, 'tags', new.tags, 'channel_id', (
      select c.id from public.channels c where c.brand_id = new.brand_id and c.is_active
      order by c.created_at, c.id limit 1)),
    format('lead.tags_changed:%s:%s:%s', new.id, pg_current_xact_id(), md5(array_to_string(new.tags, e'\n')))
  from public.organizations o
  where o.id = new.organization_id and coalesce(o.automation_urls ->> 'reply_webhook', '') <> ''
    and gained || lost <> '{}'
  on conflict do nothing;
  return null;
end $$;

-- As before; what was missed is made up for until midnight and for two hours in any case, and a schedule that cannot be
-- kept stops no other.
create or replace function app.start_scheduled_workflows(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  items integer := 0;
begin
  for due in
    select w as workflow, s.today, l.id as lead_id
    from public.workflows w join public.organizations o on o.id = w.organization_id
    join app.workflow_versions v on v.workflow_id = w.id and v.version = w.version
    cross join lateral (select case when app.is_time_zone(w.trigger_config ->> 'timezone')
      then w.trigger_config ->> 'timezone' when app.is_time_zone(o.timezone) then o.timezone else 'UTC' end as name) z
    cross join (values (0), (1)) d (ago)
    cross join lateral (select (at at time zone z.name)::date - d.ago as today,
      case when app.schedule_fault(w.trigger_config) is null
        then ((at at time zone z.name)::date - d.ago + coalesce(w.trigger_config ->> 'at', '09:00')::time)
          at time zone z.name end as moment) s
    left join public.leads l on w.trigger_config ? 'tag' and l.organization_id = w.organization_id
      and l.tags @> array[w.trigger_config ->> 'tag'] and l.merged_into is null and l.archived_at is null
    where w.status = 'active' and w.trigger_type = 'schedule' and s.moment <= at and s.moment >= v.active_since
      and (d.ago = 0 or s.moment > at - interval '2 hours')
      and (not w.trigger_config ? 'days' or w.trigger_config -> 'days' ? to_char(s.today, 'fmday'))
      and (l.id is not null or not w.trigger_config ? 'tag')
      and not exists (select from app.workflow_work k where k.workflow_id = w.id
        and k.event_key = concat_ws(':', 'schedule', s.today, l.id))
    limit batch
  loop
    perform app.start_workflow(due.workflow, due.lead_id, concat_ws(':', 'schedule', due.today, due.lead_id),
      '{}', at, 0);
    items := items + 1;
  end loop;
  return items;
end $$;
