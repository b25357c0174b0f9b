create or replace function app.pull_delta(organization uuid, base pg_snapshot, place jsonb, budget integer,
  out tables json, out next jsonb) language plpgsql stable set search_path = '' as $$
declare
  since xid8 := greatest(pg_snapshot_xmin(base), (place ->> 'x')::xid8);
  changed app.pull_table[] := array(select c from app.pull_changed(since) c);
  relation app.pull_table;
  pages json[] := '{}';
  ends jsonb[];
  rows json;
begin
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
end $$;

drop function app.pull_small_delta(uuid, pg_snapshot, integer);
drop function app.pull_rows_since(text, uuid, xid8, pg_snapshot, integer);
drop function sync.prepare_rows_since();
