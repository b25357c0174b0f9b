drop trigger record_stage on public.leads;
drop table public.bookings, public.notes, public.activities, public.stage_changes, public.deals;
drop function app.record_deal_stage(), app.date_deal_stage(), app.record_lead_stage();
