-- Messages: by another channel, later, from a template, and only if nothing stands against it.

-- Codes of what stands against a message that the rep has decided to send all the same. Nobody decides that about an
-- opt-out or a provider's rule.
create function sync.accepted(args jsonb) returns text[] language plpgsql stable set search_path = '' as $$
begin
  if not args ? 'accept' then
    return '{}';
  elsif jsonb_typeof(args -> 'accept') <> 'array'
    or not args -> 'accept' <@ '["customer_replied", "owner_changed", "ai_changed"]'
  then
    perform sync.reject('invalid_input', 'accept lists what cannot be accepted');
  end if;
  return array(select jsonb_array_elements_text(args -> 'accept'));
end $$;

-- Holds a message when what the rep saw is no longer so. `seen` may hold owner_id and ai_enabled.
create function sync.check_seen(args jsonb, conversation public.conversations, lead public.leads) returns void
language plpgsql set search_path = '' as $$
declare
  accepted text[] := sync.accepted(args);
  seen jsonb := coalesce(args -> 'seen', '{}');
begin
  if 'customer_replied' <> all (accepted) and sync.unseen_inbound(args, conversation.last_inbound_id) then
    perform sync.settle_as('held', 'customer_replied', 'The customer wrote again before this could be sent',
      jsonb_build_object('last_inbound_id', conversation.last_inbound_id));
  elsif 'owner_changed' <> all (accepted) and seen ? 'owner_id'
    and seen ->> 'owner_id' is distinct from lead.owner_id::text
  then
    perform sync.settle_as('held', 'owner_changed', 'The lead is a colleague''s by now',
      jsonb_build_object('owner_id', lead.owner_id));
  elsif 'ai_changed' <> all (accepted) and seen ? 'ai_enabled'
    and seen -> 'ai_enabled' <> to_jsonb(conversation.ai_enabled and lead.ai_enabled)
  then
    perform sync.settle_as('held', 'ai_changed', case when conversation.ai_enabled and lead.ai_enabled
      then 'The AI answers this customer by now' else 'A colleague has taken over from the AI' end,
      jsonb_build_object('ai_enabled', conversation.ai_enabled and lead.ai_enabled));
  end if;
end $$;

-- Until when a customer may be written to freely; null where there is no such rule. As app.messaging_window, which asks
-- again at the moment of sending.
create function sync.window_end(conversation uuid, platform text, content_type text) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return app.messaging_window(
    jsonb_populate_record(null::public.messages, jsonb_build_object('platform', platform, 'content_type', content_type,
      'sender_type', 'agent')),
    (select max(m.created_at) from public.messages m
      where m.conversation_id = conversation and m.direction = 'inbound' and m.sender_type = 'customer'));
end $$;

-- Holds a message that the customer does not want or the provider would not take.
create function sync.check_permitted(via public.conversations, lead public.leads, content_type text, is_later boolean)
returns void language plpgsql set search_path = '' as $$
declare
  until timestamptz;
begin
  if lead.consents -> via.platform ->> 'status' = 'opted_out' then
    perform sync.settle_as('held', 'opted_out', 'The customer has opted out of this channel',
      jsonb_build_object('platform', via.platform, 'at', lead.consents -> via.platform ->> 'at'));
  elsif lead.contact_status = 'removed' then
    perform sync.settle_as('held', 'do_not_contact', 'This customer is not to be contacted');
  elsif not is_later then
    until := sync.window_end(via.id, via.platform, content_type);
    if until < now() then
      perform sync.settle_as('held', 'messaging_window', 'The customer''s last message is too long ago for this channel',
        jsonb_build_object('platform', via.platform, 'until',
          case when isfinite(until) then floor(extract(epoch from until) * 1000) end));
    end if;
  end if;
end $$;

-- Counts the use of a template.
create function sync.use_template(template uuid) returns void language sql security definer set search_path = '' as $$
  update public.message_templates t set usage_count = t.usage_count + 1, last_used_at = now()
  where t.id = template and t.organization_id = app.org_id()
$$;

-- When a message is to leave, or the end of the mutation; null: at once. What is due already leaves at once.
create function sync.later_argument(value jsonb) returns timestamptz language plpgsql stable set search_path = '' as $$
declare
  at timestamptz;
