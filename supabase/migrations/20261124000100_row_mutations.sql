-- Mutations that make, edit or delete one row of a table: what they may name is data (sync.mutations), one function
-- does each of the three, and row level security says who may.

-- Columns bound by one rule (an amount and its currency) merge as one: a change of any is a change of the group. The
-- same as `group` in shared/replication/tables.ts. Groups are guarded: a mixture of two people's values would be nobody's.
alter table sync.columns
  add column merge_group text,
  add constraint columns_merge_group_check check (merge_group is null or rule = 'guarded');

-- Changes how a column merges.
create function sync.set_rule(relation text, columns text[], rule text, merge_group text default null) returns void
language plpgsql set search_path = '' as $$
begin
  update sync.columns c set rule = set_rule.rule, merge_group = set_rule.merge_group
  where c.table_name = relation and c.column_name = any (columns);
end $$;

-- relation, verb: the table, and whether a row is made, edited or deleted. id_argument: the argument with the row's id;
-- the other arguments of a creation are columns, an edit has `set` and `base`. fields: the columns that may be named,
-- each with its bound: the greatest length of a text or of JSON as text, a list of all values, or null. author: the
-- column of a new row that says who made it. function_name: what applies it instead of the verb alone.
alter table sync.mutations
  alter column function_name drop not null,
  add column relation text,
  add column verb text,
  add column id_argument text,
  add column fields jsonb not null default '{}',
  add column author text,
  add constraint mutations_verb_check check (verb in ('create', 'edit', 'delete')),
  add constraint mutations_row_check check (num_nonnulls(relation, verb, id_argument) in (0, 3)),
  add constraint mutations_how_check check (num_nonnulls(function_name, relation) > 0);

