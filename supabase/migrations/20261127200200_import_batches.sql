-- A batch of an import: its rows are staged, decided upon in their order, and written in a few statements. A dry run
-- decides the same way and writes no lead.

-- Ends a call whose rows cannot be what the desktop checked.
create function app.refuse_import_rows(rows jsonb, to_row integer) returns void language plpgsql stable set search_path = '' as $$
declare
  stray record;
begin
  if coalesce(jsonb_typeof(rows) <> 'array' or to_row < 0, true) or jsonb_array_length(rows) > 2000 then
    raise exception 'A batch is an array of at most 2,000 rows, up to some row' using errcode = '22023';
  end if;
  select r.value ->> 'row' as row_number, coalesce(v.key, 'row') as name into stray
  from jsonb_array_elements(rows) r
  left join lateral jsonb_each(case when jsonb_typeof(r.value -> 'values') = 'object' then r.value -> 'values' end) v
    on true
  where case when r.value ->> 'row' ~ '^[1-9]\d{0,6}$' then (r.value ->> 'row')::integer > to_row else true end
    or jsonb_typeof(r.value -> 'values') is distinct from 'object' and coalesce(r.value ->> 'reason', '') = ''
    or v.key is not null and not app.import_takes(v.key, v.value)
  limit 1;
  if found then
    raise exception 'Row %: % cannot be set to this', stray.row_number, stray.name using errcode = '22023';
  end if;
end $$;

-- Why a row stays out by the rules of its import; null: it does not. Its number is `phone` in E.164.
create function app.import_fault(fields jsonb, phone text, rules jsonb, calling_code text) returns text[]
language plpgsql immutable set search_path = '' as $$
declare
  required text;
begin
  if fields ? 'phone' and phone is null then
    return array['invalid_phone', 'phone'];
  elsif phone is not null and rules -> 'allow_international' = 'false'
    and not starts_with(phone, '+' || calling_code)
  then
    return array['foreign_number', 'phone'];
  elsif rules -> 'required_fields' = '[]' then
    return case when not fields ?| array['phone', 'email'] then array['no_contact', 'phone'] end;
  end if;
  for required in select r from jsonb_array_elements_text(rules -> 'required_fields') r loop
    if not fields ? required then
      return array['required', required];
    end if;
  end loop;
  return null;
end $$;

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
create function app.match_import_rows(import public.imports) returns void
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

-- Which lead of this file a staged row is, by the rows before it; not for rows whose number an older lead has.
create function app.earlier_import_row(r app.import_rows) returns app.import_rows
language sql stable security definer set search_path = '' as $$
  select s from app.import_rows s
  where s.import_id = r.import_id and s.row_number < r.row_number and s.outcome in ('created', 'merged')
    and (s.phone = r.phone or s.email = r.email and (r.phone is null or not s.has_phone))
  order by s.phone is not distinct from r.phone and r.phone is not null desc, s.row_number limit 1
$$;

-- What becomes of a duplicate.
create function app.import_verdict(import public.imports) returns text language sql immutable
return case (import).duplicate_action when 'flag' then 'flagged' when 'skip' then 'skipped' when 'merge' then 'merged'
  else 'kept_both' end;

-- Decides about the staged rows in their order, as if each had been written before the next was looked at.
create function app.decide_import_rows(import public.imports) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan set enable_seqscan = off
set enable_bitmapscan = off as $$
declare
  r app.import_rows;
  earlier app.import_rows;
