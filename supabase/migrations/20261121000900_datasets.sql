-- Datasets: imported sets of leads, and which leads are in them.

create table public.datasets (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  description text,
  source text,
  column_mapping jsonb not null default '{}',
  campaign_status text not null default 'draft',
  campaign_started_at timestamptz,
  campaign_completed_at timestamptz,
  total_leads integer not null default 0,
  active_leads integer not null default 0,
  hot_leads integer not null default 0,
  converted_leads integer not null default 0,
  auto_archive_after_days integer,
  archived boolean not null default false,
  uploaded_by uuid references public.profiles on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint datasets_campaign_status_check
    check (campaign_status in ('draft', 'active', 'paused', 'completed', 'archived'))
);
create index datasets_organization on public.datasets (organization_id);
create index datasets_uploaded_by on public.datasets (uploaded_by);

create table public.dataset_leads (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  dataset_id uuid not null references public.datasets on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  row_number integer,
  contact_status text not null default 'ready',
  m1_sent_at timestamptz,
  m2_sent_at timestamptz,
  m3_sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint dataset_leads_lead_key unique (dataset_id, lead_id),
  constraint dataset_leads_contact_status_check check (contact_status in ('ready', 'contacted_1', 'contacted_2',
    'contacted_3', 'hot', 'warm', 'cold', 'call_booked', 'converted', 'removed', 'archived'))
);
create index dataset_leads_organization on public.dataset_leads (organization_id);
create index dataset_leads_lead on public.dataset_leads (lead_id);

create trigger touch before update on public.datasets for each row execute function app.touch_updated_at();
create trigger touch before update on public.dataset_leads for each row execute function app.touch_updated_at();
create trigger inherit before insert or update of lead_id, organization_id on public.dataset_leads
  for each row execute function app.inherit_from_lead();

select app.guard_table('public.datasets', '(select app.sees_all()) or id = any ((select app.dataset_ids())::uuid[])');
select app.guard_lead_table('public.dataset_leads');

-- leads.dataset_ids follows dataset_leads. The leads are locked first: what is counted after the lock is seen by a fresh
-- snapshot, so that two imports at once cannot overwrite each other's result.
create function app.refresh_lead_datasets() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  touched uuid[];
begin
  if tg_op = 'DELETE' then
    select array_agg(distinct c.lead_id) into touched from old_rows c;
  elsif tg_op = 'INSERT' then
    select array_agg(distinct c.lead_id) into touched from new_rows c;
  else
    select array_agg(distinct c.lead_id) into touched
    from (select o.lead_id from old_rows o union select n.lead_id from new_rows n) c;
  end if;
  perform from public.leads l where l.id = any (touched) order by l.id for update;
  update public.leads l set dataset_ids = fresh.ids
  from (
    select t.id as lead_id, coalesce(array_agg(distinct d.dataset_id) filter (where d.id is not null), '{}') as ids
    from unnest(touched) t (id) left join public.dataset_leads d on d.lead_id = t.id
    group by t.id
  ) fresh
  where l.id = fresh.lead_id and l.dataset_ids <> fresh.ids;
  return null;
end $$;

create trigger refresh_leads_insert after insert on public.dataset_leads referencing new table as new_rows
  for each statement execute function app.refresh_lead_datasets();
create trigger refresh_leads_update after update on public.dataset_leads
  referencing old table as old_rows new table as new_rows
  for each statement execute function app.refresh_lead_datasets();
create trigger refresh_leads_delete after delete on public.dataset_leads referencing old table as old_rows
  for each statement execute function app.refresh_lead_datasets();
