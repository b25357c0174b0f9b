drop trigger record_access_change on public.leads;
drop function sync.record_access_change();

do $$
declare
  relation text;
begin
  for relation in select t.name from sync.tables t loop
    execute pg_catalog.format('drop trigger zz_stamp on public.%I', relation);
    execute pg_catalog.format('drop trigger bury on public.%I', relation);
    execute pg_catalog.format('drop trigger poke_insert on public.%I', relation);
    execute pg_catalog.format('drop trigger poke_update on public.%I', relation);
    execute pg_catalog.format('drop trigger poke_delete on public.%I', relation);
    execute pg_catalog.format('drop index if exists public.%I', relation || '_walk');
    execute pg_catalog.format('alter table public.%I drop column sync_xid', relation);
  end loop;
end $$;

truncate sync.tables;
drop function sync.replicate(text, integer, boolean), sync.wire_sql(sync.columns), sync.bury(), sync.stamp();
