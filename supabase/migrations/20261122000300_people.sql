-- What belongs to people: how they are notified, their views, what they follow, where they are mentioned; and the
-- organisation's holidays, territories and invitations of customers.

create table public.notification_preferences (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  user_id uuid not null references public.profiles on delete cascade,
  event text not null,
  -- Which split of the inbox it is about; null: all.
  split text,
  desktop boolean not null default true,
  sound boolean not null default true,
  email boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint notification_preferences_event_key unique nulls not distinct (user_id, event, split),
  constraint notification_preferences_event_check check (event in ('message', 'assignment', 'mention', 'hot_lead',
    'escalation', 'booking', 'task_due', 'send_failed', 'insight')),
  constraint notification_preferences_split_check
    check (split in ('mine', 'unassigned', 'hot', 'waiting', 'snoozed', 'all'))
);

create table public.saved_views (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  owner_id uuid not null references public.profiles on delete cascade,
  name text not null,
  kind text not null,
  filters jsonb not null default '{}',
  sort jsonb not null default '[]',
  columns jsonb not null default '[]',
  is_shared boolean not null default false,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint saved_views_name_key unique (owner_id, kind, name),
  constraint saved_views_name_check check (length(name) between 1 and 200),
  constraint saved_views_kind_check check (kind in ('inbox', 'leads', 'deals', 'tasks', 'datasets'))
);

create table public.followers (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  user_id uuid not null references public.profiles on delete cascade,
  created_at timestamptz not null default now(),
  constraint followers_user_key unique (lead_id, user_id)
);
create index followers_user on public.followers (user_id);
create index followers_organization on public.followers (organization_id);

create table public.mentions (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  note_id uuid references public.notes on delete cascade,
  activity_id uuid references public.activities on delete cascade,
  user_id uuid not null references public.profiles on delete cascade,
  mentioned_by uuid references public.profiles on delete set null,
  read_at timestamptz,
  created_at timestamptz not null default now(),
  constraint mentions_place_check check (num_nonnulls(note_id, activity_id) = 1),
  constraint mentions_user_key unique nulls not distinct (user_id, note_id, activity_id)
);
create index mentions_organization on public.mentions (organization_id);
create index mentions_lead on public.mentions (lead_id);
create index mentions_note on public.mentions (note_id);
create index mentions_activity on public.mentions (activity_id);
create index mentions_mentioned_by on public.mentions (mentioned_by);

-- Days on which nothing is sent and business hours stand still.
create table public.holidays (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  day date not null,
  name text not null,
  is_yearly boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint holidays_day_key unique (organization_id, day),
  constraint holidays_name_check check (length(name) between 1 and 200)
);

-- Who takes the leads of which postcodes (seed 002's assignment rule 'territory').
create table public.territories (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  country text,
  postcode_prefixes text[] not null default '{}',
  user_id uuid references public.profiles on delete set null,
  priority integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint territories_name_key unique (organization_id, name),
  constraint territories_country_check check (country ~ '^[A-Z]{2}$')
);
create index territories_user on public.territories (user_id);

-- Invitations of customers to a membership (seed 004). The customers themselves do not sign in here.
create table public.client_invitations (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid references public.leads on delete cascade,
  email text not null,
  first_name text,
  last_name text,
  phone text,
  -- SHA-256 (hex) of the token in the link; the token itself is nowhere stored.
  token_hash text not null,
  invited_by uuid references public.profiles on delete set null,
  custom_message text,
  metadata jsonb not null default '{}',
  -- Null: never expires.
  expires_at timestamptz,
  claimed_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint client_invitations_token_hash_key unique (token_hash),
  constraint client_invitations_email_check check (email ~ '^[^@\s]+@[^@\s]+$'),
  constraint client_invitations_ended_check check (num_nonnulls(claimed_at, revoked_at) < 2)
);
create index client_invitations_organization on public.client_invitations (organization_id, email);
create index client_invitations_lead on public.client_invitations (lead_id);
create index client_invitations_invited_by on public.client_invitations (invited_by);

alter table public.user_invitations
  add column revoked_at timestamptz,
  add column last_sent_at timestamptz not null default now(),
  add column updated_at timestamptz not null default now(),
  add constraint user_invitations_email_check check (email ~ '^[^@\s]+@[^@\s]+$'),
  add constraint user_invitations_ended_check check (num_nonnulls(claimed_at, revoked_at) < 2);
grant select (revoked_at, last_sent_at, updated_at) on public.user_invitations to authenticated;

select app.keep_updated_at('public.notification_preferences');
select app.keep_updated_at('public.saved_views');
select app.keep_updated_at('public.holidays');
select app.keep_updated_at('public.territories');
select app.keep_updated_at('public.client_invitations');
select app.keep_updated_at('public.user_invitations');

select app.inherit_from('public.notification_preferences', 'profiles', 'user_id');
select app.inherit_from('public.saved_views', 'profiles', 'owner_id');
select app.inherit_lead('public.followers');
select app.inherit_lead('public.mentions');

select app.guard_table('public.notification_preferences', 'user_id = (select app.user_id())');
select app.guard_table('public.saved_views', 'is_shared or owner_id = (select app.user_id())');
select app.limit_writes('public.saved_views', 'owner_id = (select app.user_id())');
select app.guard_table('public.followers', 'user_id = (select app.user_id()) and '
  '((select app.sees_all()) or exists (select from public.leads l where l.id = lead_id))');
select app.guard_table('public.mentions', '(user_id = (select app.user_id()) or mentioned_by = (select app.user_id())) '
  'and ((select app.sees_all()) or exists (select from public.leads l where l.id = lead_id))');
select app.guard_table('public.holidays');
select app.limit_writes('public.holidays', '(select app.administers())');
select app.guard_table('public.territories');
select app.limit_writes('public.territories', '(select app.manages())');

-- The token's hash is nobody's business; the rest is for those who see the lead, and without a lead for those who
-- manage.
select app.lock_table('public.client_invitations');
grant select (id, organization_id, lead_id, email, first_name, last_name, phone, invited_by, custom_message, metadata,
  expires_at, claimed_at, revoked_at, created_at, updated_at) on public.client_invitations to authenticated;
create policy members_read on public.client_invitations for select to authenticated
  using (organization_id = (select app.org_id()) and ((select app.sees_all())
    or lead_id is not null and exists (select from public.leads l where l.id = lead_id)));
