-- Small deltas, which are nearly all, by plans that a connection keeps: what one poke asks for is a handful of rows, and
-- planning a query per changed table under row level security cost several times what running it does.

-- Writes app.pull_rows_since beside app.pull_changed: the rows of one table stamped since `base`, as they travel, and how
-- many, at most `most` + 1. One branch a table, each with its own statement, planned when first reached. The plans are
-- generic: they may not depend on how much one caller missed, and always read the index that pulls are made for.
create function sync.prepare_rows_since() returns void language plpgsql set search_path = '' as $$
begin
  execute format($pull$
    create or replace function app.pull_rows_since(table_name text, organization uuid, since xid8, base pg_snapshot,
      most integer, out rows json, out sent bigint)
    language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan
      set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $body$
    begin
      case table_name %s end case;
    end $body$ $pull$, (
      select string_agg(format($branch$
        when %L then
          select json_agg(r.body), count(*) into rows, sent from (
            select %s as body from public.%I x
            where x.organization_id = organization and x.sync_xid >= since and not pg_visible_in_snapshot(x.sync_xid, base)
            order by x.sync_xid, x.id limit most + 1) r;$branch$,
        t.name, t.row_sql, t.name), '' order by t.position)
      from sync.tables t));
  grant execute on function app.pull_rows_since(text, uuid, xid8, pg_snapshot, integer) to authenticated, service_role;
end $$;

create or replace function sync.offer(table_name text, place integer, readers text[] default null) returns void
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
  perform sync.prepare_rows_since();
end $$;

-- A delta that fits into one page; null when it does not.
create function app.pull_small_delta(organization uuid, base pg_snapshot, budget integer) returns json
language plpgsql stable set search_path = '' as $$
declare
  since xid8 := pg_snapshot_xmin(base);
  relation app.pull_table;
  pages json[] := '{}';
  page record;
  rest integer := budget;
begin
  for relation in select * from app.pull_changed(since) loop
    page := app.pull_rows_since(relation.name, organization, since, base, rest);
    if page.sent > rest then
      return null;
    elsif page.sent > 0 then
      pages := pages || json_build_object('table', relation.name, 'columns', relation.columns, 'rows', page.rows);
      rest := rest - page.sent;
    end if;
  end loop;
  return array_to_json(pages);
end $$;

-- As before, for what is larger.
create or replace function app.pull_delta(organization uuid, base pg_snapshot, place jsonb, budget integer,
  out tables json, out next jsonb) language plpgsql stable set search_path = '' as $$
declare
  since xid8 := greatest(pg_snapshot_xmin(base), (place ->> 'x')::xid8);
  changed app.pull_table[];
  relation app.pull_table;
  pages json[] := '{}';
  ends jsonb[];
  rows json;
begin
  if place is null then
    tables := app.pull_small_delta(organization, base, budget);
    if tables is not null then
      return;
    end if;
  end if;
  changed := array(select c from app.pull_changed(since) c);
  execute coalesce((
    select 'select array_agg(e.key) from (select jsonb_build_object(''k'', ''delta'', ''x'', u.sync_xid::text, ''t'', u.place,
        ''i'', u.id) as key from (' || string_agg(format('(select x.sync_xid, %s as place, x.id from public.%I x where %s '
        'order by x.sync_xid, x.id limit $5 + 1)', c.position, c.name, app.pull_range(c.position, place, null)), ' union all ')
      || ') u order by u.sync_xid, u.place, u.id offset $5 - 1 limit 2) e'
    from unnest(changed) c), 'select null::jsonb[]')
  into ends using organization, since, base, place, budget;
  if cardinality(ends) = 2 then
    next := ends[1];
  end if;

  foreach relation in array changed loop
    execute format('select json_agg(r.body) from (select %s as body from public.%I x where %s order by x.sync_xid, x.id) r',
      relation.row_sql, relation.name, app.pull_range(relation.position, place, next))
    into rows using organization, since, base, place, next;
    if rows is not null then
      pages := pages || json_build_object('table', relation.name, 'columns', relation.columns, 'rows', rows);
    end if;
  end loop;
  tables := array_to_json(pages);
end $$;

grant execute on function app.pull_small_delta(uuid, pg_snapshot, integer) to authenticated, service_role;
select sync.prepare_rows_since();
