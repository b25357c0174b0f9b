-- What a rep does with a conversation besides answering it: snooze, priority, unread, and who answers, they or the AI.

-- Locks a conversation, or ends the mutation.
create function sync.find_conversation(conversation uuid) returns public.conversations
language plpgsql set search_path = '' as $$
declare
  found_conversation public.conversations;
begin
  select * into found_conversation from public.conversations c where c.id = conversation for update;
  if found_conversation.id is null then
    perform sync.reject('not_found', 'The conversation is gone, or no longer visible to you');
  end if;
  perform sync.check_unmerged('conversations', found_conversation.id);
  return found_conversation;
end $$;

-- Put away until a time, when the scheduler wakes it (app.wake_conversations), or until the customer writes. Held when
-- they already have, unseen. A time that has passed on the way changes nothing.
create function sync.conversation_snooze(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  conversation public.conversations := sync.find_conversation(sync.uuid_argument(args, 'conversation_id'));
begin
  if not sync.has_form(coalesce(args -> 'until', 'null'), 'time', false, null) then
    perform sync.reject('invalid_input', 'until must be a time');
  elsif sync.unseen_inbound(args, conversation.last_inbound_id) then
    perform sync.settle_as('held', 'customer_replied', 'The customer wrote again before this could be snoozed',
      jsonb_build_object('last_inbound_id', conversation.last_inbound_id));
  elsif (args ->> 'until')::bigint <= extract(epoch from now()) * 1000 then
    return null;
  end if;
  return sync.merge_row('conversations', conversation.id,
    jsonb_build_object('status', 'snoozed', 'snoozed_until', args -> 'until'), args -> 'base',
    '{"status": 20, "snoozed_until": null}');
end $$;

create function sync.conversation_unsnooze(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  conversation public.conversations := sync.find_conversation(sync.uuid_argument(args, 'conversation_id'));
begin
  update public.conversations c set status = 'open', snoozed_until = null
  where c.id = conversation.id and c.status = 'snoozed';
  return null;
end $$;

create function sync.conversation_prioritize(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.merge_row('conversations', sync.uuid_argument(args, 'conversation_id'),
    jsonb_build_object('priority', args -> 'priority'), args -> 'base', '{"priority": 20}')
$$;

-- Unread for all again: at least the customer's last message.
create function sync.conversation_mark_unread(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  conversation public.conversations := sync.find_conversation(sync.uuid_argument(args, 'conversation_id'));
begin
  update public.conversations c set unread_count = 1
  where c.id = conversation.id and c.unread_count = 0 and c.last_inbound_id is not null;
  delete from public.conversation_reads r where r.conversation_id = conversation.id and r.user_id = app.user_id();
  return null;
end $$;

-- A person answers here from now on: what the AI has written and not sent yet is cancelled at the moment of sending
-- (app.dispatch_obstacle).
create function sync.conversation_take_over(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  conversation public.conversations := sync.find_conversation(sync.uuid_argument(args, 'conversation_id'));
begin
  update public.conversations c set ai_enabled = false where c.id = conversation.id and c.ai_enabled;
  return null;
end $$;

create function sync.conversation_resume_ai(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  conversation public.conversations := sync.find_conversation(sync.uuid_argument(args, 'conversation_id'));
begin
  update public.conversations c set ai_enabled = true where c.id = conversation.id and not c.ai_enabled;
  return null;
end $$;

grant delete on public.conversation_reads to leadline_sync;
grant execute on function sync.find_conversation(uuid), sync.conversation_snooze(jsonb),
  sync.conversation_unsnooze(jsonb), sync.conversation_prioritize(jsonb), sync.conversation_mark_unread(jsonb),
  sync.conversation_take_over(jsonb), sync.conversation_resume_ai(jsonb) to leadline_sync;
insert into sync.mutations (name, function_name) values
  ('conversation.snooze', 'conversation_snooze'),
  ('conversation.unsnooze', 'conversation_unsnooze'),
  ('conversation.prioritize', 'conversation_prioritize'),
  ('conversation.mark_unread', 'conversation_mark_unread'),
  ('conversation.take_over', 'conversation_take_over'),
  ('conversation.resume_ai', 'conversation_resume_ai');
