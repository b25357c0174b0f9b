-- In SQL, as they were before.
create or replace function app.user_id() returns uuid language sql stable security definer set search_path = '' as $$
  select auth.uid()
$$;

create or replace function app.org_id() returns uuid language sql stable security definer set search_path = '' as $$
  select p.organization_id from public.profiles p where p.id = (select auth.uid()) and p.status = 'active'
$$;

create or replace function app.sees_all() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.can_view_all_leads or p.role in ('owner', 'admin', 'manager', 'viewer')
    from public.profiles p where p.id = (select auth.uid()) and p.status = 'active'), false)
$$;

create or replace function app.can_write() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.role <> 'viewer' from public.profiles p where p.id = (select auth.uid()) and p.status = 'active'), false)
$$;

create or replace function app.dataset_ids() returns uuid[] language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.allowed_dataset_ids from public.profiles p where p.id = (select auth.uid()) and p.status = 'active'), '{}')
$$;

create or replace function sync.has_form(value jsonb, type text, is_nullable boolean, max_length integer) returns boolean
language sql immutable
return case
  when jsonb_typeof(value) = 'null' then is_nullable
  when type = 'bool' then jsonb_typeof(value) = 'boolean'
  when type = 'json' then length(value::text) <= coalesce(max_length, 100000)
  when type in ('int', 'real', 'time') then jsonb_typeof(value) = 'number' and case type
    when 'int' then pg_input_is_valid(value #>> '{}', 'integer')
    when 'time' then value #>> '{}' ~ '^-?\d{1,15}$'
    else true end
  when jsonb_typeof(value) <> 'string' then false
  when type = 'uuid' then pg_input_is_valid(value #>> '{}', 'uuid')
  when type = 'date' then value #>> '{}' ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(value #>> '{}', 'date')
  when type = 'money' then value #>> '{}' ~ '^(0|-?[1-9]\d*)$' and pg_input_is_valid(value #>> '{}', 'bigint')
  else length(value #>> '{}') <= coalesce(max_length, 1000)
end;

create or replace function sync.earlier_outcome(mutation uuid, caller uuid) returns sync.outcomes
language sql stable set search_path = '' as $$
  select o from sync.outcomes o join sync.clients c on c.id = o.client_id
  where o.mutation_id = mutation and c.user_id = caller order by o.settled_at limit 1
$$;
