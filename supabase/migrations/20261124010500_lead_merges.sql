-- Two leads that are one customer become one, and can become two again (mutations lead.merge, lead.unmerge).

-- What becomes of a survivor: the fields that were chosen from the absorbed lead, and what it did not know itself.
-- `owner`: whose the absorbed lead was.
create function app.merge_fields(survivor uuid, absorbed uuid, owner uuid, chosen text[]) returns void
language sql security definer set search_path = '' as $$
  update public.leads s set
    owner_id = case when 'owner_id' = any (chosen) then owner else s.owner_id end,
    first_name = case when 'first_name' = any (chosen) or s.full_name is null then a.first_name else s.first_name end,
    last_name = case when 'last_name' = any (chosen) or s.full_name is null then a.last_name else s.last_name end,
    company_name = case when 'company_name' = any (chosen) then a.company_name
      else coalesce(s.company_name, a.company_name) end,
    email = case when 'email' = any (chosen) then a.email else coalesce(s.email, a.email) end,
    email_verified = case when 'email' = any (chosen) or s.email is null then a.email_verified else s.email_verified end,
    phone = case when 'phone' = any (chosen) then a.phone else coalesce(s.phone, a.phone) end,
    secondary_phone = case when 'secondary_phone' = any (chosen) then a.secondary_phone
      else coalesce(s.secondary_phone, case when 'phone' = any (chosen) then s.phone
        when s.phone is not null and s.phone_normalized is distinct from a.phone_normalized then a.phone end,
        a.secondary_phone) end,
    address = case when 'address' = any (chosen) then a.address else coalesce(s.address, a.address) end,
    postcode = case when 'postcode' = any (chosen) then a.postcode else coalesce(s.postcode, a.postcode) end,
    avatar_url = coalesce(s.avatar_url, a.avatar_url),
    source = case when 'source' = any (chosen) then a.source else coalesce(s.source, a.source) end,
    temperature = case when 'temperature' = any (chosen) then a.temperature
      else coalesce(s.temperature, a.temperature) end,
    contact_status = case when 'removed' in (s.contact_status, a.contact_status) then 'removed'
      when 'contact_status' = any (chosen) then a.contact_status else s.contact_status end,
    lead_status = case when 'lead_status' = any (chosen) then a.lead_status else s.lead_status end,
    lifecycle_stage = case when 'lifecycle_stage' = any (chosen) then a.lifecycle_stage else s.lifecycle_stage end,
    client_type = case when 'client_type' = any (chosen) then a.client_type else s.client_type end,
    custom_fields = case when 'custom_fields' = any (chosen) then s.custom_fields || a.custom_fields
      else a.custom_fields || s.custom_fields end,
    next_follow_up_at = case when 'next_follow_up_at' = any (chosen) then a.next_follow_up_at
      else coalesce(s.next_follow_up_at, a.next_follow_up_at) end,
    -- Never the AI again where somebody switched it off.
    ai_enabled = s.ai_enabled and a.ai_enabled,
    manual_mode_at = coalesce(s.manual_mode_at, a.manual_mode_at),
    tags = s.tags || array(select t from unnest(a.tags) t where t <> all (s.tags)),
    first_touchpoint = case when a.created_at < s.created_at then coalesce(a.first_touchpoint, s.first_touchpoint)
      else coalesce(s.first_touchpoint, a.first_touchpoint) end,
    last_touchpoint = case when a.last_interaction_at > s.last_interaction_at or s.last_touchpoint is null
      then coalesce(a.last_touchpoint, s.last_touchpoint) else s.last_touchpoint end,
    latest_reply = case when a.last_interaction_at > s.last_interaction_at or s.latest_reply is null
      then coalesce(a.latest_reply, s.latest_reply) else s.latest_reply end,
    first_contact_at = least(s.first_contact_at, a.first_contact_at),
    last_contact_at = greatest(s.last_contact_at, a.last_contact_at),
    last_interaction_at = greatest(s.last_interaction_at, a.last_interaction_at),
    conversation_summary = coalesce(s.conversation_summary, a.conversation_summary),
    duplicate_of = nullif(s.duplicate_of, a.id)
  from public.leads a where s.id = survivor and a.id = absorbed
