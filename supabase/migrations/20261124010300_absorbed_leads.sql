-- What holds while a lead is absorbed by another: it is a part of the other one. Who sees the survivor sees it, and nobody
-- else; it goes when the survivor goes.

alter table public.leads
  drop constraint leads_merged_into_fkey,
  add constraint leads_merged_into_fkey foreign key (merged_into) references public.leads on delete cascade;

-- An absorbed lead is whose the survivor is. Changes of access (sync.record_access_change) follow from that: those who saw
-- the absorbed lead alone lose it, those who see the survivor gain it.
create function app.follow_survivor() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select l.owner_id, l.assignee_ids, l.dataset_ids into new.owner_id, new.assignee_ids, new.dataset_ids
  from public.leads l where l.id = new.merged_into;
  return new;
end $$;
create trigger follow_survivor before update of owner_id, assignee_ids, dataset_ids, merged_into on public.leads
  for each row when (new.merged_into is not null) execute function app.follow_survivor();

create function app.lead_absorbed() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.leads l set owner_id = new.owner_id where l.merged_into = new.id;
  return null;
end $$;
create trigger lead_absorbed after update of owner_id, assignee_ids, dataset_ids, merged_into on public.leads for each row
  when ((old.owner_id, old.assignee_ids, old.dataset_ids)
    is distinct from (new.owner_id, new.assignee_ids, new.dataset_ids))
  execute function app.lead_absorbed();

create function app.is_merging() returns boolean language sql stable set search_path = ''
return coalesce(current_setting('app.merging_leads', true), '') = 'on';

-- As before; but a merge moves enrolments or pauses them, so that it can be undone.
create or replace function app.end_enrollments() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if app.is_merging() and new.merged_into is not null then
    return null;
  end if;
  update public.campaign_enrollments e
  set status = case when new.lead_status = 'qualified' and new.archived_at is null and new.merged_into is null
    and new.converted_at is null then 'qualified' else 'cancelled' end
  where e.lead_id = new.id and e.status in ('active', 'paused');
  return null;
end $$;

-- As before; but tags that come with a merge start nothing: their campaigns came along.
create or replace function app.enroll_by_tags() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  gained text[] := array(select unnest(new.tags) except
    select unnest(case when tg_op = 'UPDATE' then old.tags else '{}' end));
begin
  if gained = '{}' or app.is_merging()
    or jsonb_path_exists(new.consents, '$.* ? (@.status == "opted_out")')
  then
    return null;
  end if;
  insert into public.campaign_enrollments (organization_id, lead_id, campaign_id, enrolled_by)
  select new.organization_id, new.id, c.id, app.user_id()
  from public.campaigns c
  where c.organization_id = new.organization_id and c.is_active and c.tag = any (gained)
  on conflict do nothing;
  return null;
end $$;

-- Rows that were moved to another lead are gone for those who saw them under the old one and cannot see them where they
-- are now. Kept up to date when they are moved again.
alter table sync.tombstones add column moved_to uuid;
create index tombstones_moved_to on sync.tombstones (moved_to) where moved_to is not null;

create or replace function app.pull_deleted(base pg_snapshot) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  caller uuid := app.user_id();
  everything boolean := app.sees_all();
  datasets uuid[] := app.dataset_ids();
begin
  return (
    select coalesce(json_agg(json_build_object('table', t.table_name, 'id', t.row_id) order by t.id), '[]')
    from sync.tombstones t
    left join public.leads l on l.id = t.lead_id
    left join public.leads m on m.id = t.moved_to
    where t.organization_id = app.org_id() and t.sync_xid >= pg_snapshot_xmin(base)
      and not pg_visible_in_snapshot(t.sync_xid, base)
      and (t.reader_ids is null or caller = any (t.reader_ids))
      and t.kept_by is distinct from caller
      and (t.everyone
        or app.audience_has(t.owner_id, t.assignee_ids, t.dataset_ids, caller, everything, datasets)
        or l.id is not null and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, caller, everything, datasets))
      and (m.id is null
        or app.audience_has(m.owner_id, m.assignee_ids, m.dataset_ids, caller, everything, datasets) is not true));
end $$;

-- Remembers which of these rows of a table have moved to the lead `target`, for the audience that the lead `source` had.
create function sync.bury_moved(relation text, ids uuid[], source public.leads, target uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  readers text[] := (select t.reader_columns from sync.tables t where t.name = relation);
begin
  update sync.tombstones t set moved_to = target where t.row_id = any (ids) and t.moved_to = source.id;
  if exists (select from sync.tables t where t.name = relation) then
    execute format('insert into sync.tombstones (organization_id, table_name, row_id, lead_id, everyone, owner_id,
        assignee_ids, dataset_ids, reader_ids, moved_to)
      select x.organization_id, $1, x.id, $2, false, $3, $4, $5,
        case when $6 is not null then sync.readers($6, to_jsonb(x)) end, $7
      from public.%I x where x.id = any ($8) and x.lead_id = $7', relation)
    using relation, source.id, source.owner_id, source.assignee_ids, source.dataset_ids, readers, target, ids;
  end if;
end $$;

-- Where an id leads is read without a lock: a lock that is weaker than the one that the mutation takes itself would lock
-- two mutations of one lead out. A merge that comes in between is noticed under that lock (sync.locked_row).
create or replace function sync.present_lead(lead uuid) returns uuid
language sql security definer set search_path = '' as $$
  select l.id from public.leads l
  where l.id = app.surviving_lead(lead) and l.id <> lead and l.organization_id = app.org_id()
    and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(), app.sees_all(), app.dataset_ids())
