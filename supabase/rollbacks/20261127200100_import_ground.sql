delete from app.jobs where name = 'forget_dry_imports';
drop function app.forget_dry_imports(integer, timestamptz), public.import_report(uuid, integer, integer),
  public.import_stop(uuid), public.import_start(jsonb), app.is_import(jsonb), app.import_place(jsonb),
  app.import_list(jsonb), app.locked_import(uuid), app.import_state(public.imports), app.import_takes(text, jsonb), app.is_day(text),
  app.import_columns();
drop table app.import_rows;

delete from public.imports i where i.is_dry_run;
update public.imports i set file_path = '' where i.file_path is null;
alter table public.imports
  drop constraint imports_times_check,
  drop column sha256,
  drop column is_dry_run,
  drop column settings,
  drop column counts,
  drop column undone_at,
  alter column file_path set not null;
select app.bound_columns('public.imports');
