-- Leads: one record per customer per brand; and the addresses under which channels know them.

create table public.leads (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  brand_id uuid not null references public.brands on delete restrict,

  -- Who handles it. The two arrays are derived (assignees of its conversations, datasets it is in) and kept here, so
  -- that the policy needs no other table.
  owner_id uuid references public.profiles on delete set null,
  assignee_ids uuid[] not null default '{}',
  dataset_ids uuid[] not null default '{}',

  first_name text,
  last_name text,
  full_name text,
  company_name text,
  email text,
  email_verified boolean not null default false,
  phone text,
  phone_normalized text,
  secondary_phone text,
  address text,
  postcode text,
  avatar_url text,
  gender text,
  date_of_birth date,
  emergency_contact jsonb,

  first_touchpoint text,
  last_touchpoint text,
  first_contact_at timestamptz,
  last_contact_at timestamptz,
  last_interaction_at timestamptz,
  source text,
  source_details jsonb not null default '{}',
  utm jsonb not null default '{}',
  inquiry_date date,
  install_date date,
  import_notes text,

  pipeline_stage_id uuid references public.pipeline_stages on delete set null,
  sub_stage text,
  stage_override boolean not null default false,
  contact_status text not null default 'ready',
  lead_status text not null default 'new',
  lifecycle_stage text not null default 'lead',
  client_type text not null default 'lead',
  temperature text,
  sentiment text,

  lead_score integer not null default 0,
  ai_score integer,
  score_breakdown jsonb not null default '{}',
  last_scored_at timestamptz,
  is_active_chat boolean not null default false,
  unified_context jsonb not null default '{}',
  conversation_summary text,
  latest_reply text,
  message_count integer not null default 0,

  ai_enabled boolean not null default true,
  manual_mode_at timestamptz,
  tags text[] not null default '{}',
  custom_fields jsonb not null default '{}',
  consents jsonb not null default '{}',
  next_follow_up_at timestamptz,
  converted_at timestamptz,
  archived_at timestamptz,
  merged_into uuid references public.leads on delete set null,
  duplicate_of uuid references public.leads on delete set null,

  ecommerce_customer_id text,
  total_orders integer not null default 0,
  -- Minor units by currency, {"EUR": "129900"}: sums never cross currencies.
  total_revenue jsonb not null default '{}',
  average_order_value jsonb not null default '{}',
  membership_status text,
  membership_start date,
  membership_end date,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint leads_first_touchpoint_check
    check (first_touchpoint in ('sms', 'whatsapp', 'web', 'voice', 'instagram', 'facebook', 'email')),
  constraint leads_last_touchpoint_check
    check (last_touchpoint in ('sms', 'whatsapp', 'web', 'voice', 'instagram', 'facebook', 'email')),
  constraint leads_contact_status_check check (contact_status in ('ready', 'contacted_1', 'contacted_2', 'contacted_3',
    'hot', 'warm', 'cold', 'call_booked', 'converted', 'removed', 'archived')),
  constraint leads_lead_status_check
    check (lead_status in ('new', 'contacted', 'follow_up', 'qualified', 'converted', 'lost')),
  constraint leads_lifecycle_stage_check check (lifecycle_stage in ('lead', 'mql', 'sql', 'opportunity', 'customer',
    'evangelist', 'churned')),
  constraint leads_client_type_check check (client_type in ('lead', 'prospect', 'customer', 'partner', 'inactive')),
  constraint leads_temperature_check check (temperature in ('hot', 'warm', 'cold')),
  constraint leads_sentiment_check check (sentiment in ('positive', 'negative', 'neutral', 'unclear', 'hot')),
  constraint leads_lead_score_check check (lead_score between 0 and 100)
);

create unique index leads_phone_once on public.leads (organization_id, brand_id, phone_normalized)
  where merged_into is null and duplicate_of is null;
create index leads_brand on public.leads (brand_id);
create index leads_owner on public.leads (owner_id);
create index leads_pipeline_stage on public.leads (pipeline_stage_id);
create index leads_merged_into on public.leads (merged_into) where merged_into is not null;
create index leads_duplicate_of on public.leads (duplicate_of) where duplicate_of is not null;

create table public.contact_points (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  channel_id uuid not null references public.channels on delete cascade,
  platform text not null,
  platform_user_id text not null,
  handle text,
  avatar_url text,
  ai_enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint contact_points_platform_user_id_key unique (channel_id, platform_user_id),
  constraint contact_points_platform_check
    check (platform in ('sms', 'whatsapp', 'web', 'voice', 'instagram', 'facebook', 'email'))
);
create index contact_points_lead on public.contact_points (lead_id);

create trigger touch before update on public.leads for each row execute function app.touch_updated_at();
create trigger touch before update on public.contact_points for each row execute function app.touch_updated_at();

select app.guard_table('public.leads', 'app.audience_has(owner_id, assignee_ids, dataset_ids, (select app.user_id()), '
  '(select app.sees_all()), (select app.dataset_ids()))');
select app.guard_lead_table('public.contact_points');

-- Rows of a lead belong to the lead's organisation, whatever the writer says.
create function app.inherit_from_lead() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select l.organization_id into new.organization_id from public.leads l where l.id = new.lead_id;
  return new;
end $$;
create trigger inherit before insert or update of lead_id, organization_id on public.contact_points
  for each row execute function app.inherit_from_lead();

-- The columns of a lead that follow from others.
create function app.derive_lead() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.full_name := nullif(concat_ws(' ',
    nullif(app.trim_space(new.first_name), ''), nullif(app.trim_space(new.last_name), '')), '');
  if tg_op = 'INSERT' or new.phone is distinct from old.phone then
    new.phone_normalized := app.normalize_phone(new.phone,
      (select o.default_country from public.organizations o where o.id = new.organization_id));
  end if;
  return new;
end $$;
create trigger derive before insert or update of first_name, last_name, full_name, phone, phone_normalized
  on public.leads for each row execute function app.derive_lead();

-- A new lead without a brand or a stage gets the organisation's defaults.
create function app.place_lead() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.brand_id := coalesce(new.brand_id,
    (select b.id from public.brands b where b.organization_id = new.organization_id and b.is_default));
  new.pipeline_stage_id := coalesce(new.pipeline_stage_id, (
    select s.id from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id
    where p.organization_id = new.organization_id and p.kind = 'lead' and p.is_default and s.is_default));
  return new;
end $$;
create trigger place before insert on public.leads for each row
  when (new.brand_id is null or new.pipeline_stage_id is null) execute function app.place_lead();
