-- A customer who was two leads writes from the number that only the absorbed one had: the survivor gets it.

create index leads_absorbed_phone on public.leads (organization_id, brand_id, phone_normalized)
  where merged_into is not null and phone_normalized is not null;

-- As before; and where nobody has the number now, the lead that absorbed the last one that had it.
create or replace function app.lead_of_number(channel public.channels, number text) returns uuid
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select l.id from public.leads l
      where l.organization_id = channel.organization_id and l.brand_id = channel.brand_id and l.phone_normalized = number
        and l.merged_into is null and l.duplicate_of is null),
    (select app.surviving_lead(a.id) from public.leads a
      where a.organization_id = channel.organization_id and a.brand_id = channel.brand_id
        and a.phone_normalized = number and a.merged_into is not null
      order by a.updated_at desc, a.id limit 1))
$$;
