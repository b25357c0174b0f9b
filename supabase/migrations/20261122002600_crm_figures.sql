-- Seed 001's figures. They run under the caller's rights, so that a rep's figures are of what the rep sees. Amounts are
-- per currency, {"EUR": "1299.00"}: nothing is added across currencies.

-- Whose figures: the caller's organisation, whatever was asked for; what was asked for only to the server itself.
create function app.asked_organization(organization uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select case when coalesce(auth.role(), 'service_role') = 'service_role' then organization else app.org_id() end
$$;
grant execute on function app.asked_organization(uuid) to authenticated, service_role;

-- {"EUR": "129900"} as {"EUR": "1299.00"}.
create function app.major_amounts(amounts jsonb) returns jsonb language sql immutable parallel safe
return (select coalesce(jsonb_object_agg(e.key, app.major_units(e.value::numeric, e.key)::text), '{}')
  from jsonb_each_text(coalesce(amounts, '{}')) e);
grant execute on function app.major_amounts(jsonb) to authenticated, service_role;

-- What a lead has brought in, in whole units. Without a currency: of the only one there is. Null for a lead that the
-- caller cannot see; fails with 22023 where there are several currencies and none was named.
create function public.calculate_client_ltv(client_uuid uuid, in_currency text default null) returns numeric
language plpgsql stable set search_path = '' as $$
declare
  revenue jsonb := (select l.total_revenue from public.leads l where l.id = client_uuid);
  currencies text[] := array(select jsonb_object_keys(revenue));
begin
  if revenue is null then
    return null;
  elsif in_currency is null and cardinality(currencies) > 1 then
    raise exception 'The lead paid in %: name one', array_to_string(currencies, ', ')
      using errcode = 'invalid_parameter_value';
  end if;
  return coalesce(app.major_units((revenue ->> coalesce(in_currency, currencies[1]))::numeric,
    coalesce(in_currency, currencies[1])), 0);
end $$;
grant execute on function public.calculate_client_ltv(uuid, text) to authenticated, service_role;

-- Won deals in percent of those closed from start_date to end_date, both included; null where none was closed.
create function public.calculate_win_rate(org_id uuid, start_date date, end_date date) returns numeric
language sql stable set search_path = '' as $$
  select round(100.0 * count(*) filter (where s.kind = 'won') / nullif(count(*), 0), 2)
  from public.deals d join public.pipeline_stages s on s.id = d.stage_id
  where d.organization_id = app.asked_organization(org_id) and s.kind in ('won', 'lost')
    and d.actual_close_date between start_date and end_date
$$;
grant execute on function public.calculate_win_rate(uuid, date, date) to authenticated, service_role;

-- One row of key figures.
create function public.get_crm_dashboard_summary(org_id uuid)
returns table (total_clients bigint, new_clients_30_days bigint, customers bigint, avg_lead_score numeric,
  open_deals bigint, won_deals bigint, lost_deals bigint, win_rate numeric, pipeline_value jsonb, weighted_value jsonb,
  won_value jsonb, total_orders bigint, total_revenue jsonb, open_conversations bigint, unread_messages bigint,
  open_tasks bigint, overdue_tasks bigint)
language sql stable set search_path = '' as $$
  with asked as materialized (
    select app.asked_organization(org_id) as id
  ), people as (
    select count(*) as total, count(*) filter (where l.created_at >= now() - interval '30 days') as fresh,
      count(*) filter (where l.client_type = 'customer') as customers, round(avg(l.lead_score), 1) as score
    from public.leads l where l.organization_id = (select a.id from asked a) and l.merged_into is null
  ), deal_sums as (
    select d.currency, s.kind, count(*) as deals, sum(d.value_minor) as value,
      round(sum(d.value_minor::numeric * d.probability / 100)) as weighted
    from public.deals d join public.pipeline_stages s on s.id = d.stage_id
    where d.organization_id = (select a.id from asked a)
    group by d.currency, s.kind
  ), bargains as (
    select coalesce(sum(d.deals) filter (where d.kind = 'open'), 0)::bigint as open,
      coalesce(sum(d.deals) filter (where d.kind = 'won'), 0)::bigint as won,
      coalesce(sum(d.deals) filter (where d.kind = 'lost'), 0)::bigint as lost,
      jsonb_object_agg(d.currency, d.value::text) filter (where d.kind = 'open') as open_value,
      jsonb_object_agg(d.currency, d.weighted::text) filter (where d.kind = 'open') as weighted,
      jsonb_object_agg(d.currency, d.value::text) filter (where d.kind = 'won') as won_value
    from deal_sums d
  ), order_sums as (
    select o.currency, count(*) as orders, sum(o.total_minor) as total from public.orders o
    where o.organization_id = (select a.id from asked a) and o.status not in ('cancelled', 'refunded')
    group by o.currency
  ), sales as (
    select coalesce(sum(o.orders), 0)::bigint as orders, jsonb_object_agg(o.currency, o.total::text) as revenue
    from order_sums o
  ), talks as (
    select count(*) filter (where c.status = 'open') as open, coalesce(sum(c.unread_count), 0)::bigint as unread
    from public.conversations c where c.organization_id = (select a.id from asked a)
  ), tasks as (
    select count(*) as open, count(*) filter (where t.due_at < now()) as overdue
    from public.activities t where t.organization_id = (select a.id from asked a) and t.status = 'planned'
  )
  select p.total, p.fresh, p.customers, p.score, b.open, b.won, b.lost,
    round(100.0 * b.won / nullif(b.won + b.lost, 0), 2), app.major_amounts(b.open_value),
    app.major_amounts(b.weighted), app.major_amounts(b.won_value), s.orders, app.major_amounts(s.revenue), c.open,
    c.unread, t.open, t.overdue
  from people p, bargains b, sales s, talks c, tasks t where (select a.id from asked a) is not null
$$;
grant execute on function public.get_crm_dashboard_summary(uuid) to authenticated, service_role;

-- The way from lead to evangelist: how many stand at each stage, how many have come as far or further, and what part of
-- the stage before (in percent). Churned customers had come as far as customer and are told apart.
create function public.get_conversion_funnel(org_id uuid)
returns table (stage text, "position" integer, clients bigint, reached bigint, conversion_rate numeric)
language sql stable set search_path = '' as $$
  with stages (stage, place) as (
    values ('lead', 1), ('mql', 2), ('sql', 3), ('opportunity', 4), ('customer', 5), ('evangelist', 6), ('churned', 7)
  ), counted as (
    select l.lifecycle_stage as stage, count(*) as clients from public.leads l
    where l.organization_id = app.asked_organization(org_id) and l.merged_into is null
    group by l.lifecycle_stage
  ), placed as (
    select s.stage, s.place, coalesce(c.clients, 0) as clients from stages s left join counted c on c.stage = s.stage
  ), summed as (
    select p.*, case when p.place = 7 then p.clients
      else (select sum(o.clients) from placed o where o.place >= p.place and (o.place < 7 or p.place <= 5)) end as reached
    from placed p
  )
  select s.stage, s.place, s.clients, s.reached::bigint,
    round(100.0 * s.reached / nullif(case when s.place = 7
      then (select c.reached from summed c where c.place = 5)
      else lag(s.reached) over (order by s.place) end, 0), 2)
  from summed s order by s.place
$$;
grant execute on function public.get_conversion_funnel(uuid) to authenticated, service_role;
