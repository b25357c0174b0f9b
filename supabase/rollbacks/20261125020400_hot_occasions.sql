delete from app.jobs where name in ('raise_waiting', 'raise_bookings');
drop function app.raise_bookings(integer, timestamptz);
drop function app.local_time(timestamptz, text);
drop function app.raise_waiting(integer, timestamptz);
drop trigger watch_heat on public.messages;
drop function app.watch_hot_messages();
drop trigger watch_heat on public.leads;
drop function app.watch_lead_heat();
drop function app.hot_score(uuid);
drop function app.raise_hot(uuid, text, text, text, timestamptz, uuid, uuid, timestamptz);
drop function app.is_hot_muted(public.leads);
drop index public.bookings_upcoming;
drop index public.conversations_waiting;
drop index public.escalations_one_step;
alter table public.hot_events
  drop constraint hot_events_times_check,
  drop constraint hot_events_kinds_check,
  drop column since,
  drop column kinds;
select app.bound_columns('public.hot_events');
drop table app.hot_occasions;
