-- Imports of files into datasets, and how a lead's state reaches the datasets it is in.

create table public.imports (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  dataset_id uuid references public.datasets on delete set null,
  uploaded_by uuid references public.profiles on delete set null,
  file_name text not null,
  file_path text not null,
  file_size bigint,
  file_type text,
  column_mapping jsonb not null default '{}',
  duplicate_action text not null default 'flag',
  status text not null default 'pending',
  rows_detected integer,
  rows_imported integer not null default 0,
  rows_rejected integer not null default 0,
  -- Rows up to here are done: where a cancelled import goes on.
  last_row integer not null default 0,
  -- [{"row": 3, "column": "phone", "reason": "…"}, …]
  errors jsonb not null default '[]',
  started_at timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint imports_file_name_check check (length(file_name) between 1 and 500),
  constraint imports_file_size_check check (file_size >= 0),
  constraint imports_duplicate_action_check check (duplicate_action in ('flag', 'skip', 'merge', 'keep_both')),
  constraint imports_status_check
    check (status in ('pending', 'mapping', 'processing', 'completed', 'failed', 'cancelled')),
  constraint imports_rows_check check (least(rows_detected, rows_imported, rows_rejected, last_row) >= 0),
  constraint imports_errors_check check (jsonb_typeof(errors) = 'array'),
  constraint imports_completed_at_check check (completed_at >= started_at)
);
create index imports_dataset on public.imports (dataset_id);
create index imports_uploaded_by on public.imports (uploaded_by);
create index imports_recent on public.imports (organization_id, status, created_at desc);

select app.keep_updated_at('public.imports');
select app.guard_table('public.imports', '(select app.sees_all()) or uploaded_by = (select app.user_id())');

-- What becomes of the customer holds in every dataset they are in; how far a dataset's own messages got does not
-- travel.
create function app.carry_contact_status() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.dataset_leads d set contact_status = new.contact_status
  where d.lead_id = new.id and d.contact_status <> new.contact_status;
  return null;
end $$;
create trigger carry_contact_status after update of contact_status on public.leads for each row
  when (new.contact_status <> old.contact_status and new.contact_status not in ('ready', 'contacted_1', 'contacted_2',
    'contacted_3'))
  execute function app.carry_contact_status();