begin
  if coalesce(value, 'null') = 'null' then
    return null;
  elsif not sync.has_form(value, 'time', false, null) then
    perform sync.reject('invalid_input', 'scheduled_for must be a time');
  end if;
  at := timestamptz 'epoch' + (value #>> '{}')::bigint * interval '1 millisecond';
  if at > now() + interval '1 year' then
    perform sync.reject('invalid_input', 'A message can wait for a year at most');
  end if;
  return case when at > now() then at end;
end $$;

-- What a message says besides its words: its template, and when it is to leave (milliseconds), which desktops show.
create function sync.message_metadata(template public.message_templates, later timestamptz, variables jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'template_id', (template).id,
    'template', case when (template).external_id is not null then jsonb_build_object('name', (template).name,
      'external_id', (template).external_id, 'variables', coalesce(variables, '[]')) end,
    'scheduled_for', floor(extract(epoch from later) * 1000)))
$$;

-- A reply. Version 1 had message_id, conversation_id, body and seen_inbound_id; all else may be missing. What the rep
-- saw is checked in the conversation they were in; the message leaves by `via_conversation_id`, if that is another one of
-- the same lead. Both are locked first, so that nothing can slip in between the check and the reply.
create or replace function sync.message_send(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  message uuid := sync.uuid_argument(args, 'message_id');
  body text := sync.text_argument(args, 'body', 1, 100000);
  subject text := sync.text_argument(args, 'subject', null, 300);
  later timestamptz := sync.later_argument(args -> 'scheduled_for');
  conversation public.conversations;
  via public.conversations;
  lead public.leads;
  template public.message_templates;
  content_type text := 'text';
  earlier public.messages;
begin
  perform from public.conversations c where c.id in (sync.uuid_argument(args, 'conversation_id'),
    case when args ->> 'via_conversation_id' is not null then sync.uuid_argument(args, 'via_conversation_id') end)
  order by c.id for update;
  select * into conversation from public.conversations c where c.id = (args ->> 'conversation_id')::uuid;
  select * into via from public.conversations c
  where c.id = coalesce(args ->> 'via_conversation_id', args ->> 'conversation_id')::uuid;
  if conversation.id is null or via.id is null then
    perform sync.reject('not_found', 'The conversation is gone, or no longer visible to you');
  elsif via.lead_id <> conversation.lead_id then
    perform sync.reject('invalid_channel', 'This channel leads to another customer');
  end if;
  select * into earlier from public.messages m where m.id = message;
  if earlier.id is not null then
    if (earlier.conversation_id, earlier.body, earlier.sender_id) is distinct from (via.id, body, app.user_id()) then
      perform sync.reject('id_taken', 'Another message has this id');
    end if;
    return null;
  end if;
  if args ->> 'template_id' is not null then
    select * into template from public.message_templates t
    where t.id = sync.uuid_argument(args, 'template_id') and t.is_active and t.type in ('any', via.platform);
    if template.id is null then
      perform sync.reject('invalid_template', 'This template is gone, or not for this channel');
    elsif via.platform = 'whatsapp' and template.external_id is not null and template.approval_status = 'approved' then
      content_type := 'template';
    end if;
  end if;
  select * into lead from public.leads l where l.id = via.lead_id;
  perform sync.check_seen(args, conversation, lead);
  perform sync.check_permitted(via, lead, content_type, later is not null);
  insert into public.messages (id, organization_id, conversation_id, lead_id, platform, direction, sender_type, sender_id,
    content_type, subject, body, status, scheduled_for, metadata)
  values (message, via.organization_id, via.id, via.lead_id, via.platform, 'outbound', 'agent', app.user_id(),
    content_type, subject, body, case when later is null then 'queued' else 'scheduled' end, later,
    sync.message_metadata(template, later, args -> 'variables'));
  if template.id is not null then
    perform sync.use_template(template.id);
  end if;
  return null;
end $$;

grant execute on function sync.accepted(jsonb), sync.check_seen(jsonb, public.conversations, public.leads),
  sync.window_end(uuid, text, text), sync.check_permitted(public.conversations, public.leads, text, boolean),
  sync.use_template(uuid), sync.later_argument(jsonb),
  sync.message_metadata(public.message_templates, timestamptz, jsonb) to leadline_sync;
update sync.mutations set newest_version = 2 where name = 'message.send';
