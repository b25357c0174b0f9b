-- Imports of leads, a batch of rows at a time: what one remembers of itself and of each row, so that a batch that comes
-- twice changes nothing, the report says why a row stayed out, and a whole import can be taken back.

alter table public.imports
  -- The file stays with who imports it; who uploads it as well says where it is.
  alter column file_path drop not null,
  add column sha256 text,
  add column is_dry_run boolean not null default false,
  -- {brand_id, owner_id, stage_id, tags, source, rules: {required_fields, …}}
  add column settings jsonb not null default '{}',
  -- {created, kept_both, merged, flagged, skipped, rejected}, and once it is taken back {undone, kept}
  add column counts jsonb not null default '{}',
  add column undone_at timestamptz,
  drop constraint imports_times_check;
select app.bound_columns('public.imports');

-- One row of a file. `phone`, `email` and `data` only until its batch is done; a dry run keeps the first two, so that
-- later rows that repeat them are found.
create table app.import_rows (
  import_id uuid not null references public.imports on delete cascade,
  row_number integer not null,
  outcome text not null,
  reason text,
  column_name text,
  -- The lead that it became, was merged into, or doubles. The lead may be gone since.
  lead_id uuid,
  phone text,
  email text,
  data jsonb,
  -- How it is known that the lead is the same: phone or email. Of an own key, whether its lead has a number.
  match text,
  has_phone boolean,
  duplicate_of uuid,
  -- Of a lead that was there: {column: [before, after]}.
  changes jsonb,
  -- Of a lead that it made: what people can change about it, as app.lead_print has it.
  print text,
  -- undone, or why not: in_use, edited, gone
  undone text,
  primary key (import_id, row_number),
  constraint import_rows_outcome_check
    check (outcome in ('pending', 'created', 'kept_both', 'merged', 'flagged', 'skipped', 'rejected'))
);
create index import_rows_phone on app.import_rows (import_id, phone) where phone is not null;
create index import_rows_email on app.import_rows (import_id, email) where email is not null;
create index import_rows_lead on app.import_rows (lead_id, import_id) where lead_id is not null;
select app.close_table('app.import_rows');

-- What a column takes from a row: the longest text, or (null) something else that app.import_stray knows.
create function app.import_columns() returns jsonb language sql immutable
return '{"first_name": 200, "last_name": 200, "company_name": 300, "email": 300, "phone": 60, "secondary_phone": 60,
  "address": 1000, "postcode": 20, "source": 200, "import_notes": 10000, "gender": 50, "temperature": 20,
  "lead_status": 20, "contact_status": 20, "lifecycle_stage": 20, "client_type": 20, "inquiry_date": 10,
  "install_date": 10, "date_of_birth": 10, "tags": null, "custom_fields": null}'::jsonb;

-- A day as ISO 8601 writes it.
create function app.is_day(word text) returns boolean language sql immutable set search_path = ''
return word ~ '^\d{4}-\d\d-\d\d$' and pg_input_is_valid(word, 'date');

