do $$
begin
  if to_regprocedure('cron.unschedule(text)') is not null then
    execute 'select cron.unschedule(j.jobname) from cron.job j where j.jobname = ''leadline''';
  end if;
end $$;
drop function app.start_cron();
drop function app.run_due(integer, timestamptz);
drop function app.run_job(app.jobs, timestamptz);
drop function app.next_run(app.jobs, timestamptz);
drop table app.jobs;
drop function app.check_job();
