create or replace function sync.prepare_rows_since() returns void language plpgsql set search_path = '' as $$
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

select sync.prepare_rows_since();
