update app.jobs set every = interval '10 seconds' where name = 'queue_scheduled_messages';

create or replace function app.start_cron() returns boolean language plpgsql set search_path = '' as $$
begin
  if pg_catalog.to_regprocedure('cron.schedule(text, text, text)') is null then
    return false;
  end if;
  execute 'select cron.schedule($1, $2, $3)' using 'leadline', '10 seconds',
    'do $do$ begin for turn in 1 .. 100 loop '
    'exit when app.run_due(1) -> ''jobs'' = ''[]''; commit; end loop; end $do$';
  return true;
end $$;

select app.start_cron();
