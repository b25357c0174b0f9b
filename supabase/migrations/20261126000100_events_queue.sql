-- Integration events on their way to the organisation's automation (organizations.automation_urls, `reply_webhook`): a
-- worker takes what is due under a lease, delivers it, and says what came of it. A worker that dies loses its lease.

create index integration_events_settled on public.integration_events (created_at) where status <> 'pending';

-- An attempt every 5 s, 20 s, 80 s, 320 s, then 10 minutes (app.dispatch_delay): about an hour in all.
create function app.most_event_attempts() returns integer language sql immutable parallel safe set search_path = ''
return 10;

-- Ends what cannot be delivered, with the reason on the event and in a dead letter.
create function app.fail_event(event public.integration_events, words text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.dead_letters (organization_id, kind, reference_id, payload, error, attempts)
  values (event.organization_id, 'integration_event', event.id,
    jsonb_build_object('type', event.type, 'conversation_id', event.conversation_id), words, event.attempts);
  update public.integration_events e set status = 'failed', last_error = words, locked_by = null, locked_until = null
  where e.id = event.id;
end $$;

-- Why an event is not worth telling any more; null when it is. The AI agent is not asked for an answer where a person took
-- over or wrote one, nor twice: of two messages that wait, the event of the later one brings both.
create function app.event_obstacle(event public.integration_events, url text) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  message public.messages;
  thread public.conversations;
  lead public.leads;
begin
  if coalesce(url, '') = '' then
    return 'no_address';
  elsif event.type <> 'message.received' then
    return null;
  end if;
  select * into message from public.messages m where m.id = event.message_id;
  select * into thread from public.conversations c where c.id = message.conversation_id;
  select * into lead from public.leads l where l.id = thread.lead_id;
  if thread.id is null or not app.ai_answers(thread, null) or app.human_took_over(message, thread, lead) then
    return 'ai_disabled';
  elsif thread.waiting_since is null then
    return 'answered';
  elsif exists (
    select from public.integration_events e
    where e.conversation_id = event.conversation_id and e.type = event.type and e.status = 'pending' and e.attempts = 0
      and e.id <> event.id and e.created_at > event.created_at)
  then
    return 'superseded';
  end if;
  return null;
end $$;

-- The channel that an event is about: its conversation's, else the one it names, else the lead's latest.
create function app.event_channel(event public.integration_events) returns uuid
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select c.channel_id from public.messages m join public.conversations c on c.id = m.conversation_id
      where m.id = (event).message_id),
    (select c.channel_id from public.conversations c where c.id = (event).conversation_id),
    (select c.id from public.channels c
      where c.id::text = (event).payload ->> 'channel_id' and c.organization_id = (event).organization_id),
    (select c.channel_id from public.conversations c where c.lead_id = (event).lead_id
      order by c.last_message_at desc nulls last, c.id limit 1))
$$;

-- What the automation is told: the event, the lead, and the conversation with its last 20 messages, oldest first. Times
-- are ISO 8601, texts at most 4,000 characters.
create function app.event_body(event public.integration_events) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', (event).id, 'type', (event).type, 'organization_id', (event).organization_id,
    'occurred_at', (event).created_at, 'payload', (event).payload,
    'lead', (select jsonb_build_object('id', l.id, 'full_name', l.full_name, 'first_name', l.first_name,
        'language', l.custom_fields ->> 'language', 'lead_status', l.lead_status)
      from public.leads l where l.id = (event).lead_id),
    'conversation', (select jsonb_build_object('id', c.id, 'platform', c.platform, 'last_message_id', c.last_inbound_id,
        'messages', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'direction', r.direction,
            'sender_type', r.sender_type, 'body', "left"(r.body, 4000), 'created_at', r.created_at)
            order by r.created_at, r.id), '[]')
          from (select m.* from public.messages m where m.conversation_id = c.id
            order by m.created_at desc, m.id desc limit 20) r))
      from public.conversations c
      where c.id = coalesce((select m.conversation_id from public.messages m where m.id = (event).message_id),
        (event).conversation_id)))
$$;

-- Decides about one event that the caller has locked: the item to deliver, or null when it has ended.
create function app.claim_event(event public.integration_events, worker text, lease interval) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  url text := (select o.automation_urls ->> 'reply_webhook' from public.organizations o where o.id = event.organization_id);
  obstacle text := app.event_obstacle(event, url);
begin
  if obstacle is not null then
    update public.integration_events e set status = 'cancelled', last_error = obstacle, locked_by = null,
      locked_until = null
    where e.id = event.id;
    return null;
  elsif event.attempts >= app.most_event_attempts() then
    perform app.fail_event(event, coalesce(event.last_error, 'The worker did not come back'));
    return null;
  end if;
  update public.integration_events e set attempts = e.attempts + 1, locked_by = worker,
    locked_until = clock_timestamp() + lease
  where e.id = event.id returning e.* into event;
  return jsonb_build_object('id', event.id, 'url', url, 'channel_id', app.event_channel(event),
    'body', app.event_body(event));
