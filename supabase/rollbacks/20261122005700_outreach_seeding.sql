-- What organisations have been given stays theirs: leads may be enrolled in it.
drop trigger refuse_forged_update on public.campaigns;
drop trigger refuse_forged_insert on public.campaigns;
drop function app.refuse_forged_campaign();
drop trigger seed_outreach on public.organizations;
drop function app.on_organization_needs_outreach();
drop function app.seed_outreach(uuid);
