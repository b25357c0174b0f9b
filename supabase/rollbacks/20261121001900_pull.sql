drop function public.sync_backfill(uuid[], text, jsonb), public.sync_pull(jsonb, jsonb), app.pull_expected(uuid),
  app.pull_scan(uuid, uuid[], jsonb, integer), app.pull_messages(uuid, uuid[], uuid, integer),
  app.pull_delta(uuid, pg_snapshot, jsonb, integer), app.pull_range(integer, jsonb, jsonb);
