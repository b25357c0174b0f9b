alter table public.leads drop constraint leads_full_name_check;

do $$
declare
  bound record;
begin
  for bound in
    select k.conrelid::regclass as relation, k.conname as name from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    where c.relnamespace = 'public'::regnamespace and k.contype = 'c'
      and k.conname in (c.relname || '_times_check', c.relname || '_lengths_check')
  loop
    execute pg_catalog.format('alter table %s drop constraint %I', bound.relation, bound.name);
  end loop;
end $$;

drop function app.bound_columns(regclass);
drop function app.longest_of(text[]);
