drop table if exists public.form_submissions;
drop function if exists app.count_form_submission();
drop table if exists public.forms;
drop table if exists public.workflow_runs;
drop function if exists app.count_workflow_run();
drop table if exists public.workflows;
