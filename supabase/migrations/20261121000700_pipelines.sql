-- Pipelines with their stages, and the organisation's tags.

create table public.pipelines (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  kind text not null,
  position integer not null default 0,
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint pipelines_kind_check check (kind in ('lead', 'deal'))
);
create unique index pipelines_one_default on public.pipelines (organization_id, kind) where is_default;

create table public.pipeline_stages (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  pipeline_id uuid not null references public.pipelines on delete cascade,
  name text not null,
  position integer not null,
  color text not null default '#64748b',
  kind text not null default 'open',
  probability integer not null default 0,
  auto_rule jsonb,
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint pipeline_stages_name_key unique (pipeline_id, name),
  constraint pipeline_stages_kind_check check (kind in ('open', 'won', 'lost')),
  constraint pipeline_stages_probability_check check (probability between 0 and 100)
);
create unique index pipeline_stages_one_default on public.pipeline_stages (pipeline_id) where is_default;

create table public.tags (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  color text not null default '#64748b',
  category text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tags_name_key unique (organization_id, name)
);

create trigger touch before update on public.pipelines for each row execute function app.touch_updated_at();
create trigger touch before update on public.pipeline_stages for each row execute function app.touch_updated_at();
create trigger touch before update on public.tags for each row execute function app.touch_updated_at();

select app.guard_table('public.pipelines');
select app.guard_table('public.pipeline_stages');
select app.guard_table('public.tags');
