-- A rep makes a lead, changes any of its fields, and begins a conversation with it (mutations lead.create, lead.edit,
-- conversation.start).

-- What a rep may write into a lead, with the greatest lengths (null: no text).
create function sync.lead_fields() returns jsonb language sql immutable
return '{"first_name": 200, "last_name": 200, "company_name": 300, "email": 320, "phone": 60, "secondary_phone": 60,
  "address": 1000, "postcode": 20, "source": 200, "temperature": 10, "custom_fields": null,
  "next_follow_up_at": null}'::jsonb;

-- Ends the mutation unless every value is one that its column takes. `editable` as in sync.merge_row.
create function sync.check_fields(relation text, fields jsonb, editable jsonb) returns void
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

-- Fields of a lead's own making: an object of at most 100 of them and 20,000 characters.
create function sync.check_custom_fields(fields jsonb) returns void language plpgsql stable set search_path = '' as $$
begin
  if fields ? 'custom_fields' and (jsonb_typeof(fields -> 'custom_fields') <> 'object'
    or length(fields ->> 'custom_fields') > 20000
    or (select count(*) from jsonb_object_keys(fields -> 'custom_fields')) > 100)
  then
    perform sync.reject('invalid_input', 'These are more of a lead''s own fields than it may have');
  end if;
end $$;

