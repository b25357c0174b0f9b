create or replace function app.lead_of_number(channel public.channels, number text) returns uuid
language sql stable security definer set search_path = '' as $$
  select l.id from public.leads l
  where l.organization_id = channel.organization_id and l.brand_id = channel.brand_id and l.phone_normalized = number
    and l.merged_into is null and l.duplicate_of is null
$$;
drop index public.leads_absorbed_phone;
