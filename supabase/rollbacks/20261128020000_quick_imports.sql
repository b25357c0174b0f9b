alter function app.rescore_leads(uuid[], timestamptz) reset enable_seqscan;
alter function app.lead_facts(uuid[], timestamptz) reset enable_seqscan;
drop function app.note_written_rows(public.imports);
drop function app.write_import_rows(public.imports, app.import_rows[]);
drop function app.make_imported_leads(public.imports, app.import_rows[]);
drop function app.sorted_import_rows(public.imports, integer, jsonb);

-- Takes in the rows that are not done yet.
create function app.stage_import_rows(import public.imports, to_row integer, rows jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  rules jsonb := import.settings -> 'rules';
  country text := rules ->> 'default_country';
  code text := (select p.calling_code from app.phone_plans p where p.region = country);
begin
  -- Materialised: else each of the uses of a number would normalise it anew.
  with given as materialized (
    select (r.value ->> 'row')::integer as row_number,
      case when not r.value ? 'reason' then r.value -> 'values' end as fields,
      r.value ->> 'reason' as reason, r.value ->> 'column' as column_name,
      app.normalize_phone(r.value -> 'values' ->> 'phone', country) as phone
    from jsonb_array_elements(rows) r
  ), judged as materialized (
    select g.*, case when g.fields is null then array[left(g.reason, 50), left(g.column_name, 300)]
      else app.import_fault(g.fields, g.phone, rules, code) end as fault
    from given g where g.row_number > import.last_row and g.row_number <= to_row
  )
  insert into app.import_rows (import_id, row_number, outcome, reason, column_name, phone, email, data)
  select import.id, j.row_number, case when j.fault is null then 'pending' else 'rejected' end, j.fault[1], j.fault[2],
    case when j.fault is null then j.phone end, case when j.fault is null then lower(j.fields ->> 'email') end,
    case when j.fault is null then j.fields end
  from judged j
  on conflict (import_id, row_number) do nothing;
end $$;

-- Which lead a staged row may be: that of its number; else that of its address, unless both have a number. People share
-- an address, but not a number.
-- Planned anew each time, and by indexes: the tables grow from nothing with the batches.
create or replace function app.match_import_rows(import public.imports) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan set enable_seqscan = off
set enable_bitmapscan = off as $$
declare
  brand uuid := (import.settings ->> 'brand_id')::uuid;
  caller uuid := app.user_id();
  sees_all boolean := app.sees_all();
  lists uuid[] := app.dataset_ids();
begin
  -- Subqueries rather than joins: a look-up in an index for each row, whatever is believed about the tables.
  update app.import_rows r set match = 'phone', lead_id = (
    select l.id from public.leads l
    where l.organization_id = import.organization_id and l.brand_id = brand and l.phone_normalized = r.phone
      and l.merged_into is null and l.duplicate_of is null)
  where r.import_id = import.id and r.row_number > import.last_row and r.outcome = 'pending' and r.phone is not null;
  update app.import_rows r set match = 'email', lead_id = (
    select l.id from public.leads l
    where l.brand_id = brand and lower("left"(l.email, 300)) = r.email and l.merged_into is null
      and l.duplicate_of is null and (l.phone is null or r.phone is null)
    order by l.created_at, l.id limit 1)
  where r.import_id = import.id and r.row_number > import.last_row and r.outcome = 'pending' and r.lead_id is null
    and r.email is not null;
  update app.import_rows r set reason = case
      when exists (select from app.import_rows o where o.lead_id = l.id and o.import_id = import.id
        and o.outcome in ('created', 'kept_both')) then 'duplicate_in_file'
      when app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, caller, sees_all, lists) then 'duplicate'
      else 'belongs_to_colleague' end
  from public.leads l
  where r.import_id = import.id and r.row_number > import.last_row and r.outcome = 'pending' and l.id = r.lead_id;
end $$;

-- Makes the leads of a batch.
create function app.make_imported_leads(import public.imports) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  place jsonb := import.settings;
  given text[] := array(select jsonb_array_elements_text(place -> 'tags'));
