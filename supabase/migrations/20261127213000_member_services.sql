-- What members could not reach yet: writing forms and orders, and the integration events that failed.

-- Whether these are fields of a form, as …160100_form_submissions has them: at most 50, each with a name of its own.
create function app.are_form_fields(fields jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(fields) is distinct from 'array' or jsonb_array_length(fields) > 50 then
    return false;
  end if;
  return not exists (
      select from jsonb_array_elements(fields) f
      where jsonb_typeof(f) <> 'object' or coalesce(f ->> 'name', '') !~ '^[A-Za-z][A-Za-z0-9_-]{0,59}$'
        or coalesce(length(f ->> 'label'), 0) not between 1 and 300
        or coalesce(f ->> 'type', '') not in ('text', 'email', 'phone', 'textarea', 'select', 'checkbox', 'number')
        or jsonb_typeof(coalesce(f -> 'required', 'false')) <> 'boolean'
        or jsonb_typeof(coalesce(f -> 'options', '[]')) <> 'array'
        or f - '{name,label,type,required,options}'::text[] <> '{}')
    and (select count(distinct f ->> 'name') = count(*) from jsonb_array_elements(fields) f);
end $$;

-- Writes a form: {"id"?, "name", "description", "brand_id", "type", "fields", "settings", "styles", "is_active"}; what is
-- not named stays. Returns its id. For managers. Fails with 42501, PT404, 22023, 23514.
create function public.save_form(p_form jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  present public.forms;
  given public.forms;
begin
  if not app.manages() then
    raise exception 'Only managers write forms' using errcode = 'insufficient_privilege';
  elsif jsonb_typeof(p_form) is distinct from 'object' or p_form
      - '{id,name,description,brand_id,type,fields,settings,styles,is_active}'::text[] <> '{}'
    or jsonb_typeof(coalesce(p_form -> 'settings', '{}')) <> 'object'
    or jsonb_typeof(coalesce(p_form -> 'styles', '{}')) <> 'object' or length(p_form::text) > 200000
    or (p_form ? 'fields' and not app.are_form_fields(p_form -> 'fields'))
    or coalesce(p_form -> 'settings' ->> 'redirectUrl', 'https://') !~ '^https?://'
  then
    raise exception 'This is no form: see its fields' using errcode = 'invalid_parameter_value';
  end if;
  if p_form ->> 'id' is not null then
    select * into present from public.forms f
    where f.id = (p_form ->> 'id')::uuid and f.organization_id = app.org_id() for update;
    if present.id is null then
      raise exception 'No form with this id' using errcode = 'PT404';
    end if;
  else
    present.id := app.uuid_v7();
    present.type := 'embed';
    present.fields := '[]';
    present.settings := '{"submitButton": "Submit", "successMessage": "Thank you for your submission!", "redirectUrl": null}';
    present.styles := '{}';
    present.is_active := true;
  end if;
  given := jsonb_populate_record(present, p_form - 'id');
  insert into public.forms as f (id, organization_id, brand_id, name, description, type, fields, settings, styles, is_active)
  values (present.id, app.org_id(), given.brand_id, app.trim_space(given.name), left(given.description, 10000), given.type,
    given.fields, given.settings, given.styles, given.is_active)
  on conflict (id) do update set brand_id = excluded.brand_id, name = excluded.name, description = excluded.description,
    type = excluded.type, fields = excluded.fields, settings = excluded.settings, styles = excluded.styles,
    is_active = excluded.is_active;
  return present.id;
end $$;

-- Writes an order by its number: of a lead that the caller sees and may write, the order of that number as it is from now
-- on. Fields of p_order: order_number, lead_id, deal_id, ecommerce_order_id, subtotal_minor, tax_minor, shipping_minor,
-- discount_minor, total_minor, currency, status, items, shipping_address, billing_address, tracking_number, ordered_at,
-- shipped_at, delivered_at; what is not named stays. Returns its id. Fails with 42501, PT404, 22023, 23514.
create function public.save_order(p_order jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  present public.orders;
  given public.orders;
begin
  if jsonb_typeof(p_order) is distinct from 'object' or coalesce(app.trim_space(p_order ->> 'order_number'), '') = ''
    or length(p_order::text) > 200000 or p_order - '{order_number,lead_id,deal_id,ecommerce_order_id,subtotal_minor,
      tax_minor,shipping_minor,discount_minor,total_minor,currency,status,items,shipping_address,billing_address,
      tracking_number,ordered_at,shipped_at,delivered_at}'::text[] <> '{}'
  then
    raise exception 'An order has a number, and no other fields than those of orders' using errcode = 'invalid_parameter_value';
  end if;
  -- Two who write one number at once take turns.
  perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'order', app.org_id(),
    app.trim_space(p_order ->> 'order_number')), 0));
  select * into present from public.orders o
  where o.organization_id = app.org_id() and o.order_number = app.trim_space(p_order ->> 'order_number') for update;
  if present.id is null then
    present.id := app.uuid_v7();
    present.order_number := app.trim_space(p_order ->> 'order_number');
    present.currency := 'EUR';
    present.status := 'pending';
    present.items := '[]';
    present.ordered_at := now();
    present.subtotal_minor := 0;
    present.tax_minor := 0;
    present.shipping_minor := 0;
    present.discount_minor := 0;
    present.total_minor := 0;
  else
    perform app.lead_to_write(present.lead_id);
  end if;
  given := jsonb_populate_record(present, p_order - 'order_number');
  perform app.lead_to_write(given.lead_id);
  if given.deal_id is not null and not exists (
    select from public.deals d where d.id = given.deal_id and d.lead_id = given.lead_id)
  then
    raise exception 'The deal is not this lead''s' using errcode = 'invalid_parameter_value';
  end if;
  insert into public.orders as o (id, organization_id, lead_id, deal_id, order_number, ecommerce_order_id, subtotal_minor,
    tax_minor, shipping_minor, discount_minor, total_minor, currency, status, items, shipping_address, billing_address,
    tracking_number, ordered_at, shipped_at, delivered_at)
  values (present.id, app.org_id(), given.lead_id, given.deal_id, given.order_number, given.ecommerce_order_id,
    given.subtotal_minor, given.tax_minor, given.shipping_minor, given.discount_minor, given.total_minor, given.currency,
    given.status, given.items, given.shipping_address, given.billing_address, given.tracking_number, given.ordered_at,
    given.shipped_at, given.delivered_at)
  on conflict (id) do update set lead_id = excluded.lead_id, deal_id = excluded.deal_id,
    ecommerce_order_id = excluded.ecommerce_order_id, subtotal_minor = excluded.subtotal_minor,
    tax_minor = excluded.tax_minor, shipping_minor = excluded.shipping_minor, discount_minor = excluded.discount_minor,
    total_minor = excluded.total_minor, currency = excluded.currency, status = excluded.status, items = excluded.items,
    shipping_address = excluded.shipping_address, billing_address = excluded.billing_address,
    tracking_number = excluded.tracking_number, ordered_at = excluded.ordered_at, shipped_at = excluded.shipped_at,
    delivered_at = excluded.delivered_at;
  return present.id;
