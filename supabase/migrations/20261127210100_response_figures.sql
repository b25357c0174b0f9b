-- How long customers wait, and what the AI achieves beside people. Live, under the caller's rights: a rep's figures are
-- of what the rep sees. Days are those of the organisation's own clock.

-- The moments from the first to after the last day, by the clock of the caller's organisation. Fails with 42501 without
-- an active profile, with 22023 where there is no such range or it is longer than 366 days.
create function app.local_days(since date, until date, out first timestamptz, out beyond timestamptz, out zone text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if app.org_id() is null then
    raise exception 'No active profile' using errcode = 'insufficient_privilege';
  elsif since is null or until is null or not isfinite(since) or not isfinite(until) or until < since
      or until - since > 365 then
    raise exception 'A range is 1 to 366 days' using errcode = 'invalid_parameter_value';
  end if;
  zone := app.zone_of(app.org_id());
  first := since::timestamp at time zone zone;
  beyond := (until + 1)::timestamp at time zone zone;
end $$;
grant execute on function app.local_days(date, date) to authenticated;

-- Every wait of a customer that began from `first` to before `beyond`: from the first message that nobody had answered
-- to the next one of a person or the AI. What a campaign or the system sends answers nobody, nor does what was not sent.
-- answered_at is null while the customer waits.
create function app.customer_waits(first timestamptz, beyond timestamptz)
returns table (message_id uuid, conversation_id uuid, lead_id uuid, began_at timestamptz, answered_at timestamptz,
  answered_by text, person_id uuid)
language sql stable set search_path = '' as $$
  with turns as (
    select m.id, m.conversation_id, m.lead_id, m.direction, m.sender_type, m.sender_id,
      case when m.direction = 'inbound' then m.created_at else coalesce(m.sent_at, m.created_at) end as at
    from public.messages m
    where m.conversation_id in (
        select o.conversation_id from public.messages o
        where o.organization_id = (select app.org_id()) and o.created_at >= first and o.created_at < beyond
          and o.direction = 'inbound')
      and (m.direction = 'inbound' or m.sender_type in ('agent', 'ai') and m.status in ('sent', 'delivered', 'read')
        and coalesce(m.step, 'reply') = 'reply')
  ), spoken as (
    select t.*, lag(t.direction) over said is distinct from t.direction as is_turn
    from turns t window said as (partition by t.conversation_id order by t.at, t.id)
  ), taken as (
    select s.*, lead(s.at) over said as next_at, lead(s.sender_type) over said as next_sender,
      lead(s.sender_id) over said as next_person
    from spoken s where s.is_turn window said as (partition by s.conversation_id order by s.at, s.id)
  )
  select t.id, t.conversation_id, t.lead_id, t.at, t.next_at, t.next_sender, t.next_person
  from taken t where t.direction = 'inbound' and t.at >= first and t.at < beyond
$$;
grant execute on function app.customer_waits(timestamptz, timestamptz) to authenticated;

-- How long customers waited who began to from `since` to `until`, {"rows", "time_zone"}; a row for each group with
--   waits, unanswered, average_seconds, median_seconds, slowest_tenth_seconds (nine of ten waited no longer).
--   by: 'day', 'answered_by' (ai, agent; null: nobody yet), 'person' (person_id) or 'channel' (channel_id)
create function public.get_response_times(since date, until date, by text default 'answered_by') returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  range record;
  rows jsonb;
begin
  select * into range from app.local_days(since, until);
  if by is null or by not in ('day', 'answered_by', 'person', 'channel') then
    raise exception 'Response times are by day, answered_by, person or channel' using errcode = 'invalid_parameter_value';
  end if;
  with keyed as (
    select case by
        when 'day' then jsonb_build_object('day', (w.began_at at time zone range.zone)::date)
        when 'answered_by' then jsonb_build_object('answered_by', w.answered_by)
        when 'person' then jsonb_build_object('person_id', w.person_id)
        else jsonb_build_object('channel_id', (
          select c.channel_id from public.conversations c where c.id = w.conversation_id)) end as key,
      extract(epoch from w.answered_at - w.began_at)::numeric as seconds
    from app.customer_waits(range.first, range.beyond) w
    where by <> 'person' or w.answered_by = 'agent'
  ), grouped as (
    select k.key, k.key || jsonb_build_object('waits', count(*), 'unanswered', count(*) filter (where k.seconds is null),
      'average_seconds', round(avg(k.seconds), 1),
      'median_seconds', round(percentile_cont(0.5) within group (order by k.seconds)::numeric, 1),
      'slowest_tenth_seconds', percentile_disc(0.9) within group (order by k.seconds)) as figures
    from keyed k group by k.key
  )
  select coalesce(jsonb_agg(g.figures order by g.key), '[]') into rows from grouped g;
  return jsonb_build_object('rows', rows, 'time_zone', range.zone);
end $$;
grant execute on function public.get_response_times(date, date, text) to authenticated;

-- Every conversation in which the AI or a person wrote from `first` to before `beyond`, with who did: 'ai' alone, 'agent'
-- alone, or 'both'; and what came of it, after the first of these messages and within the range.
create function app.handled_conversations(first timestamptz, beyond timestamptz)
returns table (conversation_id uuid, lead_id uuid, side text, messages bigint, replied boolean, booked boolean,
  converted boolean, opted_out boolean)
language sql stable set search_path = '' as $$
  with written as (
    select m.conversation_id, m.lead_id, min(m.created_at) as began_at, count(*) as messages,
      case when bool_and(m.sender_type = 'ai') then 'ai' when bool_and(m.sender_type = 'agent') then 'agent'
        else 'both' end as side
    from public.messages m
    where m.organization_id = (select app.org_id()) and m.created_at >= first and m.created_at < beyond
      and m.direction = 'outbound' and m.sender_type in ('agent', 'ai') and m.status in ('sent', 'delivered', 'read')
    group by m.conversation_id, m.lead_id
  )
  select w.conversation_id, w.lead_id, w.side, w.messages,
    exists (select from public.messages m where m.conversation_id = w.conversation_id and m.direction = 'inbound'
      and m.created_at > w.began_at and m.created_at < beyond),
    exists (select from public.bookings k where k.lead_id = w.lead_id and k.status <> 'cancelled'
      and k.created_at > w.began_at and k.created_at < beyond),
    exists (select from public.leads l where l.id = w.lead_id and l.converted_at > w.began_at
      and l.converted_at < beyond),
    exists (select from public.consent_changes c where c.lead_id = w.lead_id and c.status = 'opted_out'
      and c.decided_at > w.began_at and c.decided_at < beyond)
  from written w
$$;
grant execute on function app.handled_conversations(timestamptz, timestamptz) to authenticated;

-- The AI against people, {"rows", "time_zone"}: of the conversations that the AI alone, people alone, or both wrote in
-- from `since` to `until` (`side`: ai, agent, both), how many the customer answered, and how many of the leads booked,
-- were converted or opted out afterwards.
create function public.get_ai_against_human(since date, until date) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  range record;
  rows jsonb;
begin
  select * into range from app.local_days(since, until);
  select coalesce(jsonb_agg(to_jsonb(g) order by g.side), '[]') into rows from (
    select h.side, count(*) as conversations, count(distinct h.lead_id) as leads, sum(h.messages)::bigint as messages,
      count(*) filter (where h.replied) as replied_conversations,
      count(distinct h.lead_id) filter (where h.booked) as booked_leads,
      count(distinct h.lead_id) filter (where h.converted) as converted_leads,
      count(distinct h.lead_id) filter (where h.opted_out) as opted_out_leads
    from app.handled_conversations(range.first, range.beyond) h group by h.side) g;
  return jsonb_build_object('rows', rows, 'time_zone', range.zone);
end $$;
grant execute on function public.get_ai_against_human(date, date) to authenticated;
