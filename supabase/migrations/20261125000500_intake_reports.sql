-- What is reported about messages we sent, and what the AI agent has to say.

create function app.delivery_rank(status text) returns integer language sql immutable parallel safe
return case status when 'sent' then 2 when 'failed' then 3 when 'delivered' then 4 when 'read' then 5
  when 'sending' then 1 else 0 end;

-- Moves a message's delivery state forward, never back: queued, sending, sent, then delivered and read, or failed. What
-- was delivered or has failed stays so.
create function app.apply_report(message public.messages, status text, at timestamptz, error text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if message.status = 'failed' or app.delivery_rank(status) <= app.delivery_rank(message.status) then
    return false;
  end if;
  update public.messages m set status = apply_report.status,
    sent_at = case when apply_report.status <> 'failed' then coalesce(m.sent_at, at) else m.sent_at end,
    delivered_at = case when apply_report.status in ('delivered', 'read') then coalesce(m.delivered_at, at)
      else m.delivered_at end,
    read_at = case when apply_report.status = 'read' then coalesce(m.read_at, at) else m.read_at end,
    failed_at = case when apply_report.status = 'failed' then at else m.failed_at end,
    error = case when apply_report.status = 'failed' then coalesce(app.clip(apply_report.error, 1000), 'It was not delivered')
      else m.error end
  where m.id = message.id;
  return true;
end $$;

-- Only one at a time records the sending of a message or a report about it.
create function app.lock_report(organization uuid, external_id text) returns void
language sql security definer set search_path = '' as $$
  select app.lock_identities(array['report ' || organization || ' ' || external_id])
$$;

-- A vendor's report. `event`: {external_id, status, error, message_id}; message_id is what we told the vendor, for a
-- report that comes before the sending is recorded. A report of what nobody knows yet waits for it.
create function app.take_report(channel public.channels, event jsonb, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  reported_id text := app.clip(event ->> 'external_id', 300);
  report text := event ->> 'status';
  message public.messages;
begin
  perform app.lock_report(channel.organization_id, reported_id);
  select m.* into message from public.messages m
  where m.platform = channel.platform and m.external_id = reported_id and m.organization_id = channel.organization_id
    and m.direction = 'outbound'
  limit 1 for no key update;
  if message.id is null and event ->> 'message_id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    select m.* into message from public.messages m join public.conversations c on c.id = m.conversation_id
    where m.id = (event ->> 'message_id')::uuid and c.channel_id = channel.id and m.direction = 'outbound'
      and m.external_id is null
    for no key update of m;
    update public.messages m set external_id = reported_id where m.id = message.id;
  end if;
  if message.id is not null then
    return jsonb_build_object('outcome', 'accepted', 'message_id', message.id,
      'changed', app.apply_report(message, report, at, event ->> 'error'));
  end if;
  insert into app.early_reports as e (channel_id, external_id, status, reported_at, error)
  values (channel.id, reported_id, report, at, app.clip(event ->> 'error', 1000))
  on conflict (channel_id, external_id) do update set status = excluded.status, reported_at = excluded.reported_at,
    error = excluded.error
    where e.status <> 'failed' and app.delivery_rank(excluded.status) > app.delivery_rank(e.status);
  return jsonb_build_object('outcome', 'early');
end $$;

-- The customer has read all that was sent before `at` (Messenger tells no more).
create function app.take_read_receipt(channel public.channels, event jsonb, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  message public.messages;
  items integer := 0;
begin
  for message in
    select m.* from public.contact_points p
    join public.conversations c on c.lead_id = p.lead_id and c.channel_id = p.channel_id
    join public.messages m on m.conversation_id = c.id
    where p.channel_id = channel.id and p.platform_user_id = event -> 'sender' ->> 'id' and m.direction = 'outbound'
      and m.status in ('sent', 'delivered') and m.sender_type <> 'system' and m.sent_at <= at
    order by m.id limit 200 for no key update of m
  loop
    items := items + app.apply_report(message, 'read', at, null)::integer;
  end loop;
  return jsonb_build_object('outcome', 'accepted', 'messages', items);
end $$;

-- The sending is recorded: what was reported before it is applied. `zy`: after the triggers of the queue.
create function app.apply_early_report() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  report app.early_reports;
begin
  perform app.lock_report(new.organization_id, new.external_id);
  delete from app.early_reports e using public.conversations c
  where c.id = new.conversation_id and e.channel_id = c.channel_id and e.external_id = new.external_id
  returning e.* into report;
  if report.external_id is not null then
    perform app.apply_report((select m from public.messages m where m.id = new.id), report.status, report.reported_at,
      report.error);
  end if;
  return null;
end $$;
create trigger zy_early_report_insert after insert on public.messages for each row
  when (new.direction = 'outbound' and new.external_id is not null) execute function app.apply_early_report();
create trigger zy_early_report_update after update of external_id on public.messages for each row
  when (new.direction = 'outbound' and new.external_id is not null and old.external_id is distinct from new.external_id)
  execute function app.apply_early_report();

-- The conversation that the agent speaks of: one of the channel's organisation.
create function app.agent_conversation(channel public.channels, event jsonb) returns public.conversations
language sql stable security definer set search_path = '' as $$
  select c from public.conversations c
  where c.id::text = event ->> 'conversation_id' and c.channel_id = channel.id
$$;

-- The agent's answer enters the thread and the queue of what is sent. Not when the customer has written what the agent
-- had not seen (it is told of that too), nor when a person has taken over.
create function app.take_agent_reply(thread public.conversations, event jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  written uuid;
begin
  select c.* into thread from public.conversations c where c.id = thread.id for update;
  if event ? 'seen_message_id' and event ->> 'seen_message_id' is distinct from thread.last_inbound_id::text then
    return '{"outcome": "ignored", "code": "customer_replied"}';
  elsif not app.ai_answers(thread, null) then
    return '{"outcome": "ignored", "code": "ai_disabled"}';
  end if;
  insert into public.messages (conversation_id, direction, sender_type, body, status, ai_generated, ai_quality_score,
    metadata)
  values (thread.id, 'outbound', 'ai', "left"(event ->> 'body', 100000), 'queued', true,
    (event ->> 'quality_score')::integer, coalesce(event -> 'metadata', '{}'))
  returning id into written;
  return jsonb_build_object('outcome', 'accepted', 'message_id', written);
end $$;

-- The lead is qualified: no further follow-ups (seed 003, workflow 2), and a rep's turn.
create function app.take_agent_verdict(thread public.conversations, event jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  update public.leads l set
    lead_status = case when l.lead_status in ('new', 'contacted', 'follow_up') then 'qualified' else l.lead_status end,
    ai_score = coalesce((event ->> 'score')::integer, l.ai_score),
    sentiment = coalesce(event ->> 'sentiment', l.sentiment),
    conversation_summary = coalesce(app.clip(event ->> 'summary', 4000), l.conversation_summary)
  where l.id = thread.lead_id;
  update public.campaign_enrollments e set status = 'qualified'
  where e.lead_id = thread.lead_id and e.status in ('active', 'paused');
  if event ? 'summary' then
    perform app.keep_context(thread.lead_id, thread.platform, null, event ->> 'summary', now());
  end if;
  return '{"outcome": "accepted"}';
end $$;

-- The customer asked not to be written to (seed 003, workflow 4): on this channel, or on none (scope 'all').
create function app.take_agent_opt_out(thread public.conversations, event jsonb, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  platform text;
begin
  for platform in
    select distinct c.platform from public.conversations c
    where c.lead_id = thread.lead_id and (c.id = thread.id or event ->> 'scope' = 'all') order by 1
  loop
    perform app.decide_consent(thread.lead_id, platform, 'opted_out', 'message', event ->> 'reason', null, at);
  end loop;
  update public.leads l set contact_status = 'removed'
  where l.id = thread.lead_id and event ->> 'scope' = 'all' and l.contact_status <> 'removed';
  return '{"outcome": "accepted"}';
end $$;

create function app.take_agent_insight(thread public.conversations, event jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  written uuid;
begin
  insert into public.insights (organization_id, type, lead_id, conversation_id, severity, category, title, description,
    suggestion, original_text, suggested_text)
  values (thread.organization_id, coalesce(event ->> 'insight_type', 'conversation'), thread.lead_id, thread.id,
    coalesce(event ->> 'severity', 'info'), app.clip(event ->> 'category', 200), "left"(event ->> 'title', 300),
    "left"(event ->> 'description', 10000), "left"(event ->> 'suggestion', 10000),
    "left"(event ->> 'original_text', 10000), "left"(event ->> 'suggested_text', 10000))
  returning id into written;
  return jsonb_build_object('outcome', 'accepted', 'insight_id', written);
end $$;

create function app.take_agent_event(channel public.channels, event jsonb, at timestamptz) returns jsonb
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
