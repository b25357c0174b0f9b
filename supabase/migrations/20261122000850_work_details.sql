-- What the seeds know of work, settings and pipelines beyond the core tables.

alter table public.activities
  add column deal_id uuid references public.deals on delete set null,
  add constraint activities_duration_minutes_check check (duration_minutes >= 0);
create index activities_deal on public.activities (deal_id);
create index activities_due on public.activities (organization_id, due_at) where status = 'planned';
create index activities_follow_up on public.activities (organization_id, next_follow_up_at)
  where next_follow_up_at is not null;
create index notes_pinned on public.notes (lead_id) where is_pinned;
create index deals_expected_close on public.deals (organization_id, expected_close_date);

alter table public.organization_settings
  add column updated_by uuid references public.profiles on delete set null;
create index organization_settings_updated_by on public.organization_settings (updated_by);
create function app.note_author() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_by := coalesce(app.user_id(), new.updated_by);
  return new;
end $$;
create trigger note_author before insert or update on public.organization_settings
  for each row execute function app.note_author();

-- Search by name on the server (seed 002); desktops search their own copy.
create index leads_name_search on public.leads using gin (to_tsvector('simple', coalesce(full_name, '')));
create index leads_tags on public.leads using gin (tags);

-- The stages of seed 003, beside the default pipeline, which carries those of seed 000.
create function app.seed_showroom_pipeline(organization uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  showroom uuid;
begin
  if exists (select from public.pipelines p where p.organization_id = organization and p.name = 'Showroom') then
    return;
  end if;
  insert into public.pipelines (organization_id, name, kind, position)
  values (organization, 'Showroom', 'lead', 2) returning id into showroom;
  insert into public.pipeline_stages (organization_id, pipeline_id, name, position, color, kind, probability, is_default)
  values
    (organization, showroom, 'New Contact', 0, '#3b82f6', 'open', 5, true),
    (organization, showroom, 'Working Lead', 1, '#06b6d4', 'open', 25, false),
    (organization, showroom, 'Needs A Call', 2, '#f59e0b', 'open', 50, false),
    (organization, showroom, 'I Accept', 3, '#16a34a', 'won', 100, false);
end $$;

create function app.on_organization_needs_showroom() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.seed_showroom_pipeline(new.id);
  return null;
end $$;
create trigger seed_showroom after insert on public.organizations
  for each row execute function app.on_organization_needs_showroom();

select app.seed_showroom_pipeline(o.id) from public.organizations o;
