-- A whole import taken back, some rows at a time: the leads that it made go unless somebody has worked with them since,
-- and what it filled in elsewhere is emptied again where it still stands.

-- Of these leads, those that somebody or something has to do with: any row but what an import itself brings about.
create function app.leads_in_use(leads uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  relation name;
  used uuid[];
  found_here uuid[];
begin
  used := array(select o.duplicate_of from public.leads o where o.duplicate_of = any (leads) and o.id <> all (leads)
    union select o.merged_into from public.leads o where o.merged_into = any (leads)
    union select s.lead_id from public.stage_overrides s
      where s.lead_id = any (leads) and s.reason is distinct from 'import'
    union select m.lead_id from public.lead_merges m where m.lead_id = any (leads)
    union select c.lead_id from public.stage_changes c where c.lead_id = any (leads) and not c.is_automatic
    union select d.lead_id from public.dataset_leads d where d.lead_id = any (leads) and d.m1_sent_at is not null);
  for relation in
    select t from unnest('{conversations,messages}'::name[] || array(select app.lead_tables())) t
    where t not in ('dataset_leads', 'campaign_enrollments', 'stage_changes', 'hot_events', 'integration_events')
  loop
    execute format('select array(select distinct x.lead_id from public.%I x where x.lead_id = any ($1))', relation)
      into found_here using leads;
    used := used || found_here;
  end loop;
  return used;
end $$;

-- Deletes the leads that some rows made, and notes which had to stay and why.
create function app.unmake_imported_leads(import uuid, rows integer[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  made uuid[] := array(select l.id from public.leads l where l.id in (
    select r.lead_id from app.import_rows r
    where r.import_id = import and r.row_number = any (rows) and r.outcome in ('created', 'kept_both'))
    order by l.id for update);
  used uuid[] := app.leads_in_use(made);
begin
  update app.import_rows r set undone = case
      when l.id is null then 'gone'
      when l.id = any (used) then 'in_use'
      when r.print <> app.lead_print(l) then 'edited'
      else 'undone' end
  from app.import_rows n left join public.leads l on l.id = n.lead_id
  where r.import_id = import and n.import_id = import and n.row_number = r.row_number and r.row_number = any (rows)
    and r.outcome in ('created', 'kept_both');
  delete from public.leads l using app.import_rows r
  where r.import_id = import and r.row_number = any (rows) and r.undone = 'undone' and l.id = r.lead_id
    and r.outcome in ('created', 'kept_both');
end $$;

-- Empties again what some rows filled in: the latest row first, so that each finds what it left.
create function app.empty_imported_fields(import public.imports, rows integer[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  r app.import_rows;
  before public.leads;
  after jsonb;
begin
  for r in select * from app.import_rows n
    where n.import_id = import.id and n.row_number = any (rows) and n.outcome = 'merged' order by n.row_number desc
  loop
    -- A lead that the import made goes as a whole, or stays as it is.
    if exists (select from app.import_rows m
      where m.lead_id = r.lead_id and m.import_id = import.id and m.outcome in ('created', 'kept_both'))
    then
      update app.import_rows n set undone = 'undone' where n.import_id = import.id and n.row_number = r.row_number;
      continue;
    end if;
    select * into before from public.leads l where l.id = app.surviving_lead(r.lead_id) for no key update;
    if before.id is not null then
      perform app.restore_row('leads', before.id, coalesce(r.changes, '{}') - 'dataset');
      if r.changes ? 'dataset' then
        delete from public.dataset_leads d
        where d.dataset_id = import.dataset_id and d.lead_id = before.id and d.m1_sent_at is null;
      end if;
      -- What a tag of the import has begun.
      update public.campaign_enrollments e set status = 'cancelled'
      from public.campaigns c
      where e.lead_id = before.id and e.status in ('active', 'paused') and c.id = e.campaign_id
        and e.enrolled_at >= import.started_at
        and jsonb_build_array(c.tag) <@ (r.changes -> 'tags' -> 1)
        and not jsonb_build_array(c.tag) <@ (r.changes -> 'tags' -> 0);
    end if;
    select to_jsonb(l) into after from public.leads l where l.id = before.id;
    update app.import_rows n set undone = case
        when before.id is null then 'gone'
        when exists (select from jsonb_each(coalesce(r.changes, '{}') - array['dataset', 'tags']) c
          where after -> c.key is distinct from c.value -> 0) then 'edited'
        else 'undone' end
    where n.import_id = import.id and n.row_number = r.row_number;
  end loop;
end $$;

-- Takes back up to `p_limit` rows of an import, the last ones first, and stops it if it is under way. Answers its state
-- with how many were taken back (`counts.undone`), how many could not be (`counts.kept`; import_report says why) and
-- how many are `left`: call until none is.
create function public.import_undo(p_import uuid, p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  import public.imports := app.locked_import(p_import);
  rows integer[];
  remaining integer;
  ended jsonb;
begin
  if import.is_dry_run then
    raise exception 'A dry run has written nothing' using errcode = '22023';
  end if;
  rows := array(select r.row_number from app.import_rows r
    where r.import_id = import.id and r.outcome in ('created', 'kept_both', 'merged') and r.undone is null
    order by r.row_number desc limit least(greatest(coalesce(p_limit, 0), 1), 1000));
  perform app.empty_imported_fields(import, rows), app.unmake_imported_leads(import.id, rows);
  select jsonb_build_object(
      'undone', count(*) filter (where r.undone = 'undone') + coalesce((import.counts ->> 'undone')::integer, 0),
      'kept', count(*) filter (where r.undone <> 'undone') + coalesce((import.counts ->> 'kept')::integer, 0))
  into ended from app.import_rows r where r.import_id = import.id and r.row_number = any (rows);
  select count(*) into remaining from app.import_rows r
  where r.import_id = import.id and r.outcome in ('created', 'kept_both', 'merged') and r.undone is null;
  update public.imports i set counts = i.counts || ended,
    status = case when i.status in ('completed', 'failed') then i.status else 'cancelled' end,
    completed_at = coalesce(i.completed_at, now()),
    undone_at = case when remaining = 0 then now() end
  where i.id = import.id returning * into import;
  return app.import_state(import) || jsonb_build_object('left', remaining);
end $$;
revoke all on function public.import_undo(uuid, integer) from public, anon;
grant execute on function public.import_undo(uuid, integer) to authenticated;
comment on function public.import_undo(uuid, integer) is 'Takes back an import of leads, some rows at a time.';
