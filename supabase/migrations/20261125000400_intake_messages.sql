-- What was written: the conversation, the message with its attachments, the words that act by themselves, and the
-- event that tells the AI agent.

-- One conversation per lead and channel; made when there is none.
create function app.conversation_of(lead uuid, channel public.channels) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  found uuid;
begin
  insert into public.conversations (organization_id, lead_id, channel_id, platform)
  values (channel.organization_id, lead, channel.id, channel.platform)
  on conflict (lead_id, channel_id) do nothing returning id into found;
  return coalesce(found, (select c.id from public.conversations c where c.lead_id = lead and c.channel_id = channel.id));
end $$;

-- Writes a message and its attachments; null when the conversation has it already. `message`: {external_id,
-- content_type, body, subject, html_body, from, to, metadata, attachments}.
create function app.write_message(conversation uuid, message jsonb, at timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  written uuid;
begin
  insert into public.messages (conversation_id, direction, sender_type, content_type, subject, body, html_body,
    external_id, metadata, from_address, to_address, platform_timestamp, created_at, status)
  values (conversation, 'inbound', 'customer', coalesce(message ->> 'content_type', 'text'),
    app.clip(message ->> 'subject', 1000), "left"(coalesce(message ->> 'body', ''), 100000),
    "left"(message ->> 'html_body', 1000000), app.clip(message ->> 'external_id', 300),
    coalesce(message -> 'metadata', '{}'), app.clip(message ->> 'from', 300), app.clip(message ->> 'to', 300), at, at,
    'received')
  on conflict (conversation_id, external_id) where external_id is not null do nothing
  returning id into written;
  insert into public.attachments (message_id, bucket, path, file_name, content_type, size_bytes, sha256, metadata)
  select written, 'attachments', a.value ->> 'path', app.clip(a.value ->> 'file_name', 300),
    coalesce(app.clip(a.value ->> 'content_type', 200), 'application/octet-stream'),
    coalesce((a.value ->> 'size_bytes')::bigint, 0), a.value ->> 'sha256', coalesce(a.value -> 'metadata', '{}')
  from jsonb_array_elements(case when written is not null then message -> 'attachments' end) a
  on conflict (bucket, path) do nothing;
  return written;
end $$;

-- An event of ours in the thread: "New lead from the website". Not the customer's word, and nothing to send.
create function app.write_system_message(conversation uuid, body text, at timestamptz) returns uuid
language sql security definer set search_path = '' as $$
  insert into public.messages (conversation_id, direction, sender_type, content_type, body, status, created_at)
  values (conversation, 'outbound', 'system', 'event', body, 'sent', at) returning id
$$;

-- What the customer decided about being written to. The latest decision counts, in whatever order they arrive.
create function app.decide_consent(lead uuid, platform text, decision text, source text, evidence text, message uuid,
  at timestamptz) returns void language sql security definer set search_path = '' as $$
  insert into public.consents as c (lead_id, organization_id, platform, status, source, evidence, message_id, decided_at)
  select l.id, l.organization_id, decide_consent.platform, decision, decide_consent.source, "left"(evidence, 1000), message,
    at
  from public.leads l where l.id = lead
  on conflict (lead_id, platform) do update set status = excluded.status, source = excluded.source,
    evidence = excluded.evidence, message_id = excluded.message_id, decided_at = excluded.decided_at
    where c.decided_at <= excluded.decided_at
$$;

create function app.switch_ai(conversation uuid, contact_point uuid, on_ boolean) returns void
language sql security definer set search_path = '' as $$
  update public.conversations c set ai_enabled = on_ where c.id = conversation and c.ai_enabled <> on_;
  update public.contact_points p set ai_enabled = on_ where p.id = contact_point and p.ai_enabled <> on_;
$$;

-- Does what the channel's keywords say of a message that is nothing but the keyword, and what it says about consent.
create function app.act_on_keywords(channel public.channels, contact app.contact, conversation uuid, message uuid,
  body text, at timestamptz) returns text[] language plpgsql security definer set search_path = '' as $$
declare
  word text := app.keyword_of(body);
  action public.keyword_actions;
  decision text := app.consent_in(body, app.intake_settings(channel.organization_id));
  done text[] := '{}';
begin
  if coalesce(word, '') = '' then
    return done;
  end if;
  for action in select k.* from public.keyword_actions k where k.channel_id = channel.id and app.keyword_of(k.keyword) = word
  loop
    done := done || action.action_type;
    case action.action_type
      when 'disable_ai' then perform app.switch_ai(conversation, contact.contact_point_id, false);
      when 'enable_ai' then perform app.switch_ai(conversation, contact.contact_point_id, true);
      when 'opt_out' then decision := 'opted_out';
      when 'opt_in' then decision := 'opted_in';
      when 'add_tag' then
        update public.leads l set tags = array_append(l.tags, action.parameters ->> 'tag')
        where l.id = contact.lead_id and action.parameters ->> 'tag' <> all (l.tags);
      when 'assign' then
        update public.conversations c set assigned_to = p.id
        from public.profiles p
        where c.id = conversation and p.id::text = action.parameters ->> 'user_id' and p.status = 'active'
          and p.organization_id = channel.organization_id and p.role <> 'viewer' and c.assigned_to is distinct from p.id;
    end case;
  end loop;
  if decision is not null then
    perform app.decide_consent(contact.lead_id, channel.platform, decision, 'keyword', body, message, at);
    done := done || case decision when 'opted_out' then 'opt_out' else 'opt_in' end;
  end if;
  return done;
end $$;

-- Whether the AI agent answers here: nobody switched it off for the lead, the conversation, the contact or the channel,
-- and the customer has not opted out.
create function app.ai_answers(conversation public.conversations, contact_point uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select conversation.ai_enabled and l.ai_enabled and l.manual_mode_at is null
    and l.consents -> conversation.platform ->> 'status' is distinct from 'opted_out'
    and coalesce((select p.ai_enabled from public.contact_points p where p.id = contact_point), true)
    and coalesce((select g.is_bot_active from public.channel_configurations g where g.channel_id = conversation.channel_id),
      true)
    from public.leads l where l.id = conversation.lead_id);
end $$;

-- Tells the AI agent of a message, after the channel's delay. Messages that come before the agent was told are told with
-- it: each puts the event off by the channel's wait, for at most ten minutes in all.
create function app.tell_agent(conversation uuid, contact_point uuid, message uuid) returns void
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

-- What each channel knows of the conversation, side by side on the lead (seed 000: unified_context). An older message
-- that comes late changes no more than the count.
create function app.keep_context(lead uuid, platform text, body text, summary text, at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.leads l set unified_context = l.unified_context || jsonb_build_object(platform,
    coalesce(l.unified_context -> platform, '{}') || jsonb_strip_nulls(case
      when (l.unified_context -> platform ->> 'last_message_at')::timestamptz > at then '{}'
      else jsonb_build_object('last_message', app.preview_of(body), 'last_message_at', at,
        'conversation_summary', app.clip(summary, 4000)) end)
    || jsonb_build_object('message_count',
      coalesce((l.unified_context -> platform ->> 'message_count')::integer, 0) + (body is not null)::integer))
  where l.id = lead;
end $$;

-- A form that was filled in, once per vendor's id. False when there is no such form here.
create function app.take_submission(channel public.channels, lead uuid, form jsonb, at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  form_id uuid := (select f.id from public.forms f where f.organization_id = channel.organization_id and f.is_active
    and (f.id::text = form ->> 'id' or f.external_id = form ->> 'id') limit 1);
begin
  if form_id is null then
    return false;
  end if;
  insert into public.form_submissions (form_id, lead_id, data, utm, page_url, user_agent, external_id, submitted_at)
  values (form_id, lead, coalesce(form -> 'data', '{}'), coalesce(form -> 'utm', '{}'),
    app.clip(form ->> 'page_url', 2000), app.clip(form ->> 'user_agent', 1000), app.clip(form ->> 'external_id', 300), at)
  on conflict do nothing;
  return true;
end $$;

-- What a new lead's thread starts with, by where it came from.
create function app.introduction(channel public.channels, event jsonb) returns text language sql immutable parallel safe
return case
  when event ? 'form' then 'New lead from a form' || coalesce(': ' || app.clip(event -> 'form' ->> 'name', 200), '')
  when channel.platform = 'web' then 'New lead from the website'
    || coalesce(': ' || app.clip(event -> 'session' ->> 'website_url', 500), '')
end;

-- A customer got in touch: the lead, its contact point and session, and, where there is one, the message and what
-- follows from it.
create function app.take_contact(channel public.channels, event jsonb, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  sender jsonb := coalesce(event -> 'sender', '{}');
  message jsonb := event -> 'message';
  body text := message ->> 'body';
  contact app.contact;
  conversation uuid;
  written uuid;
  introduction text;
  done text[] := '{}';
begin
  contact := app.resolve_contact(channel, sender, coalesce(event -> 'lead', '{}'), at);
  perform app.take_session(channel, contact.lead_id, sender, coalesce(event -> 'session', '{}'),
    case when message is not null then coalesce(body, '') end, at);
  if event ? 'form' and not app.take_submission(channel, contact.lead_id, event -> 'form', at) then
    done := done || 'unknown_form'::text;
  end if;

  introduction := case when contact.is_new or event ? 'form' then app.introduction(channel, event) end;
  if message is not null or introduction is not null then
    conversation := app.conversation_of(contact.lead_id, channel);
  end if;
  if introduction is not null then
    perform app.write_system_message(conversation, introduction, least(at, now()) - interval '1 millisecond');
  end if;
  if message is not null then
    written := app.write_message(conversation, message, at);
  end if;
  if written is not null then
    done := done || app.act_on_keywords(channel, contact, conversation, written, body, at);
    perform app.tell_agent(conversation, contact.contact_point_id, written);
  end if;
  if not contact.is_new then
    perform app.complete_lead(contact.lead_id, sender, coalesce(event -> 'lead', '{}'),
      app.free_phone(channel, sender ->> 'phone'));
  elsif written is null then
    perform app.rescore_leads(array[contact.lead_id]);
  end if;
  if written is not null or event ? 'summary' then
    perform app.keep_context(contact.lead_id, channel.platform, body, event ->> 'summary', at);
  end if;
  if contact.is_new then
    insert into public.integration_events (organization_id, type, lead_id, conversation_id, payload, idempotency_key)
    values (channel.organization_id, 'lead.created', contact.lead_id, conversation,
      jsonb_build_object('channel_id', channel.id, 'platform', channel.platform), 'lead.created:' || contact.lead_id)
    on conflict do nothing;
  end if;
  update public.leads l set last_touchpoint = channel.platform, last_interaction_at = greatest(l.last_interaction_at, at)
  where l.id = contact.lead_id and written is null and coalesce(l.last_interaction_at, '-infinity') < at;
  return jsonb_build_object('outcome', 'accepted', 'lead_id', contact.lead_id, 'is_new_lead', contact.is_new,
    'conversation_id', conversation, 'message_id', written, 'actions', to_jsonb(done));
end $$;
