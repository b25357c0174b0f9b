/** Part of version 2; see ../0002-further-tables.ts. */

export const COMMERCE = `
create table products (
  rid integer primary key,
  id text not null unique,
  name text not null,
  description text,
  sku text,
  category text,
  price_minor integer not null,
  cost_minor integer,
  currency text not null,
  ecommerce_product_id text,
  is_active integer not null,
  custom_fields text not null,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;

create table deal_items (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  deal_id text not null,
  product_id text,
  name text not null,
  quantity integer not null,
  unit_price_minor integer not null,
  discount_minor integer not null,
  total_minor integer not null,
  currency text not null,
  position integer not null,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index deal_items_by_lead on deal_items (lead_id);

create table orders (
  rid integer primary key,
  id text not null unique,
  lead_id text not null,
  deal_id text,
  order_number text not null,
  ecommerce_order_id text,
  subtotal_minor integer not null,
  tax_minor integer not null,
  shipping_minor integer not null,
  discount_minor integer not null,
  total_minor integer not null,
  currency text not null,
  status text not null,
  items text not null,
  shipping_address text,
  billing_address text,
  tracking_number text,
  ordered_at integer not null,
  shipped_at integer,
  delivered_at integer,
  created_at integer not null,
  updated_at integer not null,
  round integer
) strict;
create index orders_by_lead on orders (lead_id);
`
