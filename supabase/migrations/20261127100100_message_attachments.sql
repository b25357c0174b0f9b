-- Files on messages that reps write. The desktop stores a file first, at a path that follows from its id, and names it in
-- `message.send`; a message without its files is refused, so that nobody is sent half of one.

-- Where the file of an attachment that a rep sends lies.
create function app.sent_file_path(organization uuid, attachment uuid) returns text
language sql immutable set search_path = '' as $$
  select organization || '/sent/' || attachment
$$;

-- Whether the storage has a file. A backend without Supabase Storage keeps its files elsewhere and is believed.
create function app.is_stored(bucket text, path text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return to_regclass('storage.objects') is null
    or exists (select from storage.objects o where o.bucket_id = is_stored.bucket and o.name = is_stored.path);
end $$;

-- What a message shows as by the type of its first file; text without one.
create function app.content_type_of(file_type text) returns text language sql immutable set search_path = '' as $$
  select case when file_type is null then 'text'
    when split_part(file_type, '/', 1) in ('image', 'audio', 'video') then split_part(file_type, '/', 1)
    else 'file' end
$$;

-- The files of a message, at most 10 as [{attachment_id, file_name, content_type, size_bytes, sha256}], or the end of the
-- mutation.
create function sync.attachments_argument(value jsonb) returns jsonb language plpgsql stable set search_path = '' as $$
declare
  file jsonb;
begin
  if coalesce(value, 'null') = 'null' then
    return '[]';
  elsif jsonb_typeof(value) <> 'array' or jsonb_array_length(value) > 10 then
    perform sync.reject('invalid_input', 'attachments must be a list of at most 10 files');
  end if;
  for file in select * from jsonb_array_elements(value) loop
    if jsonb_typeof(file) <> 'object' or jsonb_typeof(file -> 'size_bytes') is distinct from 'number'
      or not (file ->> 'size_bytes')::numeric between 0 and 104857600
      or (file ->> 'size_bytes')::numeric <> trunc((file ->> 'size_bytes')::numeric)
      or coalesce(file ->> 'content_type', '') !~ '^[a-z0-9.+-]{1,100}/[a-z0-9.+-]{1,100}$'
      or coalesce(file ->> 'sha256', '') !~ '^[0-9a-f]{64}$'
    then
      perform sync.reject('invalid_input', 'attachments name a file by size_bytes, content_type and sha256');
    end if;
    perform sync.uuid_argument(file, 'attachment_id'), sync.text_argument(file, 'file_name', 1, 300);
  end loop;
  return value;
end $$;

-- Attaches the files to a message.
create function sync.attach_files(message uuid, organization uuid, files jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  file jsonb;
  path text;
begin
  for file in select * from jsonb_array_elements(files) loop
    path := app.sent_file_path(organization, (file ->> 'attachment_id')::uuid);
    if not app.is_stored('attachments', path) then
      perform sync.reject('file_missing', 'A file of this message is not in the storage');
    elsif exists (select from public.attachments a where a.id = (file ->> 'attachment_id')::uuid) then
      perform sync.reject('id_taken', 'Another message has this file');
    end if;
    insert into public.attachments (id, organization_id, message_id, bucket, path, file_name, content_type, size_bytes,
      sha256)
    values ((file ->> 'attachment_id')::uuid, organization, attach_files.message, 'attachments', path,
      file ->> 'file_name', file ->> 'content_type', (file ->> 'size_bytes')::bigint, file ->> 'sha256');
  end loop;
end $$;

-- As before, and: `attachments` (version 3), whose files the desktop has stored already; with some, `body` may be empty.
create or replace function sync.message_send(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  message uuid := sync.uuid_argument(args, 'message_id');
  files jsonb := sync.attachments_argument(args -> 'attachments');
  body text := sync.text_argument(args, 'body', case when files = '[]' then 1 else 0 end, 100000);
  subject text := sync.text_argument(args, 'subject', null, 300);
  later timestamptz := sync.later_argument(args -> 'scheduled_for');
  conversation public.conversations;
  via public.conversations;
  lead public.leads;
  template public.message_templates;
  content_type text := app.content_type_of(files -> 0 ->> 'content_type');
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
  perform sync.attach_files(message, via.organization_id, files);
  if template.id is not null then
    perform sync.use_template(template.id);
  end if;
  return null;
end $$;

revoke all on function app.is_stored(text, text) from public;
grant execute on function app.sent_file_path(uuid, uuid), app.is_stored(text, text), app.content_type_of(text),
  sync.attachments_argument(jsonb), sync.attach_files(uuid, uuid, jsonb) to leadline_sync;
grant insert on public.attachments to leadline_sync;
update sync.mutations set newest_version = 3 where name = 'message.send';
