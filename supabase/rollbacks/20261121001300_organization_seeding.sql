drop trigger on_auth_user_created on auth.users;
drop trigger seed on public.organizations;
drop function app.handle_new_user(), app.free_slug(text), app.on_organization_created(), app.seed_organization(uuid);