-- As before, and a form is exact: no rounding of numbers, no dates that are not, no money that is no integer.
create or replace function sync.has_form(value jsonb, type text, is_nullable boolean, max_length integer) returns boolean
language sql immutable
return case
  when jsonb_typeof(value) = 'null' then is_nullable
  when type = 'bool' then jsonb_typeof(value) = 'boolean'
  when type = 'json' then length(value::text) <= coalesce(max_length, 100000)
  when type in ('int', 'real', 'time') then jsonb_typeof(value) = 'number' and case type
    when 'int' then pg_input_is_valid(value #>> '{}', 'integer')
    when 'time' then value #>> '{}' ~ '^-?\d{1,15}$'
    else true end
  when jsonb_typeof(value) <> 'string' then false
  when type = 'uuid' then pg_input_is_valid(value #>> '{}', 'uuid')
  when type = 'date' then value #>> '{}' ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(value #>> '{}', 'date')
  when type = 'money' then value #>> '{}' ~ '^(0|-?[1-9]\d*)$' and pg_input_is_valid(value #>> '{}', 'bigint')
  else length(value #>> '{}') <= coalesce(max_length, 1000)
end;

-- A row as an object of its replicated columns; null when the caller does not see it. `locking`: for a change, until the
-- transaction ends; then also null when the caller may not change it.
create function sync.read_row(relation text, row_id uuid, locking boolean) returns jsonb
language plpgsql set search_path = '' as $$
declare
  found_row jsonb;
begin
  execute (
    select format('select to_jsonb(json_build_object(%s)) from public.%I x where x.id = $1 %s',
      string_agg(format('%L, %s', c.column_name, sync.wire_sql(c)), ', ' order by c.position), relation,
      case when locking then 'for update' end)
    from sync.columns c where c.table_name = relation)
  into found_row using row_id;
  return found_row;
end $$;

-- As before, and a row that the caller sees but may not change is `forbidden`, not gone.
create or replace function sync.locked_row(relation text, row_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  found_row jsonb := sync.read_row(relation, row_id, true);
begin
  if found_row is null and sync.read_row(relation, row_id, false) is not null then
    perform sync.reject('forbidden', 'You may see this but not change it');
  end if;
  return found_row;
end $$;

-- Ends the mutation unless each of `given` is a column that `fields` lists with a value that it takes.
create function sync.check_values(relation text, given jsonb, fields jsonb) returns void
language plpgsql stable set search_path = '' as $$
declare
  stray text;
begin
  if jsonb_typeof(given) is distinct from 'object' then
    perform sync.reject('invalid_input', 'A change needs what to set');
  end if;
  select g.key into stray
  from jsonb_each(given) g
  left join sync.columns c on c.table_name = relation and c.column_name = g.key
  left join pg_catalog.pg_attribute a on a.attrelid = format('public.%I', relation)::regclass and a.attname = g.key
  where not fields ? g.key or c.type is null
    or not sync.has_form(g.value, c.type, c.is_nullable,
      case when jsonb_typeof(fields -> g.key) = 'number' then (fields ->> g.key)::integer end)
    or jsonb_typeof(fields -> g.key) = 'array' and jsonb_typeof(g.value) <> 'null' and not fields -> g.key @> g.value
    or a.atttypid = 'text[]'::regtype and (jsonb_typeof(g.value) <> 'array'
      or jsonb_path_exists(g.value, '$[*] ? (@.type() != "string")'))
  limit 1;
  if found then
    perform sync.reject('invalid_input', format('%s cannot be set to this', stray));
  end if;
end $$;

-- Ends the mutation unless the caller sees every row that `given` refers to, those rows are of the lead that it names,
-- and a colleague that it names can act.
create function sync.check_references(relation text, given jsonb) returns void
language plpgsql stable set search_path = '' as $$
declare
  reference record;
  parent jsonb;
begin
  for reference in
    select g.key as name, p.relname as parent, (g.value #>> '{}')::uuid as id
    from jsonb_each(given) g
    join pg_catalog.pg_attribute a on a.attrelid = format('public.%I', relation)::regclass and a.attname = g.key
    join pg_catalog.pg_constraint k on k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum]
    join pg_catalog.pg_class p on p.oid = k.confrelid
    where jsonb_typeof(g.value) = 'string'
  loop
    execute format('select to_jsonb(p) from public.%I p where p.id = $1', reference.parent) into parent
      using reference.id;
    if parent is null then
      perform sync.reject('not_found', format('The %s is gone, or not visible to you',
        replace(regexp_replace(reference.name, '_id$', ''), '_', ' ')));
    elsif reference.parent = 'profiles' and (parent ->> 'status' <> 'active' or parent ->> 'role' = 'viewer') then
      perform sync.reject('invalid_assignee', 'This colleague cannot take it');
    elsif given ? 'lead_id' and parent ? 'lead_id' and parent ->> 'lead_id' is distinct from given ->> 'lead_id' then
      perform sync.reject('invalid_input', format('%s belongs to another lead', reference.name));
    end if;
  end loop;
end $$;

-- Inserts a row of the caller's organisation and, where `author` names a column for that, making.
create function sync.put_row(relation text, row_id uuid, author text, given jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform sync.insert_row(relation, app.org_id(), given || jsonb_build_object('id', row_id)
    || case when author is null then '{}' else jsonb_build_object(author, app.user_id()) end);
end $$;

-- Repeated with the same content it changes nothing; another content under the id is `id_taken`.
create function sync.create_row(mutation sync.mutations, args jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  row_id uuid := sync.uuid_argument(args, mutation.id_argument);
  given jsonb := args - mutation.id_argument;
  earlier jsonb;
begin
  perform sync.check_values(mutation.relation, given, mutation.fields);
  perform sync.check_references(mutation.relation, given);
  earlier := sync.read_row(mutation.relation, row_id, false);
  if earlier is null then
    if sync.is_deleted(mutation.relation, row_id) then
      perform sync.reject('not_found', 'It was deleted');
    end if;
    perform sync.put_row(mutation.relation, row_id, mutation.author, given);
  elsif earlier ->> mutation.author <> app.user_id()::text
    or exists (select from jsonb_each(given) g where earlier -> g.key is distinct from g.value)
  then
    perform sync.reject('id_taken', 'Another row has this id');
  end if;
  return null;
end $$;

-- What to set with the other columns of each group that it touches, these as the rep saw them: if a colleague changed
-- one of them meanwhile, the group conflicts.
create function sync.with_groups(relation text, wanted jsonb, base jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  mates text[] := array(
    select mate.column_name from sync.columns mate
    where mate.table_name = relation and not wanted ? mate.column_name and mate.merge_group in (
      select c.merge_group from sync.columns c where c.table_name = relation and wanted ? c.column_name));
begin
  if not coalesce(base ?& mates, false) then
    perform sync.reject('invalid_input', format('What %s was must be told too', array_to_string(mates, ' and ')));
  end if;
  return wanted || coalesce((select jsonb_object_agg(m, base -> m) from unnest(mates) m), '{}');
end $$;

-- Changes a row as sync.merge_row does, by groups. `fields` as in sync.mutations.
create function sync.merge_fields(relation text, row_id uuid, wanted jsonb, base jsonb, fields jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  longest_text constant integer := 1000000;
begin
  perform sync.check_values(relation, wanted, fields);
  perform sync.check_references(relation, wanted);
  wanted := sync.with_groups(relation, wanted, base);
  -- Lengths were just checked; what was read from the row may be longer than what may be written.
  return sync.merge_row(relation, row_id, wanted, base,
    (select coalesce(jsonb_object_agg(k, longest_text), '{}') from jsonb_object_keys(wanted) k));
end $$;

create function sync.delete_row(relation text, row_id uuid) returns void language plpgsql set search_path = '' as $$
declare
  deleted integer;
begin
  execute format('delete from public.%I where id = $1', relation) using row_id;
  get diagnostics deleted = row_count;
  if deleted > 0 or sync.is_deleted(relation, row_id) then
    return;
  elsif sync.read_row(relation, row_id, false) is not null then
    perform sync.reject('forbidden', 'You may see this but not delete it');
  end if;
  perform sync.reject('not_found', 'It is gone, or not visible to you');
end $$;

-- Applies a mutation by what sync.mutations says of it.
create function sync.change_row(name text, args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  mutation sync.mutations;
begin
  select * into mutation from sync.mutations m where m.name = change_row.name;
  if mutation.verb = 'create' then
    return sync.create_row(mutation, args);
  elsif mutation.verb = 'edit' then
    return sync.merge_fields(mutation.relation, sync.uuid_argument(args, mutation.id_argument), args -> 'set',
      args -> 'base', mutation.fields);
  end if;
  perform sync.delete_row(mutation.relation, sync.uuid_argument(args, mutation.id_argument));
  return null;
end $$;

grant execute on function sync.read_row(text, uuid, boolean), sync.check_values(text, jsonb, jsonb),
  sync.check_references(text, jsonb), sync.put_row(text, uuid, text, jsonb), sync.create_row(sync.mutations, jsonb),
  sync.with_groups(text, jsonb, jsonb), sync.merge_fields(text, uuid, jsonb, jsonb, jsonb),
  sync.delete_row(text, uuid), sync.change_row(text, jsonb) to leadline_sync;