begin
  insert into public.leads (id, organization_id, brand_id, owner_id, pipeline_stage_id, stage_override, first_name,
    last_name, company_name, email, phone, secondary_phone, address, postcode, source, import_notes, gender,
    temperature, lead_status, contact_status, lifecycle_stage, client_type, inquiry_date, install_date, date_of_birth,
    tags, custom_fields, source_details, duplicate_of)
  select r.lead_id, import.organization_id, (place ->> 'brand_id')::uuid, (place ->> 'owner_id')::uuid,
    (place ->> 'stage_id')::uuid, place ->> 'stage_id' is not null, d.first_name, d.last_name, d.company_name, d.email,
    d.phone, d.secondary_phone, d.address, d.postcode, coalesce(d.source, place ->> 'source'), d.import_notes, d.gender,
    d.temperature, coalesce(d.lead_status, 'new'), coalesce(d.contact_status, 'ready'),
    coalesce(d.lifecycle_stage, 'lead'),
    coalesce(d.client_type, 'lead'), d.inquiry_date, d.install_date, d.date_of_birth,
    array(select distinct t from unnest(given || d.tags) t where t is not null), coalesce(d.custom_fields, '{}'),
    jsonb_build_object('import_id', import.id, 'row', r.row_number), r.duplicate_of
  from app.import_rows r
  cross join lateral jsonb_to_record(r.data) d (first_name text, last_name text, company_name text, email text,
    phone text, secondary_phone text, address text, postcode text, source text, import_notes text, gender text,
    temperature text, lead_status text, contact_status text, lifecycle_stage text, client_type text,
    inquiry_date date, install_date date,
    date_of_birth date, tags text[], custom_fields jsonb)
  where r.import_id = import.id and r.row_number > import.last_row and r.outcome in ('created', 'kept_both')
  order by r.row_number;
  if place ->> 'stage_id' is not null then
    insert into public.stage_overrides (organization_id, lead_id, stage_id, reason, overridden_by)
    select import.organization_id, r.lead_id, (place ->> 'stage_id')::uuid, 'import', app.user_id()
    from app.import_rows r
    where r.import_id = import.id and r.row_number > import.last_row and r.outcome in ('created', 'kept_both');
  end if;
end $$;

-- Writes what was decided about a batch: new leads, completed ones, and their places in the list.
create function app.write_import_rows(import public.imports) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  perform app.make_imported_leads(import), app.complete_imported_leads(import);
  if import.dataset_id is not null then
    with joined as (
      insert into public.dataset_leads (organization_id, dataset_id, lead_id, row_number, contact_status)
      select import.organization_id, import.dataset_id, l.id, min(r.row_number), min(l.contact_status)
      from app.import_rows r join public.leads l on l.id = r.lead_id
      where r.import_id = import.id and r.row_number > import.last_row
        and r.outcome in ('created', 'kept_both', 'merged')
      group by l.id
      on conflict (dataset_id, lead_id) do nothing
      returning lead_id, row_number
    )
    update app.import_rows r set changes = coalesce(r.changes, '{}') || '{"dataset": [null, true]}'
    from joined j
    where r.import_id = import.id and r.outcome = 'merged' and r.row_number = j.row_number;
  end if;
  update app.import_rows r set data = null, phone = null, email = null,
    print = case when r.outcome <> 'merged' then app.lead_print(l) end
  from public.leads l
  where r.import_id = import.id and r.row_number > import.last_row and l.id = r.lead_id
    and r.outcome in ('created', 'kept_both', 'merged');
  -- Leads of earlier batches that this one has completed are as it left them.
  update app.import_rows r set print = app.lead_print(l)
  from app.import_rows m join public.leads l on l.id = m.lead_id
  where m.import_id = import.id and m.row_number > import.last_row and m.changes is not null
    and r.lead_id = m.lead_id and r.import_id = import.id and r.print is not null;
end $$;

-- The next rows of an import: [{"row", "values"} or {"row", "reason", "column"}], which with those left out are all up
-- to `p_to_row`. Rows that are done already are passed over, so that a batch may come twice. One transaction: all of it
-- or nothing. Answers the import's state. Raises 22023 for rows that cannot be, PT423 for an import that was stopped,
-- 40001 when somebody made one of these leads at the same moment (call again).
create or replace function public.import_rows(p_import uuid, p_to_row integer, p_rows jsonb, p_is_last boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  import public.imports := app.locked_import(p_import);
  ended jsonb;
begin
  perform app.refuse_import_rows(p_rows, p_to_row);
  if import.status = 'completed' then
    return app.import_state(import);
  elsif import.status <> 'processing' then
    raise exception 'This import was stopped' using errcode = 'PT423';
  end if;
  perform app.stage_import_rows(import, p_to_row, p_rows), app.match_import_rows(import),
    app.decide_import_rows(import);
  select coalesce(jsonb_object_agg(c.outcome, c.rows + coalesce((import.counts ->> c.outcome)::integer, 0)), '{}')
  into ended
  from (select r.outcome, count(*) as rows from app.import_rows r
    where r.import_id = import.id and r.row_number > import.last_row group by r.outcome) c;
  begin
    if not import.is_dry_run then
      perform app.write_import_rows(import);
    end if;
  exception when unique_violation then
    raise exception 'Somebody made one of these leads at the same moment' using errcode = '40001';
  end;
  update app.import_rows r set data = null
  where r.import_id = import.id and r.row_number > import.last_row and r.data is not null;
  import.counts := import.counts || ended;
  update public.imports i set counts = import.counts, last_row = greatest(i.last_row, p_to_row),
    rows_imported = coalesce((import.counts ->> 'created')::integer, 0)
      + coalesce((import.counts ->> 'kept_both')::integer, 0) + coalesce((import.counts ->> 'merged')::integer, 0),
    rows_rejected = coalesce((import.counts ->> 'rejected')::integer, 0),
    status = case when p_is_last then 'completed' else i.status end,
    completed_at = case when p_is_last then now() end
  where i.id = import.id returning * into import;
  return app.import_state(import);
end $$;
