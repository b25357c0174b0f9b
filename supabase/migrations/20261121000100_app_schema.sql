-- Ground: the schema of our own helpers, the role that applies pushed changes, and nothing open by default.

create schema app;
comment on schema app is 'Helpers of policies and triggers. Not exposed over REST.';

-- New tables and functions are closed until a migration opens them. Hosted projects open both by default.
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
alter default privileges revoke execute on functions from public;
revoke create on schema public from public;

-- `sync_push` runs as this role. It has the rights on the tables that callers lack, but row level security still decides
-- by auth.uid(), because it is neither superuser nor exempt from it.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'leadline_sync') then
    create role leadline_sync nologin noinherit;
  end if;
  -- Ownership can be given only to a role that the migration's own role may set; a superuser may set any.
  if not pg_catalog.pg_has_role(current_user, 'leadline_sync', 'set') then
    execute pg_catalog.format('grant leadline_sync to %I with inherit true, set true', current_user);
  end if;
end $$;

grant usage on schema app to authenticated, service_role, leadline_sync;
grant usage on schema public to leadline_sync;

-- A function whose body is one bound expression (`return …`) cannot be redirected by a search_path, and is inlined;
-- all others fix an empty one.

-- UUIDv7 (RFC 9562, 5.7): ids minted later sort later, so that indexes stay dense. Clients mint theirs the same way.
create function app.uuid_v7() returns uuid language sql volatile parallel safe
return encode(
  set_bit(set_bit(
    overlay(uuid_send(gen_random_uuid())
      placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid;
grant execute on function app.uuid_v7() to service_role, leadline_sync;

-- Who calls, as a definer, so that roles without rights on schema `auth` may ask.
create function app.user_id() returns uuid language sql stable security definer set search_path = '' as $$
  select auth.uid()
$$;
grant execute on function app.user_id() to authenticated, service_role, leadline_sync;

create function app.touch_updated_at() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := pg_catalog.now();
  return new;
end $$;

-- White space as JavaScript's \s has it, so that previews and names come out the same on both sides.
create function app.fold_space(value text) returns text language sql immutable parallel safe strict
return btrim(regexp_replace(value,
  '[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+', ' ', 'g'), ' ');

create function app.trim_space(value text) returns text language sql immutable parallel safe strict
return regexp_replace(value,
  '^[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+'
  '|[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+$', '', 'g');
