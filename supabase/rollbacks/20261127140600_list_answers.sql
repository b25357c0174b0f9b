drop function public.run_dataset_campaign(uuid, text, uuid);

create or replace function app.tell_agent(conversation uuid, contact_point uuid, message uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  thread public.conversations;
  settings public.channel_configurations;
  waiting public.integration_events;
  wait interval;
begin
  select * into thread from public.conversations c where c.id = conversation;
  if not app.ai_answers(thread, contact_point) then
    return;
  end if;
  select * into settings from public.channel_configurations g where g.channel_id = thread.channel_id;
  wait := make_interval(secs => greatest(coalesce(settings.ai_response_delay_seconds, 0),
    coalesce(settings.ai_multiple_messages_wait_seconds, 5)));
  -- Of one conversation only one delivery is here: the message locked the conversation.
  select * into waiting from public.integration_events e
  where e.conversation_id = conversation and e.type = 'message.received' and e.status = 'pending' and e.attempts = 0
    and e.locked_until is null
  for update skip locked;
  if waiting.id is not null then
    update public.integration_events e set message_id = message,
      payload = jsonb_set(e.payload, '{message_ids}', (e.payload -> 'message_ids') || to_jsonb(message)),
      due_at = least(greatest(e.due_at, now() + wait), e.created_at + interval '10 minutes')
    where e.id = waiting.id;
    return;
  end if;
  insert into public.integration_events (organization_id, type, lead_id, conversation_id, message_id, payload,
    idempotency_key, due_at)
  values (thread.organization_id, 'message.received', thread.lead_id, thread.id, message,
    jsonb_build_object('channel_id', thread.channel_id, 'platform', thread.platform, 'message_ids', jsonb_build_array(message)),
    'message.received:' || message, now() + wait)
  on conflict do nothing;
end $$;

drop function app.list_settings(public.leads);
