-- What a rep does in a conversation. Each function takes the arguments of its mutation in shared/domain/mutations.ts,
-- runs as leadline_sync under the caller's row level security, and ends early through sync.settle_as.

-- Whether the customer has written something that the rep had not seen. A rep who did not say what they saw saw all.
create function sync.unseen_inbound(args jsonb, last_inbound uuid) returns boolean language sql immutable set search_path = '' as $$
  select args ? 'seen_inbound_id' and args ->> 'seen_inbound_id' is distinct from last_inbound::text
$$;

-- A reply. Held when the customer wrote something that the rep had not seen: the conversation is locked first, so no
-- message can slip in between the check and the reply.
create function sync.message_send(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  message uuid := sync.uuid_argument(args, 'message_id');
  body text := sync.text_argument(args, 'body', 1, 100000);
  conversation public.conversations;
  earlier public.messages;
begin
  select * into conversation from public.conversations c
  where c.id = sync.uuid_argument(args, 'conversation_id') for update;
  if conversation.id is null then
    perform sync.reject('not_found', 'The conversation is gone, or no longer visible to you');
  end if;
  select * into earlier from public.messages m where m.id = message;
  if earlier.id is not null then
    if (earlier.conversation_id, earlier.body, earlier.sender_id) is distinct from
      (conversation.id, body, app.user_id())
    then
      perform sync.reject('id_taken', 'Another message has this id');
    end if;
    return null;
  end if;
  if sync.unseen_inbound(args, conversation.last_inbound_id) then
    perform sync.settle_as('held', 'customer_replied', 'The customer wrote again before this could be sent',
      jsonb_build_object('last_inbound_id', conversation.last_inbound_id));
  end if;
  insert into public.messages (id, organization_id, conversation_id, lead_id, platform, direction, sender_type, sender_id,
    body, status)
  values (message, conversation.organization_id, conversation.id, conversation.lead_id, conversation.platform, 'outbound',
    'agent', app.user_id(), body, 'queued');
  return null;
end $$;

-- Who reads is always noted. What all see as unread goes only when the one who must answer has read it: the assignee,
-- the lead's owner, or anybody while it is in the pool. A manager looking in clears nothing, and nobody clears a message
-- that arrived after they looked.
create function sync.conversation_read(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  conversation public.conversations;
  owner uuid;
  reader uuid := app.user_id();
begin
  select * into conversation from public.conversations c where c.id = sync.uuid_argument(args, 'conversation_id');
  if conversation.id is null then
    perform sync.reject('not_found', 'The conversation is gone, or no longer visible to you');
  end if;
  select l.owner_id into owner from public.leads l where l.id = conversation.lead_id;
  insert into public.conversation_reads as r (conversation_id, user_id, organization_id)
  values (conversation.id, reader, conversation.organization_id)
  on conflict (conversation_id, user_id) do update set read_at = now();
  if not sync.unseen_inbound(args, conversation.last_inbound_id)
    and (reader in (conversation.assigned_to, owner) or coalesce(conversation.assigned_to, owner) is null)
  then
    update public.conversations c set unread_count = 0 where c.id = conversation.id and c.unread_count > 0;
  end if;
  return null;
end $$;

-- Held when the customer wrote again unseen: what nobody has read is not done.
create function sync.conversation_close(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  conversation uuid := sync.uuid_argument(args, 'conversation_id');
  last_inbound uuid;
begin
  select c.last_inbound_id into last_inbound from public.conversations c where c.id = conversation for update;
  if found and sync.unseen_inbound(args, last_inbound) then
    perform sync.settle_as('held', 'customer_replied', 'The customer wrote again before this could be closed',
      jsonb_build_object('last_inbound_id', last_inbound));
  end if;
  perform sync.merge_row('conversations', conversation, '{"status": "closed"}', args -> 'base', '{"status": 20}');
  update public.conversations c set snoozed_until = null, waiting_since = null
  where c.id = conversation and (c.snoozed_until is not null or c.waiting_since is not null);
  return null;
end $$;

create function sync.conversation_reopen(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  conversation uuid := sync.uuid_argument(args, 'conversation_id');
begin
  perform sync.merge_row('conversations', conversation, '{"status": "open"}', args -> 'base', '{"status": 20}');
  update public.conversations c set snoozed_until = null where c.id = conversation and c.snoozed_until is not null;
  return null;
end $$;

-- To a colleague who can answer, to oneself, or (null) back to the lead's owner or the pool.
create function sync.conversation_assign(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  conversation uuid := sync.uuid_argument(args, 'conversation_id');
begin
  if not sync.has_form(args -> 'assigned_to', 'uuid', true, null) is true then
    perform sync.reject('invalid_input', 'assigned_to must be a UUID or null');
  elsif jsonb_typeof(args -> 'assigned_to') = 'string' and not exists (
    select from public.profiles p
    where p.id = (args ->> 'assigned_to')::uuid and p.status = 'active' and p.role <> 'viewer')
  then
    perform sync.reject('invalid_assignee', 'This colleague cannot take conversations');
  end if;
  return sync.merge_row('conversations', conversation,
    jsonb_build_object('assigned_to', args -> 'assigned_to'), args -> 'base', '{"assigned_to": null}');
end $$;

grant execute on function sync.unseen_inbound(jsonb, uuid), sync.message_send(jsonb), sync.conversation_read(jsonb), sync.conversation_close(jsonb),
  sync.conversation_reopen(jsonb), sync.conversation_assign(jsonb) to leadline_sync;

insert into sync.mutations (name, function_name) values
  ('message.send', 'message_send'),
  ('conversation.read', 'conversation_read'),
  ('conversation.close', 'conversation_close'),
  ('conversation.reopen', 'conversation_reopen'),
  ('conversation.assign', 'conversation_assign');
