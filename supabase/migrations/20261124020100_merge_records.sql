-- What was settled without asking: which of two people's values stands, whose gave way, and since when. The one who wins
-- reads it in the outcome (details.merged), the one who loses with a pull (`lost`).

-- Values that gave way to a later writer, for the one who had written them. Without foreign keys, as tombstones.
create table sync.lost_values (
  id bigint generated always as identity primary key,
  organization_id uuid not null,
  -- Who had written it, and who replaced it.
  user_id uuid not null,
  winner_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  lead_id uuid,
  column_name text not null,
  base jsonb,
  losing jsonb,
  losing_at timestamptz,
  winning jsonb,
  settled_at timestamptz not null default now(),
  sync_xid xid8 not null default pg_current_xact_id()
);
create index lost_values_by_user on sync.lost_values (user_id, sync_xid);
create index lost_values_by_age on sync.lost_values (settled_at);
select app.lock_table('sync.lost_values');
create policy nobody_reads on sync.lost_values for select to authenticated using (false);

-- Who last set a column, and when, as the audit trail has it; nobody where an integration did, or nothing is known. A
-- definer: the trail is for administrators, this much of it for whoever is about to replace the value.
create function sync.last_author(relation text, row_id uuid, column_name text, out user_id uuid, out at timestamptz)
language sql stable security definer set search_path = '' as $$
  select a.user_id, a.created_at from public.audit_logs a
  where a.record_id = last_author.row_id and a.table_name = relation and a.organization_id = app.org_id()
    and (a.new_data ? last_author.column_name or a.old_data ? last_author.column_name)
  order by a.created_at desc limit 1
$$;

-- Tells the author of a value that it was replaced. A definer, for nobody may write the table.
create function sync.tell_author(relation text, row_id uuid, lead uuid, column_name text, base jsonb, losing jsonb,
  winning jsonb, author uuid, written_at timestamptz) returns void language sql security definer set search_path = '' as $$
  insert into sync.lost_values (organization_id, user_id, winner_id, table_name, row_id, lead_id, column_name, base,
    losing, losing_at, winning)
  select app.org_id(), author, app.user_id(), relation, tell_author.row_id, lead, tell_author.column_name,
    tell_author.base, tell_author.losing, written_at, tell_author.winning
  where author <> app.user_id()
$$;

-- As before. Details of an applied change are {overwritten: {column: value}} as far as the rep's values replaced others,
-- and {merged: {column: {rule, base, theirs, value, by, at}}, lead_id} for all that was settled between two.
create or replace function sync.merge_row(relation text, row_id uuid, wanted jsonb, base jsonb, editable jsonb)
returns jsonb language plpgsql set search_path = '' as $$
declare
  theirs jsonb;
  changes jsonb := '{}';
  overwritten jsonb := '{}';
  merges jsonb := '{}';
  conflicts jsonb := '{}';
  wish record;
  merged record;
  author record;
  lead uuid;
begin
  if jsonb_typeof(wanted) is distinct from 'object' or jsonb_typeof(base) is distinct from 'object' then
    perform sync.reject('invalid_input', 'A change needs what to set and what it was');
  end if;
  theirs := sync.locked_row(relation, row_id);
  if theirs is null then
    perform sync.reject('not_found', 'It is gone, or no longer visible to you');
  end if;
  lead := case when relation = 'leads' then row_id else (theirs ->> 'lead_id')::uuid end;

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
      continue;
    elsif merged.value <> theirs -> wish.name then
      changes := changes || jsonb_build_object(wish.name, merged.value);
    end if;
    if merged.lost or merged.value <> wish.value then
      author := sync.last_author(relation, row_id, wish.name);
      merges := merges || jsonb_build_object(wish.name, jsonb_build_object('rule', wish.rule,
        'base', base -> wish.name, 'theirs', theirs -> wish.name, 'value', merged.value, 'by', author.user_id,
        'at', floor(extract(epoch from author.at) * 1000)));
    end if;
    if merged.lost then
      overwritten := overwritten || jsonb_build_object(wish.name, theirs -> wish.name);
      perform sync.tell_author(relation, row_id, lead, wish.name, base -> wish.name, theirs -> wish.name, merged.value,
        author.user_id, author.at);
    end if;
  end loop;

  if conflicts <> '{}' then
    perform sync.settle_as('conflict', 'conflict', 'A colleague changed the same in the meantime',
      jsonb_build_object('fields', conflicts, 'row', theirs));
  elsif changes <> '{}' then
    perform sync.write_row(relation, row_id, changes);
  end if;
  return nullif(case when overwritten <> '{}' then jsonb_build_object('overwritten', overwritten) else '{}' end
    || case when merges <> '{}' then jsonb_build_object('merged', merges, 'lead_id', lead) else '{}' end, '{}');
end $$;
grant execute on function sync.last_author(text, uuid, text), sync.tell_author(text, uuid, uuid, text, jsonb, jsonb,
  jsonb, uuid, timestamptz) to leadline_sync;

-- The caller's values that were replaced since then, on what they still see (lostValueSchema of
-- shared/replication/protocol.ts).
create function app.pull_lost(since pg_snapshot) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  caller uuid := app.user_id();
begin
  return (
    select coalesce(json_agg(json_build_object('id', v.id, 'table', v.table_name, 'row_id', v.row_id,
      'lead_id', v.lead_id, 'field', v.column_name, 'base', v.base, 'losing', v.losing,
      'losing_at', floor(extract(epoch from v.losing_at) * 1000), 'winning', v.winning, 'winning_by', v.winner_id,
      'at', floor(extract(epoch from v.settled_at) * 1000)) order by v.id), '[]')
    from sync.lost_values v left join public.leads l on l.id = v.lead_id
    where v.user_id = caller and v.organization_id = app.org_id() and v.sync_xid >= pg_snapshot_xmin(since)
      and not pg_visible_in_snapshot(v.sync_xid, since)
      and (v.lead_id is null or l.id is not null and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, caller,
        app.sees_all(), app.dataset_ids())));
end $$;
grant execute on function app.pull_lost(pg_snapshot) to authenticated, service_role;

-- As before, with `lost`.
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
    select app.pull_deleted(base::pg_snapshot) as deleted, app.pull_lost(base::pg_snapshot) as lost, a.* into access
    from app.pull_access(base::pg_snapshot) a;
  else
    select '[]'::json as deleted, '[]'::json as lost, '[]'::json as granted, '[]'::json as revoked into access;
  end if;

  return json_build_object(
    'protocol', 1, 'generation', caller.generation, 'scope_version', caller.scope_version,
    'snapshot', pg_current_snapshot()::text, 'reset', reset, 'complete', page.next is null,
    'position', (page.next || jsonb_build_object('g', caller.generation, 's', caller.scope_version))::text,
    'expected_rows', case when reset is null and base is null and place is null
      then app.pull_expected(caller.organization_id) end,
    'tables', page.tables, 'deleted', access.deleted, 'granted', access.granted, 'revoked', access.revoked,
    'lost', access.lost);
end $$;

-- As before, and what was replaced goes with the rest of the history.
create or replace function sync.purge_history(keep interval default '90 days') returns void
language plpgsql security definer set search_path = '' as $$
declare
  newest xid8;
begin
  delete from sync.lost_values where settled_at < now() - keep;
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
  truncate sync.tombstones, sync.access_changes, sync.lost_values;
  update sync.state set generation = gen_random_uuid(), forgotten_xid = '0';
end $$;
