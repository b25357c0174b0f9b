-- Messages that are taken back, tried again or changed while they have not left.

-- As before; but a message that waits for its time may still be rewritten.
create or replace function app.refuse_message_rewrite() returns trigger language plpgsql set search_path = '' as $$
declare
  moving boolean := coalesce(pg_catalog.current_setting('app.merging_leads', true), '') = 'on';
begin
  if (new.id, new.organization_id, new.platform, new.direction, new.sender_type, new.sender_id, new.content_type,
      new.html_body, new.step, new.ai_generated, new.platform_timestamp, new.created_at)
    is distinct from
     (old.id, old.organization_id, old.platform, old.direction, old.sender_type, old.sender_id, old.content_type,
      old.html_body, old.step, old.ai_generated, old.platform_timestamp, old.created_at)
    or (old.status, new.status) is distinct from ('scheduled', 'scheduled')
      and (new.subject, new.body) is distinct from (old.subject, old.body)
    or not moving and (new.conversation_id, new.lead_id) is distinct from (old.conversation_id, old.lead_id)
  then
    raise exception 'A message cannot be changed once it is written' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- As before, and right where nobody has answered yet: then the customer has waited since their first message.
create or replace function app.resummarize(conversation uuid) returns void
language sql security definer set search_path = '' as $$
  with said as materialized (
    select m.id, m.body, m.direction, m.created_at, m.status <> 'cancelled' as counts,
      m.direction = 'inbound' and m.sender_type <> 'system' as by_customer,
      m.direction = 'outbound' and m.sender_type in ('agent', 'ai') and m.status <> 'cancelled' as is_answer
    from public.messages m where m.conversation_id = conversation
  ), answer as (
    select s.created_at, s.id from said s where s.is_answer order by s.created_at desc, s.id desc limit 1
  ), summary as (
    select count(*) as messages, max(s.created_at) filter (where s.counts) as last_at,
      (array_agg(s.body order by s.created_at desc, s.id desc) filter (where s.counts))[1] as last_body,
      (array_agg(s.direction order by s.created_at desc, s.id desc) filter (where s.counts))[1] as last_direction,
      (array_agg(s.id order by s.created_at desc, s.id desc) filter (where s.by_customer))[1] as last_inbound_id,
      min(s.created_at) filter (where s.by_customer and (a.id is null or (s.created_at, s.id) > (a.created_at, a.id)))
        as waiting_since
    from said s left join answer a on true
  )
  update public.conversations c set
    message_count = s.messages, last_message_at = s.last_at, last_message_preview = app.preview_of(s.last_body),
    last_message_direction = s.last_direction, last_inbound_id = s.last_inbound_id, waiting_since = s.waiting_since
  from summary s where c.id = conversation
$$;

-- Locks an outbound message, or ends the mutation. A worker that sends it has locked it too.
create function sync.find_message(args jsonb) returns public.messages language plpgsql set search_path = '' as $$
declare
  found_message public.messages;
begin
  select * into found_message from public.messages m where m.id = sync.uuid_argument(args, 'message_id') for update;
  if found_message.id is null then
    perform sync.reject('not_found', 'The message is gone, or no longer visible to you');
  elsif found_message.direction <> 'outbound' then
    perform sync.reject('invalid_input', 'This message came from the customer');
  end if;
  return found_message;
end $$;

create function sync.already_sent(message public.messages) returns void language sql set search_path = '' as $$
  select sync.settle_as('conflict', 'already_sent', 'The message has already left',
    jsonb_build_object('status', (message).status))
$$;

