-- Most rows of a file are nobody's yet: no lead and no other row has their number or their address. Such a row is written
-- once, as what it became; only the others are staged, compared and decided upon in their order.
-- What writes leads is planned as usual: settings of a function hold for the triggers that it fires as well, and one that
-- has each plan made anew makes each of them plan for each lead.

drop function app.stage_import_rows(public.imports, integer, jsonb);
drop function app.make_imported_leads(public.imports);
drop function app.write_import_rows(public.imports);

-- The rows of a batch that are not done yet: 'rejected', 'created' where they meet nobody, else 'pending'. It only reads.
-- Planned anew each time, and by indexes: the tables grow from nothing with the batches. What is looked for comes from
-- columns, or else the planner, which has not heard of a new brand yet, would believe that any index of brands will do.
create function app.sorted_import_rows(import public.imports, to_row integer, rows jsonb) returns app.import_rows[]
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan set enable_seqscan = off
set enable_bitmapscan = off as $$
declare
  rules jsonb := import.settings -> 'rules';
  country text := rules ->> 'default_country';
  code text := (select p.calling_code from app.phone_plans p where p.region = country);
begin
  -- Materialised: else each of the uses of a number would normalise it anew.
  return (with given as materialized (
    select distinct on (1) (r.value ->> 'row')::integer as row_number,
      case when not r.value ? 'reason' then r.value -> 'values' end as fields,
      r.value ->> 'reason' as reason, r.value ->> 'column' as column_name,
      app.normalize_phone(r.value -> 'values' ->> 'phone', country) as phone
    from jsonb_array_elements(rows) r
  ), judged as materialized (
    select g.*, case when g.fields is null then array[left(g.reason, 50), left(g.column_name, 300)]
      else app.import_fault(g.fields, g.phone, rules, code) end as fault
    from given g where g.row_number > import.last_row and g.row_number <= to_row
  ), keyed as materialized (
    select j.row_number, j.fault, case when j.fault is null then j.phone end as phone,
      case when j.fault is null then lower(j.fields ->> 'email') end as email,
      case when j.fault is null then j.fields end as data,
      import.id as import_id, import.organization_id, (import.settings ->> 'brand_id')::uuid as brand_id
    from judged j
  ), compared as materialized (
    select k.*,
      k.phone is not null and count(*) over (partition by k.phone) > 1
      or k.email is not null and count(*) over (partition by k.email) > 1
      or exists (select from app.import_rows o where o.import_id = k.import_id and o.phone = k.phone)
      or exists (select from app.import_rows o where o.import_id = k.import_id and o.email = k.email)
      or exists (select from public.leads l
        where l.organization_id = k.organization_id and l.brand_id = k.brand_id and l.phone_normalized = k.phone
          and l.merged_into is null and l.duplicate_of is null)
      or exists (select from public.leads l
        where l.brand_id = k.brand_id and lower("left"(l.email, 300)) = k.email and l.merged_into is null
          and l.duplicate_of is null and (l.phone is null or k.phone is null)) as is_met
    from keyed k
  )
  select array_agg(row(c.import_id, c.row_number,
      case when c.fault is not null then 'rejected' when c.is_met then 'pending' else 'created' end,
      c.fault[1], c.fault[2], case when c.fault is null and not c.is_met then app.uuid_v7() end, c.phone, c.email,
      c.data, null, case when not c.is_met then c.phone is not null end, null, null, null, null)::app.import_rows
    order by c.row_number)
  from compared c);
end $$;

