-- Who buys is a customer. The first order that stands, and each further one, brings a lead as far as 'customer' on its way
-- (lifecycle_stage) and makes it one (client_type); a customer who was lost or inactive is one again. Partners stay
-- partners, evangelists evangelists. Nothing goes back by itself: what a person decides stands until the next order.

create function app.advance_buyers() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  buyers uuid[];
begin
  if tg_op = 'INSERT' then
    buyers := array(select distinct n.lead_id from new_rows n where n.status not in ('cancelled', 'refunded'));
  else
    buyers := array(
      select distinct n.lead_id from new_rows n join old_rows o on o.id = n.id
      where n.status not in ('cancelled', 'refunded')
        and (o.status in ('cancelled', 'refunded') or o.lead_id <> n.lead_id));
  end if;
  update public.leads l set
    client_type = case when l.client_type in ('lead', 'prospect', 'inactive') then 'customer' else l.client_type end,
    lifecycle_stage = case when l.lifecycle_stage = 'evangelist' then l.lifecycle_stage else 'customer' end,
    converted_at = coalesce(l.converted_at, now())
  from (select b.id from public.leads b where b.id = any (buyers) order by b.id for no key update) locked
  where l.id = locked.id and (l.client_type in ('lead', 'prospect', 'inactive')
    or l.lifecycle_stage not in ('customer', 'evangelist') or l.converted_at is null);
  return null;
end $$;
-- Named so that it runs before update_client_revenue_*: both lock leads in the order of their ids.
create trigger advance_buyers_insert after insert on public.orders referencing new table as new_rows
  for each statement execute function app.advance_buyers();
create trigger advance_buyers_update after update on public.orders
  referencing old table as old_rows new table as new_rows for each statement execute function app.advance_buyers();
