-- Makes tables replicate: row stamps, tombstones, pokes, and the SQL that reads their rows for a pull.

-- Stamps every update with its transaction; the column's default does so for inserts.
create function sync.stamp() returns trigger language plpgsql set search_path = '' as $$
begin
  new.sync_xid := pg_catalog.pg_current_xact_id();
  return new;
end $$;

-- Remembers deleted rows. Where the lead itself is gone, its own tombstone stands for all its rows; where the
-- organisation is gone, nobody is left to be told.
create function sync.bury() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  lead_column text := (select t.lead_column from sync.tables t where t.name = tg_table_name);
begin
  if lead_column is null then
    insert into sync.tombstones (organization_id, table_name, row_id, everyone)
    select d.organization_id, tg_table_name, d.id, true from deleted_rows d
    where exists (select from public.organizations o where o.id = d.organization_id);
  elsif lead_column = 'id' then
    insert into sync.tombstones
      (organization_id, table_name, row_id, lead_id, everyone, owner_id, assignee_ids, dataset_ids)
    select d.organization_id, tg_table_name, d.id, d.id, false, d.owner_id, d.assignee_ids, d.dataset_ids
    from deleted_rows d where exists (select from public.organizations o where o.id = d.organization_id);
  else
    insert into sync.tombstones
      (organization_id, table_name, row_id, lead_id, everyone, owner_id, assignee_ids, dataset_ids)
    select d.organization_id, tg_table_name, d.id, l.id, false, l.owner_id, l.assignee_ids, l.dataset_ids
    from deleted_rows d join public.leads l on l.id = d.lead_id;
  end if;
  return null;
end $$;

-- SQL that reads column `c` of row `x` as it travels: times in milliseconds (floored), money as text.
create function sync.wire_sql(c sync.columns) returns text language sql immutable
return case c.type
  when 'time' then format('floor(extract(epoch from x.%I) * 1000)', c.column_name)
  when 'money' then format('x.%I::text', c.column_name)
  else format('x.%I', c.column_name)
end;

-- Makes a table of schema public replicate. It needs `id uuid`, `organization_id`, its rows in sync.columns, and a
-- `place` after every table it refers to. `by_id`: an index for walking the table; messages are walked by conversation.
create function sync.replicate(table_name text, place integer, by_id boolean default true) returns void
language plpgsql set search_path = '' as $$
declare
  event text;
begin
  execute format('alter table public.%I add column sync_xid xid8 not null default pg_current_xact_id()', table_name);
  execute format('create index %I on public.%I (organization_id, sync_xid, id)', table_name || '_sync', table_name);
  if by_id then
    execute format('create index %I on public.%I (organization_id, id)', table_name || '_walk', table_name);
  end if;

  insert into sync.tables (name, position, columns, row_sql, lead_column)
  select replicate.table_name, replicate.place, json_agg(c.column_name order by c.position),
    'json_build_array(' || string_agg(sync.wire_sql(c), ', ' order by c.position) || ')',
    case when replicate.table_name = 'leads' then 'id' else max(c.column_name) filter (where c.column_name = 'lead_id') end
  from sync.columns c where c.table_name = replicate.table_name;

  -- `zz`: last of its kind, so that no other trigger's change goes without a stamp. Always: bulk loads run with ordinary
  -- triggers off (session_replication_role = replica).
  execute format('create trigger zz_stamp before update on public.%I for each row execute function sync.stamp()',
    table_name);
  execute format('alter table public.%I enable always trigger zz_stamp', table_name);
  execute format('create trigger bury after delete on public.%I referencing old table as deleted_rows '
    'for each statement execute function sync.bury()', table_name);
  foreach event in array array['insert', 'update', 'delete'] loop
    execute format('create trigger %I after %s on public.%I referencing %s table as changed_rows '
      'for each statement execute function app.poke()',
      'poke_' || event, event, table_name, case event when 'delete' then 'old' else 'new' end);
  end loop;
end $$;

select sync.replicate('organizations', 1);
select sync.replicate('profiles', 2);
select sync.replicate('brands', 3);
select sync.replicate('channels', 4);
select sync.replicate('pipelines', 5);
select sync.replicate('pipeline_stages', 6);
select sync.replicate('tags', 7);
select sync.replicate('leads', 8);
select sync.replicate('contact_points', 9);
select sync.replicate('conversations', 10);
select sync.replicate('messages', 11, by_id => false);
select sync.replicate('stage_changes', 12);
select sync.replicate('deals', 13);
select sync.replicate('activities', 14);
select sync.replicate('notes', 15);
select sync.replicate('bookings', 16);

-- Who could see a lead before this update, for those who gain or lose it by it.
create function sync.record_access_change() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into sync.access_changes (organization_id, lead_id, owner_id, assignee_ids, dataset_ids)
  values (old.organization_id, old.id, old.owner_id, old.assignee_ids, old.dataset_ids);
  return null;
end $$;
create trigger record_access_change after update on public.leads for each row
  when ((old.owner_id, old.assignee_ids, old.dataset_ids)
    is distinct from (new.owner_id, new.assignee_ids, new.dataset_ids))
  execute function sync.record_access_change();
