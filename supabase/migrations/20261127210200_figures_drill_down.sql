-- What stands behind each figure of the analytics: the ids of the rows that it counts, as they are now and as far as the
-- caller sees them. One function for each group of figures; `key` is the row of figures itself, what it does not name
-- restricts nothing.

-- The time that a row of figures is of, by the organisation's clock: its day, its month, or from `since` to `until`; all
-- time where the row names none.
create function app.asked_period(key jsonb, out first timestamptz, out beyond timestamptz)
language sql stable set search_path = '' as $$
  select coalesce(p.day at time zone z.zone, '-infinity'), coalesce((p.day + p.length) at time zone z.zone, 'infinity')
  from app.zone_of(app.org_id()) z (zone) cross join lateral (
    select case when key ? 'period_day' then (key ->> 'period_day')::timestamptz at time zone z.zone
        when key ? 'period_month' then (key ->> 'period_month')::timestamptz at time zone z.zone
        else (key ->> 'metric_date')::timestamp end as day,
      case when key ? 'period_month' and not key ? 'period_day' then interval '1 month' else interval '1 day' end as length) p
$$;
grant execute on function app.asked_period(jsonb) to authenticated;

-- Whether a value is that of the key, where the key names one; null is a value.
create function app.is_asked(key jsonb, member text, value text) returns boolean language sql immutable parallel safe
return not key ? member or value is not distinct from key ->> member;
grant execute on function app.is_asked(jsonb, text, text) to authenticated;

