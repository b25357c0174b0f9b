drop table if exists public.integration_events;
drop table if exists public.escalations;
drop table if exists public.hot_acknowledgements;
drop function if exists app.place_hot_acknowledgement();
drop table if exists public.hot_events;
