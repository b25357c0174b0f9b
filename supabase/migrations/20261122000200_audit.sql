-- The audit trail: who changed which row of the business, from what to what (seed 004's log_audit_trail). It outlives
-- what it tells about, hence no foreign keys.

create table public.audit_logs (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null,
  -- Null: the server itself.
  user_id uuid,
  action text not null,
  table_name text not null,
  record_id uuid not null,
  -- Of an update only the columns that changed; secrets never.
  old_data jsonb,
  new_data jsonb,
  created_at timestamptz not null default now(),
  constraint audit_logs_action_check check (action in ('INSERT', 'UPDATE', 'DELETE')),
  constraint audit_logs_data_check check (num_nonnulls(old_data, new_data) > 0)
);
create index audit_logs_record on public.audit_logs (record_id, created_at desc);
create index audit_logs_organization on public.audit_logs (organization_id, created_at desc);
create index audit_logs_user on public.audit_logs (user_id);

-- Owners and admins read it; nobody writes it but the trigger.
select app.lock_table('public.audit_logs');
grant select on public.audit_logs to authenticated;
create policy admins_read on public.audit_logs for select to authenticated
  using (organization_id = (select app.org_id()) and (select app.administers()));

-- What of a row is kept: no empty values, no bookkeeping, no secrets or what a secret could be tried against.
create function app.auditable(row_data jsonb) returns jsonb language sql immutable
return jsonb_strip_nulls(row_data - array['updated_at', 'sync_xid', 'token_hash', 'ciphertext', 'secret',
  'automation_urls']);

-- Runs after the change, so that what other triggers made of the row is in it. The trigger's condition
-- (app.audit_table) has already let only real changes through.
create function public.log_audit_trail() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then app.auditable(to_jsonb(old)) end;
  after jsonb := case when tg_op <> 'DELETE' then app.auditable(to_jsonb(new)) end;
  organization uuid := case when tg_op = 'DELETE' then old.organization_id else new.organization_id end;
  changed_before jsonb;
  changed_after jsonb;
begin
  if tg_op = 'DELETE' then
    -- An organisation that goes takes all its rows with it; that it went is said once, by itself.
    if tg_table_name <> 'organizations' and not exists (select from public.organizations o where o.id = organization)
    then
      return null;
    end if;
  elsif tg_op = 'UPDATE' then
    select coalesce(jsonb_object_agg(b.key, b.value), '{}') into changed_before
    from jsonb_each(before) b where after -> b.key is distinct from b.value;
    select coalesce(jsonb_object_agg(a.key, a.value), '{}') into changed_after
    from jsonb_each(after) a where before -> a.key is distinct from a.value;
    before := changed_before;
    after := changed_after;
  end if;
  insert into public.audit_logs (organization_id, user_id, action, table_name, record_id, old_data, new_data)
  values (organization, app.user_id(), tg_op, tg_table_name,
    case when tg_op = 'DELETE' then old.id else new.id end, before, after);
  return null;
end $$;

-- Writes a table's changes into the audit trail. `derived`: columns that only follow from others; an update of nothing
-- else (a counter, a preview, a score) is no act of anybody's and costs no more than the trigger's condition.
create function app.audit_table(relation regclass, derived text[] default '{}') returns void
language plpgsql set search_path = '' as $$
declare
  acted_on text[] := array(
    select pg_catalog.quote_ident(a.attname) from pg_catalog.pg_attribute a
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and a.attname <> all (derived || array['id', 'created_at', 'updated_at', 'sync_xid'])
    order by a.attnum);
begin
  execute pg_catalog.format('create trigger audit after insert or delete on %s for each row '
    'execute function public.log_audit_trail()', relation);
  execute pg_catalog.format('create trigger audit_update after update on %s for each row '
    'when ((old.%s) is distinct from (new.%s)) execute function public.log_audit_trail()', relation,
    pg_catalog.array_to_string(acted_on, ', old.'), pg_catalog.array_to_string(acted_on, ', new.'));
end $$;
