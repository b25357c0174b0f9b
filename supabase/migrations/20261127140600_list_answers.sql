-- Seed 002's settings of answers: whether the AI answers the customers of a list, after how long, and how long it waits
-- for more. They go before the channel's own.

-- The settings of the lead's newest list that has any; null: none.
create function app.list_settings(lead public.leads) returns public.campaign_settings
language plpgsql stable security definer set search_path = '' as $$
declare
  settings public.campaign_settings;
begin
  select g.* into settings from public.datasets d join public.campaign_settings g on g.id = d.campaign_settings_id
  where d.id = any (lead.dataset_ids) order by d.created_at desc limit 1;
  return settings;
end $$;

-- As before, by the list's settings where there are some.
create or replace function app.tell_agent(conversation uuid, contact_point uuid, message uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  thread public.conversations;
  settings public.channel_configurations;
  list public.campaign_settings;
  waiting public.integration_events;
  wait interval;
begin
  select * into thread from public.conversations c where c.id = conversation;
  if not app.ai_answers(thread, contact_point) then
    return;
  end if;
  select * into settings from public.channel_configurations g where g.channel_id = thread.channel_id;
  select (app.list_settings(l)).* into list from public.leads l where l.id = thread.lead_id and l.dataset_ids <> '{}';
  if not list.ai_response_enabled then
    return;
  end if;
  wait := make_interval(secs => greatest(
    coalesce(list.ai_response_delay_seconds, settings.ai_response_delay_seconds, 0)
      + case when list.ai_response_delay_random then floor(random() * 301)::integer else 0 end,
    coalesce(list.ai_multiple_messages_wait_seconds, settings.ai_multiple_messages_wait_seconds, 5)));
  -- Of one conversation only one delivery is here: the message locked the conversation.
  select * into waiting from public.integration_events e
  where e.conversation_id = conversation and e.type = 'message.received' and e.status = 'pending' and e.attempts = 0
    and e.locked_until is null
  for update skip locked;
  if waiting.id is not null then
    update public.integration_events e set message_id = message,
      payload = jsonb_set(e.payload, '{message_ids}', (e.payload -> 'message_ids') || to_jsonb(message)),
      due_at = least(greatest(e.due_at, now() + wait), e.created_at + greatest(interval '10 minutes', wait))
    where e.id = waiting.id;
    return;
  end if;
  insert into public.integration_events (organization_id, type, lead_id, conversation_id, message_id, payload,
    idempotency_key, due_at)
  values (thread.organization_id, 'message.received', thread.lead_id, thread.id, message,
    jsonb_build_object('channel_id', thread.channel_id, 'platform', thread.platform,
      'message_ids', jsonb_build_array(message)),
    'message.received:' || message, now() + wait)
  on conflict do nothing;
end $$;

-- Starts, pauses or ends the campaign of a list; with settings, it runs by these. Nothing is sent before this. Raises
-- 42501 for who does not manage, 22023 for no such list or settings, and where the list is not in a state for it or
-- its messages cannot be filled.
create function public.run_dataset_campaign(p_dataset uuid, p_status text, p_settings uuid default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  list public.datasets;
  unknown text[];
begin
  if not coalesce(app.manages(), false) then
    raise exception 'Only those who manage run campaigns' using errcode = '42501';
  end if;
  select * into list from public.datasets d where d.id = p_dataset and d.organization_id = app.org_id() for update;
  if list.id is null then
    raise exception 'There is no such list' using errcode = '22023';
  elsif p_settings is not null and not exists (
    select from public.campaign_settings g where g.id = p_settings and g.organization_id = list.organization_id)
  then
    raise exception 'There are no such settings' using errcode = '22023';
  elsif coalesce(not (p_status = 'active' and list.campaign_status in ('draft', 'active', 'paused')
    or p_status = 'paused' and list.campaign_status in ('active', 'paused')
    or p_status = 'completed' and list.campaign_status in ('active', 'paused', 'completed')), true) or list.archived
  then
    raise exception 'A campaign that is % cannot become %', list.campaign_status, coalesce(p_status, 'nothing')
      using errcode = '22023';
  end if;
  if p_status = 'active' then
    if not exists (select from public.campaign_steps s
      where s.campaign_settings_id = coalesce(p_settings, list.campaign_settings_id))
    then
      raise exception 'The campaign has no messages yet' using errcode = '22023';
    end if;
    select app.unknown_variables(string_agg(s.message_template, ' ')) into unknown from public.campaign_steps s
    where s.campaign_settings_id = coalesce(p_settings, list.campaign_settings_id);
    if unknown <> '{}' then
      raise exception 'A message uses variables that do not exist: %', array_to_string(unknown, ', ')
        using errcode = '22023';
    end if;
  end if;
  update public.datasets d set campaign_status = p_status,
    campaign_settings_id = coalesce(p_settings, d.campaign_settings_id)
  where d.id = list.id;
end $$;
comment on function public.run_dataset_campaign(uuid, text, uuid) is
  'Starts, pauses or ends the campaign of a list. For those who manage.';
revoke all on function public.run_dataset_campaign(uuid, text, uuid) from public, anon;
grant execute on function public.run_dataset_campaign(uuid, text, uuid) to authenticated;
