-- Lists of texts hold texts: where one is asked for, a list within the list, a number or null is refused, not written
-- down as the text that it would be in JSON.

-- Whether a value is a list of texts and of nothing else.
create function app.is_texts(value jsonb) returns boolean
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return case when jsonb_typeof(value) = 'array'
    then not exists (select from jsonb_array_elements(value) t where jsonb_typeof(t) <> 'string') else false end;
end $$;
grant execute on function app.is_texts(jsonb) to authenticated, service_role, leadline_sync;

-- As before. In a path, [*] looks into lists within lists, and found only texts there.
create or replace function sync.check_values(relation text, given jsonb, fields jsonb) returns void
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
    or a.atttypid = 'text[]'::regtype and not app.is_texts(g.value)
  limit 1;
  if found then
    perform sync.reject('invalid_input', format('%s cannot be set to this', stray));
  end if;
end $$;

-- As before.
create or replace function app.check_lesson_wish(wish jsonb) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(wish) is distinct from 'object' or length(wish::text) > 50000
    or wish - '{lesson_type,title,description,trigger,correct_response,incorrect_response,reasoning,tags,priority}'::text[]
      <> '{}'
    or not app.is_texts(coalesce(wish -> 'tags', '[]'))
  then
    raise exception 'A lesson has a type, a title, a description, a trigger, responses, a reasoning, tags and a priority'
      using errcode = 'invalid_parameter_value';
  end if;
end $$;

-- As before.
create or replace function app.are_form_fields(fields jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(fields) is distinct from 'array' or jsonb_array_length(fields) > 50 then
    return false;
  end if;
  return not exists (
      select from jsonb_array_elements(fields) f
      where jsonb_typeof(f) <> 'object' or coalesce(f ->> 'name', '') !~ '^[A-Za-z][A-Za-z0-9_-]{0,59}$'
        or coalesce(length(f ->> 'label'), 0) not between 1 and 300
        or coalesce(f ->> 'type', '') not in ('text', 'email', 'phone', 'textarea', 'select', 'checkbox', 'number')
        or jsonb_typeof(coalesce(f -> 'required', 'false')) <> 'boolean'
        or not app.is_texts(coalesce(f -> 'options', '[]'))
        or f - '{name,label,type,required,options}'::text[] <> '{}')
    and (select count(distinct f ->> 'name') = count(*) from jsonb_array_elements(fields) f);
end $$;

-- As before; what is no list of tags is a fault of the node.
create or replace function app.node_tag(config jsonb, lead public.leads) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  if not (app.is_texts(coalesce(config -> 'add', '[]')) and app.is_texts(coalesce(config -> 'remove', '[]'))) then
    raise exception 'A workflow gives and takes lists of tags' using errcode = '22023';
  end if;
  update public.leads l set tags = array(
    select distinct t from unnest(l.tags || array(select jsonb_array_elements_text(coalesce(config -> 'add', '[]')))) t
    where not coalesce(config -> 'remove', '[]') ? t order by t)
  where l.id = lead.id;
  return config;
end $$;
