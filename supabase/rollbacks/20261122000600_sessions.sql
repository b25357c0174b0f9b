alter table public.bookings
  drop constraint if exists bookings_ends_at_check,
  drop column if exists ends_at,
  drop column if exists title,
  drop column if exists assigned_to,
  drop column if exists created_by,
  drop column if exists cancelled_at;
drop index if exists public.bookings_starts_at;
drop table if exists public.touchpoint_sessions;
drop function if exists app.derive_session();
