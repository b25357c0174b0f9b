do $$
declare
  watched record;
  stamped text;
begin
  for watched in
    select t.tgrelid::regclass as relation, t.tgname as name from pg_catalog.pg_trigger t
    where t.tgfoid = 'public.log_audit_trail()'::regprocedure
  loop
    execute format('drop trigger %I on %s', watched.name, watched.relation);
  end loop;

  -- Tables that are stamped and not replicated.
  for stamped in
    select c.relname from pg_catalog.pg_class c
    join pg_catalog.pg_trigger t on t.tgrelid = c.oid and t.tgname = 'zz_stamp'
    where c.relnamespace = 'public'::regnamespace and c.relname not in (select r.name from sync.tables r)
  loop
    execute format('drop trigger zz_stamp on public.%I', stamped);
    execute format('drop index public.%I', stamped || '_walk');
    execute format('alter table public.%I drop column sync_xid', stamped);
  end loop;
end $$;
