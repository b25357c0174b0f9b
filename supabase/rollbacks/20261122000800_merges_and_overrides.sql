drop table if exists public.stage_overrides;
drop function if exists app.apply_stage_override();
drop table if exists public.lead_merges;
