-- The walls between organisations in functions of each table, whose plans are kept: a statement built anew for each
-- reference of each row cost more than the row.

-- As before. Each reference is looked up by its key, row by row, whatever their number: a plan that is kept must be right
-- for one row and for a hundred thousand. Called again when a table has got another reference.
create or replace function app.wall_off(relation regclass) returns void language plpgsql set search_path = '' as $$
declare
  name name := (select c.relname from pg_catalog.pg_class c where c.oid = relation);
  strays text;
  refusals text;
  changed text;
  columns name[];
begin
  select string_agg(format('(select p.organization_id from public.%I p where p.id = n.%I) <> n.organization_id', r.parent,
      r.referring), ' or ' order by r.attnum),
    string_agg(format('stray := (select n.%2$I from %%s n where (select p.organization_id from public.%1$I p '
      'where p.id = n.%2$I) <> n.organization_id limit 1); '
      'if stray is not null then perform app.refuse_parent(stray, %1$L, tg_table_name, %2$L); end if; ', r.parent,
      r.referring), '' order by r.attnum),
    array_agg(quote_ident(r.referring)::name order by r.attnum) || array['organization_id'::name]
  into strays, refusals, columns
  from (
    select a.attname as referring, a.attnum, parent.relname as parent
    from pg_catalog.pg_constraint c
    join pg_catalog.pg_class parent on parent.oid = c.confrelid
    join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.conrelid = relation and c.contype = 'f' and cardinality(c.conkey) = 1
      and parent.relnamespace = 'public'::regnamespace and parent.relname <> 'organizations'
      and exists (select from pg_catalog.pg_attribute o
        where o.attrelid = parent.oid and o.attname = 'organization_id' and not o.attisdropped)
  ) r;
  if strays is null then
    return;
  end if;
  changed := (select format('(select %s)', string_agg(format('new.%s', c), ', ')) from unnest(columns) c);
  -- What refers to whom is found out only when something does. Without the setting a row with few references would seem
  -- worth a plan of its own, which costs many times its use.
  execute format('create or replace function app.%I() returns trigger language plpgsql security definer '
    'set search_path = '''' as $body$ declare stray uuid; begin '
    'if exists (select from new_rows n where %s) then %s end if; return null; end $body$',
    'wall_' || name || '_insert', strays, replace(refusals, '%s', 'new_rows'));
  execute format('create or replace function app.%I() returns trigger language plpgsql security definer '
    'set search_path = '''' set plan_cache_mode = force_generic_plan as $body$ declare stray uuid; begin '
    'if exists (select from %s n where %s) then %s end if; return null; end $body$',
    'wall_' || name || '_update', changed, strays, replace(refusals, '%s', changed));
  execute format('create or replace trigger same_organization_insert after insert on %s referencing new table as new_rows '
    'for each statement execute function app.%I()', relation, 'wall_' || name || '_insert');
  execute format('create or replace trigger same_organization_update after update on %s for each row '
    'when ((old.%s) is distinct from (new.%s)) execute function app.%I()', relation,
    array_to_string(columns, ', old.'), array_to_string(columns, ', new.'), 'wall_' || name || '_update');
end $$;

select app.wall_off(t.tgrelid) from pg_catalog.pg_trigger t
where t.tgname = 'same_organization_insert' order by t.tgrelid::regclass::text;
drop function app.refuse_foreign_parents(), app.refuse_foreign_parent();
