-- Reading analytics: the caller's organisation only, whatever is asked for.

-- Rows of the view analytics_<name> as a JSON array, oldest first; of one person only where `person` is given.
create function app.analytics_rows(name text, organization uuid, person uuid, since date, until date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  shape record;
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
    'where a.organization_id = $1 and ($2 is null or a.%1$I >= $2::timestamp at time zone ''UTC'') '
    'and ($3 is null or a.%1$I < ($3 + 1)::timestamp at time zone ''UTC'') and ($4 is null or %3$s = $4)',
    shape.period, 'analytics_' || name,
    case when shape.person is null then 'null' else format('a.%I', shape.person) end)
  into figures using organization, since, until, person;
  return figures;
end $$;

-- Figures of one of the five views, {"rows": [...], "as_of": time of the last refresh}, of the months or days from
-- `since` up to and including `until` (both optional). Whoever sees all leads gets all rows; a rep gets the rows of
-- their own deals and clients, and nothing of the organisation's totals.
--   name: deal_metrics, client_metrics, revenue_metrics, chatbot_effectiveness or channel_performance
create function public.get_analytics(name text, since date default null, until date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if app.org_id() is null then
    raise exception 'No active profile' using errcode = 'insufficient_privilege';
  end if;
  return jsonb_build_object(
    'rows', app.analytics_rows(name, app.org_id(), case when not app.sees_all() then app.user_id() end, since, until),
    'as_of', (select r.finished_at from app.analytics_refreshes r));
end $$;
revoke all on function public.get_analytics(text, date, date) from public, anon;
grant execute on function public.get_analytics(text, date, date) to authenticated;

-- Seed 003's metrics, day by day, live, of what the caller may see, for the last 90 days; days without any are left
-- out. Unread texts and active conversations are those whose last message is of that day.
create view public.dashboard_metrics with (security_invoker = true) as
with messages as (
  select m.organization_id, (m.created_at at time zone 'UTC')::date as metric_date, count(*) as total,
    count(*) filter (where m.direction = 'inbound') as inbound,
    count(*) filter (where m.direction = 'outbound') as outbound
  from public.messages m
  where m.organization_id = (select app.org_id())
    and m.created_at >= date_trunc('day', now(), 'UTC') - interval '89 days'
  group by 1, 2
), conversations as (
  select c.organization_id, (c.last_message_at at time zone 'UTC')::date as metric_date,
    sum(c.unread_count)::bigint as unread, count(*) filter (where c.status in ('open', 'snoozed')) as active
  from public.conversations c
  where c.organization_id = (select app.org_id())
    and c.last_message_at >= date_trunc('day', now(), 'UTC') - interval '89 days'
  group by 1, 2
), leads as (
  select l.organization_id, (l.created_at at time zone 'UTC')::date as metric_date, count(*) as created
  from public.leads l
  where l.organization_id = (select app.org_id()) and l.merged_into is null
    and l.created_at >= date_trunc('day', now(), 'UTC') - interval '89 days'
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
