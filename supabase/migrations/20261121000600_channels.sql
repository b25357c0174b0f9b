-- The ways customers reach an organisation. Credentials live apart, where no member can read them.

create table public.channels (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  brand_id uuid not null references public.brands on delete cascade,
  name text not null,
  platform text not null,
  -- The channel's identity at its provider, e.g. a phone number id.
  platform_channel_id text,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint channels_platform_channel_id_key unique (platform_channel_id),
  constraint channels_platform_check
    check (platform in ('sms', 'whatsapp', 'web', 'voice', 'instagram', 'facebook', 'email'))
);
create index channels_brand on public.channels (brand_id);

create table public.channel_credentials (
  channel_id uuid primary key references public.channels on delete cascade,
  organization_id uuid not null references public.organizations on delete cascade,
  -- Encrypted by the application; the key is not in the database.
  ciphertext bytea not null,
  key_version integer not null default 1,
  updated_at timestamptz not null default now()
);
create index channel_credentials_organization on public.channel_credentials (organization_id);

create trigger touch before update on public.channels for each row execute function app.touch_updated_at();
create trigger touch before update on public.channel_credentials for each row execute function app.touch_updated_at();

select app.guard_table('public.channels');
select app.lock_table('public.channel_credentials');
-- Only the service role (which is exempt) reads credentials; the policy says so to whoever reads the catalogue.
create policy nobody_reads on public.channel_credentials for select to authenticated using (false);