$$;

create or replace function sync.present_conversation(conversation uuid) returns uuid
language sql security definer set search_path = '' as $$
  select c.id from public.conversations c join public.leads l on l.id = c.lead_id
  where c.id = app.present_conversation(case when sync.has_conversation(conversation) then conversation
      else (select a.row_id from sync.aliases a where a.user_id = app.user_id() and a.alias = conversation) end)
    and c.id <> conversation and c.organization_id = app.org_id()
    and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(), app.sees_all(), app.dataset_ids())
$$;

-- As before; but who makes a lead means the id that they name.
create or replace function sync.redirect(args jsonb, out present jsonb, out redirected jsonb)
language plpgsql set search_path = '' as $$
declare
  place record;
  id uuid;
begin
  present := args;
  for place in
    select p.name, p.kind from (values ('conversation_id', 'conversations'), ('via_conversation_id', 'conversations'),
      ('lead_id', 'leads')) p (name, kind)
    where args ? p.name and sync.has_form(args -> p.name, 'uuid', false, null)
      and not (p.name = 'lead_id' and args ? 'brand_id')
  loop
    id := case place.kind when 'leads' then sync.present_lead((args ->> place.name)::uuid)
      else sync.present_conversation((args ->> place.name)::uuid) end;
    if id is not null then
      present := present || jsonb_build_object(place.name, id);
      redirected := coalesce(redirected, '{}') || jsonb_build_object(place.kind,
        coalesce(redirected -> place.kind, '{}') || jsonb_build_object(lower(args ->> place.name), id));
    end if;
  end loop;
end $$;

-- Ends the push, to be tried again, when a merge came between finding a row and locking it: the next time the mutation
-- is redirected.
create function sync.check_unmerged(relation text, row_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if relation = 'leads' and exists (select from public.leads l where l.id = row_id and l.merged_into is not null)
    or relation = 'conversations'
      and exists (select from public.conversations c where c.id = row_id and c.joined_into is not null)
  then
    raise exception 'It was merged in this moment' using errcode = 'serialization_failure';
  end if;
end $$;

-- As before, and what was merged while the lock was waited for is looked for anew.
create or replace function sync.locked_row(relation text, row_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  found_row jsonb := sync.read_row(relation, row_id, true);
begin
  if found_row is null and sync.read_row(relation, row_id, false) is not null then
    perform sync.reject('forbidden', 'You may see this but not change it');
  end if;
  perform sync.check_unmerged(relation, row_id);
  return found_row;
end $$;
grant execute on function sync.check_unmerged(text, uuid) to leadline_sync;

-- As before; a repetition is looked at and not locked.
create or replace function sync.lead_create(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead uuid := sync.uuid_argument(args, 'lead_id');
  brand uuid := sync.uuid_argument(args, 'brand_id');
  fields jsonb := args -> 'fields';
  earlier jsonb;
  holder record;
  broken text;
begin
  perform sync.check_fields('leads', fields, sync.lead_fields());
  perform sync.check_custom_fields(fields);
  if args ? 'owner_id' then
    perform sync.check_assignee(args, 'owner_id');
  end if;
  fields := fields || jsonb_build_object('id', lead, 'brand_id', brand,
    'owner_id', case when args ? 'owner_id' then args -> 'owner_id' else to_jsonb(app.user_id()) end);
  earlier := sync.read_row('leads', lead, false);
  if earlier is not null then
    if not earlier @> fields then
      perform sync.reject('id_taken', 'Another lead has this id');
    end if;
    return null;
  end if;
  begin
    perform sync.insert_row('leads', app.org_id(), fields);
    return null;
  exception when unique_violation then
    get stacked diagnostics broken = constraint_name;
  end;
  if broken <> 'leads_phone_once' then
    perform sync.reject('id_taken', 'Another lead has this id');
  end if;
  select * into holder from sync.phone_owner(brand, fields ->> 'phone', lead);
  if holder.is_visible is not true or args -> 'keep_both' is distinct from 'true' then
    perform sync.reject_duplicate(holder.lead_id, holder.is_visible);
  end if;
  perform sync.insert_row('leads', app.org_id(), fields || jsonb_build_object('duplicate_of', holder.lead_id));
  return jsonb_build_object('duplicate_of', holder.lead_id);
end $$;
