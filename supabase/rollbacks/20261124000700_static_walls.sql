create function app.refuse_foreign_parents() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  stray uuid;
begin
  for i in 0 .. tg_nargs - 1 by 2 loop
    execute format('select n.%1$I from new_rows n join public.%2$I p on p.id = n.%1$I '
      'where p.organization_id <> n.organization_id limit 1', tg_argv[i], tg_argv[i + 1]) into stray;
    if stray is not null then
      perform app.refuse_parent(stray, tg_argv[i + 1], tg_table_name, tg_argv[i]);
    end if;
  end loop;
  return null;
end $$;

create function app.refuse_foreign_parent() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  stray uuid;
begin
  for i in 0 .. tg_nargs - 1 by 2 loop
    execute format('select p.id from public.%I p where p.id = $1 and p.organization_id <> $2', tg_argv[i + 1])
      into stray using (to_jsonb(new) ->> tg_argv[i])::uuid, new.organization_id;
    if stray is not null then
      perform app.refuse_parent(stray, tg_argv[i + 1], tg_table_name, tg_argv[i]);
    end if;
  end loop;
  return null;
end $$;

create or replace function app.wall_off(relation regclass) returns void language plpgsql set search_path = '' as $$
declare
  arguments text;
  columns name[];
begin
  select pg_catalog.string_agg(pg_catalog.format('%L, %L', a.attname, parent.relname), ', ' order by a.attnum),
    pg_catalog.array_agg(pg_catalog.quote_ident(a.attname)::name order by a.attnum) || array['organization_id'::name]
  into arguments, columns
  from pg_catalog.pg_constraint c
  join pg_catalog.pg_class parent on parent.oid = c.confrelid
  join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
  where c.conrelid = relation and c.contype = 'f' and pg_catalog.cardinality(c.conkey) = 1
    and parent.relnamespace = 'public'::regnamespace and parent.relname <> 'organizations'
    and exists (select from pg_catalog.pg_attribute o
      where o.attrelid = parent.oid and o.attname = 'organization_id' and not o.attisdropped);
  if arguments is null then
    return;
  end if;
  execute pg_catalog.format('create trigger same_organization_insert after insert on %s referencing new table as '
    'new_rows for each statement execute function app.refuse_foreign_parents(%s)', relation, arguments);
  execute pg_catalog.format('create trigger same_organization_update after update on %s for each row '
    'when ((old.%s) is distinct from (new.%s)) execute function app.refuse_foreign_parent(%s)', relation,
    pg_catalog.array_to_string(columns, ', old.'), pg_catalog.array_to_string(columns, ', new.'), arguments);
end $$;

do $$
declare
  relation regclass;
  wall regprocedure;
begin
  for relation in
    select t.tgrelid::regclass from pg_catalog.pg_trigger t where t.tgname = 'same_organization_insert'
  loop
    execute format('drop trigger same_organization_insert on %s', relation);
    execute format('drop trigger same_organization_update on %s', relation);
    perform app.wall_off(relation);
  end loop;
  for wall in
    select p.oid from pg_catalog.pg_proc p
    where p.pronamespace = 'app'::regnamespace and p.proname ~ '^wall_.*_(insert|update)$'
  loop
    execute format('drop function %s', wall);
  end loop;
end $$;