$$;

-- What could not move since the survivor has its own: the stricter consent holds for both, an enrolment waits, an alarm
-- that rings already rings once.
create function app.settle_leftovers(survivor uuid, absorbed uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.consents s set status = 'opted_out', source = 'merge', evidence = a.evidence, message_id = a.message_id,
    recorded_by = app.user_id(), decided_at = a.decided_at
  from public.consents a
  where s.lead_id = survivor and a.lead_id = absorbed and a.platform = s.platform
    and a.status = 'opted_out' and s.status = 'opted_in';
  update public.campaign_enrollments e set status = 'paused', paused_reason = 'merged'
  where e.lead_id = absorbed and e.status = 'active';
  update public.campaign_enrollments e set status = 'paused', paused_reason = 'opted_out'
  where e.lead_id = survivor and e.status = 'active' and exists (
    select from public.consents c where c.lead_id = survivor and c.status = 'opted_out');
  update public.hot_events h set status = 'expired', resolved_at = now()
  where h.lead_id = absorbed and h.status in ('open', 'claimed');
end $$;

create function app.count_messages(lead_ids uuid[]) returns void language sql security definer set search_path = '' as $$
  update public.leads l set message_count = (select count(*) from public.messages m where m.lead_id = l.id)
  where l.id = any (lead_ids)
$$;

-- Makes `absorbed` a part of `survivor`; both are locked (app.lock_leads), live and of one brand. Returns which
-- conversations were joined, {from: to}.
create function app.merge_leads(merge uuid, survivor uuid, absorbed uuid, chosen text[]) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  pair uuid[] := array[survivor, absorbed];
  before jsonb := app.merge_state(pair);
  owner uuid := (select l.owner_id from public.leads l where l.id = absorbed);
  source public.conversations;
  target public.conversations;
  joined jsonb := '[]';
  moved jsonb := '{}';
  ids uuid[];
  relation name;
begin
  perform set_config('app.merging_leads', 'on', true);
  for source in
    select c.* from public.conversations c where c.lead_id = absorbed and c.joined_into is null order by c.id
  loop
    select * into target from public.conversations c where c.lead_id = survivor and c.channel_id = source.channel_id;
    if target.id is not null then
      joined := joined || app.join_conversation(source, target);
    else
      update public.conversations c set lead_id = survivor where c.id = source.id;
      update public.messages m set lead_id = survivor where m.conversation_id = source.id;
      moved := moved
        || jsonb_build_object('conversations', coalesce(moved -> 'conversations', '[]') || to_jsonb(source.id));
    end if;
  end loop;
  for relation in select app.lead_tables() loop
    ids := app.move_rows(relation, absorbed, survivor);
    if ids <> '{}' then
      moved := moved || jsonb_build_object(relation, to_jsonb(ids));
    end if;
  end loop;
  perform app.settle_leftovers(survivor, absorbed);
  -- First out of the way of the survivor, whose number may become the same.
  update public.leads l set merged_into = survivor where l.id = absorbed;
  perform app.merge_fields(survivor, absorbed, owner, chosen);
  perform app.count_messages(pair);
  -- Rows that have been moved before are where the survivor is now, for whoever has not heard of that yet.
  update sync.tombstones t set moved_to = survivor where t.moved_to = absorbed;
  insert into public.lead_merges (id, organization_id, lead_id, absorbed_id, merged_by, created_at, snapshot)
  select merge, l.organization_id, survivor, absorbed, app.user_id(), clock_timestamp(),
    jsonb_build_object('owner_id', owner, 'moved', moved, 'joined', joined,
      'changed', app.state_changes(before, app.merge_state(pair)))
  from public.leads l where l.id = survivor;
  perform set_config('app.merging_leads', '', true);
  perform app.rescore_leads(array[survivor]);
  return (select coalesce(jsonb_object_agg(j ->> 'from', j ->> 'to'), '{}') from jsonb_array_elements(joined) j);
end $$;

-- What a rep may choose from the absorbed lead.
create function sync.mergeable_fields() returns text[] language sql immutable
return '{owner_id,first_name,last_name,company_name,email,phone,secondary_phone,address,postcode,source,temperature,
  contact_status,lead_status,lifecycle_stage,client_type,custom_fields,next_follow_up_at}'::text[];

