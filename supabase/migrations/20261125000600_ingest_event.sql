-- The one way in. An event is what a delivery says in our words:
--   channel_id   the channel it came by
--   kind         contact, status, read_up_to, agent_reply, agent_qualified, agent_opt_out, agent_insight, unreadable
--   external_id  the vendor's id of what happened; without one it cannot be recognised when it comes again
--   at           when, by the vendor's clock, ISO 8601
--   address      the channel's own identity at the vendor, where one webhook serves several channels
--   strict       whoever sends it wants to be told what is wrong with it; otherwise that is kept as a dead letter
-- and the fields of its kind (app.take_contact, app.take_report, app.take_agent_event).
-- The answer: {outcome: accepted, duplicate, early, ignored, invalid or dead, …}.

-- When it happened: the vendor's word, unless it is of the future, or so old that its clock must be wrong.
create function app.event_time(event jsonb) returns timestamptz language plpgsql stable set search_path = '' as $$
declare
  at timestamptz;
begin
  at := (event ->> 'at')::timestamptz;
  return case when at > now() - interval '30 days' then least(at, now()) else now() end;
exception when data_exception then
  return now();
end $$;

-- What is missing or wrong in an event, as a code; null when nothing is.
create function app.event_fault(channel public.channels, event jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
  sender jsonb := event -> 'sender';
begin
  return case
    when event ->> 'kind' = 'unreadable' then coalesce(app.clip(event ->> 'reason', 300), 'unreadable')
    when event ->> 'kind' = 'contact' then case
      when app.clip(sender ->> 'id', 300) is null then 'sender_missing'
      when event ? 'message' and jsonb_typeof(event -> 'message') <> 'object' then 'invalid_message'
      when channel.platform = 'web' and event ->> 'requires' = 'name_and_phone' then case
        when (app.names_of(sender)).first_name is null then 'name_missing'
        when app.clip(sender ->> 'phone', 250) is null then 'phone_missing'
        when app.normalize_phone(sender ->> 'phone', (
          select o.default_country from public.organizations o where o.id = channel.organization_id)) is null
        then 'invalid_phone' end end
    when event ->> 'kind' = 'status' then case
      when app.clip(event ->> 'external_id', 300) is null then 'external_id_missing'
      when coalesce(event ->> 'status', '') not in ('sent', 'delivered', 'read', 'failed') then 'unknown_status' end
    when event ->> 'kind' like 'agent\_%' and (app.agent_conversation(channel, event)).id is null
      then 'unknown_conversation'
    when event ->> 'kind' = 'agent_reply' then case when app.clip(event ->> 'body', 10) is null then 'body_missing' end
    when event ->> 'kind' = 'agent_insight' then case
      when app.clip(event ->> 'title', 10) is null then 'title_missing'
      when app.clip(event ->> 'description', 10) is null then 'description_missing' end
    when event ->> 'kind' in ('agent_qualified', 'agent_opt_out') then null
    when event ->> 'kind' = 'read_up_to' then case when app.clip(sender ->> 'id', 300) is null then 'sender_missing' end
    else 'unknown_kind' end;
end $$;

-- Keeps what could not be taken in, with the reason. At most 64 kB of it: more is cut to text, which people can read and
-- nothing can replay.
create function app.bury_event(channel public.channels, event jsonb, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  kept jsonb := case when octet_length(event::text) <= 65536 then event
    else jsonb_build_object('truncated', "left"(event::text, 16000)) end;
  letter uuid;
begin
  insert into public.dead_letters (organization_id, kind, reference_id, payload, error)
  values (channel.organization_id, 'ingest', channel.id, kept, "left"(reason, 1000)) returning id into letter;
  return jsonb_build_object('outcome', 'dead', 'code', reason, 'dead_letter_id', letter);
end $$;

-- True the first time. A status report has no id of its own and moves only forward, so it needs none.
create function app.receive_once(channel public.channels, event jsonb) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  id text := app.clip(event ->> 'external_id', 2000);
begin
  if id is null or event ->> 'kind' in ('status', 'read_up_to') then
    return true;
  end if;
  insert into app.ingest_receipts (channel_id, key)
  values (channel.id, (event ->> 'kind') || ':' || case when length(id) <= 250 then id
    else encode(sha256(convert_to(id, 'UTF8')), 'hex') end)
  on conflict do nothing;
  return found;
end $$;

-- Does what an event says, or says what is wrong with it; raises what is not the event's fault.
create function app.take_event(channel public.channels, event jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  fault text := app.event_fault(channel, event);
  at timestamptz := app.event_time(event);
begin
  if fault is not null then
    return jsonb_build_object('outcome', 'invalid', 'code', fault);
  elsif not app.receive_once(channel, event) then
    return '{"outcome": "duplicate"}';
  end if;
  return case event ->> 'kind'
    when 'contact' then app.take_contact(channel, event, at)
    when 'status' then app.take_report(channel, event, at)
    when 'read_up_to' then app.take_read_receipt(channel, event, at)
    else app.take_agent_event(channel, event, at) end;
end $$;

-- As take_event, in a savepoint: of an event that the database refuses (class 22, 23 or 54: its data) nothing is left but
-- the dead letter. Other failures are not the event's: they end the delivery, and the vendor comes again.
create function app.try_event(channel public.channels, event jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  taken jsonb;
begin
  begin
    taken := app.take_event(channel, event);
  exception when others then
    if "left"(sqlstate, 2) not in ('22', '23', '54') then
      raise;
    end if;
    return app.bury_event(channel, event, format('%s: %s', sqlstate, sqlerrm));
  end;
  if taken ->> 'outcome' = 'invalid' and event -> 'strict' is distinct from 'true' then
    return app.bury_event(channel, event, taken ->> 'code');
  end if;
  return taken;
end $$;

-- An event for another address than the channel's: for the organisation's channel of that address; for this one, if it
-- does not say what its address is.
create function app.readdress_event(channel public.channels, event jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  addressed public.channels;
begin
  select c.* into addressed from public.channels c
  where c.platform_channel_id = event ->> 'address' and c.organization_id = channel.organization_id
    and c.platform = channel.platform and c.is_active;
  if addressed.id is not null then
    return app.try_event(addressed, event || jsonb_build_object('channel_id', addressed.id));
  elsif channel.platform_channel_id is null then
    return app.try_event(channel, event);
  end if;
  return app.bury_event(channel, event, 'unknown_address');
end $$;

-- Definer: its parts are closed to every role. Generic plans, for everything below it: each event is a handful of look-ups
-- by key, and to plan them for the very keys takes longer than to do them.
create function public.ingest_event(p_event jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  channel public.channels;
begin
  if jsonb_typeof(p_event) is distinct from 'object' then
    raise exception 'An event is an object' using errcode = '22023';
  end if;
  select c.* into channel from public.channels c
  join public.organizations o on o.id = c.organization_id and o.status = 'active'
  where c.id::text = p_event ->> 'channel_id' and c.is_active;
  if channel.id is null then
    return '{"outcome": "invalid", "code": "unknown_channel"}';
  end if;
  if p_event ? 'address' and channel.platform_channel_id is distinct from p_event ->> 'address' then
    return app.readdress_event(channel, p_event);
  end if;
  return app.try_event(channel, p_event);
end $$;
comment on function public.ingest_event(jsonb) is
  'Takes in one event of a channel, once. For the service role; supabase/functions/ingest calls it through ingest_events.';

-- All events of one delivery, or none. `p_request` names a signed request, which is taken once: null is the answer to a
-- request that comes again.
create function public.ingest_events(p_channel uuid, p_request text, p_events jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event jsonb;
  results jsonb := '[]';
begin
  if p_request is not null then
    insert into app.ingest_receipts (channel_id, key) values (p_channel, 'request:' || "left"(p_request, 250))
    on conflict do nothing;
    if not found then
      return null;
    end if;
  end if;
  for event in select e.value from jsonb_array_elements(p_events) e loop
    results := results || public.ingest_event(event);
  end loop;
  -- A sender who is told that all was wrong may correct it and sign it anew.
  return results;
end $$;

-- Takes in a dead letter again, after what stood against it was put right; resolved when it goes well. Answers as
-- ingest_event does; null when there is no such letter, or it is resolved.
create function public.replay_dead_letter(p_letter uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  letter public.dead_letters;
  channel public.channels;
  taken jsonb;
begin
  select d.* into letter from public.dead_letters d
  where d.id = p_letter and d.kind = 'ingest' and d.resolved_at is null for update;
  select c.* into channel from public.channels c
  where c.id::text = coalesce(letter.payload ->> 'channel_id', letter.reference_id::text);
  if channel.id is null then
    return null;
  end if;
  begin
    taken := app.take_event(channel, letter.payload);
  exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
    taken := jsonb_build_object('outcome', 'invalid', 'code', format('%s: %s', sqlstate, sqlerrm));
  end;
  update public.dead_letters d set attempts = d.attempts + 1,
    resolved_at = case when taken ->> 'outcome' <> 'invalid' then now() end,
    error = "left"(coalesce(taken ->> 'code', d.error), 1000)
  where d.id = letter.id;
  return taken;
end $$;
comment on function public.replay_dead_letter(uuid) is
  'Takes in again what was kept as a dead letter of kind ingest. For the service role.';

revoke all on function public.ingest_event(jsonb), public.ingest_events(uuid, text, jsonb),
  public.replay_dead_letter(uuid) from public, anon, authenticated;
grant execute on function public.ingest_event(jsonb), public.ingest_events(uuid, text, jsonb),
  public.replay_dead_letter(uuid) to service_role;
