-- Days and months of the analytics are those of the organisation's own clock (organizations.timezone; UTC where that is
-- no zone), as a rep reads a calendar; before they were those of UTC. The views are computed wholly at each refresh, so
-- that a change of the zone moves all of them at the next.

create view app.zones as
select o.id as organization_id, case when app.is_time_zone(o.timezone) then o.timezone else 'UTC' end as zone
from public.organizations o;
revoke all on app.zones from public, anon, authenticated, leadline_sync;

-- An organisation's own time zone.
create function app.zone_of(organization uuid) returns text language sql stable security definer set search_path = '' as $$
  select coalesce((select z.zone from app.zones z where z.organization_id = zone_of.organization), 'UTC')
$$;
grant execute on function app.zone_of(uuid) to authenticated, service_role;

-- As before, and a deal can be closed where the organisation's zone is none.
create or replace function app.close_deal() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  stage public.pipeline_stages;
begin
  select * into stage from public.pipeline_stages s where s.id = new.stage_id;
  if stage.kind = 'open' then
    new.actual_close_date := null;
    if tg_op = 'UPDATE' and new.probability = old.probability then
      new.probability := stage.probability;
    end if;
  else
    new.actual_close_date := coalesce(new.actual_close_date, (now() at time zone app.zone_of(new.organization_id))::date);
    new.probability := case stage.kind when 'won' then 100 else 0 end;
  end if;
  return new;
end $$;

drop view public.dashboard_metrics;
drop materialized view public.analytics_channel_performance;
drop materialized view public.analytics_chatbot_effectiveness;
drop materialized view public.analytics_revenue_metrics;
drop materialized view public.analytics_client_metrics;
drop materialized view public.analytics_deal_metrics;

create materialized view public.analytics_deal_metrics as
with zones as materialized (select * from app.zones)
select d.organization_id, s.name as stage, d.owner_id, d.currency,
  count(*) as deal_count,
  sum(d.value_minor) as total_value_minor,
  round(avg(d.value_minor)) as avg_deal_size_minor,
  coalesce(sum(d.value_minor) filter (where s.kind = 'won'), 0) as won_value_minor,
  coalesce(sum(d.value_minor) filter (where s.kind = 'lost'), 0) as lost_value_minor,
  round(avg(d.probability), 2) as avg_probability,
  -- From creation to the day it was closed; null while none is.
  round(avg(extract(epoch from
      coalesce(d.actual_close_date::timestamp at time zone z.zone, d.stage_changed_at) - d.created_at) / 86400)
    filter (where s.kind <> 'open'), 2) as avg_deal_cycle_days,
  date_trunc('month', d.created_at, z.zone) as period_month
from public.deals d join public.pipeline_stages s on s.id = d.stage_id
join zones z on z.organization_id = d.organization_id
group by d.organization_id, s.name, d.owner_id, d.currency, date_trunc('month', d.created_at, z.zone);
create unique index analytics_deal_metrics_key on public.analytics_deal_metrics
  (organization_id, stage, owner_id, currency, period_month) nulls not distinct;

-- Leads that were merged into another are that other one.
create materialized view public.analytics_client_metrics as
with zones as materialized (select * from app.zones), clients as (
  select l.id, l.organization_id, l.lifecycle_stage, l.client_type, l.source, l.owner_id as assigned_to, l.total_orders,
    l.lead_score, l.total_revenue, date_trunc('month', l.created_at, z.zone) as period_month
  from public.leads l join zones z on z.organization_id = l.organization_id where l.merged_into is null
), revenue as (
  select m.organization_id, m.lifecycle_stage, m.client_type, m.source, m.assigned_to, m.period_month,
    jsonb_object_agg(m.currency, m.total::text) as total,
    jsonb_object_agg(m.currency, m.average::text) as average
  from (
    select c.organization_id, c.lifecycle_stage, c.client_type, c.source, c.assigned_to, c.period_month,
      r.key as currency, sum(r.value::numeric) as total, round(avg(r.value::numeric)) as average
    from clients c cross join lateral jsonb_each_text(c.total_revenue) r
    group by c.organization_id, c.lifecycle_stage, c.client_type, c.source, c.assigned_to, c.period_month, r.key
  ) m
  group by m.organization_id, m.lifecycle_stage, m.client_type, m.source, m.assigned_to, m.period_month
), counts as (
  select c.organization_id, c.lifecycle_stage, c.client_type, c.source, c.assigned_to, c.period_month,
    count(*) as client_count, round(avg(c.total_orders), 2) as avg_orders_per_client,
    round(avg(c.lead_score), 2) as avg_lead_score
  from clients c
  group by c.organization_id, c.lifecycle_stage, c.client_type, c.source, c.assigned_to, c.period_month
)
select c.organization_id, c.lifecycle_stage, c.client_type, c.source, c.assigned_to, c.client_count,
  -- By currency, {"EUR": "129900"}; the average is over clients who spent in that currency.
  coalesce(r.total, '{}') as total_revenue, coalesce(r.average, '{}') as avg_revenue_per_client,
  c.avg_orders_per_client, c.avg_lead_score, c.period_month
