-- Organisations, their brands, people and settings.

create table public.organizations (
  id uuid primary key default app.uuid_v7(),
  -- Every replicated table is keyed by its organisation, this one included.
  organization_id uuid not null generated always as (id) stored,
  name text not null,
  slug text not null,
  industry text,
  website text,
  email text,
  phone text,
  default_country text not null default 'GB',
  logo_url text,
  primary_color text,
  timezone text not null default 'UTC',
  booking_link text,
  automation_urls jsonb not null default '{}',
  settings jsonb not null default '{}',
  subscription_tier text not null default 'starter',
  subscription_status text not null default 'trial',
  trial_ends_at timestamptz,
  status text not null default 'active',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint organizations_slug_key unique (slug),
  constraint organizations_default_country_check check (default_country ~ '^[A-Z]{2}$'),
  constraint organizations_subscription_status_check
    check (subscription_status in ('trial', 'active', 'past_due', 'cancelled')),
  constraint organizations_status_check check (status in ('active', 'suspended'))
);

create table public.brands (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  key text not null,
  name text not null,
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint brands_key_key unique (organization_id, key)
);
create unique index brands_one_default on public.brands (organization_id) where is_default;

create table public.profiles (
  id uuid primary key references auth.users on delete cascade,
  organization_id uuid not null references public.organizations on delete cascade,
  email text not null,
  full_name text,
  avatar_url text,
  phone text,
  role text not null default 'sales_rep',
  can_view_all_leads boolean not null default false,
  can_edit_lessons boolean not null default false,
  can_push_automations boolean not null default false,
  can_manage_users boolean not null default false,
  -- Null or empty: none. Seeing all is can_view_all_leads.
  allowed_dataset_ids uuid[],
  status text not null default 'active',
  last_login_at timestamptz,
  -- Raised when the rows this person may see change as a whole; a desktop then reads everything again.
  scope_version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint profiles_role_check check (role in ('owner', 'admin', 'manager', 'sales_rep', 'viewer')),
  constraint profiles_status_check check (status in ('active', 'suspended'))
);
create index profiles_organization on public.profiles (organization_id);

create table public.user_invitations (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  email text not null,
  role text not null default 'sales_rep',
  -- SHA-256 (hex) of the token in the invitation's link; the token itself is nowhere stored.
  token_hash text not null,
  custom_message text,
  invited_by uuid references public.profiles on delete set null,
  expires_at timestamptz,
  claimed_at timestamptz,
  created_at timestamptz not null default now(),
  constraint user_invitations_token_hash_key unique (token_hash),
  constraint user_invitations_role_check check (role in ('owner', 'admin', 'manager', 'sales_rep', 'viewer'))
);
create index user_invitations_organization on public.user_invitations (organization_id);
create index user_invitations_invited_by on public.user_invitations (invited_by);

create table public.organization_settings (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  key text not null,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  constraint organization_settings_key_key unique (organization_id, key)
);

create trigger touch before update on public.organizations for each row execute function app.touch_updated_at();
create trigger touch before update on public.brands for each row execute function app.touch_updated_at();
create trigger touch before update on public.profiles for each row execute function app.touch_updated_at();
create trigger touch before update on public.organization_settings for each row execute function app.touch_updated_at();

-- A desktop that holds rows under other rights must start over; profiles.scope_version tells it so.
create function app.raise_scope_version() returns trigger language plpgsql set search_path = '' as $$
begin
  new.scope_version := old.scope_version + 1;
  return new;
end $$;

create trigger raise_scope_version before update on public.profiles for each row
  when ((old.role, old.status, old.can_view_all_leads, old.allowed_dataset_ids, old.organization_id)
    is distinct from (new.role, new.status, new.can_view_all_leads, new.allowed_dataset_ids, new.organization_id))
  execute function app.raise_scope_version();