create function app.figures_deal_metrics(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select d.id from app.asked_period(key) p, public.deals d join public.pipeline_stages s on s.id = d.stage_id
  where d.organization_id = (select app.org_id()) and d.created_at >= p.first and d.created_at < p.beyond
    and app.is_asked(key, 'stage', s.name) and app.is_asked(key, 'currency', d.currency)
    and app.is_asked(key, 'owner_id', d.owner_id::text)
    and case figure when 'won_value_minor' then s.kind = 'won' when 'lost_value_minor' then s.kind = 'lost'
      when 'avg_deal_cycle_days' then s.kind <> 'open' else true end
$$;

create function app.figures_client_metrics(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select l.id from app.asked_period(key) p, public.leads l
  where l.organization_id = (select app.org_id()) and l.merged_into is null
    and l.created_at >= p.first and l.created_at < p.beyond
    and app.is_asked(key, 'lifecycle_stage', l.lifecycle_stage) and app.is_asked(key, 'client_type', l.client_type)
    and app.is_asked(key, 'source', l.source) and app.is_asked(key, 'assigned_to', l.owner_id::text)
    and (figure <> 'total_revenue' or l.total_revenue <> '{}')
$$;

create function app.figures_revenue_metrics(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select distinct case when figure = 'unique_customers' then o.lead_id else o.id end
  from app.asked_period(key) p, public.orders o
  where o.organization_id = (select app.org_id()) and o.ordered_at >= p.first and o.ordered_at < p.beyond
    and app.is_asked(key, 'currency', o.currency)
    and case figure when 'delivered_revenue_minor' then o.status = 'delivered'
      when 'lost_revenue_minor' then o.status in ('cancelled', 'refunded')
      else o.status not in ('cancelled', 'refunded') end
$$;

create function app.figures_chatbot_effectiveness(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select distinct case when figure = 'unique_clients_engaged' then m.lead_id else m.id end
  from app.asked_period(key) p, public.messages m
  left join lateral (
    select n.direction, n.created_at from public.messages n
    where n.conversation_id = m.conversation_id and n.created_at >= m.created_at
      and (n.created_at, n.id) > (m.created_at, m.id)
    order by n.created_at, n.id limit 1) next on figure = 'successful_interactions'
  where m.organization_id = (select app.org_id()) and m.created_at >= p.first and m.created_at < p.beyond
    and m.sender_type = 'ai' and m.direction = 'outbound'
    and (figure <> 'successful_interactions'
      or next.direction = 'inbound' and next.created_at <= m.created_at + interval '1 day')
$$;

create function app.figures_channel_performance(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select distinct case when figure = 'total_contacts' then m.lead_id else m.id end
  from app.asked_period(key) p, public.messages m join public.conversations v on v.id = m.conversation_id
  where m.organization_id = (select app.org_id()) and m.created_at >= p.first and m.created_at < p.beyond
    and app.is_asked(key, 'channel_id', v.channel_id::text)
    and case figure when 'incoming_messages' then m.direction = 'inbound'
      when 'agent_responses' then m.direction = 'outbound' and m.sender_type = 'agent'
      when 'ai_responses' then m.direction = 'outbound' and m.sender_type = 'ai' else true end
$$;

create function app.figures_dashboard_metrics(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select m.id from app.asked_period(key) p, public.messages m
  where figure in ('total_messages', 'inbound_messages', 'outbound_messages')
    and m.organization_id = (select app.org_id()) and m.created_at >= p.first and m.created_at < p.beyond
    and (figure = 'total_messages' or m.direction || '_messages' = figure)
  union all
  select c.id from app.asked_period(key) p, public.conversations c
  where figure in ('unread_texts', 'active_conversations') and c.organization_id = (select app.org_id())
    and c.last_message_at >= p.first and c.last_message_at < p.beyond
    and case figure when 'unread_texts' then c.unread_count > 0 else c.status in ('open', 'snoozed') end
  union all
  select l.id from app.asked_period(key) p, public.leads l
  where figure = 'new_leads' and l.organization_id = (select app.org_id()) and l.merged_into is null
    and l.created_at >= p.first and l.created_at < p.beyond
$$;

-- The messages with which customers began to wait. The key names the range as well: since, until.
create function app.figures_response_times(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select w.message_id from app.local_days((key ->> 'since')::date, (key ->> 'until')::date) r
  cross join lateral app.customer_waits(r.first, r.beyond) w
  join public.conversations c on c.id = w.conversation_id
  where app.is_asked(key, 'day', ((w.began_at at time zone r.zone)::date)::text)
    and app.is_asked(key, 'answered_by', w.answered_by) and app.is_asked(key, 'channel_id', c.channel_id::text)
    and app.is_asked(key, 'person_id', w.person_id::text) and (not key ? 'person_id' or w.answered_by = 'agent')
    and (figure <> 'unanswered' or w.answered_at is null)
$$;

-- The key names the range as well: since, until.
create function app.figures_ai_against_human(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select distinct case when figure in ('conversations', 'replied_conversations') then h.conversation_id else h.lead_id end
  from app.local_days((key ->> 'since')::date, (key ->> 'until')::date) r
  cross join lateral app.handled_conversations(r.first, r.beyond) h
  where app.is_asked(key, 'side', h.side)
    and case figure when 'replied_conversations' then h.replied when 'booked_leads' then h.booked
      when 'converted_leads' then h.converted when 'opted_out_leads' then h.opted_out else true end
$$;

create function app.figures_crm_dashboard_summary(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select l.id from public.leads l
  where figure in ('total_clients', 'new_clients_30_days', 'customers') and l.organization_id = (select app.org_id())
    and l.merged_into is null
    and case figure when 'new_clients_30_days' then l.created_at >= now() - interval '30 days'
      when 'customers' then l.client_type = 'customer' else true end
  union all
  select d.id from public.deals d join public.pipeline_stages s on s.id = d.stage_id
  where figure in ('open_deals', 'won_deals', 'lost_deals') and d.organization_id = (select app.org_id())
    and s.kind || '_deals' = figure
  union all
  select o.id from public.orders o
  where figure = 'total_orders' and o.organization_id = (select app.org_id())
    and o.status not in ('cancelled', 'refunded')
  union all
  select c.id from public.conversations c
  where figure in ('open_conversations', 'unread_messages') and c.organization_id = (select app.org_id())
    and case figure when 'open_conversations' then c.status = 'open' else c.unread_count > 0 end
  union all
  select t.id from public.activities t
  where figure in ('open_tasks', 'overdue_tasks') and t.organization_id = (select app.org_id())
    and t.status = 'planned' and (figure = 'open_tasks' or t.due_at < now())
$$;

-- Clients at the key's stage, or those who have come as far or further.
create function app.figures_conversion_funnel(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  with stages (stage, place) as (
    values ('lead', 1), ('mql', 2), ('sql', 3), ('opportunity', 4), ('customer', 5), ('evangelist', 6), ('churned', 7)
  ), asked as (
    select s.place from stages s where s.stage = key ->> 'stage'
  )
  select l.id from public.leads l join stages s on s.stage = l.lifecycle_stage cross join asked a
  where l.organization_id = (select app.org_id()) and l.merged_into is null
    and (s.place = a.place or figure = 'reached' and s.place > a.place and (s.place < 7 or a.place <= 5))
$$;

-- Deals that were closed from the key's since to its until.
create function app.figures_win_rate(key jsonb, figure text) returns setof uuid
language sql stable set search_path = '' as $$
  select d.id from public.deals d join public.pipeline_stages s on s.id = d.stage_id
  where d.organization_id = (select app.org_id()) and s.kind = figure
    and d.actual_close_date between (key ->> 'since')::date and (key ->> 'until')::date
$$;

-- What each figure counts.
create function app.figure_kind(figures text, figure text) returns text language sql immutable parallel safe
return (select v.kind from (values
  ('deal_metrics', 'deals', '{deal_count,won_value_minor,lost_value_minor,avg_deal_cycle_days}'),
  ('client_metrics', 'leads', '{client_count,total_revenue}'),
  ('revenue_metrics', 'orders', '{order_count,delivered_revenue_minor,lost_revenue_minor}'),
  ('revenue_metrics', 'leads', '{unique_customers}'),
  ('chatbot_effectiveness', 'messages', '{total_chatbot_interactions,successful_interactions}'),
  ('chatbot_effectiveness', 'leads', '{unique_clients_engaged}'),
  ('channel_performance', 'messages', '{total_messages,incoming_messages,agent_responses,ai_responses}'),
  ('channel_performance', 'leads', '{total_contacts}'),
  ('dashboard_metrics', 'messages', '{total_messages,inbound_messages,outbound_messages}'),
  ('dashboard_metrics', 'conversations', '{unread_texts,active_conversations}'),
  ('dashboard_metrics', 'leads', '{new_leads}'),
  ('response_times', 'messages', '{waits,unanswered}'),
  ('ai_against_human', 'conversations', '{conversations,replied_conversations}'),
  ('ai_against_human', 'leads', '{leads,booked_leads,converted_leads,opted_out_leads}'),
  ('crm_dashboard_summary', 'leads', '{total_clients,new_clients_30_days,customers}'),
  ('crm_dashboard_summary', 'deals', '{open_deals,won_deals,lost_deals}'),
  ('crm_dashboard_summary', 'orders', '{total_orders}'),
  ('crm_dashboard_summary', 'conversations', '{open_conversations,unread_messages}'),
  ('crm_dashboard_summary', 'activities', '{open_tasks,overdue_tasks}'),
  ('conversion_funnel', 'leads', '{clients,reached}'),
  ('win_rate', 'deals', '{won,lost}')
) v (figures, kind, names) where v.figures = figure_kind.figures and figure_kind.figure = any (v.names::text[]));

grant execute on function app.figures_deal_metrics(jsonb, text), app.figures_client_metrics(jsonb, text),
  app.figures_revenue_metrics(jsonb, text), app.figures_chatbot_effectiveness(jsonb, text),
  app.figures_channel_performance(jsonb, text), app.figures_dashboard_metrics(jsonb, text),
  app.figures_response_times(jsonb, text), app.figures_ai_against_human(jsonb, text),
  app.figures_crm_dashboard_summary(jsonb, text), app.figures_conversion_funnel(jsonb, text),
  app.figures_win_rate(jsonb, text), app.figure_kind(text, text) to authenticated;

-- What a figure counts, {"kind": "deals" | "leads" | "orders" | "messages" | "conversations" | "activities", "ids": [...],
-- "next": the id to go on after, or null}, in the order of their ids. Fails with 42501 without an active profile, 22023
-- for a figure that there is not.
--   figures: deal_metrics, …, response_times, ai_against_human, crm_dashboard_summary, conversion_funnel or win_rate
--   figure: a column of these
--   key: the row of figures; with `since` and `until` for response_times, ai_against_human and win_rate
create function public.get_figure_rows(figures text, figure text, key jsonb, after uuid default null,
  page_size integer default 200) returns jsonb language plpgsql stable set search_path = '' as $$
declare
  kind text := app.figure_kind(figures, figure);
  ids uuid[];
begin
  if app.org_id() is null then
    raise exception 'No active profile' using errcode = 'insufficient_privilege';
  elsif kind is null then
    raise exception 'There is no figure % of %', figure, figures using errcode = 'invalid_parameter_value';
  elsif jsonb_typeof(key) is distinct from 'object' or page_size is null or page_size not between 1 and 1000 then
    raise exception 'key is a row of figures, page_size 1 to 1000' using errcode = 'invalid_parameter_value';
  end if;
  execute format('select array(select f.id from app.%I($1, $2) f (id) where $3 is null or f.id > $3 order by f.id limit $4)',
    'figures_' || figures) into ids using key, figure, after, page_size + 1;
  return jsonb_build_object('kind', kind, 'ids', to_jsonb(ids[1:page_size]),
    'next', case when cardinality(ids) > page_size then ids[page_size] end);
end $$;
grant execute on function public.get_figure_rows(text, text, jsonb, uuid, integer) to authenticated;