from counts c left join revenue r
  on (r.organization_id, r.lifecycle_stage, r.client_type, r.period_month)
    = (c.organization_id, c.lifecycle_stage, c.client_type, c.period_month)
  and r.source is not distinct from c.source and r.assigned_to is not distinct from c.assigned_to;
create unique index analytics_client_metrics_key on public.analytics_client_metrics
  (organization_id, lifecycle_stage, client_type, source, assigned_to, period_month) nulls not distinct;

-- Orders that stand earn; cancelled and refunded ones are lost.
create materialized view public.analytics_revenue_metrics as
with zones as materialized (select * from app.zones), ordered as (
  select o.*, z.zone, o.status in ('cancelled', 'refunded') as is_lost,
    date_trunc('day', o.ordered_at, z.zone) as day
  from public.orders o join zones z on z.organization_id = o.organization_id
)
select o.organization_id, o.currency,
  coalesce(sum(o.total_minor) filter (where not o.is_lost), 0) as total_revenue_minor,
  count(distinct o.lead_id) filter (where not o.is_lost) as unique_customers,
  count(*) filter (where not o.is_lost) as order_count,
  round(avg(o.total_minor) filter (where not o.is_lost)) as avg_order_value_minor,
  coalesce(sum(o.total_minor) filter (where o.status = 'delivered'), 0) as delivered_revenue_minor,
  coalesce(sum(o.total_minor) filter (where o.is_lost), 0) as lost_revenue_minor,
  o.day as period_day,
  date_trunc('week', o.day, o.zone) as period_week,
  date_trunc('month', o.day, o.zone) as period_month,
  date_trunc('year', o.day, o.zone) as period_year
from ordered o
group by o.organization_id, o.currency, o.day, o.zone;
create unique index analytics_revenue_metrics_key on public.analytics_revenue_metrics
  (organization_id, currency, period_day);

-- What the AI wrote to customers. The seed counted activities that a trigger made of AI messages, but that trigger is
-- switched off there, so that it counted nothing: here the messages themselves count. An interaction succeeded when the
-- next message of its conversation is the customer's, within a day. A day's duration is from the first to the last
-- message of a conversation on that day, where the AI took part.
create materialized view public.analytics_chatbot_effectiveness as
with zones as materialized (select * from app.zones), turns as (
  select m.organization_id, m.conversation_id, m.lead_id, m.created_at, date_trunc('day', m.created_at, z.zone) as day,
    m.sender_type = 'ai' and m.direction = 'outbound' as by_ai,
    coalesce(lead(m.direction) over following = 'inbound'
      and lead(m.created_at) over following <= m.created_at + interval '1 day', false) as is_answered
  from public.messages m join zones z on z.organization_id = m.organization_id
  window following as (partition by m.conversation_id order by m.created_at, m.id)
), conversations as (
  select t.organization_id, t.lead_id, t.day, count(*) filter (where t.by_ai) as interactions,
    count(*) filter (where t.by_ai and t.is_answered) as successes,
    extract(epoch from max(t.created_at) - min(t.created_at)) / 60 as minutes
  from turns t group by t.organization_id, t.conversation_id, t.lead_id, t.day
  having bool_or(t.by_ai)
)
select c.organization_id, count(distinct c.lead_id) as unique_clients_engaged,
  sum(c.interactions)::bigint as total_chatbot_interactions, sum(c.successes)::bigint as successful_interactions,
  round(avg(c.minutes), 2) as avg_interaction_duration_minutes, c.day as period_day
from conversations c group by c.organization_id, c.day;
create unique index analytics_chatbot_effectiveness_key on public.analytics_chatbot_effectiveness
  (organization_id, period_day);

create materialized view public.analytics_channel_performance as
with zones as materialized (select * from app.zones)
select c.organization_id, c.id as channel_id, c.name as channel_name, c.platform,
  count(distinct m.lead_id) as total_contacts,
  count(*) as total_messages,
  count(*) filter (where m.direction = 'inbound') as incoming_messages,
  count(*) filter (where m.direction = 'outbound' and m.sender_type = 'agent') as agent_responses,
  count(*) filter (where m.direction = 'outbound' and m.sender_type = 'ai') as ai_responses,
  date_trunc('month', m.created_at, z.zone) as period_month