begin
  -- Most rows have a number and an address to themselves.
  update app.import_rows n set outcome = 'created', lead_id = app.uuid_v7(), has_phone = n.phone is not null
  where n.import_id = import.id and n.row_number > import.last_row and n.outcome = 'pending' and n.lead_id is null
    and not exists (select from app.import_rows o
      where o.import_id = n.import_id and o.phone = n.phone and o.row_number <> n.row_number)
    and not exists (select from app.import_rows o
      where o.import_id = n.import_id and o.email = n.email and o.row_number <> n.row_number);
  -- So are those whose number an older lead has, unless they add to it.
  update app.import_rows n set
    outcome = case when n.reason = 'belongs_to_colleague' then 'rejected' else app.import_verdict(import) end,
    column_name = 'phone', phone = null, email = null,
    duplicate_of = case when import.duplicate_action = 'keep_both' and n.reason <> 'belongs_to_colleague'
      then n.lead_id end,
    lead_id = case when n.reason = 'belongs_to_colleague' then null
      when import.duplicate_action = 'keep_both' then app.uuid_v7() else n.lead_id end
  where n.import_id = import.id and n.row_number > import.last_row and n.outcome = 'pending' and n.match = 'phone'
    and n.lead_id is not null
    and (import.duplicate_action <> 'merge' or n.reason = 'belongs_to_colleague');
  for r in select * from app.import_rows n
    where n.import_id = import.id and n.row_number > import.last_row and n.outcome = 'pending' order by n.row_number
  loop
    -- Rows before may have given the lead of this address a number, so that it is somebody else's now.
    if r.match = 'email' and r.phone is not null and exists (select from app.import_rows s
      where s.lead_id = r.lead_id and s.import_id = r.import_id and s.has_phone and s.row_number < r.row_number)
    then
      r.lead_id := null;
    end if;
    earlier := null;
    if r.lead_id is null or r.match = 'email' then
      earlier := app.earlier_import_row(r);
      if earlier.lead_id is not null and (r.lead_id is null or earlier.phone = r.phone) then
        r.lead_id := earlier.lead_id;
        r.match := case when earlier.phone = r.phone then 'phone' else 'email' end;
        r.reason := case when earlier.outcome = 'created' then 'duplicate_in_file' else earlier.reason end;
      end if;
    end if;
    perform app.decide_import_row(import, r);
  end loop;
end $$;

-- Writes down what becomes of one row; `r` has the lead that it is, or none.
create function app.decide_import_row(import public.imports, r app.import_rows) returns void
language plpgsql security definer set search_path = '' as $$
declare
  verdict text := case
    when r.lead_id is null then 'created'
    when r.reason = 'belongs_to_colleague' then 'rejected'
    else app.import_verdict(import) end;
  gains_phone boolean := verdict = 'merged' and r.match = 'email' and r.phone is not null;
  gains_email boolean := verdict = 'merged' and r.match = 'phone' and r.email is not null
    and not exists (select from public.leads l where l.id = r.lead_id and l.email <> '')
    and not exists (select from app.import_rows s
      where s.import_id = r.import_id and s.lead_id = r.lead_id and s.email is not null
        and s.row_number < r.row_number);
begin
  if gains_phone then
    update app.import_rows s set has_phone = true
    where s.lead_id = r.lead_id and s.import_id = r.import_id and s.outcome in ('created', 'merged');
  end if;
  update app.import_rows n set outcome = verdict,
    reason = case when verdict <> 'created' then r.reason end,
    column_name = case when verdict <> 'created' then r.match end,
    lead_id = case verdict when 'created' then app.uuid_v7() when 'kept_both' then app.uuid_v7()
      when 'rejected' then null else r.lead_id end,
    duplicate_of = case when verdict = 'kept_both' then r.lead_id end,
    -- What is kept are the keys by which rows after it find this lead.
    phone = case when verdict = 'created' or gains_phone then n.phone end,
    email = case when verdict = 'created' or gains_email then n.email end,
    has_phone = case verdict when 'created' then r.phone is not null
      when 'merged' then r.match = 'phone' or gains_phone end
  where n.import_id = r.import_id and n.row_number = r.row_number;
end $$;

