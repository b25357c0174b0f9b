drop function app.run_node(jsonb, public.workflow_runs, timestamptz), app.node_wait(jsonb, public.leads, timestamptz),
  app.node_webhook(jsonb, public.workflow_runs, text), app.node_enrol(jsonb, public.leads, timestamptz),
  app.node_tag(jsonb, public.leads), app.node_task(jsonb, public.leads, timestamptz),
  app.node_update(jsonb, public.leads), app.node_send(jsonb, public.leads, public.workflow_runs, timestamptz),
  app.node_condition(jsonb, public.leads);
