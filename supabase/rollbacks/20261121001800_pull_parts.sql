drop function app.pull_access(pg_snapshot), app.pull_deleted(pg_snapshot), app.pull_changed(xid8),
  app.pull_reset(jsonb, uuid, integer, xid8), app.pull_position(jsonb), app.pull_rows(jsonb), app.pull_tables(),
  app.pull_caller();
drop type app.pull_table;
