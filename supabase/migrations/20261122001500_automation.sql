-- Workflows and forms (seed 004).

create table public.workflows (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  description text,
  trigger_type text not null,
  trigger_config jsonb not null default '{}',
  nodes jsonb not null default '[]',
  edges jsonb not null default '[]',
  status text not null default 'draft',
  version integer not null default 1,
  settings jsonb not null default '{"errorHandling": "continue", "maxExecutionTime": 300, "timezone": "Europe/London"}',
  total_executions integer not null default 0,
  successful_executions integer not null default 0,
  failed_executions integer not null default 0,
  last_run_at timestamptz,
  created_by uuid references public.profiles on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint workflows_name_check check (length(name) between 1 and 300),
  constraint workflows_trigger_type_check check (length(trigger_type) between 1 and 100),
  constraint workflows_graph_check check (jsonb_typeof(nodes) = 'array' and jsonb_typeof(edges) = 'array'),
  constraint workflows_status_check check (status in ('draft', 'active', 'inactive')),
  constraint workflows_version_check check (version > 0),
  constraint workflows_counters_check
    check (least(total_executions, successful_executions, failed_executions) >= 0)
);
create index workflows_trigger on public.workflows (organization_id, status, trigger_type);
create index workflows_created_by on public.workflows (created_by);

create table public.workflow_runs (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  workflow_id uuid not null references public.workflows on delete cascade,
  lead_id uuid references public.leads on delete cascade,
  status text not null default 'pending',
  triggered_by text,
  trigger_data jsonb,
  input_data jsonb,
  output_data jsonb,
  steps jsonb not null default '[]',
  error_message text,
  error_details jsonb,
  started_at timestamptz not null default now(),
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint workflow_runs_status_check check (status in ('pending', 'running', 'completed', 'failed', 'cancelled')),
  constraint workflow_runs_steps_check check (jsonb_typeof(steps) = 'array')
);
create index workflow_runs_workflow on public.workflow_runs (workflow_id, created_at desc);
create index workflow_runs_lead on public.workflow_runs (lead_id);
create index workflow_runs_status on public.workflow_runs (organization_id, status, created_at desc);

-- A run counts once, when it ends.
create function app.count_workflow_run() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.workflows w set total_executions = w.total_executions + 1,
    successful_executions = w.successful_executions + case new.status when 'completed' then 1 else 0 end,
    failed_executions = w.failed_executions + case new.status when 'failed' then 1 else 0 end,
    last_run_at = greatest(w.last_run_at, new.started_at)
  where w.id = new.workflow_id;
  return null;
end $$;
create trigger count_insert after insert on public.workflow_runs for each row
  when (new.status in ('completed', 'failed', 'cancelled')) execute function app.count_workflow_run();
create trigger count_update after update of status on public.workflow_runs for each row
  when (old.status in ('pending', 'running') and new.status in ('completed', 'failed', 'cancelled'))
  execute function app.count_workflow_run();

create table public.forms (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  brand_id uuid references public.brands on delete cascade,
  name text not null,
  description text,
  type text not null default 'embed',
  fields jsonb not null default '[]',
  settings jsonb not null default '{"submitButton": "Submit", "successMessage": "Thank you for your submission!",
    "redirectUrl": null}',
  styles jsonb not null default '{}',
  is_active boolean not null default true,
  external_id text,
  external_data jsonb,
  submission_count integer not null default 0,
  last_submission_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint forms_name_check check (length(name) between 1 and 300),
  constraint forms_type_check check (type in ('embed', 'popup', 'standalone', 'facebook')),
  constraint forms_fields_check check (jsonb_typeof(fields) = 'array'),
  constraint forms_submission_count_check check (submission_count >= 0)
);
create index forms_active on public.forms (organization_id, is_active);
create index forms_brand on public.forms (brand_id);
create index forms_external on public.forms (external_id) where external_id is not null;

create table public.form_submissions (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  form_id uuid not null references public.forms on delete cascade,
  lead_id uuid references public.leads on delete cascade,
  data jsonb not null,
  utm jsonb not null default '{}',
  page_url text,
  user_agent text,
  external_id text,
  submitted_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  constraint form_submissions_data_check check (jsonb_typeof(data) = 'object'),
  constraint form_submissions_external_id_key unique (form_id, external_id)
);
create index form_submissions_form on public.form_submissions (form_id, submitted_at desc);
create index form_submissions_lead on public.form_submissions (lead_id);
create index form_submissions_organization on public.form_submissions (organization_id);

create function app.count_form_submission() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.forms f set submission_count = f.submission_count + 1,
    last_submission_at = greatest(f.last_submission_at, new.submitted_at)
  where f.id = new.form_id;
  return null;
end $$;
create trigger count_insert after insert on public.form_submissions
  for each row execute function app.count_form_submission();

select app.keep_updated_at('public.workflows');
select app.keep_updated_at('public.workflow_runs');
select app.keep_updated_at('public.forms');
select app.inherit_from('public.workflow_runs', 'workflows', 'workflow_id');
select app.inherit_from('public.form_submissions', 'forms', 'form_id');

select app.guard_table('public.workflows');
select app.limit_writes('public.workflows', '(select app.pushes_automations())');
select app.guard_table('public.forms');
select app.limit_writes('public.forms', '(select app.manages())');
-- What ran for a lead, or what they filled in, is seen with the lead; the rest by those who see all.
select app.guard_table('public.workflow_runs', '(select app.sees_all()) '
  'or lead_id is not null and exists (select from public.leads l where l.id = lead_id)');
select app.limit_writes('public.workflow_runs', 'false');
select app.guard_table('public.form_submissions', '(select app.sees_all()) '
  'or lead_id is not null and exists (select from public.leads l where l.id = lead_id)');
select app.limit_writes('public.form_submissions', 'false');
