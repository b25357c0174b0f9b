drop table public.contact_points, public.leads;
drop function app.place_lead(), app.derive_lead(), app.inherit_from_lead();
