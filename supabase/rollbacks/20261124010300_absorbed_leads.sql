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
  earlier := sync.locked_row('leads', lead);
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

create or replace function sync.locked_row(relation text, row_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  found_row jsonb := sync.read_row(relation, row_id, true);
begin
  if found_row is null and sync.read_row(relation, row_id, false) is not null then
    perform sync.reject('forbidden', 'You may see this but not change it');
  end if;
  return found_row;
end $$;
drop function sync.check_unmerged(text, uuid);

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

create or replace function sync.present_conversation(conversation uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  present uuid := conversation;
begin
  perform from public.conversations c where c.id = conversation and c.organization_id = app.org_id() for key share;
  if not found then
    select a.row_id into present from sync.aliases a where a.user_id = app.user_id() and a.alias = conversation;
    perform from public.conversations c where c.id = present for key share;
  end if;
  present := app.present_conversation(present);
  return (
    select c.id from public.conversations c join public.leads l on l.id = c.lead_id
    where c.id = present and c.id <> conversation and c.organization_id = app.org_id()
      and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(), app.sees_all(),
        app.dataset_ids()));
end $$;

create or replace function sync.present_lead(lead uuid) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  present uuid;
begin
  perform from public.leads l where l.id = lead and l.organization_id = app.org_id() for key share;
  if found then
    present := app.surviving_lead(lead);
  end if;
  return (
    select l.id from public.leads l
    where l.id = present and l.id <> lead and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(),
      app.sees_all(), app.dataset_ids()));
end $$;

drop function sync.bury_moved(text, uuid[], public.leads, uuid);

create or replace function app.pull_deleted(base pg_snapshot) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  caller uuid := app.user_id();
  everything boolean := app.sees_all();
  datasets uuid[] := app.dataset_ids();
begin
  return (
    select coalesce(json_agg(json_build_object('table', t.table_name, 'id', t.row_id) order by t.id), '[]')
    from sync.tombstones t left join public.leads l on l.id = t.lead_id
    where t.organization_id = app.org_id() and t.sync_xid >= pg_snapshot_xmin(base)
      and not pg_visible_in_snapshot(t.sync_xid, base)
      and (t.reader_ids is null or caller = any (t.reader_ids))
      and t.kept_by is distinct from caller
      and (t.everyone
        or app.audience_has(t.owner_id, t.assignee_ids, t.dataset_ids, caller, everything, datasets)
        or l.id is not null and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, caller, everything, datasets)));
end $$;
alter table sync.tombstones drop column moved_to;

create or replace function app.enroll_by_tags() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  gained text[] := array(select unnest(new.tags) except
    select unnest(case when tg_op = 'UPDATE' then old.tags else '{}' end));
begin
  if gained = '{}' or jsonb_path_exists(new.consents, '$.* ? (@.status == "opted_out")') then
    return null;
  end if;
  insert into public.campaign_enrollments (organization_id, lead_id, campaign_id, enrolled_by)
  select new.organization_id, new.id, c.id, app.user_id()
  from public.campaigns c
  where c.organization_id = new.organization_id and c.is_active and c.tag = any (gained)
  on conflict do nothing;
  return null;
end $$;

create or replace function app.end_enrollments() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.campaign_enrollments e
  set status = case when new.lead_status = 'qualified' and new.archived_at is null and new.merged_into is null
    and new.converted_at is null then 'qualified' else 'cancelled' end
  where e.lead_id = new.id and e.status in ('active', 'paused');
  return null;
end $$;

drop trigger lead_absorbed on public.leads;
drop trigger follow_survivor on public.leads;
drop function app.is_merging(), app.lead_absorbed(), app.follow_survivor();
alter table public.leads
  drop constraint leads_merged_into_fkey,
  add constraint leads_merged_into_fkey foreign key (merged_into) references public.leads on delete set null;