create function sync.lead_merge(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  merge uuid := sync.uuid_argument(args, 'merge_id');
  survivor public.leads;
  absorbed public.leads;
  chosen text[];
  earlier public.lead_merges;
  joined jsonb;
begin
  if jsonb_typeof(args -> 'fields') is distinct from 'array' then
    perform sync.reject('invalid_input', 'fields must list what comes from the absorbed lead');
  end if;
  chosen := array(select jsonb_array_elements_text(args -> 'fields'));
  if not chosen <@ sync.mergeable_fields() or args -> 'survivor_id' = args -> 'absorbed_id' then
    perform sync.reject('invalid_input', 'This cannot be merged');
  end if;
  perform app.lock_leads(array[sync.uuid_argument(args, 'survivor_id'), sync.uuid_argument(args, 'absorbed_id')]);
  select * into survivor from public.leads l where l.id = (args ->> 'survivor_id')::uuid;
  select * into absorbed from public.leads l where l.id = (args ->> 'absorbed_id')::uuid;
  if survivor.id is null or absorbed.id is null then
    perform sync.reject('not_found', 'One of the leads is gone, or no longer visible to you');
  elsif survivor.id = absorbed.id then
    perform sync.reject('invalid_input', 'A lead cannot be merged with itself');
  end if;
  select * into earlier from public.lead_merges m where m.id = merge;
  if earlier.id is not null then
    if (earlier.lead_id, earlier.absorbed_id) <> (survivor.id, absorbed.id) then
      perform sync.reject('id_taken', 'Another merge has this id');
    end if;
    return null;
  elsif coalesce(absorbed.merged_into, survivor.merged_into) is not null then
    perform sync.settle_as('conflict', 'already_merged', 'One of these leads was merged already', jsonb_build_object(
      'lead_id', case when absorbed.merged_into is not null then absorbed.id else survivor.id end,
      'merged_into', coalesce(absorbed.merged_into, survivor.merged_into)));
  elsif absorbed.brand_id <> survivor.brand_id then
    perform sync.reject('different_brand', 'Leads of different brands stay apart');
  end if;
  joined := app.merge_leads(merge, survivor.id, absorbed.id, chosen);
  return jsonb_build_object('redirected', jsonb_build_object('leads', jsonb_build_object(absorbed.id, survivor.id),
    'conversations', joined));
end $$;

-- The snapshot is for the undoing alone: it holds ids of rows that nobody reads.
revoke select on public.lead_merges from authenticated;
grant select (id, organization_id, lead_id, absorbed_id, merged_by, undone_at, undone_by, created_at, updated_at,
  sync_xid) on public.lead_merges to authenticated;
create or replace function app.auditable(row_data jsonb) returns jsonb language sql immutable
return jsonb_strip_nulls(row_data - array['updated_at', 'sync_xid', 'token_hash', 'ciphertext', 'secret',
  'automation_urls', 'snapshot']);

grant execute on function app.merge_leads(uuid, uuid, uuid, text[]), sync.mergeable_fields(), sync.lead_merge(jsonb)
  to leadline_sync;
insert into sync.mutations (name, function_name) values ('lead.merge', 'lead_merge');
