create or replace function sync.check_fields(relation text, fields jsonb, editable jsonb) returns void
language plpgsql stable set search_path = '' as $$
declare
  stray text;
begin
  if jsonb_typeof(fields) is distinct from 'object' then
    perform sync.reject('invalid_input', 'The fields are missing');
  end if;
  select f.key into stray
  from jsonb_each(fields) f left join sync.columns c on c.table_name = relation and c.column_name = f.key
  where not editable ? f.key or c.rule is null
    or not sync.has_form(f.value, c.type, c.is_nullable, (editable ->> f.key)::integer)
  limit 1;
  if found then
    perform sync.reject('invalid_input', format('%s cannot be set to this', stray));
  end if;
end $$;

create or replace function sync.settle(mutation jsonb, out result text, out code text, out message text, out details jsonb)
language plpgsql set search_path = '' as $$
declare
  known sync.mutations;
  target record;
  redirected jsonb;
  state text;
  detail text;
begin
  select * into known from sync.mutations m where m.name = mutation ->> 'name';
  if known.name is null then
    perform sync.reject('unknown_mutation', 'The server does not know this change');
  elsif not (mutation ->> 'v')::integer between known.oldest_version and known.newest_version then
    perform sync.reject('unsupported_version', 'The server does not understand this version of the change');
  elsif jsonb_typeof(mutation -> 'args') is distinct from 'object' then
    perform sync.reject('invalid_input', 'The change has no arguments');
  elsif not app.can_write() then
    perform sync.reject('forbidden', 'You may read but not change');
  end if;
  target := sync.redirect(mutation -> 'args');
  redirected := target.redirected;
  execute format('select sync.%I($1)', known.function_name) into details using target.present;
  result := 'applied';
  details := sync.with_redirects(details, redirected);
exception when others then
  get stacked diagnostics state = returned_sqlstate, message = message_text, code = pg_exception_hint,
    result = column_name, detail = pg_exception_detail;
  if sync.is_transient(state) then
    raise;
  elsif state = 'LLOUT' then
    details := sync.with_redirects(nullif(detail, '')::jsonb, redirected);
    return;
  end if;
  result := 'rejected';
  code := case when state = '23505' then 'id_taken' when state = '42501' then 'forbidden'
    when left(state, 2) in ('22', '23') then 'invalid_input' else 'internal' end;
  details := null;
end $$;
