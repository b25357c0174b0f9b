-- The former sync.replicate, which makes stamps by itself.
create or replace function sync.replicate(table_name text, place integer, by_id boolean default true) returns void
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

  -- `zz`: last of its kind, so that no other trigger's change goes without a stamp. Always: bulk loads run with
  -- ordinary triggers off (session_replication_role = replica).
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
drop function if exists sync.stamp_rows(text, boolean);
drop function if exists app.inherit_lead(regclass);
drop function if exists app.inherit_from(regclass, text, text);
drop function if exists app.inherit_organization();
drop function if exists app.keep_updated_at(regclass);
drop function if exists app.close_table(regclass);
drop function if exists app.limit_writes(regclass, text);
drop function if exists app.pushes_automations();
drop function if exists app.edits_lessons();
drop function if exists app.manages_users();
drop function if exists app.manages();
drop function if exists app.administers();
