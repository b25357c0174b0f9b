create or replace function public.sync_pull(p_cursor jsonb, p_budget jsonb) returns json
language plpgsql stable set search_path = '' as $$
declare
  caller record;
  base text := p_cursor ->> 'snapshot';
  place jsonb := app.pull_position(p_cursor);
  budget integer := app.pull_rows(p_budget);
  reset text;
  page record;
  access record;
begin
  select * into caller from app.pull_caller();
  reset := app.pull_reset(p_cursor, caller.generation, caller.scope_version, caller.forgotten_xid);
  if reset is not null then
    select '[]'::json as tables, null::jsonb as next into page;
  elsif base is null then
    select * into page from app.pull_scan(caller.organization_id, null, place, budget);
  else
    select * into page from app.pull_delta(caller.organization_id, base::pg_snapshot, place, budget);
  end if;

  -- Deletions and changes of visibility travel with the first page; later ones are the closing delta's.
  if reset is null and base is not null and place is null then
    select app.pull_deleted(base::pg_snapshot) as deleted, a.* into access from app.pull_access(base::pg_snapshot) a;
  else
    select '[]'::json as deleted, '[]'::json as granted, '[]'::json as revoked into access;
  end if;

  return json_build_object(
    'protocol', 1, 'generation', caller.generation, 'scope_version', caller.scope_version,
    'snapshot', pg_current_snapshot()::text, 'reset', reset, 'complete', page.next is null,
    'position', (page.next || jsonb_build_object('g', caller.generation, 's', caller.scope_version))::text,
    'expected_rows', case when reset is null and base is null and place is null
      then app.pull_expected(caller.organization_id) end,
    'tables', page.tables, 'deleted', access.deleted, 'granted', access.granted, 'revoked', access.revoked);
end $$;

create or replace function sync.purge_history(keep interval default '90 days') returns void
language plpgsql security definer set search_path = '' as $$
declare
  newest xid8;
begin
  with gone as (
    delete from sync.tombstones where deleted_at < now() - keep returning sync_xid
  ), settled as (
    delete from sync.access_changes where changed_at < now() - keep returning sync_xid
  )
  select max(sync_xid) into newest from (select * from gone union all select * from settled) forgotten;
  update sync.state set forgotten_xid = greatest(forgotten_xid, newest) where newest is not null;
end $$;

create or replace function sync.begin_generation() returns void language plpgsql security definer set search_path = '' as $$
declare
  relation text;
begin
  for relation in select t.name from sync.tables t order by t.position loop
    execute format('update public.%I set sync_xid = pg_current_xact_id()', relation);
  end loop;
  truncate sync.tombstones, sync.access_changes;
  update sync.state set generation = gen_random_uuid(), forgotten_xid = '0';
end $$;

create or replace function sync.merge_row(relation text, row_id uuid, wanted jsonb, base jsonb, editable jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  theirs jsonb;
  changes jsonb := '{}';
  overwritten jsonb := '{}';
  conflicts jsonb := '{}';
  wish record;
  merged record;
begin
  if jsonb_typeof(wanted) is distinct from 'object' or jsonb_typeof(base) is distinct from 'object' then
    perform sync.reject('invalid_input', 'A change needs what to set and what it was');
  end if;
  theirs := sync.locked_row(relation, row_id);
  if theirs is null then
    perform sync.reject('not_found', 'It is gone, or no longer visible to you');
  end if;

  for wish in
    select w.key as name, w.value, c.rule, c.type, c.is_nullable
    from jsonb_each(wanted) w left join sync.columns c on c.table_name = relation and c.column_name = w.key
  loop
    if not editable ? wish.name or wish.rule in ('fixed', 'derived')
      or not sync.has_form(wish.value, wish.type, wish.is_nullable, (editable ->> wish.name)::integer)
    then
      perform sync.reject('invalid_input', format('%s cannot be set to this', wish.name));
    end if;
    merged := sync.merge_value(wish.rule, base -> wish.name, wish.value, theirs -> wish.name);
    if merged.conflict then
      conflicts := conflicts || jsonb_build_object(wish.name, jsonb_build_object(
        'base', base -> wish.name, 'mine', wish.value, 'theirs', theirs -> wish.name));
    elsif merged.value <> theirs -> wish.name then
      changes := changes || jsonb_build_object(wish.name, merged.value);
    end if;
    if merged.lost then
      overwritten := overwritten || jsonb_build_object(wish.name, theirs -> wish.name);
    end if;
  end loop;

  if conflicts <> '{}' then
    perform sync.settle_as('conflict', 'conflict', 'A colleague changed the same in the meantime',
      jsonb_build_object('fields', conflicts, 'row', theirs));
  elsif changes <> '{}' then
    perform sync.write_row(relation, row_id, changes);
  end if;
  return case when overwritten <> '{}' then jsonb_build_object('overwritten', overwritten) end;
end $$;

drop function app.pull_lost(pg_snapshot);
drop function sync.tell_author(text, uuid, uuid, text, jsonb, jsonb, jsonb, uuid, timestamptz);
drop function sync.last_author(text, uuid, text);
drop table sync.lost_values;
