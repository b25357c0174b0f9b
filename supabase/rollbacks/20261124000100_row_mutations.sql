create or replace function sync.locked_row(relation text, row_id uuid) returns jsonb language plpgsql set search_path = '' as $$
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

create or replace function sync.has_form(value jsonb, type text, is_nullable boolean, max_length integer) returns boolean
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

drop function sync.change_row(text, jsonb), sync.delete_row(text, uuid),
  sync.merge_fields(text, uuid, jsonb, jsonb, jsonb), sync.with_groups(text, jsonb, jsonb),
  sync.create_row(sync.mutations, jsonb), sync.put_row(text, uuid, text, jsonb), sync.check_references(text, jsonb),
  sync.check_values(text, jsonb, jsonb), sync.read_row(text, uuid, boolean),
  sync.set_rule(text, text[], text, text);
alter table sync.mutations drop column relation, drop column verb, drop column id_argument, drop column fields,
  drop column author, alter column function_name set not null;
alter table sync.columns drop column merge_group;