end $$;

-- Takes up to `p_limit` events that are due. Answers `events` to deliver, and whether there may be `more`.
create function public.events_claim(p_worker text, p_limit integer default 20, p_lease_seconds integer default 60)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  due public.integration_events;
  item jsonb;
  items jsonb := '[]';
  looked_at integer := 0;
begin
  if p_worker is null or length(p_worker) not between 1 and 200 or p_limit is null or p_limit not between 1 and 100
    or p_lease_seconds is null or p_lease_seconds not between 1 and 600
  then
    raise exception 'A worker needs a name, a limit of 1 to 100 and a lease of 1 to 600 seconds' using errcode = '22023';
  end if;
  for due in
    select e.* from public.integration_events e
    where e.status = 'pending' and e.due_at <= now() and (e.locked_until is null or e.locked_until <= now())
    order by e.due_at, e.id limit p_limit for update skip locked
  loop
    looked_at := looked_at + 1;
    item := app.claim_event(due, p_worker, make_interval(secs => p_lease_seconds));
    if item is not null then
      items := items || item;
    end if;
  end loop;
  return jsonb_build_object('events', items, 'more', looked_at = p_limit);
end $$;
comment on function public.events_claim(text, integer, integer) is
  'Leases integration events that are due to a worker. For the service role.';

-- What came of an event: {"delivered": true} or {"delivered": false, "error": words, "permanent": no use to try again,
-- "retry_after": seconds}. Answers `delivered`, `retrying`, `failed`, or `stale` when a failure is told by a worker that
-- no longer holds the event. That it was delivered is true whoever says so.
create function public.events_settle(p_worker text, p_event uuid, p_outcome jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  event public.integration_events;
  words text := coalesce("left"(p_outcome ->> 'error', 1000), 'It could not be delivered');
begin
  if jsonb_typeof(p_outcome -> 'delivered') is distinct from 'boolean' then
    raise exception 'The outcome must say whether it was delivered' using errcode = '22023';
  end if;
  select * into event from public.integration_events e where e.id = p_event for update;
  if event.id is null or event.status <> 'pending' then
    return 'stale';
  elsif (p_outcome ->> 'delivered')::boolean then
    update public.integration_events e set status = 'delivered', delivered_at = now(), last_error = null,
      locked_by = null, locked_until = null
    where e.id = p_event;
    return 'delivered';
  elsif event.locked_by is distinct from p_worker then
    return 'stale';
  elsif coalesce((p_outcome ->> 'permanent')::boolean, false) or event.attempts >= app.most_event_attempts() then
    perform app.fail_event(event, words);
    return 'failed';
  end if;
  update public.integration_events e set locked_by = null, locked_until = null, last_error = words,
    due_at = now() + greatest(app.dispatch_delay(event.attempts),
      least(coalesce((p_outcome ->> 'retry_after')::integer, 0), 3600) * interval '1 second')
  where e.id = p_event;
  return 'retrying';
end $$;
comment on function public.events_settle(text, uuid, jsonb) is
  'Records what came of an integration event. For the service role.';

-- Delivers an event again that has failed, from the first attempt. False when there is none of that id.
create function public.events_replay(p_event uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.integration_events e set status = 'pending', attempts = 0, due_at = now(), last_error = null
  where e.id = p_event and e.status = 'failed';
  if not found then
    return false;
  end if;
  update public.dead_letters d set resolved_at = now()
  where d.reference_id = p_event and d.kind = 'integration_event' and d.resolved_at is null;
  return true;
end $$;
comment on function public.events_replay(uuid) is
  'Delivers an integration event again that has failed. For the service role.';

revoke all on function public.events_claim(text, integer, integer), public.events_settle(text, uuid, jsonb),
  public.events_replay(uuid) from public, anon, authenticated;
grant execute on function public.events_claim(text, integer, integer), public.events_settle(text, uuid, jsonb),
  public.events_replay(uuid) to service_role;

-- What was told, or not worth telling, is kept for 30 days.
create function app.purge_integration_events(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  items integer;
begin
  delete from public.integration_events e
  where e.id in (
    select p.id from public.integration_events p where p.status <> 'pending' and p.created_at < at - interval '30 days'
    order by p.created_at limit batch for update skip locked);
  get diagnostics items = row_count;
  return items;
end $$;
insert into app.jobs (name, function_name, every, daily_at) values
  ('purge_integration_events', 'app.purge_integration_events', '1 day', '03:40');
