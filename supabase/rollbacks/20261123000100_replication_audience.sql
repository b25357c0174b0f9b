drop function sync.replicate(text, integer, boolean, text[]), sync.offer(text, integer, text[]), sync.prepare_pull(),
  sync.bury_unshared_view();

create function sync.replicate(table_name text, place integer, by_id boolean default true) returns void
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

create or replace function app.pull_changed(since xid8) returns setof app.pull_table
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

create or replace function app.pull_deleted(base pg_snapshot) returns json
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

create or replace function sync.bury() returns trigger language plpgsql security definer set search_path = '' as $$
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

drop function sync.readers(text[], jsonb);
alter table sync.tombstones drop column reader_ids, drop column kept_by;
alter table sync.tables drop column reader_columns;