end $$;

-- Who may look after automations; returns their organisation. Fails with 42501.
create function app.require_automator() returns uuid language plpgsql stable security definer set search_path = '' as $$
begin
  if app.org_id() is null or not app.pushes_automations() then
    raise exception 'You may not look after automations' using errcode = 'insufficient_privilege';
  end if;
  return app.org_id();
end $$;

-- Integration events of a status, newest first: [{"id", "type", "status", "attempts", "last_error", "created_at",
-- "delivered_at", "lead_id", "conversation_id"}], p_limit (1 to 200) at most. Fails with 42501.
create function public.list_integration_events(p_status text default 'failed', p_limit integer default 50) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  organization uuid := app.require_automator();
begin
  return (select coalesce(jsonb_agg(to_jsonb(e) order by e.created_at desc, e.id desc), '[]') from (
    select i.id, i.type, i.status, i.attempts, i.last_error, i.created_at, i.delivered_at, i.lead_id, i.conversation_id
    from public.integration_events i where i.organization_id = organization and i.status = p_status
    order by i.created_at desc, i.id desc limit least(greatest(coalesce(p_limit, 50), 1), 200)) e);
end $$;

-- Delivers an event again that has failed. Fails with 42501, and PT404 where none of this id has.
create function public.replay_integration_event(p_event uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.integration_events e
      where e.id = p_event and e.organization_id = app.require_automator()) or not public.events_replay(p_event) then
    perform app.require_automator();
    raise exception 'No event with this id has failed' using errcode = 'PT404';
  end if;
end $$;

create index integration_events_status on public.integration_events (organization_id, status, created_at desc);
grant execute on function public.save_form(jsonb), public.save_order(jsonb),
  public.list_integration_events(text, integer), public.replay_integration_event(uuid) to authenticated;
