drop table public.organization_settings, public.user_invitations, public.profiles, public.brands, public.organizations;
drop function app.raise_scope_version();
