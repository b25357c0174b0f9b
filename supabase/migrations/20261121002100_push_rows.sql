-- Reading and changing rows in the form in which they travel, by the list sync.columns.

-- A row as an object of its replicated columns, locked until the transaction ends; null when the caller cannot see or
-- change it.
create function sync.locked_row(relation text, row_id uuid) returns jsonb language plpgsql set search_path = '' as $$
declare
  found_row jsonb;
begin
  execute (
    select format('select to_jsonb(json_build_object(%s)) from public.%I x where x.id = $1 for update',
      string_agg(format('%L, %s', c.column_name, sync.wire_sql(c)), ', ' order by c.position), relation)
    from sync.columns c where c.table_name = relation)
  into found_row using row_id;
  return found_row;
end $$;

-- Whether a value has the form that a column travels in. `max_length` in characters, for text.
create function sync.has_form(value jsonb, type text, is_nullable boolean, max_length integer) returns boolean
language sql immutable
return case
  when jsonb_typeof(value) = 'null' then is_nullable
  when type = 'uuid' then jsonb_typeof(value) = 'string' and pg_input_is_valid(value #>> '{}', 'uuid')
  when type in ('text', 'date', 'money') then
    jsonb_typeof(value) = 'string' and length(value #>> '{}') <= coalesce(max_length, 1000)
  when type in ('int', 'real', 'time') then jsonb_typeof(value) = 'number'
  when type = 'bool' then jsonb_typeof(value) = 'boolean'
  else true
end;

-- SQL that turns column `c` of the JSON object `$2` back into what the table stores. `stored` is the column's type.
create function sync.unwire_sql(c sync.columns, stored text) returns text language sql immutable
return case
  when c.type = 'time' then
    format('timestamptz ''epoch'' + ($2 ->> %L)::bigint * interval ''1 millisecond''', c.column_name)
  when c.type = 'json' and stored like '%[]' then
    format('array(select jsonb_array_elements_text($2 -> %L))::%s', c.column_name, stored)
  when c.type = 'json' then format('$2 -> %L', c.column_name)
  else format('($2 ->> %L)::%s', c.column_name, stored)
end;

create function sync.write_row(relation text, row_id uuid, changes jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  execute (
    select format('update public.%I set %s where id = $1', relation, string_agg(format('%I = %s', c.column_name,
      sync.unwire_sql(c, format_type(a.atttypid, a.atttypmod))), ', '))
    from sync.columns c
    join pg_catalog.pg_attribute a on a.attrelid = format('public.%I', relation)::regclass and a.attname = c.column_name
    where c.table_name = relation and changes ? c.column_name)
  using row_id, changes;
end $$;

-- Changes a row by the values the rep saw (`base`) and wants (`wanted`), column by column under its rule, all or nothing.
-- `editable` maps the columns this mutation may name to their greatest length (null: no text). Returns details for the
-- ledger: {overwritten: {column: value}} when the rep's values replaced a colleague's.
create function sync.merge_row(relation text, row_id uuid, wanted jsonb, base jsonb, editable jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  theirs jsonb;
  changes jsonb := '{}';
  overwritten jsonb := '{}';
  conflicts jsonb := '{}';
  wish record;
  merged record;
begin
  if jsonb_typeof(wanted) is distinct from 'object' or jsonb_typeof(base) is distinct from 'object' then
    perform sync.reject('invalid_input', 'A change needs what to set and what it was');
  end if;
  theirs := sync.locked_row(relation, row_id);
  if theirs is null then
    perform sync.reject('not_found', 'It is gone, or no longer visible to you');
  end if;

  for wish in
    select w.key as name, w.value, c.rule, c.type, c.is_nullable
    from jsonb_each(wanted) w left join sync.columns c on c.table_name = relation and c.column_name = w.key
  loop
    if not editable ? wish.name or wish.rule in ('fixed', 'derived')
      or not sync.has_form(wish.value, wish.type, wish.is_nullable, (editable ->> wish.name)::integer)
    then
      perform sync.reject('invalid_input', format('%s cannot be set to this', wish.name));
    end if;
    merged := sync.merge_value(wish.rule, base -> wish.name, wish.value, theirs -> wish.name);
    if merged.conflict then
      conflicts := conflicts || jsonb_build_object(wish.name, jsonb_build_object(
        'base', base -> wish.name, 'mine', wish.value, 'theirs', theirs -> wish.name));
    elsif merged.value <> theirs -> wish.name then
      changes := changes || jsonb_build_object(wish.name, merged.value);
    end if;
    if merged.lost then
      overwritten := overwritten || jsonb_build_object(wish.name, theirs -> wish.name);
    end if;
  end loop;

  if conflicts <> '{}' then
    perform sync.settle_as('conflict', 'conflict', 'A colleague changed the same in the meantime',
      jsonb_build_object('fields', conflicts, 'row', theirs));
  elsif changes <> '{}' then
    perform sync.write_row(relation, row_id, changes);
  end if;
  return case when overwritten <> '{}' then jsonb_build_object('overwritten', overwritten) end;
end $$;

-- Arguments of mutations, or the end of the mutation as invalid.
-- Stable, so that `where id = sync.uuid_argument(…)` looks into the index once instead of asking every row.
create function sync.uuid_argument(args jsonb, name text) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  if not sync.has_form(coalesce(args -> name, 'null'), 'uuid', false, null) then
    perform sync.reject('invalid_input', format('%s must be a UUID', name));
  end if;
  return args ->> name;
end $$;

create function sync.text_argument(args jsonb, name text, min_length integer, max_length integer) returns text
language plpgsql stable set search_path = '' as $$
begin
  if not sync.has_form(coalesce(args -> name, 'null'), 'text', min_length is null, max_length)
    or length(args ->> name) < min_length
  then
    perform sync.reject('invalid_input', format('%s must be text of at most %s characters', name, max_length));
  end if;
  return args ->> name;
end $$;
