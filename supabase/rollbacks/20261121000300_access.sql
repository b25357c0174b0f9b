drop policy members_read on public.organizations;
drop policy push_inserts on public.organizations;
drop policy push_updates on public.organizations;
drop policy push_deletes on public.organizations;
drop policy members_read on public.brands;
drop policy push_inserts on public.brands;
drop policy push_updates on public.brands;
drop policy push_deletes on public.brands;
drop policy members_read on public.profiles;
drop policy push_inserts on public.profiles;
drop policy push_updates on public.profiles;
drop policy push_deletes on public.profiles;
drop policy own_profile on public.profiles;
drop policy members_read on public.organization_settings;
drop policy push_inserts on public.organization_settings;
drop policy push_updates on public.organization_settings;
drop policy push_deletes on public.organization_settings;
drop policy managers_read on public.user_invitations;
-- The tables stay closed: without policies nobody but the server reads them.
revoke all on public.organizations, public.brands, public.profiles, public.organization_settings,
  public.user_invitations from authenticated, leadline_sync;
revoke update (full_name, avatar_url, phone) on public.profiles from authenticated;

drop function app.guard_lead_table(regclass), app.guard_table(regclass, text), app.lock_table(regclass),
  app.audience_has(uuid, uuid[], uuid[], uuid, boolean, uuid[]), app.dataset_ids(), app.can_write(), app.sees_all(),
  app.org_id();
