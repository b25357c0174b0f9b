-- Ground for many more replicated tables: rows that are one person's own, rows that some lose though nobody deleted them,
-- rows that have a lead or none, and finding what changed in one query however many tables there are.

-- Columns that name the only people who see a row; null for what its lead or the whole organisation decides. A row that
-- says `is_shared` is everyone's.
alter table sync.tables add column reader_columns text[];
-- reader_ids: nobody else ever saw the row. kept_by: who keeps it while the others lose it.
alter table sync.tombstones add column reader_ids uuid[], add column kept_by uuid;

create function sync.readers(reader_columns text[], gone jsonb) returns uuid[] language sql immutable
return case when not coalesce((gone ->> 'is_shared')::boolean, false)
  then array(select (gone ->> c)::uuid from unnest(reader_columns) c where gone ->> c is not null) end;

-- As before, with readers, and for rows whose lead is optional: without one they are everyone's.
create or replace function sync.bury() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  relation sync.tables;
begin
  -- A deleted lead gets here for every table under it, mostly with nothing.
  if not exists (select from deleted_rows) then
    return null;
  end if;
  select * into relation from sync.tables t where t.name = tg_table_name;
  if relation.lead_column is null then
    insert into sync.tombstones (organization_id, table_name, row_id, everyone, reader_ids)
    select d.organization_id, tg_table_name, d.id, true,
      case when relation.reader_columns is not null then sync.readers(relation.reader_columns, to_jsonb(d)) end
    from deleted_rows d where exists (select from public.organizations o where o.id = d.organization_id);
  elsif relation.lead_column = 'id' then
    insert into sync.tombstones
      (organization_id, table_name, row_id, lead_id, everyone, owner_id, assignee_ids, dataset_ids)
    select d.organization_id, tg_table_name, d.id, d.id, false, d.owner_id, d.assignee_ids, d.dataset_ids
    from deleted_rows d where exists (select from public.organizations o where o.id = d.organization_id);
  else
    insert into sync.tombstones
      (organization_id, table_name, row_id, lead_id, everyone, owner_id, assignee_ids, dataset_ids, reader_ids)
    select d.organization_id, tg_table_name, d.id, l.id, l.id is null, l.owner_id, coalesce(l.assignee_ids, '{}'),
      coalesce(l.dataset_ids, '{}'),
      case when relation.reader_columns is not null then sync.readers(relation.reader_columns, to_jsonb(d)) end
    from deleted_rows d left join public.leads l on l.id = d.lead_id
    where l.id is not null
      or d.lead_id is null and exists (select from public.organizations o where o.id = d.organization_id);
  end if;
  return null;
end $$;

-- As before, for those only who saw the row and do not keep it.
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
      and (t.reader_ids is null or caller = any (t.reader_ids))
      and t.kept_by is distinct from caller
      and (t.everyone
        or app.audience_has(t.owner_id, t.assignee_ids, t.dataset_ids, caller, everything, datasets)
        or l.id is not null and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, caller, everything, datasets)));
end $$;

-- A view that is no longer shared is gone for all but its owner. Shared again, its new stamp brings it back to those who
-- lost it, and those who noticed neither have nothing to lose.
create function sync.bury_unshared_view() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.is_shared then
    delete from sync.tombstones t where t.row_id = new.id and t.table_name = 'saved_views';
  else
    insert into sync.tombstones (organization_id, table_name, row_id, everyone, kept_by)
    values (new.organization_id, 'saved_views', new.id, true, new.owner_id);
  end if;
  return null;
end $$;

-- Writes app.pull_changed: which tables of the caller's organisation have rows stamped at or after `since`. One query
-- over the newest stamp of each table, an index look-up apiece, and its plan is kept; a query for each table would be
-- planned anew in every pull. Without row level security, so that a pull that finds nothing costs almost nothing; it
-- tells names of tables only.
create function sync.prepare_pull() returns void language plpgsql set search_path = '' as $$
begin
  execute format($pull$
    create or replace function app.pull_changed(since xid8) returns setof app.pull_table
    language plpgsql stable security definer set search_path = '' as $body$
    declare
      organization uuid := app.org_id();
    begin
      return query select t.name, t.position, t.columns, t.row_sql, t.lead_column
        from (values %s) newest (name, stamp) join sync.tables t on t.name = newest.name
        where newest.stamp >= since order by t.position;
    end $body$ $pull$, (
      select string_agg(format('(%L, (select max(x.sync_xid) from public.%I x where x.organization_id = organization))',
        t.name, t.name), ', ' order by t.position)
      from sync.tables t));
end $$;

-- Offers a table to pulls, with the columns that sync.columns lists now; again, when they have changed.
create function sync.offer(table_name text, place integer, readers text[] default null) returns void
language plpgsql set search_path = '' as $$
begin
  insert into sync.tables (name, position, columns, row_sql, lead_column, reader_columns)
  select offer.table_name, offer.place, json_agg(c.column_name order by c.position),
    'json_build_array(' || string_agg(sync.wire_sql(c), ', ' order by c.position) || ')',
    case when offer.table_name = 'leads' then 'id' else max(c.column_name) filter (where c.column_name = 'lead_id') end,
    offer.readers
  from sync.columns c where c.table_name = offer.table_name
  on conflict (name) do update set position = excluded.position, columns = excluded.columns, row_sql = excluded.row_sql,
    lead_column = excluded.lead_column, reader_columns = excluded.reader_columns;
  perform sync.prepare_pull();
end $$;

-- As before, with the columns that name a row's only readers.
drop function sync.replicate(text, integer, boolean);
create function sync.replicate(table_name text, place integer, by_id boolean default true, readers text[] default null)
returns void language plpgsql set search_path = '' as $$
declare
  event text;
begin
  perform sync.stamp_rows(table_name, by_id);
  perform sync.offer(table_name, place, readers);
  execute format('create trigger bury after delete on public.%I referencing old table as deleted_rows '
    'for each statement execute function sync.bury()', table_name);
  foreach event in array array['insert', 'update', 'delete'] loop
    execute format('create trigger %I after %s on public.%I referencing %s table as changed_rows '
      'for each statement execute function app.poke()',
      'poke_' || event, event, table_name, case event when 'delete' then 'old' else 'new' end);
  end loop;
end $$;

select sync.prepare_pull();
