alter table public.user_invitations
  drop constraint if exists user_invitations_email_check,
  drop constraint if exists user_invitations_ended_check,
  drop column if exists revoked_at,
  drop column if exists last_sent_at,
  drop column if exists updated_at;
drop trigger if exists touch on public.user_invitations;
drop table if exists public.client_invitations;
drop table if exists public.territories;
drop table if exists public.holidays;
drop table if exists public.mentions;
drop table if exists public.followers;
drop table if exists public.saved_views;
drop table if exists public.notification_preferences;
