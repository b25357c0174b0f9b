-- Who is calling, as the hosted functions answer it: from the claims of the request's token.
create or replace function auth.jwt() returns jsonb language sql stable as
$$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;

create or replace function auth.uid() returns uuid language sql stable as
$$ select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), auth.jwt() ->> 'sub')::uuid $$;

create or replace function auth.role() returns text language sql stable as
$$ select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''), auth.jwt() ->> 'role') $$;

create or replace function auth.email() returns text language sql stable as
$$ select coalesce(nullif(current_setting('request.jwt.claim.email', true), ''), auth.jwt() ->> 'email') $$;

grant usage on schema auth to anon, authenticated, service_role;
grant all on all tables in schema auth to supabase_auth_admin;
grant usage on schema auth to supabase_auth_admin;

-- The HTTP side caches what the database offers: every change of the schema tells it, as on a hosted project.
create or replace function extensions.announce_schema_change() returns event_trigger language plpgsql as
$$ begin notify pgrst, 'reload schema'; end $$;
drop event trigger if exists announce_schema_change;
create event trigger announce_schema_change on ddl_command_end execute function extensions.announce_schema_change();
