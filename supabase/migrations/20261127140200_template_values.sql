-- The words of a campaign, filled in for one customer.

-- What the variables of app.template_variables stand for in a lead's case. Times in the organisation's zone.
create function app.template_values(lead public.leads, booking_page text, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object('first_name', lead.first_name, 'full_name', lead.full_name,
    'rep_name', (select split_part(btrim(p.full_name), ' ', 1) from public.profiles p where p.id = lead.owner_id),
    'organization', o.name, 'booking_link', coalesce(booking_page, o.booking_link),
    'booking_time', (select to_char(b.starts_at at time zone o.timezone, 'FMDay FMDD FMMonth, HH24:MI')
      from public.bookings b where b.lead_id = lead.id and b.status <> 'cancelled' and b.starts_at > at
      order by b.starts_at limit 1))
  from public.organizations o where o.id = lead.organization_id);
end $$;

-- A text with its variables replaced, once: braces in a customer's name stay what they are. Null when one of them has
-- neither a value nor a fallback, or is not known: such a text is not sent.
create function app.fill_template(content text, known jsonb) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (with literals as (
    select regexp_split_to_array(content, '\{\{\s*[^{}]*?\s*\}\}') as texts
  ), filled as (
    select m.n, coalesce(nullif(btrim(known ->> m.found[1]), ''), v.fallback) as value
    from regexp_matches(content, '\{\{\s*([^{}]*?)\s*\}\}', 'g') with ordinality m (found, n)
    left join app.template_variables v on v.name = m.found[1]
  )
  select case when bool_and(f.n is null or f.value is not null)
    then coalesce(string_agg(l.texts[f.n] || f.value, '' order by f.n), '') || l.texts[cardinality(l.texts)] end
  from literals l left join filled f on true
  group by l.texts);
end $$;