-- What people can change about a lead, as one word: whether somebody has since it was imported.
create function app.lead_print(l public.leads) returns text language sql stable set search_path = ''
return md5(jsonb_build_array((l).owner_id, (l).first_name, (l).last_name, (l).company_name, (l).email, (l).phone,
  (l).secondary_phone, (l).address, (l).postcode, (l).source, (l).temperature, (l).lead_status, (l).contact_status,
  (l).lifecycle_stage, (l).client_type, (l).tags, (l).custom_fields, (l).next_follow_up_at, (l).stage_override,
  (l).sub_stage, (l).merged_into, (l).archived_at, (l).import_notes, (l).consents)::text);

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

-- Completes the leads that rows of a batch are: what they do not have, and tags. Never over what is there, but for one
-- thing: who is not to be contacted is not. The earliest row wins.
create function app.complete_imported_leads(import public.imports) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  given text[] := array(select jsonb_array_elements_text(import.settings -> 'tags'));
begin
  with rows as (
    select r.* from app.import_rows r
    where r.import_id = import.id and r.row_number > import.last_row and r.outcome = 'merged'
  ), offered as (
    select r.lead_id, min(r.row_number) as first_row,
      coalesce(jsonb_object_agg(f.key, f.value order by r.row_number desc) filter (where f.key is not null), '{}')
        as fields,
      bool_or(r.data ->> 'contact_status' = 'removed') as is_unwanted
    from rows r left join lateral jsonb_each(r.data - array['tags', 'custom_fields', 'contact_status']) f on true
    group by r.lead_id
  ), before as (
    select l.*, to_jsonb(l) as stored from public.leads l
    where l.id in (select o.lead_id from offered o) order by l.id for no key update
  ), wanted as (
    select b.id, o.first_row, b.stored, b.stored
      || coalesce((select jsonb_object_agg(f.key, f.value) from jsonb_each(o.fields) f
        where coalesce(b.stored ->> f.key, '') = ''
          and (f.key not in ('first_name', 'last_name') or b.full_name is null)), '{}')
      || jsonb_build_object('tags', b.tags || array(
        select distinct t from rows r
        cross join lateral unnest(given || array(select jsonb_array_elements_text(coalesce(r.data -> 'tags', '[]')))) t
        where r.lead_id = b.id and t <> all (b.tags) order by t))
      || jsonb_build_object('custom_fields', coalesce((
        select jsonb_object_agg(f.key, f.value order by r.row_number desc) from rows r
        cross join lateral jsonb_each(r.data -> 'custom_fields') f where r.lead_id = b.id), '{}') || b.custom_fields)
      || case when o.is_unwanted then '{"contact_status": "removed"}' else '{}'::jsonb end as made
    from offered o join before b on b.id = o.lead_id
  ), written as (
    update public.leads l set first_name = n.first_name, last_name = n.last_name, company_name = n.company_name,
      email = n.email, phone = n.phone, secondary_phone = n.secondary_phone, address = n.address, postcode = n.postcode,
      source = n.source, import_notes = n.import_notes, gender = n.gender, temperature = n.temperature,
      contact_status = n.contact_status, inquiry_date = n.inquiry_date, install_date = n.install_date,
      date_of_birth = n.date_of_birth, tags = n.tags, custom_fields = n.custom_fields
    from wanted w cross join lateral jsonb_populate_record(null::public.leads, w.made) n
    where l.id = w.id and w.made <> w.stored
  )
  update app.import_rows r set changes = (
    select jsonb_object_agg(m.key, jsonb_build_array(w.stored -> m.key, m.value)) from jsonb_each(w.made) m
    where m.value is distinct from w.stored -> m.key)
  from wanted w
  where r.import_id = import.id and r.row_number = w.first_row;
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
create function public.import_rows(p_import uuid, p_to_row integer, p_rows jsonb, p_is_last boolean) returns jsonb
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
revoke all on function public.import_rows(uuid, integer, jsonb, boolean) from public, anon;
grant execute on function public.import_rows(uuid, integer, jsonb, boolean) to authenticated;
comment on function public.import_rows(uuid, integer, jsonb, boolean) is 'The next rows of an import of leads.';
