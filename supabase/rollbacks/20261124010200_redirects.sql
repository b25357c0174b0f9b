drop function sync.redirect(jsonb), sync.present_conversation(uuid), sync.present_lead(uuid);

create or replace function sync.settle(mutation jsonb, out result text, out code text, out message text, out details jsonb)
language plpgsql set search_path = '' as $$
declare
  known sync.mutations;
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
  execute format('select sync.%I($1)', known.function_name) into details using mutation -> 'args';
  result := 'applied';
exception when others then
  get stacked diagnostics state = returned_sqlstate, message = message_text, code = pg_exception_hint,
    result = column_name, detail = pg_exception_detail;
  if sync.is_transient(state) then
    raise;
  elsif state = 'LLOUT' then
    details := nullif(detail, '')::jsonb;
    return;
  end if;
  result := 'rejected';
  code := case when state = '23505' then 'id_taken' when state = '42501' then 'forbidden'
    when left(state, 2) in ('22', '23') then 'invalid_input' else 'internal' end;
  details := null;
end $$;
drop function sync.with_redirects(jsonb, jsonb);

create or replace function app.derive_session() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select l.organization_id, l.brand_id into new.organization_id, new.brand_id
  from public.leads l where l.id = new.lead_id;
  new.customer_phone_normalized := app.normalize_phone(new.customer_phone,
    (select o.default_country from public.organizations o where o.id = new.organization_id));
  return new;
end $$;

create or replace function app.inherit_from_conversation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select c.organization_id, c.lead_id, c.platform into new.organization_id, new.lead_id, new.platform
  from public.conversations c where c.id = new.conversation_id;
  new.status := coalesce(new.status, case new.direction when 'inbound' then 'received' else 'queued' end);
  return new;
end $$;

create or replace function app.inherit_from_lead() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select l.organization_id into new.organization_id from public.leads l where l.id = new.lead_id;
  return new;
end $$;

drop function app.present_conversation(uuid), app.surviving_lead(uuid);
alter table public.conversations drop column joined_into;