-- Makes the leads of these rows, in their order.
create function app.make_imported_leads(import public.imports, made app.import_rows[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  place jsonb := import.settings;
  -- Told here, it is not looked up for each of them.
  stage uuid := coalesce((place ->> 'stage_id')::uuid, (
    select s.id from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id
    where p.organization_id = import.organization_id and p.kind = 'lead' and p.is_default and s.is_default));
  given text[] := array(select jsonb_array_elements_text(place -> 'tags'));
begin
  insert into public.leads (id, organization_id, brand_id, owner_id, pipeline_stage_id, stage_override, first_name,
    last_name, company_name, email, phone, secondary_phone, address, postcode, source, import_notes, gender,
    temperature, lead_status, contact_status, lifecycle_stage, client_type, inquiry_date, install_date, date_of_birth,
    tags, custom_fields, source_details, duplicate_of)
  select r.lead_id, import.organization_id, (place ->> 'brand_id')::uuid, (place ->> 'owner_id')::uuid,
    stage, place ->> 'stage_id' is not null, d.first_name, d.last_name, d.company_name, d.email,
    d.phone, d.secondary_phone, d.address, d.postcode, coalesce(d.source, place ->> 'source'), d.import_notes, d.gender,
    d.temperature, coalesce(d.lead_status, 'new'), coalesce(d.contact_status, 'ready'),
    coalesce(d.lifecycle_stage, 'lead'),
    coalesce(d.client_type, 'lead'), d.inquiry_date, d.install_date, d.date_of_birth,
    array(select distinct t from unnest(given || d.tags) t where t is not null), coalesce(d.custom_fields, '{}'),
    jsonb_build_object('import_id', import.id, 'row', r.row_number), r.duplicate_of
  from unnest(made) r
  cross join lateral jsonb_to_record(r.data) d (first_name text, last_name text, company_name text, email text,
    phone text, secondary_phone text, address text, postcode text, source text, import_notes text, gender text,
    temperature text, lead_status text, contact_status text, lifecycle_stage text, client_type text,
    inquiry_date date, install_date date,
    date_of_birth date, tags text[], custom_fields jsonb)
  order by r.row_number;
  if place ->> 'stage_id' is not null then
    insert into public.stage_overrides (organization_id, lead_id, stage_id, reason, overridden_by)
    select import.organization_id, r.lead_id, stage, 'import', app.user_id() from unnest(made) r;
  end if;
end $$;

-- Writes what was decided about a batch: new leads (`alone`: those of rows that are not staged), completed ones, and their
-- places in the list.
create function app.write_import_rows(import public.imports, alone app.import_rows[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  decided app.import_rows[] := array(select r from app.import_rows r
    where r.import_id = import.id and r.row_number > import.last_row
      and r.outcome in ('created', 'kept_both', 'merged'));
begin
  perform app.make_imported_leads(import, alone || array(select r from unnest(decided) r where r.outcome <> 'merged'));
  if 'merged' = any (array(select r.outcome from unnest(decided) r)) then
    perform app.complete_imported_leads(import);
  end if;
  if import.dataset_id is not null then
    with joined as (
      insert into public.dataset_leads (organization_id, dataset_id, lead_id, row_number, contact_status)
      select import.organization_id, import.dataset_id, w.lead_id, w.row_number, w.contact_status
      from (
        select r.lead_id, min(r.row_number) as row_number,
          (select l.contact_status from public.leads l where l.id = r.lead_id) as contact_status
        from unnest(alone || decided) r group by r.lead_id
      ) w
      where w.contact_status is not null
      on conflict (dataset_id, lead_id) do nothing
      returning lead_id, row_number
    )
    update app.import_rows r set changes = coalesce(r.changes, '{}') || '{"dataset": [null, true]}'
    from joined j
    where r.import_id = import.id and r.outcome = 'merged' and r.row_number = j.row_number;
  end if;
  insert into app.import_rows (import_id, row_number, outcome, lead_id, has_phone, print)
  select r.import_id, r.row_number, r.outcome, r.lead_id, r.has_phone,
    (select app.lead_print(l) from public.leads l where l.id = r.lead_id)
  from unnest(alone) r;
  if cardinality(decided) > 0 then
    perform app.note_written_rows(import);
  end if;
end $$;

-- Notes what the staged rows of a batch became, and that leads of earlier batches are as this one left them.
create function app.note_written_rows(import public.imports) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  update app.import_rows r set data = null, phone = null, email = null,
    print = case when r.outcome <> 'merged' then app.lead_print(l) end
  from public.leads l
  where r.import_id = import.id and r.row_number > import.last_row and l.id = r.lead_id
    and r.outcome in ('created', 'kept_both', 'merged') and r.data is not null;
  -- Leads of earlier batches that this one has completed are as it left them.
  update app.import_rows r set print = app.lead_print(l)
  from app.import_rows m join public.leads l on l.id = m.lead_id
  where m.import_id = import.id and m.row_number > import.last_row and m.changes is not null
    and r.lead_id = m.lead_id and r.import_id = import.id and r.print is not null;
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
  -- Subqueries rather than joins: a look-up in an index for each row, whatever is believed about the tables; and about
  -- the brand: see app.sorted_import_rows.
  update app.import_rows r set match = 'phone', lead_id = (
    select l.id from public.leads l
    where l.organization_id = (select import.organization_id) and l.brand_id = (select brand)
      and l.phone_normalized = r.phone and l.merged_into is null and l.duplicate_of is null)
  where r.import_id = import.id and r.row_number > import.last_row and r.outcome = 'pending' and r.phone is not null;
  update app.import_rows r set match = 'email', lead_id = (
    select l.id from public.leads l
    where l.brand_id = (select brand) and lower("left"(l.email, 300)) = r.email and l.merged_into is null
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

-- The next rows of an import: [{"row", "values"} or {"row", "reason", "column"}], which with those left out are all up
-- to `p_to_row`. Rows that are done already are passed over, so that a batch may come twice. One transaction: all of it
-- or nothing. Answers the import's state. Raises 22023 for rows that cannot be, PT423 for an import that was stopped,
-- 40001 when somebody made one of these leads at the same moment (call again).
create or replace function public.import_rows(p_import uuid, p_to_row integer, p_rows jsonb, p_is_last boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  import public.imports := app.locked_import(p_import);
  batch app.import_rows[];
  alone app.import_rows[] := '{}';
  ended jsonb;
begin
  perform app.refuse_import_rows(p_rows, p_to_row);
  if import.status = 'completed' then
    return app.import_state(import);
  elsif import.status <> 'processing' then
    raise exception 'This import was stopped' using errcode = 'PT423';
  end if;
  batch := coalesce(app.sorted_import_rows(import, p_to_row, p_rows), '{}');
  if not import.is_dry_run then
    alone := array(select r from unnest(batch) r where r.outcome = 'created');
  end if;
  -- A dry run keeps them all: there are no leads by which later rows could meet them.
  insert into app.import_rows select r.* from unnest(batch) r where r.outcome <> 'created' or import.is_dry_run;
  if 'pending' = any (array(select r.outcome from unnest(batch) r)) then
    perform app.match_import_rows(import), app.decide_import_rows(import);
  end if;
  begin
    if not import.is_dry_run then
      perform app.write_import_rows(import, alone);
    end if;
  exception when unique_violation then
    raise exception 'Somebody made one of these leads at the same moment' using errcode = '40001';
  end;
  select coalesce(jsonb_object_agg(c.outcome, c.rows + coalesce((import.counts ->> c.outcome)::integer, 0)), '{}')
  into ended
  from (select r.outcome, count(*) as rows from app.import_rows r
    where r.import_id = import.id and r.row_number > import.last_row group by r.outcome) c;
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

-- The scheduler keeps its plans; made while there were a few leads, they would read them all for each of the many that an
-- import brings.
alter function app.rescore_leads(uuid[], timestamptz) set enable_seqscan = off;
alter function app.lead_facts(uuid[], timestamptz) set enable_seqscan = off;
