-- Products, what is in a deal, and orders. Money is minor units of a currency; sums never cross currencies.

-- Decimal places of a currency (ISO 4217); two unless listed.
create function app.minor_digits(currency text) returns integer language sql immutable parallel safe
return case
  when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
    'XAF', 'XOF', 'XPF') then 0
  when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 3
  else 2
end;

-- The seeds' numeric amounts: 129900 EUR is 1299.00, 1500 JPY is 1500.
create function app.major_units(minor numeric, currency text) returns numeric language sql immutable parallel safe
return round(minor / 10::numeric ^ app.minor_digits(currency), app.minor_digits(currency));
grant execute on function app.minor_digits(text), app.major_units(numeric, text) to authenticated, service_role;

create table public.products (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  description text,
  sku text,
  category text,
  price_minor bigint not null default 0,
  cost_minor bigint,
  currency char(3) not null default 'EUR',
  ecommerce_product_id text,
  is_active boolean not null default true,
  custom_fields jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint products_sku_key unique (organization_id, sku),
  constraint products_ecommerce_product_id_key unique (organization_id, ecommerce_product_id),
  constraint products_name_check check (length(name) between 1 and 300),
  constraint products_price_minor_check check (price_minor >= 0),
  constraint products_cost_minor_check check (cost_minor >= 0),
  constraint products_currency_check check (currency ~ '^[A-Z]{3}$')
);
create index products_active on public.products (organization_id, name) where is_active;

create table public.deal_items (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  deal_id uuid not null references public.deals on delete cascade,
  -- What it was called and cost when it was offered stays, whatever becomes of the product.
  product_id uuid references public.products on delete set null,
  name text not null,
  quantity integer not null default 1,
  unit_price_minor bigint not null,
  discount_minor bigint not null default 0,
  total_minor bigint not null generated always as (quantity * unit_price_minor - discount_minor) stored,
  -- The deal's.
  currency char(3) not null,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint deal_items_quantity_check check (quantity > 0),
  -- Which keeps the price from being negative, too.
  constraint deal_items_discount_minor_check check (discount_minor between 0 and quantity * unit_price_minor)
);
create index deal_items_deal on public.deal_items (deal_id, position);
create index deal_items_lead on public.deal_items (lead_id);
create index deal_items_product on public.deal_items (product_id);

create function app.place_deal_item() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select d.organization_id, d.lead_id, d.currency into new.organization_id, new.lead_id, new.currency
  from public.deals d where d.id = new.deal_id;
  return new;
end $$;
create trigger inherit before insert or update of deal_id, lead_id, organization_id, currency on public.deal_items
  for each row execute function app.place_deal_item();

create table public.orders (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  deal_id uuid references public.deals on delete set null,
  order_number text not null,
  ecommerce_order_id text,
  subtotal_minor bigint not null default 0,
  tax_minor bigint not null default 0,
  shipping_minor bigint not null default 0,
  discount_minor bigint not null default 0,
  total_minor bigint not null default 0,
  currency char(3) not null default 'EUR',
  status text not null default 'pending',
  items jsonb not null default '[]',
  shipping_address jsonb,
  billing_address jsonb,
  tracking_number text,
  ordered_at timestamptz not null default now(),
  shipped_at timestamptz,
  delivered_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint orders_order_number_key unique (organization_id, order_number),
  constraint orders_amounts_check
    check (least(subtotal_minor, tax_minor, shipping_minor, discount_minor, total_minor) >= 0),
  constraint orders_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint orders_status_check
    check (status in ('pending', 'processing', 'shipped', 'delivered', 'cancelled', 'refunded')),
  constraint orders_items_check check (jsonb_typeof(items) = 'array')
);
create index orders_lead on public.orders (lead_id, currency);
create index orders_deal on public.orders (deal_id);
create index orders_status on public.orders (organization_id, status);
create index orders_ordered_at on public.orders (organization_id, ordered_at desc);
create index orders_ecommerce on public.orders (organization_id, ecommerce_order_id);
create unique index leads_ecommerce_customer on public.leads (organization_id, ecommerce_customer_id)
  where ecommerce_customer_id is not null;

select app.keep_updated_at('public.products');
select app.keep_updated_at('public.deal_items');
select app.keep_updated_at('public.orders');
select app.inherit_lead('public.orders');
select app.guard_table('public.products');
select app.limit_writes('public.products', '(select app.manages())');
select app.guard_lead_table('public.deal_items');
select app.guard_lead_table('public.orders');

-- leads.total_orders, total_revenue and average_order_value follow the orders that stand; cancelled and refunded ones
-- earned nothing. Statement-level: an import of many orders sums each lead once. Leads are locked before their orders
-- are read, so that two imports cannot overwrite each other's result.
create function public.update_client_revenue() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  touched uuid[];
begin
  if tg_op = 'DELETE' then
    touched := array(select distinct c.lead_id from old_rows c);
  elsif tg_op = 'INSERT' then
    touched := array(select distinct c.lead_id from new_rows c);
  else
    touched := array(select o.lead_id from old_rows o union select n.lead_id from new_rows n);
  end if;
  perform from public.leads l where l.id = any (touched) order by l.id for update;
  update public.leads l set
    total_orders = coalesce(fresh.orders, 0),
    total_revenue = coalesce(fresh.revenue, '{}'),
    average_order_value = coalesce(fresh.average, '{}')
  from unnest(touched) t (id) left join (
    select s.lead_id, sum(s.orders)::integer as orders,
      jsonb_object_agg(s.currency, s.total::text) as revenue,
      jsonb_object_agg(s.currency, round(s.total / s.orders)::text) as average
    from (
      select o.lead_id, o.currency, count(*) as orders, sum(o.total_minor) as total
      from public.orders o
      where o.lead_id = any (touched) and o.status not in ('cancelled', 'refunded')
      group by o.lead_id, o.currency
    ) s group by s.lead_id
  ) fresh on fresh.lead_id = t.id
  where l.id = t.id;
  return null;
end $$;
create trigger update_client_revenue_insert after insert on public.orders referencing new table as new_rows
  for each statement execute function public.update_client_revenue();
create trigger update_client_revenue_update after update on public.orders
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_client_revenue();
create trigger update_client_revenue_delete after delete on public.orders referencing old table as old_rows
  for each statement execute function public.update_client_revenue();
