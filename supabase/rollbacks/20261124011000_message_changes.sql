delete from sync.mutations where name in ('message.cancel', 'message.retry', 'message.edit_scheduled');
revoke execute on function app.resummarize(uuid) from leadline_sync;
revoke update (status, error, failed_at, subject, body, scheduled_for, metadata) on public.messages from leadline_sync;
drop function sync.message_edit_scheduled(jsonb), sync.message_retry(jsonb), sync.message_cancel(jsonb),
  sync.already_sent(public.messages), sync.find_message(jsonb);

create or replace function app.resummarize(conversation uuid) returns void
language sql security definer set search_path = '' as $$
  update public.conversations c set
    message_count = s.messages, last_message_at = s.last_at, last_message_preview = app.preview_of(s.last_body),
    last_message_direction = s.last_direction, last_inbound_id = s.last_inbound_id, waiting_since = s.waiting_since
  from (
    select count(*) as messages, max(m.created_at) filter (where m.status <> 'cancelled') as last_at,
      (array_agg(m.body order by m.created_at desc, m.id desc) filter (where m.status <> 'cancelled'))[1] as last_body,
      (array_agg(m.direction order by m.created_at desc, m.id desc) filter (where m.status <> 'cancelled'))[1]
        as last_direction,
      (array_agg(m.id order by m.created_at desc, m.id desc) filter (where m.by_customer))[1] as last_inbound_id,
      min(m.created_at) filter (where m.by_customer and (m.created_at, m.id) > (
        coalesce(m.answered_at, '-infinity'), coalesce(m.answer_id, '00000000-0000-0000-0000-000000000000')))
        as waiting_since
    from (
      select n.*, n.direction = 'inbound' and n.sender_type <> 'system' as by_customer,
        first_value(n.created_at) over answers as answered_at, first_value(n.id) over answers as answer_id
      from (
        select x.*, x.direction = 'outbound' and x.sender_type in ('agent', 'ai') and x.status <> 'cancelled' as is_answer
        from public.messages x where x.conversation_id = conversation
      ) n
      window answers as (order by n.is_answer desc,
        case when n.is_answer then n.created_at end desc, case when n.is_answer then n.id end desc)
    ) m
  ) s where c.id = conversation
$$;

create or replace function app.refuse_message_rewrite() returns trigger language plpgsql set search_path = '' as $$
declare
  moving boolean := coalesce(pg_catalog.current_setting('app.merging_leads', true), '') = 'on';
begin
  if (new.id, new.organization_id, new.platform, new.direction, new.sender_type, new.sender_id, new.content_type,
      new.subject, new.body, new.html_body, new.step, new.ai_generated, new.platform_timestamp, new.created_at)
    is distinct from
     (old.id, old.organization_id, old.platform, old.direction, old.sender_type, old.sender_id, old.content_type,
      old.subject, old.body, old.html_body, old.step, old.ai_generated, old.platform_timestamp, old.created_at)
    or not moving and (new.conversation_id, new.lead_id) is distinct from (old.conversation_id, old.lead_id)
  then
    raise exception 'A message cannot be changed once it is written' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
