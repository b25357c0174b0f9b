-- The scheduler: app.jobs says what is done how often, app.run_due does what is due. pg_cron calls it on a hosted
-- project, a timer in the local backend. A job is a row; whoever has something to do regularly adds one.

create table app.jobs (
  name text primary key,
  -- schema.name of a function (batch integer, at timestamptz) returns integer: it does up to `batch` items that are due
  -- at `at` and returns how many. As many as it was given means that there may be more.
  function_name text not null,
  every interval not null,
  -- The time of day in UTC, for a job of every day.
  daily_at time,
  batch integer not null default 1000,
  is_enabled boolean not null default true,
  next_run_at timestamptz not null default '-infinity',
  last_run_at timestamptz,
  last_items integer,
  last_milliseconds integer,
  -- How often it has failed since it last succeeded; the error stays until then.
  failures integer not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  constraint jobs_name_check check (name ~ '^[a-z][a-z_]{0,59}$'),
  constraint jobs_function_name_check check (function_name ~ '^[a-z_]+\.[a-z0-9_]+$'),
  constraint jobs_every_check check (every between interval '1 second' and interval '31 days'),
  constraint jobs_daily_at_check check (daily_at is null or every = interval '1 day'),
  constraint jobs_batch_check check (batch between 1 and 100000),
  constraint jobs_failures_check check (failures >= 0)
);
create index jobs_due on app.jobs (next_run_at) where is_enabled;
select app.close_table('app.jobs');

create function app.check_job() returns trigger language plpgsql set search_path = '' as $$
begin
  if pg_catalog.to_regprocedure(new.function_name || '(integer, timestamp with time zone)') is null then
    raise exception 'Job %: there is no function %(integer, timestamptz)', new.name, new.function_name
      using errcode = 'undefined_function';
  end if;
  return new;
end $$;
create trigger check_function before insert or update of function_name on app.jobs
  for each row execute function app.check_job();

-- When a job that ran at `at` runs next: at once when it may have more to do; later and later, up to an hour (or its own
-- interval when that is longer), while it fails.
create function app.next_run(job app.jobs, at timestamptz) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  today timestamptz := date_trunc('day', at, 'UTC') + job.daily_at;
begin
  if job.failures > 0 then
    return at + least(job.every * power(2, least(job.failures, 12)), greatest(job.every, interval '1 hour'));
  elsif job.last_items >= job.batch then
    return at;
  elsif job.daily_at is not null then
    return case when today > at then today else today + job.every end;
  end if;
  return at + job.every;
end $$;

-- Runs one job in a savepoint: what it did before it failed is undone, and nobody else suffers. A cancelled job (time
-- limit) has failed like any other, or it would be the first again at the next call.
create function app.run_job(job app.jobs, at timestamptz) returns app.jobs
language plpgsql security definer set search_path = '' as $$
declare
  began timestamptz := clock_timestamp();
begin
  job.last_items := 0;
  begin
    execute format('select %s($1, $2)', job.function_name) into job.last_items using job.batch, at;
    job.last_items := coalesce(job.last_items, 0);
    job.failures := 0;
    job.last_error := null;
  exception when others or query_canceled then
    job.failures := job.failures + 1;
    job.last_error := left(sqlstate || ' ' || sqlerrm, 2000);
    raise warning 'Job % failed: %', job.name, job.last_error;
  end;
  job.last_run_at := at;
  job.last_milliseconds := extract(epoch from clock_timestamp() - began) * 1000;
  job.next_run_at := app.next_run(job, at);
  update app.jobs j set last_items = job.last_items, failures = job.failures, last_error = job.last_error,
    last_run_at = job.last_run_at, last_milliseconds = job.last_milliseconds, next_run_at = job.next_run_at
  where j.name = job.name;
  return job;
end $$;

-- Does what is due, up to p_limit jobs, the longest waiting first, each once. Returns
--   {"jobs": [{"name", "items", "milliseconds", "error"?}], "failed": number of jobs that failed}
-- The lock on a job's row is its lease: another caller passes over a job that runs, and a caller that dies gives it back.
-- With p_limit 1 every job has a transaction of its own, so that the rows of one are not held while the next runs.
-- Definer: jobs write tables that are closed to the roles that may call this.
create function app.run_due(p_limit integer default 100, p_now timestamptz default now()) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  job app.jobs;
  ran text[] := '{}';
  report jsonb := '[]';
begin
  while cardinality(ran) < p_limit loop
    select * into job from app.jobs j
    where j.is_enabled and j.next_run_at <= p_now and j.name <> all (ran)
    order by j.next_run_at, j.name limit 1 for update skip locked;
    exit when not found;
    job := app.run_job(job, p_now);
    ran := ran || job.name;
    report := report || jsonb_strip_nulls(jsonb_build_object('name', job.name, 'items', job.last_items,
      'milliseconds', job.last_milliseconds, 'error', job.last_error));
  end loop;
  return jsonb_build_object('jobs', report, 'failed', jsonb_array_length(jsonb_path_query_array(report, '$[*].error')));
end $$;
grant execute on function app.run_due(integer, timestamptz) to service_role;

-- Has pg_cron run what is due every ten seconds, each job in a transaction of its own. False where there is no pg_cron.
-- Migrations do it by themselves where the extension is on; after switching it on later: select app.start_cron().
create function app.start_cron() returns boolean language plpgsql set search_path = '' as $$
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
