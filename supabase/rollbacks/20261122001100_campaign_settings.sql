alter table public.datasets
  drop constraint if exists datasets_name_key,
  drop constraint if exists datasets_auto_archive_after_days_check,
  drop constraint if exists datasets_counters_check,
  drop column if exists campaign_settings_id,
  drop column if exists file_path,
  drop column if exists archived_at;
drop table if exists public.campaign_settings;
