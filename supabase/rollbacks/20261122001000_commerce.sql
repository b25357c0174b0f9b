drop index if exists public.leads_ecommerce_customer;
drop table if exists public.orders;
drop function if exists public.update_client_revenue();
drop table if exists public.deal_items;
drop function if exists app.place_deal_item();
drop table if exists public.products;
drop function if exists app.major_units(numeric, text);
drop function if exists app.minor_digits(text);
