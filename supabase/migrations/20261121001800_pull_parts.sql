-- The parts of a pull. They run with the caller's rights, so that row level security decides what is read; the few that
-- look into schema `sync` are definers and say who calls by themselves.

create function app.pull_caller(out organization_id uuid, out scope_version integer, out generation uuid,
  out forgotten_xid xid8) language plpgsql stable security definer set search_path = '' as $$
begin
  select p.organization_id, p.scope_version, s.generation, s.forgotten_xid
  into pull_caller.organization_id, pull_caller.scope_version, pull_caller.generation, pull_caller.forgotten_xid
  from public.profiles p, sync.state s where p.id = app.user_id() and p.status = 'active';
  if not found then
    raise exception 'No active profile' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- A row of sync.tables, as a type that callers may name.
create type app.pull_table as (name text, "position" integer, columns json, row_sql text, lead_column text);

create function app.pull_tables() returns setof app.pull_table
language sql stable security definer set search_path = '' as $$
  select t.name, t.position, t.columns, t.row_sql, t.lead_column from sync.tables t order by t.position
$$;

-- Rows a page may carry. Larger pages only take longer; statement timeouts end them.
create function app.pull_rows(budget jsonb) returns integer language sql immutable
return case when jsonb_typeof(budget -> 'rows') = 'number'
  then least(greatest((budget ->> 'rows')::numeric, 1), 20000)::integer else 5000 end;

-- A position is given back as it was sent out; anything else is null.
create function app.pull_position(cursor jsonb) returns jsonb language sql immutable
return case when pg_input_is_valid(cursor ->> 'position', 'jsonb') then (cursor ->> 'position')::jsonb end;

-- Why a cursor cannot be continued; null when it can. A first page of a first sync has nothing to check.
create function app.pull_reset(cursor jsonb, generation uuid, scope_version integer, forgotten_xid xid8) returns text
language plpgsql stable set search_path = '' as $$
declare
  place jsonb := app.pull_position(cursor);
  base text := cursor ->> 'snapshot';
begin
  if jsonb_typeof(cursor) is distinct from 'object' then
    return 'cursor_expired';
  elsif coalesce(cursor ->> 'generation', place ->> 'g', case when base is null then generation::text end)
      is distinct from generation::text then
    return 'generation';
  elsif coalesce(cursor ->> 'scope_version', place ->> 's', case when base is null then scope_version::text end)
      is distinct from scope_version::text then
    return 'scope';
  elsif cursor ->> 'position' is not null
      and coalesce(place ->> 'k', '') <> (case when base is null then 'scan' else 'delta' end) then
    return 'cursor_expired';
  elsif base is not null and not pg_input_is_valid(base, 'pg_snapshot') then
    return 'cursor_expired';
  elsif pg_snapshot_xmax(base::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())
      or pg_snapshot_xmin(base::pg_snapshot) <= forgotten_xid then
    return 'cursor_expired';
  end if;
  return null;
end $$;

-- Which tables of the caller's organisation have rows stamped at or after `since`. Without row level security, so that
-- a pull that finds nothing costs almost nothing; it tells names of tables only.
create function app.pull_changed(since xid8) returns setof app.pull_table
language plpgsql stable security definer set search_path = '' as $$
declare
  organization uuid := app.org_id();
  relation app.pull_table;
  changed boolean;
begin
  for relation in select * from app.pull_tables() loop
    execute format('select exists (select from public.%I x where x.organization_id = $1 and x.sync_xid >= $2)',
      relation.name) into changed using organization, since;
    if changed then
      return next relation;
    end if;
  end loop;
end $$;

-- What was deleted since `base`, of what the caller could see then or (when its lead came back to them) can see now.
create function app.pull_deleted(base pg_snapshot) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  caller uuid := app.user_id();
  everything boolean := app.sees_all();
  datasets uuid[] := app.dataset_ids();
begin
  return (
    select coalesce(json_agg(json_build_object('table', t.table_name, 'id', t.row_id) order by t.id), '[]')
    from sync.tombstones t left join public.leads l on l.id = t.lead_id
    where t.organization_id = app.org_id() and t.sync_xid >= pg_snapshot_xmin(base)
      and not pg_visible_in_snapshot(t.sync_xid, base)
      and (t.everyone
        or app.audience_has(t.owner_id, t.assignee_ids, t.dataset_ids, caller, everything, datasets)
        or l.id is not null and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, caller, everything, datasets)));
end $$;

-- Leads that the caller can see and could not at `base`, and the other way round. "Before" is the state ahead of the
-- earliest change that `base` did not see: changes of one lead wait for each other, so a snapshot sees a prefix of them.
create function app.pull_access(base pg_snapshot, out granted json, out revoked json)
language plpgsql stable security definer set search_path = '' as $$
declare
  caller uuid := app.user_id();
  everything boolean := app.sees_all();
  datasets uuid[] := app.dataset_ids();
begin
  with earliest as (
    select distinct on (a.lead_id) a.*
    from sync.access_changes a
    where a.organization_id = app.org_id() and a.sync_xid >= pg_snapshot_xmin(base)
      and not pg_visible_in_snapshot(a.sync_xid, base)
    order by a.lead_id, a.id
  ), compared as (
    select e.lead_id, l.owner_id, l.id is null as gone,
      app.audience_has(e.owner_id, e.assignee_ids, e.dataset_ids, caller, everything, datasets) is true as saw,
      app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, caller, everything, datasets) is true
        and l.id is not null as sees
    from earliest e left join public.leads l on l.id = e.lead_id
  )
  select
    coalesce(json_agg(c.lead_id) filter (where c.sees and not c.saw), '[]'),
    coalesce(json_agg(json_build_object('lead_id', c.lead_id, 'owner_id', c.owner_id))
      filter (where c.saw and not c.sees and not (c.gone and exists (
        select from sync.tombstones t where t.row_id = c.lead_id
          and app.audience_has(t.owner_id, t.assignee_ids, t.dataset_ids, caller, everything, datasets)))), '[]')
  into granted, revoked
  from compared c;
end $$;

grant execute on function app.pull_caller(), app.pull_tables(), app.pull_rows(jsonb), app.pull_position(jsonb),
  app.pull_reset(jsonb, uuid, integer, xid8), app.pull_changed(xid8), app.pull_deleted(pg_snapshot),
  app.pull_access(pg_snapshot) to authenticated, service_role;
