-- How the AI behaves on a channel, what it may quote, and which words act by themselves (seed 001).

create table public.channel_configurations (
  channel_id uuid primary key references public.channels on delete cascade,
  organization_id uuid not null references public.organizations on delete cascade,
  -- The same as channel_id: what the audit trail and other tools call a row's id.
  id uuid not null generated always as (channel_id) stored,
  ai_model text not null default 'models/gemini-1.5-flash',
  ai_temperature numeric(2, 1) not null default 0.7,
  is_bot_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint channel_configurations_ai_temperature_check check (ai_temperature between 0 and 2)
);
create index channel_configurations_organization on public.channel_configurations (organization_id);

create table public.content_collections (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  channel_id uuid not null references public.channels on delete cascade,
  collection_id text not null,
  name text not null,
  items text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint content_collections_collection_id_key unique (channel_id, collection_id),
  constraint content_collections_name_check check (length(name) between 1 and 200)
);
create index content_collections_organization on public.content_collections (organization_id);

alter table public.channels add constraint channels_name_check check (length(name) between 1 and 200);

-- A check constraint runs with the rights of whoever writes the row.
grant execute on function app.trim_space(text) to authenticated, service_role, leadline_sync;

create table public.keyword_actions (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  channel_id uuid not null references public.channels on delete cascade,
  -- Compared without regard to case and white space around it.
  keyword text not null,
  action_type text not null,
  -- The tag to add, or the profile to assign to.
  parameters jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint keyword_actions_keyword_check
    check (keyword = lower(app.trim_space(keyword)) and length(keyword) between 1 and 200),
  constraint keyword_actions_action_type_check
    check (action_type in ('disable_ai', 'enable_ai', 'opt_out', 'opt_in', 'add_tag', 'assign')),
  constraint keyword_actions_parameters_check check (
    case action_type when 'add_tag' then parameters ? 'tag' when 'assign' then parameters ? 'user_id' else true end),
  constraint keyword_actions_keyword_key unique (channel_id, keyword)
);
create index keyword_actions_organization on public.keyword_actions (organization_id);

select app.keep_updated_at('public.channel_configurations');
select app.keep_updated_at('public.content_collections');
select app.keep_updated_at('public.keyword_actions');
select app.inherit_from('public.channel_configurations', 'channels', 'channel_id');
select app.inherit_from('public.content_collections', 'channels', 'channel_id');
select app.inherit_from('public.keyword_actions', 'channels', 'channel_id');

select app.guard_table('public.channel_configurations');
select app.guard_table('public.content_collections');
select app.guard_table('public.keyword_actions');
select app.limit_writes('public.channel_configurations', '(select app.administers())');
select app.limit_writes('public.content_collections', '(select app.manages())');
select app.limit_writes('public.keyword_actions', '(select app.manages())');
