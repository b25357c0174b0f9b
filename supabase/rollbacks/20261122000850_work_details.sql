drop trigger if exists seed_showroom on public.organizations;
drop function if exists app.on_organization_needs_showroom();
drop function if exists app.seed_showroom_pipeline(uuid);
-- A pipeline that leads or deals stand in stays: it is theirs by now.
delete from public.pipelines p where p.name = 'Showroom' and p.position = 2 and not exists (
  select from public.pipeline_stages s
  where s.pipeline_id = p.id and (exists (select from public.leads l where l.pipeline_stage_id = s.id)
    or exists (select from public.deals d where d.stage_id = s.id)));
drop index if exists public.leads_tags;
drop index if exists public.leads_name_search;
drop trigger if exists note_author on public.organization_settings;
drop function if exists app.note_author();
alter table public.organization_settings drop column if exists updated_by;
drop index if exists public.deals_expected_close;
drop index if exists public.notes_pinned;
drop index if exists public.activities_follow_up;
drop index if exists public.activities_due;
alter table public.activities
  drop constraint if exists activities_duration_minutes_check,
  drop column if exists deal_id;
