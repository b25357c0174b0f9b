-- How a mutation ends, now that most are rows of sync.mutations.

-- As before, and: a mutation of one row needs no function of its own; arguments nested deeper than anything is are
-- refused before anything walks through them; a name or number that is taken is `already_exists`; what nobody may change
-- is `locked`.
create or replace function sync.settle(mutation jsonb, out result text, out code text, out message text,
  out details jsonb) language plpgsql set search_path = '' as $$
declare
  known sync.mutations;
  args jsonb := mutation -> 'args';
  target record;
  redirected jsonb;
  state text;
  detail text;
  broken text;
begin
  select * into known from sync.mutations m where m.name = mutation ->> 'name';
  if known.name is null then
    perform sync.reject('unknown_mutation', 'The server does not know this change');
  elsif not (mutation ->> 'v')::integer between known.oldest_version and known.newest_version then
    perform sync.reject('unsupported_version', 'The server does not understand this version of the change');
  elsif jsonb_typeof(args) is distinct from 'object' then
    perform sync.reject('invalid_input', 'The change has no arguments');
  elsif jsonb_path_exists(args, '$.**{32}') then
    perform sync.reject('invalid_input', 'The arguments are nested too deeply');
  elsif not app.can_write() then
    perform sync.reject('forbidden', 'You may read but not change');
  end if;
  target := sync.redirect(args);
  redirected := target.redirected;
  if known.function_name is null then
    details := sync.change_row(known.name, target.present);
  else
    execute format('select sync.%I($1)', known.function_name) into details using target.present;
  end if;
  result := 'applied';
  details := sync.with_redirects(details, redirected);
exception when others then
  get stacked diagnostics state = returned_sqlstate, message = message_text, code = pg_exception_hint,
    result = column_name, detail = pg_exception_detail, broken = constraint_name;
  if sync.is_transient(state) then
    raise;
  elsif state = 'LLOUT' then
    details := sync.with_redirects(nullif(detail, '')::jsonb, redirected);
    return;
  end if;
  result := 'rejected';
  details := null;
  if state = '23505' and broken not like '%\_pkey' then
    code := 'already_exists';
    message := 'Something with this name, number or place exists already';
  elsif state = '42501' then
    code := 'forbidden';
    message := 'You may not change this';
  else
    code := case when state = '23505' then 'id_taken' when state = '23001' then 'locked'
      when left(state, 2) in ('22', '23', '54') then 'invalid_input' else 'internal' end;
  end if;
end $$;

-- As before, by the one check of values.
create or replace function sync.check_fields(relation text, fields jsonb, editable jsonb) returns void
language plpgsql stable set search_path = '' as $$
begin
  perform sync.check_values(relation, fields, editable);
end $$;
