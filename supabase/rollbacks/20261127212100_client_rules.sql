drop trigger advance_buyers_update on public.orders;
drop trigger advance_buyers_insert on public.orders;
drop function app.advance_buyers();
