delete from app.jobs where name = 'run_workflows';
drop function public.replay_workflow_run(uuid), public.save_workflow(jsonb), app.run_workflows(integer, timestamptz),
  app.advance_workflow(app.workflow_work, timestamptz);
