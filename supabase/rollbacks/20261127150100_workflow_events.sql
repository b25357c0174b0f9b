delete from app.jobs where name = 'start_scheduled_workflows';
drop trigger start_workflows_of_tags on public.leads;
drop trigger start_workflows on public.stage_changes;
drop trigger start_workflows on public.form_submissions;
drop trigger zz_start_workflows on public.messages;
drop trigger start_workflows on public.leads;
drop trigger keep_version on public.workflows;
drop trigger version on public.workflows;
drop function app.start_scheduled_workflows(integer, timestamptz), app.on_tags_change(), app.on_workflow_event(),
  app.start_workflows(text, uuid, uuid, text, jsonb),
  app.start_workflow(public.workflows, uuid, text, jsonb, timestamptz, integer), app.keep_workflow_version(),
  app.version_workflow(), app.workflow_fault(public.workflows);
drop table app.workflow_versions, app.workflow_work;
