-- Runs go on node by node; what each did, and the place of the next, are one transaction.

-- Goes on with a run from where it is until it waits or ends. A node that fails leaves nothing behind; the run goes on
-- without it, or ends as failed where the workflow's settings say {"errorHandling": "stop"}.
create function app.advance_workflow(work app.workflow_work, at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  plan app.workflow_versions;
  run public.workflow_runs;
  node jsonb;
  outcome jsonb;
  ended text;
begin
  select * into plan from app.workflow_versions v where v.workflow_id = work.workflow_id and v.version = work.version;
  select * into run from public.workflow_runs r where r.id = work.run_id;
  perform set_config('app.workflow_depth', work.depth::text, true);
  loop
    node := (select n from jsonb_array_elements(plan.nodes) n where n ->> 'id' = work.node_id);
    if node is null then
      ended := 'completed';
    elsif jsonb_array_length(run.steps) >= 200 then
      ended := 'failed';
      run.error_message := 'It went through 200 nodes without an end';
    end if;
    exit when ended is not null;
    begin
      outcome := app.run_node(node, run, at);
    exception when others then
      outcome := jsonb_build_object('error', left(sqlerrm, 500), 'code', sqlstate);
    end;
    run.steps := run.steps || jsonb_strip_nulls(jsonb_build_object('node', work.node_id, 'type', node ->> 'type',
      'at', at, 'result', outcome -> 'result', 'until', outcome -> 'until', 'error', outcome -> 'error'));
    if outcome ? 'error' and plan.settings ->> 'errorHandling' = 'stop' then
      ended := 'failed';
      run.error_message := outcome ->> 'error';
      run.error_details := outcome;
      exit;
    end if;
    work.node_id := (select e ->> 'target' from jsonb_array_elements(plan.edges) e
      where e ->> 'source' = work.node_id and coalesce(e ->> 'when', outcome ->> 'branch', '')
        = coalesce(outcome ->> 'branch', e ->> 'when', '') limit 1);
    if outcome ? 'until' and work.node_id is not null then
      work.due_at := (outcome ->> 'until')::timestamptz;
      exit;
    end if;
  end loop;
  perform set_config('app.workflow_depth', '', true);
  update app.workflow_work w set node_id = work.node_id, due_at = case when ended is null then work.due_at end
  where w.run_id = work.run_id;
  update public.workflow_runs r set status = coalesce(ended, 'running'), steps = run.steps,
    error_message = run.error_message, error_details = run.error_details,
    completed_at = case when ended is not null then at end
  where r.id = work.run_id;
end $$;

-- Goes on with the runs that are due. Customers whom another transaction has in hand wait for the next time, so that
-- nobody waits for another in a circle.
create function app.run_workflows(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  threads integer;
  items integer := 0;
begin
  for due in
    select w as work, r.lead_id from app.workflow_work w join public.workflow_runs r on r.id = w.run_id
    where w.due_at <= at order by w.due_at, w.run_id limit batch for update of w skip locked
  loop
    if due.lead_id is not null then
      perform from public.leads l where l.id = due.lead_id for no key update skip locked;
      continue when not found;
      perform from public.conversations c where c.lead_id = due.lead_id for update skip locked;
      get diagnostics threads = row_count;
      continue when threads < (select count(*) from public.conversations c where c.lead_id = due.lead_id);
    end if;
    perform app.advance_workflow(due.work, at);
    items := items + 1;
  end loop;
  return items;
end $$;
insert into app.jobs (name, function_name, every, batch) values
  ('run_workflows', 'app.run_workflows', '5 seconds', 200);

-- Writes a workflow: {"id"?, "name", "description", "trigger_type", "trigger_config", "nodes", "edges", "settings",
-- "status"}; what is not given stays. Returns its id. Raises 42501 for who may not, 22023 for what is none or not
-- theirs, 23514 for one that is to be active and cannot run.
create function public.save_workflow(p_workflow jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  present public.workflows;
  given public.workflows;
begin
  if not coalesce(app.pushes_automations(), false) then
    raise exception 'You may not change automations' using errcode = '42501';
  elsif jsonb_typeof(p_workflow) is distinct from 'object' then
    raise exception 'A workflow is an object' using errcode = '22023';
  end if;
  if p_workflow ? 'id' then
    select * into present from public.workflows w
    where w.id::text = p_workflow ->> 'id' and w.organization_id = app.org_id() for update;
    if present.id is null then
      raise exception 'There is no such workflow' using errcode = '22023';
    end if;
  else
    present.id := app.uuid_v7();
    present.status := 'draft';
    present.trigger_config := '{}';
    present.nodes := '[]';
    present.edges := '[]';
    present.settings := '{"errorHandling": "continue"}';
  end if;
  given := jsonb_populate_record(present, p_workflow - '{id,organization_id,version,created_by}'::text[]);
  insert into public.workflows as w (id, organization_id, name, description, trigger_type, trigger_config, nodes, edges,
    settings, status, created_by)
  values (present.id, app.org_id(), given.name, given.description, given.trigger_type, given.trigger_config,
    given.nodes, given.edges, given.settings, given.status, app.user_id())
  on conflict (id) do update set name = excluded.name, description = excluded.description,
    trigger_type = excluded.trigger_type, trigger_config = excluded.trigger_config, nodes = excluded.nodes,
    edges = excluded.edges, settings = excluded.settings, status = excluded.status;
  return present.id;
end $$;
comment on function public.save_workflow(jsonb) is 'Writes a workflow. For those who may change automations.';

-- Runs a workflow once more for what set off an earlier run, as it is now. Returns the new run's id.
create function public.replay_workflow_run(p_run uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  run public.workflow_runs;
  workflow public.workflows;
begin
  if not coalesce(app.pushes_automations(), false) then
    raise exception 'You may not run automations' using errcode = '42501';
  end if;
  select * into run from public.workflow_runs r where r.id = p_run and r.organization_id = app.org_id();
  select * into workflow from public.workflows w where w.id = run.workflow_id and w.status = 'active' for update;
  if workflow.id is null then
    raise exception 'There is no such run of an active workflow' using errcode = '22023';
  end if;
  return app.start_workflow(workflow, run.lead_id, format('replay:%s:%s', p_run, app.uuid_v7()),
    coalesce(run.trigger_data, '{}'), now(), 0);
end $$;
comment on function public.replay_workflow_run(uuid) is
  'Runs a workflow again for what set off an earlier run. For those who may change automations.';
revoke all on function public.save_workflow(jsonb), public.replay_workflow_run(uuid) from public, anon;
grant execute on function public.save_workflow(jsonb), public.replay_workflow_run(uuid) to authenticated;
