-- What the agent is told besides the conversation: the prompt that speaks, the channel's model and what it may quote; what
-- it applied of it, and how that does.

create table app.lesson_uses (
  lesson_id uuid not null references public.lessons on delete cascade,
  message_id uuid not null references public.messages on delete cascade,
  primary key (lesson_id, message_id)
);
create index lesson_uses_message on app.lesson_uses (message_id);
select app.close_table('app.lesson_uses');

-- {"prompt": {"id", "version_number", "text", "lesson_ids"} or null, "model", "temperature", "collections": {id: items}}.
create function app.agent_brief(conversation uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'prompt', (select jsonb_build_object('id', d.prompt_id, 'version_number', d.version_number, 'text', d.compiled,
        'lesson_ids', to_jsonb(d.lesson_ids))
      from app.agent_deployment(c.id) d where d.id is not null),
    'model', g.ai_model, 'temperature', g.ai_temperature,
    'collections', (select coalesce(jsonb_object_agg(o.collection_id, to_jsonb(o.items)), '{}')
      from public.content_collections o where o.channel_id = c.channel_id and o.items <> '{}'))
  from public.conversations c left join public.channel_configurations g on g.channel_id = c.channel_id
  where c.id = conversation
$$;

-- A reply of the agent counts for the prompt that speaks, and for those of its lessons that the agent says it applied.
create function app.note_agent_reply(conversation uuid, message uuid, lessons jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  speaking app.prompt_deployments := app.agent_deployment(conversation);
begin
  if speaking.id is null then
    return;
  end if;
  insert into app.prompt_uses (deployment_id, conversation_id) values (speaking.id, conversation) on conflict do nothing;
  insert into app.lesson_uses (lesson_id, message_id)
  select l, message from unnest(speaking.lesson_ids) l
  where jsonb_typeof(lessons) = 'array' and lessons ? l::text on conflict do nothing;
end $$;

-- As before, with what the agent speaks by.
create or replace function app.event_body(event public.integration_events) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', (event).id, 'type', (event).type, 'organization_id', (event).organization_id,
    'occurred_at', (event).created_at, 'payload', (event).payload,
    'agent', app.agent_brief(coalesce((select m.conversation_id from public.messages m where m.id = (event).message_id),
      (event).conversation_id)),
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

-- As before, and a reply counts.
create or replace function app.take_agent_event(channel public.channels, event jsonb, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  thread public.conversations := app.agent_conversation(channel, event);
  outcome jsonb;
begin
  outcome := case event ->> 'kind'
    when 'agent_reply' then app.take_agent_reply(thread, event)
    when 'agent_qualified' then app.take_agent_verdict(thread, event)
    when 'agent_opt_out' then app.take_agent_opt_out(thread, event, at)
    when 'agent_insight' then app.take_agent_insight(thread, event) end;
  if event ->> 'kind' = 'agent_reply' and outcome ->> 'outcome' = 'accepted' then
    perform app.note_agent_reply(thread.id, (outcome ->> 'message_id')::uuid, event -> 'lesson_ids');
  end if;
  return outcome;
end $$;

-- How often each lesson was applied, and in what part of these the customer's message was the next, within a day: once in
-- a while and not with each reply, since every desktop hears of a lesson that changes.
create function app.measure_lessons(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  changed integer;
begin
  update public.lessons l set times_applied = u.uses, success_rate = u.rate
  from (
    select u.lesson_id, count(*)::integer as uses, round(avg(coalesce(n.direction = 'inbound'
      and n.created_at <= m.created_at + interval '1 day', false)::integer), 2) as rate
    from app.lesson_uses u join public.messages m on m.id = u.message_id
    left join lateral (
      select f.direction, f.created_at from public.messages f
      where f.conversation_id = m.conversation_id and f.created_at >= m.created_at
        and (f.created_at, f.id) > (m.created_at, m.id)
      order by f.created_at, f.id limit 1) n on true
    group by u.lesson_id
  ) u
  where l.id = u.lesson_id and (l.times_applied, l.success_rate) is distinct from (u.uses, u.rate);
  get diagnostics changed = row_count;
  return least(changed, batch - 1);
end $$;
insert into app.jobs (name, function_name, every, daily_at) values
  ('measure_lessons', 'app.measure_lessons', '1 hour', null);

-- Settings of the AI on a channel; what p_settings does not name stays. Fields: ai_model, ai_temperature, is_bot_active,
-- ai_response_delay_seconds, ai_multiple_messages_wait_seconds. Owners and admins only. Returns all of them. Fails with
-- 42501, PT404, 22023, 23514.
create function public.save_channel_configuration(p_channel_id uuid, p_settings jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  kept public.channel_configurations;
begin
  if not app.administers() then
    raise exception 'Only owners and admins set channels up' using errcode = 'insufficient_privilege';
  elsif jsonb_typeof(p_settings) is distinct from 'object' or p_settings - '{ai_model,ai_temperature,is_bot_active,
    ai_response_delay_seconds,ai_multiple_messages_wait_seconds}'::text[] <> '{}'
  then
    raise exception 'There is no such setting of a channel' using errcode = 'invalid_parameter_value';
  elsif not exists (select from public.channels c where c.id = p_channel_id and c.organization_id = app.org_id()) then
    raise exception 'No channel with this id' using errcode = 'PT404';
  end if;
  insert into public.channel_configurations (channel_id) values (p_channel_id) on conflict (channel_id) do nothing;
  update public.channel_configurations g set ai_model = coalesce(p_settings ->> 'ai_model', g.ai_model),
    ai_temperature = coalesce((p_settings ->> 'ai_temperature')::numeric, g.ai_temperature),
    is_bot_active = coalesce((p_settings ->> 'is_bot_active')::boolean, g.is_bot_active),
    ai_response_delay_seconds = coalesce((p_settings ->> 'ai_response_delay_seconds')::integer, g.ai_response_delay_seconds),
    ai_multiple_messages_wait_seconds = coalesce((p_settings ->> 'ai_multiple_messages_wait_seconds')::integer,
      g.ai_multiple_messages_wait_seconds)
  where g.channel_id = p_channel_id returning g.* into kept;
  return to_jsonb(kept) - '{id,organization_id,created_at}'::text[];
end $$;

-- Texts that the AI may quote on a channel: a new collection, or what stands under the collection's name (collection_id)
-- on the channel from now on. 500 texts of 5,000 characters at most; the agent is not told of one without any. Returns its
-- id. Fails with 42501, PT404, 22023, 23514.
create function public.save_content_collection(p_channel_id uuid, p_collection_id text, p_name text, p_items text[])
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  kept uuid;
begin
  if not app.manages() then
    raise exception 'Only managers keep collections' using errcode = 'insufficient_privilege';
  elsif coalesce(p_collection_id, '') !~ '^[a-z0-9][a-z0-9_-]{0,99}$' or p_items is null or cardinality(p_items) > 500
    or exists (select from unnest(p_items) i where i is null or length(i) not between 1 and 5000)
  then
    raise exception 'A collection has a short name of small letters and at most 500 texts of 5,000 characters'
      using errcode = 'invalid_parameter_value';
  elsif not exists (select from public.channels c where c.id = p_channel_id and c.organization_id = app.org_id()) then
    raise exception 'No channel with this id' using errcode = 'PT404';
  end if;
  insert into public.content_collections (channel_id, collection_id, name, items)
  values (p_channel_id, p_collection_id, app.trim_space(p_name), p_items)
  on conflict (channel_id, collection_id) do update set name = excluded.name, items = excluded.items
  returning id into kept;
  return kept;
end $$;

grant execute on function public.save_channel_configuration(uuid, jsonb),
  public.save_content_collection(uuid, text, text, text[]) to authenticated;