-- Whether a value can stand in a column. The words of closed sets are the constraints' own.
create function app.import_takes(name text, value jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
declare
  longest integer := app.import_columns() ->> name;
  word text := value #>> '{}';
begin
  if longest is null then
    return case name
      when 'tags' then jsonb_typeof(value) = 'array' and jsonb_array_length(value) <= 100
        and not exists (select from jsonb_array_elements(value) t
          where jsonb_typeof(t) <> 'string' or length(t #>> '{}') not between 1 and 100)
      when 'custom_fields' then jsonb_typeof(value) = 'object' and length(word) <= 20000
      else false end;
  elsif jsonb_typeof(value) <> 'string' or length(word) not between 1 and longest then
    return false;
  end if;
  return case name
    when 'inquiry_date' then app.is_day(word)
    when 'install_date' then app.is_day(word)
    when 'date_of_birth' then app.is_day(word)
    when 'temperature' then word in ('hot', 'warm', 'cold')
    when 'lead_status' then word in ('new', 'contacted', 'follow_up', 'qualified', 'converted', 'lost')
    when 'contact_status' then word in ('ready', 'contacted_1', 'contacted_2', 'contacted_3', 'hot', 'warm', 'cold',
      'call_booked', 'converted', 'removed', 'archived')
    when 'lifecycle_stage' then word in ('lead', 'mql', 'sql', 'opportunity', 'customer', 'evangelist', 'churned')
    when 'client_type' then word in ('lead', 'prospect', 'customer', 'partner', 'inactive')
    else true end;
end $$;

-- What an import tells of itself.
create function app.import_state(i public.imports) returns jsonb language sql stable set search_path = ''
return jsonb_build_object('id', (i).id, 'status', (i).status, 'is_dry_run', (i).is_dry_run,
  'dataset_id', (i).dataset_id, 'last_row', (i).last_row, 'counts', (i).counts, 'rules', (i).settings -> 'rules',
  'is_undone', (i).undone_at is not null);

-- The caller's import, or one that the caller manages; locked until the end. Raises 42501 for a viewer and PT404 for
-- what does not exist for the caller.
create function app.locked_import(import uuid) returns public.imports
language plpgsql security definer set search_path = '' as $$
declare
  found_import public.imports;
begin
  if not app.can_write() then
    raise exception 'A viewer imports nothing' using errcode = '42501';
  end if;
  select * into found_import from public.imports i
  where i.id = import and i.organization_id = app.org_id() and (i.uploaded_by = app.user_id() or app.manages())
  for update;
  if found_import.id is null then
    raise exception 'There is no such import' using errcode = 'PT404';
  end if;
  return found_import;
end $$;

-- The list that an import fills: one that the caller sees, or (for those who manage) a new one of that name.
create function app.import_list(wanted jsonb) returns public.datasets
language plpgsql security definer set search_path = '' as $$
declare
  list public.datasets;
begin
  if wanted ->> 'dataset_name' is not null then
    if not app.manages() then
      raise exception 'Only those who manage make lists' using errcode = '42501';
    end if;
    insert into public.datasets (organization_id, name, source, column_mapping, uploaded_by)
    values (app.org_id(), left(wanted ->> 'dataset_name', 300), left(wanted ->> 'file_name', 300),
      coalesce(wanted -> 'mapping', '{}'), app.user_id())
    on conflict (organization_id, name) do nothing
    returning * into list;
    if list.id is null then
      raise exception 'There is a list of this name' using errcode = '22023', hint = 'name_taken';
    end if;
  elsif wanted ->> 'dataset_id' is not null then
    select * into list from public.datasets d
    where d.id = (wanted ->> 'dataset_id')::uuid and d.organization_id = app.org_id() and not d.archived
      and (app.sees_all() or d.id = any (app.dataset_ids()));
    if list.id is null then
      raise exception 'There is no such list' using errcode = '22023';
    end if;
  end if;
  return list;
end $$;

-- Where the leads go that an import makes; raises 22023 where that is nowhere.
create function app.import_place(wanted jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  organization uuid := app.org_id();
  brand uuid := coalesce((wanted ->> 'brand_id')::uuid,
    (select b.id from public.brands b where b.organization_id = organization and b.is_default));
  owner uuid := case when wanted ? 'owner_id' then (wanted ->> 'owner_id')::uuid else app.user_id() end;
  stage uuid := (wanted ->> 'stage_id')::uuid;
begin
  if not exists (select from public.brands b where b.id = brand and b.organization_id = organization) then
    raise exception 'There is no such brand' using errcode = '22023';
  elsif owner is not null and not exists (select from public.profiles p
    where p.id = owner and p.organization_id = organization and p.status = 'active' and p.role <> 'viewer')
  then
    raise exception 'This colleague cannot take leads' using errcode = '22023';
  elsif stage is not null and not exists (
    select from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id
    where s.id = stage and p.organization_id = organization and p.kind = 'lead' and s.kind <> 'lost')
  then
    raise exception 'New leads cannot be in this stage' using errcode = '22023';
  elsif not app.import_takes('tags', coalesce(wanted -> 'tags', '[]'))
    or wanted ->> 'source' is not null and not app.import_takes('source', wanted -> 'source')
  then
    raise exception 'These tags or this source cannot be given' using errcode = '22023';
  end if;
  return jsonb_build_object('brand_id', brand, 'owner_id', owner, 'stage_id', stage,
    'tags', coalesce(wanted -> 'tags', '[]'), 'source', wanted -> 'source');
end $$;

-- Whether what import_start is handed can be read.
create function app.is_import(wanted jsonb) returns boolean language sql stable set search_path = ''
return coalesce(jsonb_typeof(wanted) = 'object' and pg_input_is_valid(wanted ->> 'id', 'uuid')
  and length(wanted ->> 'file_name') between 1 and 500
  and jsonb_typeof(coalesce(wanted -> 'mapping', '{}')) = 'object'
  and length(coalesce(wanted ->> 'mapping', '')) <= 200000
  and coalesce(wanted ->> 'duplicate_action', 'flag') in ('flag', 'skip', 'merge', 'keep_both')
  and pg_input_is_valid(coalesce(wanted ->> 'rows', '0'), 'integer')
  and pg_input_is_valid(coalesce(wanted ->> 'file_size', '0'), 'bigint')
  and not exists (select from unnest(array['dataset_id', 'brand_id', 'owner_id', 'stage_id']) k
    where not pg_input_is_valid(wanted ->> k, 'uuid')), false);

-- Begins an import, or goes on with one that was stopped: {id, file_name, file_size, file_type, sha256, rows, mapping,
-- duplicate_action, dry_run, dataset_id or dataset_name, brand_id, owner_id (null: the pool; missing: the caller),
-- stage_id, tags, source}. Without a duplicate_action the list's settings decide. Answers the import's state: rows up
-- to `last_row` are done. Raises 22023 for what cannot be, 42501 for who may not.
create function public.import_start(p_import jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  import public.imports;
  list public.datasets;
  rules public.campaign_settings;
  asked text := p_import ->> 'duplicate_action';
begin
  if not app.can_write() then
    raise exception 'A viewer imports nothing' using errcode = '42501';
  elsif not app.is_import(p_import) then
    raise exception 'This is no import' using errcode = '22023';
  end if;
  if exists (select from public.imports i where i.id = (p_import ->> 'id')::uuid) then
    import := app.locked_import((p_import ->> 'id')::uuid);
    if import.undone_at is not null or import.counts ? 'undone' then
      raise exception 'This import was taken back' using errcode = '22023';
    elsif import.status in ('pending', 'mapping', 'failed', 'cancelled') then
      update public.imports i set status = 'processing', completed_at = null where i.id = import.id
      returning * into import;
    end if;
    return app.import_state(import);
  end if;
  list := case when p_import -> 'dry_run' = 'true' and p_import ->> 'dataset_name' is not null
    then null::public.datasets else app.import_list(p_import) end;
  select * into rules from public.campaign_settings s where s.id = list.campaign_settings_id;
  insert into public.imports (id, organization_id, dataset_id, uploaded_by, file_name, file_size, file_type, sha256,
    column_mapping, duplicate_action, status, rows_detected, is_dry_run, settings, started_at)
  select (p_import ->> 'id')::uuid, o.id, list.id, app.user_id(), p_import ->> 'file_name',
    greatest((p_import ->> 'file_size')::bigint, 0), left(p_import ->> 'file_type', 100),
    left(p_import ->> 'sha256', 64), coalesce(p_import -> 'mapping', '{}'),
    coalesce(asked, rules.duplicate_action, 'flag'), 'processing', greatest((p_import ->> 'rows')::integer, 0),
    coalesce(p_import -> 'dry_run' = 'true', false),
    app.import_place(p_import) || jsonb_build_object('rules', jsonb_build_object(
      'default_country', o.default_country, 'required_fields', coalesce(to_jsonb(rules.required_fields), '[]'),
      'auto_normalize_numbers', coalesce(rules.auto_normalize_numbers, true),
      'allow_international', coalesce(rules.allow_international, true))),
    now()
  from public.organizations o where o.id = app.org_id()
  returning * into import;
  return app.import_state(import);
end $$;

-- Stops an import that is under way; import_start goes on with it. A dry run ends with this.
create function public.import_stop(p_import uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  import public.imports := app.locked_import(p_import);
begin
  if import.status = 'processing' then
    update public.imports i set status = 'cancelled', completed_at = now() where i.id = import.id
    returning * into import;
  end if;
  return app.import_state(import);
end $$;

-- The rows that did not become leads of their own, and those whose undoing was refused, by number.
create function public.import_report(p_import uuid, p_after integer, p_limit integer)
returns table (row_number integer, outcome text, reason text, column_name text, lead_id uuid, undone text)
language sql stable security definer set search_path = '' as $$
  select r.row_number, r.outcome, r.reason, r.column_name, l.id, r.undone
  from public.imports i
  join app.import_rows r on r.import_id = i.id
  left join public.leads l on l.id = r.lead_id and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids,
    app.user_id(), app.sees_all(), app.dataset_ids())
  where i.id = p_import and i.organization_id = app.org_id() and (i.uploaded_by = app.user_id() or app.manages())
    and r.row_number > coalesce(p_after, 0)
    and (r.outcome in ('rejected', 'flagged', 'skipped') or r.undone <> 'undone')
  order by r.row_number limit least(greatest(p_limit, 0), 5000)
$$;

-- Dry runs are looked at, and forgotten the day after.
create function app.forget_dry_imports(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.imports i where i.is_dry_run and i.created_at < forget_dry_imports.at - interval '1 day';
  return 0;
end $$;
insert into app.jobs (name, function_name, every) values ('forget_dry_imports', 'app.forget_dry_imports', '1 hour');

revoke all on function public.import_start(jsonb), public.import_stop(uuid),
  public.import_report(uuid, integer, integer) from public, anon;
grant execute on function public.import_start(jsonb), public.import_stop(uuid),
  public.import_report(uuid, integer, integer) to authenticated;
comment on function public.import_start(jsonb) is 'Begins an import of leads, or goes on with one.';
comment on function public.import_stop(uuid) is 'Stops an import of leads.';
comment on function public.import_report(uuid, integer, integer) is 'Rows of an import that stayed out, and why.';