-- Takes a message back while it has not left. The customer waits again as before it.
create function sync.message_cancel(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  message public.messages := sync.find_message(args);
begin
  if message.status = 'cancelled' then
    return null;
  elsif message.status not in ('scheduled', 'queued', 'held', 'failed') then
    perform sync.already_sent(message);
  end if;
  update public.messages m set status = 'cancelled', error = null where m.id = message.id;
  perform app.resummarize(message.conversation_id);
  return null;
end $$;

-- Tries a failed message again, once for each failure that the rep saw (`failed_at`).
create function sync.message_retry(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  message public.messages := sync.find_message(args);
  via public.conversations;
  lead public.leads;
begin
  if not sync.has_form(coalesce(args -> 'failed_at', '""'), 'time', true, null) then
    perform sync.reject('invalid_input', 'failed_at must be a time or null');
  elsif message.status <> 'failed'
    or floor(extract(epoch from message.failed_at) * 1000) is distinct from (args ->> 'failed_at')::numeric
  then
    return null;
  end if;
  select * into via from public.conversations c where c.id = message.conversation_id;
  select * into lead from public.leads l where l.id = message.lead_id;
  perform sync.check_permitted(via, lead, message.content_type, false);
  update public.messages m set status = 'queued', error = null, failed_at = null where m.id = message.id;
  return null;
end $$;

-- Changes words and time of a message that waits for its time. `base` is what the rep saw: body, subject, and metadata,
-- in which the time is.
create function sync.message_edit_scheduled(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  message public.messages := sync.find_message(args);
  wanted jsonb := args -> 'set';
  base jsonb := args -> 'base' || jsonb_build_object('scheduled_for', args -> 'base' -> 'metadata' -> 'scheduled_for');
  present jsonb;
  conflicts jsonb;
  later timestamptz;
begin
  if jsonb_typeof(wanted) is distinct from 'object' or jsonb_typeof(args -> 'base') is distinct from 'object'
    or exists (select from jsonb_object_keys(wanted) k where k not in ('body', 'subject', 'scheduled_for'))
    or wanted -> 'scheduled_for' = 'null'
  then
    perform sync.reject('invalid_input', 'Only the words and the time of a message can be changed');
  elsif wanted ? 'body' then
    perform sync.text_argument(wanted, 'body', 1, 100000);
  end if;
  perform sync.text_argument(wanted, 'subject', null, 300);
  later := sync.later_argument(wanted -> 'scheduled_for');
  if message.status <> 'scheduled' then
    perform sync.already_sent(message);
  end if;
  present := jsonb_build_object('body', message.body, 'subject', message.subject,
    'scheduled_for', floor(extract(epoch from message.scheduled_for) * 1000));
  select jsonb_object_agg(w.key, jsonb_build_object('base', base -> w.key, 'mine', w.value,
    'theirs', present -> w.key)) into conflicts
  from jsonb_each(wanted) w
  where present -> w.key <> w.value and present -> w.key is distinct from base -> w.key;
  if conflicts is not null then
    perform sync.settle_as('conflict', 'conflict', 'A colleague changed the same in the meantime',
      jsonb_build_object('fields', conflicts, 'row', present));
  end if;
  update public.messages m set
    body = case when wanted ? 'body' then wanted ->> 'body' else m.body end,
    subject = case when wanted ? 'subject' then wanted ->> 'subject' else m.subject end,
    scheduled_for = case when wanted ? 'scheduled_for' then coalesce(later, now()) else m.scheduled_for end,
    metadata = case when wanted ? 'scheduled_for' and later is not null
      then m.metadata || jsonb_build_object('scheduled_for', floor(extract(epoch from later) * 1000)) else m.metadata end
  where m.id = message.id;
  perform app.resummarize(message.conversation_id);
  return null;
end $$;

grant update (status, error, failed_at, subject, body, scheduled_for, metadata) on public.messages to leadline_sync;
grant execute on function sync.find_message(jsonb), sync.already_sent(public.messages), sync.message_cancel(jsonb),
  sync.message_retry(jsonb), sync.message_edit_scheduled(jsonb), app.resummarize(uuid) to leadline_sync;
insert into sync.mutations (name, function_name) values
  ('message.cancel', 'message_cancel'),
  ('message.retry', 'message_retry'),
  ('message.edit_scheduled', 'message_edit_scheduled');
