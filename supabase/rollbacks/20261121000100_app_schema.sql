drop schema app cascade;
revoke usage on schema public from leadline_sync;
-- Roles belong to the whole cluster: this one stays where another database still uses it.
do $$
begin
  drop role leadline_sync;
exception when dependent_objects_still_exist then
  raise notice 'leadline_sync is still in use elsewhere';
end $$;
grant create on schema public to public;
alter default privileges grant execute on functions to public;
alter default privileges in schema public grant all on functions to anon, authenticated;
alter default privileges in schema public grant all on sequences to anon, authenticated;
alter default privileges in schema public grant all on tables to anon, authenticated;
