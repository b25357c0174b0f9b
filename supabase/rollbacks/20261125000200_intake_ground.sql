-- As it was.
create or replace function app.summarize_messages() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  conversation_ids uuid[] := array(select distinct n.conversation_id from new_rows n order by 1);
begin
  -- In the order of ids, so that two imports wait for each other instead of locking each other out.
  perform from public.conversations c where c.id = any (conversation_ids) order by c.id for update;

  with arrived as (
    select n.conversation_id, n.id, n.body, n.direction, n.created_at,
      row_number() over (partition by n.conversation_id order by n.created_at, n.id) as turn,
      n.direction = 'inbound' and n.sender_type <> 'system' as by_customer,
      n.direction = 'outbound' and n.sender_type = 'agent' as by_agent,
      n.direction = 'outbound' and n.sender_type in ('agent', 'ai') as is_answer
    from new_rows n
  ), answers as (
    select a.conversation_id, coalesce(max(a.turn) filter (where a.is_answer), 0) as answered,
      coalesce(max(a.turn) filter (where a.by_agent), 0) as read_to
    from arrived a group by a.conversation_id
  ), summary as (
    select a.conversation_id, w.answered > 0 as answered, w.read_to > 0 as was_read, count(*) as messages,
      bool_or(a.by_customer) as customer_wrote,
      count(*) filter (where a.by_customer and a.turn > w.read_to) as unread,
      min(a.created_at) filter (where a.by_customer and a.turn > w.answered) as waiting_since,
      (array_agg(a.id order by a.turn desc) filter (where a.by_customer))[1] as last_inbound_id,
      max(a.created_at) as last_at,
      (array_agg(a.body order by a.turn desc))[1] as last_body,
      (array_agg(a.direction order by a.turn desc))[1] as last_direction
    from arrived a join answers w using (conversation_id)
    group by a.conversation_id, w.answered, w.read_to
  )
  update public.conversations c set
    message_count = c.message_count + s.messages,
    unread_count = case when s.was_read then 0 else c.unread_count end + s.unread,
    waiting_since = coalesce(case when not s.answered then c.waiting_since end, s.waiting_since),
    last_inbound_id = coalesce(s.last_inbound_id, c.last_inbound_id),
    status = case when s.customer_wrote and c.status in ('closed', 'snoozed') then 'open' else c.status end,
    snoozed_until = case when s.customer_wrote and c.status in ('closed', 'snoozed') then null else c.snoozed_until end,
    last_message_at = greatest(c.last_message_at, s.last_at),
    last_message_preview = case when c.last_message_at > s.last_at then c.last_message_preview
      else app.preview_of(s.last_body) end,
    last_message_direction = case when c.last_message_at > s.last_at then c.last_message_direction
      else s.last_direction end
  from summary s where c.id = s.conversation_id;

  update public.leads l set
    message_count = l.message_count + s.messages,
    last_interaction_at = greatest(l.last_interaction_at, s.last_at),
    first_contact_at = least(l.first_contact_at, s.first_contact_at),
    last_contact_at = greatest(l.last_contact_at, s.last_contact_at),
    first_touchpoint = coalesce(l.first_touchpoint, s.first_platform),
    last_touchpoint = case when l.last_interaction_at > s.last_at then l.last_touchpoint else s.last_platform end,
    latest_reply = coalesce(s.latest_reply, l.latest_reply)
  from (
    select n.lead_id, count(*) as messages, max(n.created_at) as last_at,
      min(n.created_at) filter (where n.direction = 'outbound' and n.sender_type <> 'system') as first_contact_at,
      max(n.created_at) filter (where n.direction = 'outbound' and n.sender_type <> 'system') as last_contact_at,
      (array_agg(n.platform order by n.created_at, n.id))[1] as first_platform,
      (array_agg(n.platform order by n.created_at desc, n.id desc))[1] as last_platform,
      (array_agg(n.body order by n.created_at desc, n.id desc) filter (where n.direction = 'inbound'))[1] as latest_reply
    from new_rows n group by n.lead_id
  ) s where l.id = s.lead_id;
  return null;
end $$;
drop index if exists public.integration_events_waiting;
alter table public.channel_configurations
  drop column if exists ai_response_delay_seconds,
  drop column if exists ai_multiple_messages_wait_seconds;
drop function if exists app.consent_in(text, jsonb);
drop function if exists app.intake_settings(uuid);
drop trigger if exists check_intake on public.organization_settings;
drop function if exists app.check_intake_settings();
drop function if exists app.intake_settings_fault(jsonb);
drop function if exists app.keyword_of(text);
drop function if exists app.default_consent_words();
drop function if exists app.purge_ingest_receipts(integer, timestamptz);
drop table if exists app.assignment_turns;
drop table if exists app.early_reports;
drop table if exists app.ingest_receipts;
drop index if exists public.leads_email;
drop index if exists public.messages_external_id;
drop index if exists public.messages_external_once;
create unique index messages_external_id on public.messages (platform, external_id) where external_id is not null;
