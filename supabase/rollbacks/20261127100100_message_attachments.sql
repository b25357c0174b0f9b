update sync.mutations set newest_version = 2 where name = 'message.send';
revoke insert on public.attachments from leadline_sync;
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
drop function sync.attach_files(uuid, uuid, jsonb), sync.attachments_argument(jsonb), app.content_type_of(text),
  app.is_stored(text, text), app.sent_file_path(uuid, uuid);
