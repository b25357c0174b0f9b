-- Pokes: the doorbell that tells an organisation's desktops to pull. They carry nothing; a lost one costs time only.

-- realtime.send turns every failure into a warning, so a poke without the rights would be lost in silence: the owner of
-- the function that sends must be let through row level security. Checked here, where a failure is loud.
do $$
begin
  if not (select r.rolsuper or r.rolbypassrls from pg_catalog.pg_roles r where r.rolname = current_user)
    or not pg_catalog.has_table_privilege('realtime.messages', 'insert')
  then
    raise exception 'Role % could not send pokes: it needs BYPASSRLS and INSERT on realtime.messages', current_user;
  end if;
end $$;

-- One poke per organisation and transaction, however many rows and statements. The list of those already poked lives in
-- a setting of the transaction, and is undone with the poke itself when a savepoint rolls back.
create function app.poke() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  poked text := coalesce(current_setting('app.poked', true), '');
  organization uuid;
begin
  for organization in select distinct c.organization_id from changed_rows c loop
    if strpos(poked, organization::text) = 0 then
      poked := poked || ' ' || organization;
      perform set_config('app.poked', poked, true);
      perform realtime.send('{}'::jsonb, 'poke', 'org:' || organization, true);
    end if;
  end loop;
  return null;
end $$;

-- Members hear their organisation's pokes. There is no policy for insert: only the database rings.
create policy members_hear_pokes on realtime.messages for select to authenticated
  using (extension = 'broadcast' and (select realtime.topic()) = 'org:' || (select app.org_id()));
