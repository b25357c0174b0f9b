-- What intake has to be done regularly. The scheduler is older than this and younger than intake.

insert into app.jobs (name, function_name, every, daily_at) values
  ('purge_ingest_receipts', 'app.purge_ingest_receipts', '1 day', '03:30');
