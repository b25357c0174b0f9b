update sync.mutations set newest_version = 1 where name = 'message.send';
create or replace function sync.message_send(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
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
drop function sync.message_metadata(public.message_templates, timestamptz, jsonb), sync.later_argument(jsonb),
  sync.use_template(uuid), sync.check_permitted(public.conversations, public.leads, text, boolean),
  sync.window_end(uuid, text, text), sync.check_seen(jsonb, public.conversations, public.leads), sync.accepted(jsonb);