from public.channels c
join public.conversations v on v.channel_id = c.id
join public.messages m on m.conversation_id = v.id
join zones z on z.organization_id = c.organization_id
group by c.organization_id, c.id, date_trunc('month', m.created_at, z.zone);
create unique index analytics_channel_performance_key on public.analytics_channel_performance
  (organization_id, channel_id, period_month);

revoke all on public.analytics_deal_metrics, public.analytics_client_metrics, public.analytics_revenue_metrics,
  public.analytics_chatbot_effectiveness, public.analytics_channel_performance
  from public, anon, authenticated, leadline_sync;

-- Rows of the view analytics_<name> as a JSON array, oldest first; of one person only where `person` is given.
create or replace function app.analytics_rows(name text, organization uuid, person uuid, since date, until date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  shape record;
  zone text := app.zone_of(organization);
  figures jsonb;
begin
  select * into shape from (values
    ('deal_metrics', 'period_month', 'owner_id'),
    ('client_metrics', 'period_month', 'assigned_to'),
    ('revenue_metrics', 'period_day', null),
    ('chatbot_effectiveness', 'period_day', null),
    ('channel_performance', 'period_month', null)
  ) v (view_name, period, person) where v.view_name = analytics_rows.name;
  if not found then
    raise exception 'There are no analytics called %', name using errcode = 'invalid_parameter_value';
  end if;
  if person is not null and shape.person is null then
    return '[]';
  end if;
  execute format(
    'select coalesce(jsonb_agg(to_jsonb(a) order by a.%1$I, to_jsonb(a)::text), ''[]'') from public.%2$I a '
    'where a.organization_id = $1 and ($2 is null or a.%1$I >= $2::timestamp at time zone $5) '
    'and ($3 is null or a.%1$I < ($3 + 1)::timestamp at time zone $5) and ($4 is null or %3$s = $4)',
    shape.period, 'analytics_' || name,
    case when shape.person is null then 'null' else format('a.%I', shape.person) end)
  into figures using organization, since, until, person, zone;
  return figures;
end $$;

-- As before, with the zone that the periods begin in: {"rows", "time_zone", "as_of"}.
create or replace function public.get_analytics(name text, since date default null, until date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if app.org_id() is null then
    raise exception 'No active profile' using errcode = 'insufficient_privilege';
  end if;
  return jsonb_build_object(
    'rows', app.analytics_rows(name, app.org_id(), case when not app.sees_all() then app.user_id() end, since, until),
    'time_zone', app.zone_of(app.org_id()),
    'as_of', (select r.finished_at from app.analytics_refreshes r));
end $$;

-- Seed 003's metrics, as before, by the organisation's days.
create view public.dashboard_metrics with (security_invoker = true) as
with own as materialized (
  select app.org_id() as id, app.zone_of(app.org_id()) as zone,
    (date_trunc('day', now() at time zone app.zone_of(app.org_id())) - interval '89 days')
      at time zone app.zone_of(app.org_id()) as since
), messages as (
  select m.organization_id, (m.created_at at time zone (select o.zone from own o))::date as metric_date,
    count(*) as total, count(*) filter (where m.direction = 'inbound') as inbound,
    count(*) filter (where m.direction = 'outbound') as outbound
  from public.messages m
  where m.organization_id = (select o.id from own o) and m.created_at >= (select o.since from own o)
  group by 1, 2
), conversations as (
  select c.organization_id, (c.last_message_at at time zone (select o.zone from own o))::date as metric_date,
    sum(c.unread_count)::bigint as unread, count(*) filter (where c.status in ('open', 'snoozed')) as active
  from public.conversations c
  where c.organization_id = (select o.id from own o) and c.last_message_at >= (select o.since from own o)
  group by 1, 2
), leads as (
  select l.organization_id, (l.created_at at time zone (select o.zone from own o))::date as metric_date,
    count(*) as created
  from public.leads l
  where l.organization_id = (select o.id from own o) and l.merged_into is null
    and l.created_at >= (select o.since from own o)
  group by 1, 2
)
select md5(organization_id::text || metric_date)::uuid as id, organization_id, metric_date,
  coalesce(m.total, 0) as total_messages, coalesce(m.inbound, 0) as inbound_messages,
  coalesce(m.outbound, 0) as outbound_messages, coalesce(c.unread, 0) as unread_texts,
  coalesce(c.active, 0) as active_conversations, coalesce(l.created, 0) as new_leads, now() as created_at
from messages m
full join conversations c using (organization_id, metric_date)
full join leads l using (organization_id, metric_date);
revoke all on public.dashboard_metrics from public, anon, authenticated;
grant select on public.dashboard_metrics to authenticated;
