-- What a column's type can hold and nothing behind it can carry: times that no calendar and no desktop knows (infinity,
-- years beyond 9999), and text longer than an index takes, which would end a request in a failure without a reason.

create function app.longest_of(words text[]) returns integer language sql immutable parallel safe
return (select coalesce(max(length(w)), 0) from unnest(words) w);
grant execute on function app.longest_of(text[]) to authenticated, service_role, leadline_sync;

-- Bounds the times of a table, and the text in keys of its indexes unless it is of a closed set: two such columns of 300
-- characters of four bytes fit into one key. Constraints <table>_times_check and <table>_lengths_check.
create function app.bound_columns(relation regclass) returns void language plpgsql set search_path = '' as $$
declare
  times text;
  lengths text;
  name text := (select c.relname from pg_catalog.pg_class c where c.oid = relation);
begin
  select pg_catalog.string_agg(case a.atttypid
      when 'date'::regtype then pg_catalog.format('%I between ''0001-01-01'' and ''9999-12-31''', a.attname)
      else pg_catalog.format('%I >= ''0001-01-01T00:00:00Z'' and %1$I < ''10000-01-01T00:00:00Z''', a.attname) end,
    ' and ' order by a.attnum)
  into times
  from pg_catalog.pg_attribute a
  where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
    and a.atttypid in ('timestamptz'::regtype, 'date'::regtype);
  if times is not null then
    execute pg_catalog.format('alter table %s add constraint %I check (%s)', relation, name || '_times_check', times);
  end if;

  select pg_catalog.string_agg(case a.atttypid
      when 'text[]'::regtype then pg_catalog.format('app.longest_of(%I) <= 300', a.attname)
      else pg_catalog.format('pg_catalog.length(%I) <= 300', a.attname) end,
    ' and ' order by a.attnum)
  into lengths
  from pg_catalog.pg_attribute a
  where a.attrelid = relation and a.atttypid in ('text'::regtype, 'text[]'::regtype)
    and exists (select from pg_catalog.pg_index i where i.indrelid = relation and a.attnum = any (i.indkey))
    and not exists (
      select from pg_catalog.pg_constraint k where k.conrelid = relation and k.contype = 'c' and a.attnum = any (k.conkey)
        and pg_catalog.pg_get_constraintdef(k.oid) ~ '= ANY|length\(');
  if lengths is not null then
    execute pg_catalog.format('alter table %s add constraint %I check (%s)', relation, name || '_lengths_check', lengths);
  end if;
end $$;

do $$
declare
  relation regclass;
begin
  for relation in
    select c.oid::regclass from pg_catalog.pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname
  loop
    perform app.bound_columns(relation);
  end loop;
end $$;

-- In a search index, which takes a name of a megabyte but not of two.
alter table public.leads add constraint leads_full_name_check check (length(full_name) <= 1000);