-- Inserts a row from values in the form in which they travel. What is not named takes its default.
create function sync.insert_row(relation text, organization uuid, fields jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  execute (
    select format('insert into public.%I (organization_id, %s) values ($1, %s)', relation,
      string_agg(format('%I', c.column_name), ', ' order by c.position),
      string_agg(sync.unwire_sql(c, format_type(a.atttypid, a.atttypmod)), ', ' order by c.position))
    from sync.columns c
    join pg_catalog.pg_attribute a on a.attrelid = format('public.%I', relation)::regclass and a.attname = c.column_name
    where c.table_name = relation and fields ? c.column_name)
  using organization, fields;
end $$;

-- The lead that has a phone number in a brand of the caller's organisation, and whether the caller may see it.
create function sync.phone_owner(brand uuid, number text, except_lead uuid, out lead_id uuid, out is_visible boolean)
language sql stable security definer set search_path = '' as $$
  select o.id, app.audience_has(o.owner_id, o.assignee_ids, o.dataset_ids, app.user_id(), app.sees_all(),
    app.dataset_ids()) is true
  from public.organizations g
  join public.leads o on o.organization_id = g.id and o.brand_id = brand and o.id <> except_lead
    and o.merged_into is null and o.duplicate_of is null
    and o.phone_normalized = app.normalize_phone(number, g.default_country)
  where g.id = app.org_id()
$$;

-- Ends a mutation whose phone number another lead has.
create function sync.reject_duplicate(holder uuid, is_visible boolean) returns void
language plpgsql set search_path = '' as $$
begin
  if is_visible then
    perform sync.reject('duplicate_of', 'Another lead has this phone number', jsonb_build_object('lead_id', holder));
  end if;
  perform sync.reject('belongs_to_colleague', 'A colleague''s lead has this phone number');
end $$;

-- Ends the mutation unless `args ->> name` is null or a colleague who can take leads and conversations.
create function sync.check_assignee(args jsonb, name text) returns void language plpgsql stable set search_path = '' as $$
begin
  if not sync.has_form(coalesce(args -> name, '0'), 'uuid', true, null) then
    perform sync.reject('invalid_input', format('%s must be a UUID or null', name));
  elsif jsonb_typeof(args -> name) = 'string' and not exists (
    select from public.profiles p
    where p.id = (args ->> name)::uuid and p.status = 'active' and p.role <> 'viewer')
  then
    perform sync.reject('invalid_assignee', 'This colleague cannot take it');
  end if;
end $$;

-- A new lead, the caller's own unless `owner_id` says otherwise (null: the pool). `keep_both` makes it although a lead
-- that the caller sees has the number; it then says which in duplicate_of.
create function sync.lead_create(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead uuid := sync.uuid_argument(args, 'lead_id');
  brand uuid := sync.uuid_argument(args, 'brand_id');
  fields jsonb := args -> 'fields';
  earlier jsonb;
  holder record;
  broken text;
begin
  perform sync.check_fields('leads', fields, sync.lead_fields());
  perform sync.check_custom_fields(fields);
  if args ? 'owner_id' then
    perform sync.check_assignee(args, 'owner_id');
  end if;
  fields := fields || jsonb_build_object('id', lead, 'brand_id', brand,
    'owner_id', case when args ? 'owner_id' then args -> 'owner_id' else to_jsonb(app.user_id()) end);
  earlier := sync.locked_row('leads', lead);
  if earlier is not null then
    if not earlier @> fields then
      perform sync.reject('id_taken', 'Another lead has this id');
    end if;
    return null;
  end if;
  begin
    perform sync.insert_row('leads', app.org_id(), fields);
    return null;
  exception when unique_violation then
    get stacked diagnostics broken = constraint_name;
  end;
  if broken <> 'leads_phone_once' then
    perform sync.reject('id_taken', 'Another lead has this id');
  end if;
  select * into holder from sync.phone_owner(brand, fields ->> 'phone', lead);
  if holder.is_visible is not true or args -> 'keep_both' is distinct from 'true' then
    perform sync.reject_duplicate(holder.lead_id, holder.is_visible);
  end if;
  perform sync.insert_row('leads', app.org_id(), fields || jsonb_build_object('duplicate_of', holder.lead_id));
  return jsonb_build_object('duplicate_of', holder.lead_id);
end $$;

-- As before, for all that a rep may write.
create or replace function sync.lead_edit(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead uuid := sync.uuid_argument(args, 'lead_id');
  holder record;
begin
  if jsonb_typeof(args -> 'set') = 'object' then
    perform sync.check_custom_fields(args -> 'set');
  end if;
  return sync.merge_row('leads', lead, args -> 'set', args -> 'base', sync.lead_fields());
exception when unique_violation then
  select o.* into holder from public.leads l, sync.phone_owner(l.brand_id, args -> 'set' ->> 'phone', l.id) o
  where l.id = lead;
  perform sync.reject_duplicate(holder.lead_id, holder.is_visible);
end $$;
drop function sync.phone_holder(uuid, text);

-- Ids that a desktop minted for what the server had already under another: its queue still names them.
create table sync.aliases (
  user_id uuid not null references public.profiles on delete cascade,
  alias uuid not null,
  row_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (user_id, alias)
);
select app.lock_table('sync.aliases');
grant select, insert on sync.aliases to leadline_sync;
create policy push_keeps on sync.aliases for all to leadline_sync
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));

-- Whether a conversation of this id exists, for the caller or not.
create function sync.has_conversation(conversation uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.conversations c where c.id = conversation)
$$;

-- Begins a conversation. Where the lead has one on this channel, that is the one: the answer says so, and what the
-- caller's queue addresses to the minted id goes there.
create function sync.conversation_start(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  minted uuid := sync.uuid_argument(args, 'conversation_id');
  lead public.leads;
  channel public.channels;
  present uuid;
begin
  select * into lead from public.leads l where l.id = sync.uuid_argument(args, 'lead_id') for key share;
  select * into channel from public.channels c where c.id = sync.uuid_argument(args, 'channel_id');
  if lead.id is null then
    perform sync.reject('not_found', 'The lead is gone, or no longer visible to you');
  elsif channel.id is null or not channel.is_active or channel.brand_id is distinct from lead.brand_id then
    perform sync.reject('invalid_channel', 'This channel cannot reach the lead');
  end if;
  insert into public.conversations (id, organization_id, lead_id, channel_id, platform)
  values (minted, lead.organization_id, lead.id, channel.id, channel.platform)
  on conflict (lead_id, channel_id) do nothing;
  if found then
    return null;
  end if;
  select c.id into present from public.conversations c where c.lead_id = lead.id and c.channel_id = channel.id;
  if present = minted then
    return null;
  elsif sync.has_conversation(minted) then
    perform sync.reject('id_taken', 'Another conversation has this id');
  end if;
  insert into sync.aliases (user_id, alias, row_id) values (app.user_id(), minted, present) on conflict do nothing;
  return jsonb_build_object('redirected', jsonb_build_object('conversations', jsonb_build_object(minted, present)));
end $$;

grant execute on function sync.lead_fields(), sync.check_fields(text, jsonb, jsonb), sync.check_custom_fields(jsonb),
  sync.insert_row(text, uuid, jsonb), sync.phone_owner(uuid, text, uuid), sync.reject_duplicate(uuid, boolean),
  sync.check_assignee(jsonb, text), sync.lead_create(jsonb), sync.has_conversation(uuid),
  sync.conversation_start(jsonb) to leadline_sync;

insert into sync.mutations (name, function_name) values
  ('lead.create', 'lead_create'),
  ('conversation.start', 'conversation_start');
update sync.mutations set newest_version = 2 where name = 'lead.edit';
