-- Leads that turned out to be one, and stages set by hand against the rules.

create table public.lead_merges (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  -- The one that stays; the absorbed one keeps its row, with merged_into set.
  lead_id uuid not null references public.leads on delete cascade,
  absorbed_id uuid not null references public.leads on delete cascade,
  merged_by uuid,
  -- Both leads as they were and which rows moved, so that the merge can be undone.
  snapshot jsonb not null,
  undone_at timestamptz,
  undone_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint lead_merges_absorbed_check check (absorbed_id <> lead_id),
  constraint lead_merges_snapshot_check check (jsonb_typeof(snapshot) = 'object')
);
create index lead_merges_lead on public.lead_merges (lead_id);
create index lead_merges_absorbed on public.lead_merges (absorbed_id);
-- A lead is absorbed by one other at a time.
create unique index lead_merges_once on public.lead_merges (absorbed_id) where undone_at is null;

create table public.stage_overrides (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  stage_id uuid not null references public.pipeline_stages on delete cascade,
  sub_stage text,
  reason text,
  overridden_by uuid,
  removed_at timestamptz,
  removed_by uuid,
  is_active boolean not null generated always as (removed_at is null) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint stage_overrides_removed_check check (removed_at >= created_at)
);
create unique index stage_overrides_one_active on public.stage_overrides (lead_id) where removed_at is null;
create index stage_overrides_lead on public.stage_overrides (lead_id, created_at desc);
create index stage_overrides_stage on public.stage_overrides (stage_id);

select app.keep_updated_at('public.lead_merges');
select app.keep_updated_at('public.stage_overrides');
select app.inherit_lead('public.lead_merges');
select app.inherit_lead('public.stage_overrides');
select app.guard_lead_table('public.lead_merges');
select app.guard_lead_table('public.stage_overrides');

-- leads.stage_override says that one stands, so that scoring leaves the stage alone; the lead moves to the stage.
create function app.apply_stage_override() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' and new.removed_at is null then
    update public.leads l set stage_override = true, pipeline_stage_id = new.stage_id, sub_stage = new.sub_stage
    where l.id = new.lead_id;
  else
    update public.leads l set stage_override = exists (
      select from public.stage_overrides s where s.lead_id = l.id and s.removed_at is null)
    where l.id = case when tg_op = 'DELETE' then old.lead_id else new.lead_id end;
  end if;
  return null;
end $$;
create trigger apply_override after insert or delete or update of removed_at on public.stage_overrides
  for each row execute function app.apply_stage_override();
