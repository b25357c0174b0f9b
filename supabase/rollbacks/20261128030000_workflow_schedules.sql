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
    cross join lateral (select (at at time zone z.name)::date as today,
      ((at at time zone z.name)::date + coalesce(w.trigger_config ->> 'at', '09:00')::time) at time zone z.name
        as moment) s
    left join public.leads l on w.trigger_config ? 'tag' and l.organization_id = w.organization_id
      and l.tags @> array[w.trigger_config ->> 'tag'] and l.merged_into is null and l.archived_at is null
    where w.status = 'active' and w.trigger_type = 'schedule' and s.moment <= at and s.moment >= v.active_since
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

create or replace function app.on_tags_change() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  gained text[] := array(select unnest(new.tags) except select unnest(old.tags));
  lost text[] := array(select unnest(old.tags) except select unnest(new.tags));
  tag text;
begin
  foreach tag in array gained loop
    perform app.start_workflows('tag.added', new.organization_id, new.id,
      format('tag:%s:%s:%s', new.id, tag, pg_current_xact_id()), jsonb_build_object('tag', tag));
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
      and data @> (w.trigger_config - 'contains')
      and (w.trigger_config ->> 'contains' is null
        or position(lower(w.trigger_config ->> 'contains') in lower(data ->> 'body')) > 0)
    order by w.id
  loop
    if depth < 5 then
      perform app.start_workflow(workflow, lead, key, data, now(), depth);
    end if;
  end loop;
end $$;

create or replace function app.keep_workflow_version() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.workflow_versions (workflow_id, version, nodes, edges, settings)
  values (new.id, new.version, new.nodes, new.edges, new.settings)
  on conflict (workflow_id, version) do update set active_since = now();
  return null;
end $$;

create or replace function app.version_workflow() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  fault text;
begin
  if tg_op = 'UPDATE' and (new.nodes, new.edges, new.settings, new.trigger_type, new.trigger_config)
    is distinct from (old.nodes, old.edges, old.settings, old.trigger_type, old.trigger_config)
  then
    new.version := old.version + 1;
  end if;
  if new.status = 'active' then
    fault := app.workflow_fault(new);
    if fault is not null then
      raise exception '%', fault using errcode = 'check_violation', constraint = 'workflows_can_run';
    end if;
  end if;
  return new;
end $$;

create or replace function app.workflow_fault(workflow public.workflows) returns text
language plpgsql stable set search_path = '' as $$
declare
  ids text[] := array(select n ->> 'id' from jsonb_array_elements(workflow.nodes) n);
begin
  return case
    when workflow.trigger_type not in ('lead.created', 'tag.added', 'message.received', 'form.submitted',
      'stage.changed', 'schedule') then 'There is no trigger ' || workflow.trigger_type
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

drop function app.schedule_fault(jsonb);
