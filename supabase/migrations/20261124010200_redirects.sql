-- Ids that no longer stand for a row of their own: an absorbed lead, a conversation joined with another, an id that a
-- desktop minted for what the server had already. Rows that are written under such an id go where it leads, whoever
-- writes them; a push says so in its outcome.

-- Set while the conversation's messages are in another one of the lead that absorbed this one's.
alter table public.conversations add column joined_into uuid references public.conversations on delete set null;
create index conversations_joined_into on public.conversations (joined_into) where joined_into is not null;

-- The lead that a lead was absorbed by, whoever absorbed that one; itself when it was not.
create function app.surviving_lead(lead uuid) returns uuid language sql stable security definer set search_path = '' as $$
  with recursive chain as (
    select l.id, l.merged_into, 0 as depth from public.leads l where l.id = lead
    union all
    select l.id, l.merged_into, c.depth + 1 from chain c join public.leads l on l.id = c.merged_into where c.depth < 100
  )
  select c.id from chain c order by c.depth desc limit 1
$$;

-- The conversation that holds the messages of this one; itself when it was not joined with another.
create function app.present_conversation(conversation uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  with recursive chain as (
    select c.id, c.joined_into, 0 as depth from public.conversations c where c.id = conversation
    union all
    select c.id, c.joined_into, p.depth + 1 from chain p join public.conversations c on c.id = p.joined_into
    where p.depth < 100
  )
  select c.id from chain c order by c.depth desc limit 1
$$;
grant execute on function app.surviving_lead(uuid), app.present_conversation(uuid) to service_role;

-- Rows of a lead belong to the lead's organisation, whatever the writer says, and what is written for an absorbed lead
-- to the one that absorbed it. The lock waits for a merge that is under way, and keeps the next one waiting.
create or replace function app.inherit_from_lead() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  absorbed_by uuid;
begin
  select l.organization_id, l.merged_into into new.organization_id, absorbed_by
  from public.leads l where l.id = new.lead_id for key share;
  if absorbed_by is not null then
    new.lead_id := app.surviving_lead(absorbed_by);
  end if;
  return new;
end $$;

-- A message belongs to its conversation's lead, organisation and platform, whatever the writer says; what is addressed
-- to a joined conversation, to the one that holds its messages. The lock is as above.
create or replace function app.inherit_from_conversation() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  joined_into uuid;
begin
  select c.organization_id, c.lead_id, c.platform, c.joined_into
  into new.organization_id, new.lead_id, new.platform, joined_into
  from public.conversations c where c.id = new.conversation_id for key share;
  if joined_into is not null then
    new.conversation_id := app.present_conversation(joined_into);
    select c.lead_id into new.lead_id from public.conversations c where c.id = new.conversation_id for key share;
  end if;
  new.status := coalesce(new.status, case new.direction when 'inbound' then 'received' else 'queued' end);
  return new;
end $$;

create or replace function app.derive_session() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  absorbed_by uuid;
begin
  select l.organization_id, l.brand_id, l.merged_into into new.organization_id, new.brand_id, absorbed_by
  from public.leads l where l.id = new.lead_id for key share;
  if absorbed_by is not null then
    new.lead_id := app.surviving_lead(absorbed_by);
  end if;
  new.customer_phone_normalized := app.normalize_phone(new.customer_phone,
    (select o.default_country from public.organizations o where o.id = new.organization_id));
  return new;
end $$;

-- The present id of a lead, if that is another one and the caller may see it. A definer, because the chain leads over
-- rows that the caller need not see; what it gives away is a lead that they do see.
create function sync.present_lead(lead uuid) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  present uuid;
begin
  perform from public.leads l where l.id = lead and l.organization_id = app.org_id() for key share;
  if found then
    present := app.surviving_lead(lead);
  end if;
  return (
    select l.id from public.leads l
    where l.id = present and l.id <> lead and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(),
      app.sees_all(), app.dataset_ids()));
end $$;

-- The same of a conversation, whose id may also be one that the caller's desktop minted.
create function sync.present_conversation(conversation uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  present uuid := conversation;
begin
  perform from public.conversations c where c.id = conversation and c.organization_id = app.org_id() for key share;
  if not found then
    select a.row_id into present from sync.aliases a where a.user_id = app.user_id() and a.alias = conversation;
    perform from public.conversations c where c.id = present for key share;
  end if;
  present := app.present_conversation(present);
  return (
    select c.id from public.conversations c join public.leads l on l.id = c.lead_id
    where c.id = present and c.id <> conversation and c.organization_id = app.org_id()
      and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(), app.sees_all(),
        app.dataset_ids()));
end $$;

-- A mutation's arguments with present ids, and which were replaced: {"leads": {old: new}, "conversations": {…}}; null
-- when none was.
create function sync.redirect(args jsonb, out present jsonb, out redirected jsonb)
language plpgsql set search_path = '' as $$
declare
  place record;
  id uuid;
begin
  present := args;
  for place in
    select p.name, p.kind from (values ('conversation_id', 'conversations'), ('via_conversation_id', 'conversations'),
      ('lead_id', 'leads')) p (name, kind)
    where args ? p.name and sync.has_form(args -> p.name, 'uuid', false, null)
  loop
    id := case place.kind when 'leads' then sync.present_lead((args ->> place.name)::uuid)
      else sync.present_conversation((args ->> place.name)::uuid) end;
    if id is not null then
      present := present || jsonb_build_object(place.name, id);
      redirected := coalesce(redirected, '{}') || jsonb_build_object(place.kind,
        coalesce(redirected -> place.kind, '{}') || jsonb_build_object(lower(args ->> place.name), id));
    end if;
  end loop;
end $$;

-- As before, with present ids; details.redirected says which were replaced.
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

create function sync.with_redirects(details jsonb, redirected jsonb) returns jsonb language sql immutable
return case when redirected is null then details
  else coalesce(details, '{}') || jsonb_build_object('redirected', coalesce(details -> 'redirected', '{}') || redirected)
end;

grant execute on function sync.present_lead(uuid), sync.present_conversation(uuid), sync.redirect(jsonb),
  sync.with_redirects(jsonb, jsonb) to leadline_sync;
