drop function public.save_content_collection(uuid, text, text, text[]);
drop function public.save_channel_configuration(uuid, jsonb);
delete from app.jobs where name = 'measure_lessons';
drop function app.measure_lessons(integer, timestamptz);

create or replace function app.take_agent_event(channel public.channels, event jsonb, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  thread public.conversations := app.agent_conversation(channel, event);
begin
  return case event ->> 'kind'
    when 'agent_reply' then app.take_agent_reply(thread, event)
    when 'agent_qualified' then app.take_agent_verdict(thread, event)
    when 'agent_opt_out' then app.take_agent_opt_out(thread, event, at)
    when 'agent_insight' then app.take_agent_insight(thread, event) end;
end $$;

create or replace function app.event_body(event public.integration_events) returns jsonb
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

drop function app.note_agent_reply(uuid, uuid, jsonb);
drop function app.agent_brief(uuid);
drop table app.lesson_uses;
