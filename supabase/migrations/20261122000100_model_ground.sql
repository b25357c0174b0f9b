-- Ground of the second half of the model: who may write what within an organisation, rows that take their organisation
-- from what they belong to, and row stamps for tables that desktops will learn later.

-- Permissions beyond the role (profiles.can_…). Owners and admins have them all.
create function app.administers() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.role in ('owner', 'admin') from public.profiles p
    where p.id = (select auth.uid()) and p.status = 'active'), false)
$$;

create function app.manages() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.role in ('owner', 'admin', 'manager') from public.profiles p
    where p.id = (select auth.uid()) and p.status = 'active'), false)
$$;

create function app.manages_users() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.role in ('owner', 'admin') or p.role <> 'viewer' and p.can_manage_users from public.profiles p
    where p.id = (select auth.uid()) and p.status = 'active'), false)
$$;

create function app.edits_lessons() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.role in ('owner', 'admin') or p.role <> 'viewer' and p.can_edit_lessons from public.profiles p
    where p.id = (select auth.uid()) and p.status = 'active'), false)
$$;

create function app.pushes_automations() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.role in ('owner', 'admin') or p.role <> 'viewer' and p.can_push_automations from public.profiles p
    where p.id = (select auth.uid()) and p.status = 'active'), false)
$$;

grant execute on function app.administers(), app.manages(), app.manages_users(), app.edits_lessons(),
  app.pushes_automations() to authenticated, service_role, leadline_sync;

-- Narrows who writes a guarded table: `allowed` (SQL over the row) must hold besides the policies of app.guard_table.
create function app.limit_writes(relation regclass, allowed text) returns void
language plpgsql set search_path = '' as $$
begin
  execute pg_catalog.format('create policy limited_inserts on %s as restrictive for insert to leadline_sync '
    'with check (%s)', relation, allowed);
  execute pg_catalog.format('create policy limited_updates on %s as restrictive for update to leadline_sync '
    'using (%s) with check (%s)', relation, allowed, allowed);
  execute pg_catalog.format('create policy limited_deletes on %s as restrictive for delete to leadline_sync '
    'using (%s)', relation, allowed);
end $$;

-- Closes a table to every member: only the service role, which is exempt, reads and writes it.
create function app.close_table(relation regclass) returns void language plpgsql set search_path = '' as $$
begin
  perform app.lock_table(relation);
  execute pg_catalog.format('create policy nobody_reads on %s for select to authenticated using (false)', relation);
end $$;

-- Keeps a table's updated_at.
create function app.keep_updated_at(relation regclass) returns void language plpgsql set search_path = '' as $$
begin
  execute pg_catalog.format('create trigger touch before update on %s for each row '
    'execute function app.touch_updated_at()', relation);
end $$;

-- A row belongs to the organisation of its parent, whatever the writer says. Arguments: the parent's table in schema
-- public, and the column that refers to it.
create function app.inherit_organization() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  parent uuid := (to_jsonb(new) ->> tg_argv[1])::uuid;
begin
  execute format('select p.organization_id from public.%I p where p.id = $1', tg_argv[0])
    into new.organization_id using parent;
  return new;
end $$;

create function app.inherit_from(relation regclass, parent text, referring text) returns void
language plpgsql set search_path = '' as $$
begin
  execute pg_catalog.format('create trigger inherit before insert or update of %I, organization_id on %s '
    'for each row execute function app.inherit_organization(%L, %L)', referring, relation, parent, referring);
end $$;

create function app.inherit_lead(relation regclass) returns void language plpgsql set search_path = '' as $$
begin
  execute pg_catalog.format('create trigger inherit before insert or update of lead_id, organization_id on %s '
    'for each row execute function app.inherit_from_lead()', relation);
end $$;

-- Row stamps alone: what sync.replicate needs of a table, without offering it to pulls. A desktop that does not know a
-- table cannot take its rows, so a table is stamped when it is made and replicated once the desktop has learnt it.
create function sync.stamp_rows(table_name text, by_id boolean default true) returns void
language plpgsql set search_path = '' as $$
begin
  execute format('alter table public.%I add column if not exists sync_xid xid8 not null default pg_current_xact_id()',
    table_name);
  execute format('create index if not exists %I on public.%I (organization_id, sync_xid, id)', table_name || '_sync',
    table_name);
  if by_id then
    execute format('create index if not exists %I on public.%I (organization_id, id)', table_name || '_walk', table_name);
  end if;
  -- `zz`: last of its kind, so that no other trigger's change goes without a stamp. Always: bulk loads run with
  -- ordinary triggers off (session_replication_role = replica).
  execute format('create or replace trigger zz_stamp before update on public.%I for each row '
    'execute function sync.stamp()', table_name);
  execute format('alter table public.%I enable always trigger zz_stamp', table_name);
end $$;

-- As before, on top of sync.stamp_rows, so that a table that is stamped already can be replicated.
create or replace function sync.replicate(table_name text, place integer, by_id boolean default true) returns void
language plpgsql set search_path = '' as $$
declare
  event text;
begin
  perform sync.stamp_rows(table_name, by_id);

  insert into sync.tables (name, position, columns, row_sql, lead_column)
  select replicate.table_name, replicate.place, json_agg(c.column_name order by c.position),
    'json_build_array(' || string_agg(sync.wire_sql(c), ', ' order by c.position) || ')',
    case when replicate.table_name = 'leads' then 'id' else max(c.column_name) filter (where c.column_name = 'lead_id') end
  from sync.columns c where c.table_name = replicate.table_name;

  execute format('create trigger bury after delete on public.%I referencing old table as deleted_rows '
    'for each statement execute function sync.bury()', table_name);
  foreach event in array array['insert', 'update', 'delete'] loop
    execute format('create trigger %I after %s on public.%I referencing %s table as changed_rows '
      'for each statement execute function app.poke()',
      'poke_' || event, event, table_name, case event when 'delete' then 'old' else 'new' end);
  end loop;
end $$;
