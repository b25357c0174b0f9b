-- Who may see and write what. Membership is read from `profiles`, never from the token, so that a revocation works at
-- once. Policies call these as `(select app.…())`: once a statement, not once a row.

create function app.org_id() returns uuid language sql stable security definer set search_path = '' as $$
  select p.organization_id from public.profiles p where p.id = (select auth.uid()) and p.status = 'active'
$$;

create function app.sees_all() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.can_view_all_leads or p.role in ('owner', 'admin', 'manager', 'viewer')
    from public.profiles p where p.id = (select auth.uid()) and p.status = 'active'), false)
$$;

create function app.can_write() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.role <> 'viewer' from public.profiles p where p.id = (select auth.uid()) and p.status = 'active'), false)
$$;

create function app.dataset_ids() returns uuid[] language sql stable security definer set search_path = '' as $$
  select coalesce((
    select p.allowed_dataset_ids from public.profiles p where p.id = (select auth.uid()) and p.status = 'active'), '{}')
$$;

grant execute on function app.org_id(), app.sees_all(), app.can_write(), app.dataset_ids()
  to authenticated, service_role, leadline_sync;

-- The one rule of who sees a lead: everyone's eyes, its owner, an assignee of one of its conversations, the pool (no
-- owner and no assignee), its datasets. Each of the caller's values is used once, so that the planner can inline this.
create function app.audience_has(owner_id uuid, assignee_ids uuid[], dataset_ids uuid[],
  caller uuid, caller_sees_all boolean, caller_datasets uuid[]) returns boolean
language sql immutable parallel safe
return caller_sees_all
  or caller = any (array_append(assignee_ids, owner_id))
  or (owner_id is null and assignee_ids = '{}')
  or dataset_ids && caller_datasets;
grant execute on function app.audience_has(uuid, uuid[], uuid[], uuid, boolean, uuid[])
  to authenticated, service_role, leadline_sync;

-- Closes a table to everyone but the server, and makes its owner obey the policies too.
create function app.lock_table(relation regclass) returns void language plpgsql set search_path = '' as $$
begin
  execute pg_catalog.format('alter table %s enable row level security', relation);
  execute pg_catalog.format('alter table %s force row level security', relation);
  execute pg_catalog.format('revoke all on %s from public, anon, authenticated, leadline_sync', relation);
end $$;

-- Members read the rows of their organisation that `visible` (SQL over the row) lets through. Nobody writes directly:
-- changes arrive through sync_push, whose role may write what the caller sees unless the caller is a viewer.
create function app.guard_table(relation regclass, visible text default 'true') returns void
language plpgsql set search_path = '' as $$
declare
  condition text := 'organization_id = (select app.org_id())';
begin
  if visible <> 'true' then
    condition := pg_catalog.format('%s and (%s)', condition, visible);
  end if;
  perform app.lock_table(relation);
  execute pg_catalog.format('grant select on %s to authenticated, leadline_sync', relation);
  execute pg_catalog.format('create policy members_read on %s for select to authenticated, leadline_sync using (%s)',
    relation, condition);
  execute pg_catalog.format('create policy push_inserts on %s for insert to leadline_sync '
    'with check ((select app.can_write()) and %s)', relation, condition);
  execute pg_catalog.format('create policy push_updates on %s for update to leadline_sync '
    'using ((select app.can_write()) and %s)', relation, condition);
  execute pg_catalog.format('create policy push_deletes on %s for delete to leadline_sync '
    'using ((select app.can_write()) and %s)', relation, condition);
end $$;

-- Rows of a lead are visible exactly when the lead is; the policies of `leads` decide inside the subquery.
create function app.guard_lead_table(relation regclass) returns void language sql set search_path = '' as $$
  select app.guard_table(relation,
    '(select app.sees_all()) or exists (select from public.leads l where l.id = lead_id)')
$$;

select app.guard_table('public.organizations');
select app.guard_table('public.brands');
select app.guard_table('public.profiles');
select app.guard_table('public.organization_settings');

-- People change only harmless columns of their own profile: the column grant says which, the policy whose.
grant update (full_name, avatar_url, phone) on public.profiles to authenticated;
create policy own_profile on public.profiles for update to authenticated
  using (id = (select app.user_id()) and organization_id = (select app.org_id()));

-- Invitations hold e-mail addresses and roles to come: those who manage users see them.
select app.lock_table('public.user_invitations');
grant select (id, organization_id, email, role, custom_message, invited_by, expires_at, claimed_at, created_at)
  on public.user_invitations to authenticated;
create policy managers_read on public.user_invitations for select to authenticated
  using (organization_id = (select app.org_id()) and exists (
    select from public.profiles p
    where p.id = (select app.user_id()) and (p.can_manage_users or p.role in ('owner', 'admin'))));
