-- Whether a customer may be written to, per lead and channel, with everything that led to it.

create table public.consents (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  platform text not null,
  status text not null,
  source text not null,
  -- The customer's own words, the form's text, the file: what can be shown when asked.
  evidence text,
  message_id uuid references public.messages on delete set null,
  -- Who recorded it; null: the server. History, not a reference.
  recorded_by uuid,
  decided_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint consents_platform_key unique (lead_id, platform),
  constraint consents_platform_check
    check (platform in ('sms', 'whatsapp', 'web', 'voice', 'instagram', 'facebook', 'email')),
  constraint consents_status_check check (status in ('opted_in', 'opted_out')),
  constraint consents_source_check
    check (source in ('form', 'import', 'keyword', 'message', 'call', 'rep', 'api', 'merge'))
);
create index consents_message on public.consents (message_id);

-- Every state a consent has had, in order; written by the trigger, never changed.
create table public.consent_changes (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  consent_id uuid not null references public.consents on delete cascade,
  lead_id uuid not null references public.leads on delete cascade,
  platform text not null,
  status text not null,
  source text not null,
  evidence text,
  recorded_by uuid,
  decided_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint consent_changes_status_check check (status in ('opted_in', 'opted_out'))
);
create index consent_changes_consent on public.consent_changes (consent_id, created_at);
create index consent_changes_lead on public.consent_changes (lead_id);
create index consent_changes_organization on public.consent_changes (organization_id);

select app.keep_updated_at('public.consents');
select app.inherit_lead('public.consents');
select app.guard_lead_table('public.consents');
select app.guard_lead_table('public.consent_changes');
select app.limit_writes('public.consent_changes', 'false');

-- leads.consents is what a sender asks before each message: {"sms": {"status": "opted_out", "at": "…"}}.
create function app.record_consent() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op <> 'DELETE' then
    insert into public.consent_changes
      (organization_id, consent_id, lead_id, platform, status, source, evidence, recorded_by, decided_at)
    values (new.organization_id, new.id, new.lead_id, new.platform, new.status, new.source, new.evidence,
      coalesce(new.recorded_by, app.user_id()), new.decided_at);
  end if;
  if tg_op <> 'INSERT' and (tg_op = 'DELETE' or (old.lead_id, old.platform) <> (new.lead_id, new.platform)) then
    update public.leads l set consents = l.consents - old.platform where l.id = old.lead_id;
  end if;
  if tg_op <> 'DELETE' then
    update public.leads l set consents = l.consents || jsonb_build_object(new.platform,
      jsonb_build_object('status', new.status, 'at', new.decided_at))
    where l.id = new.lead_id;
  end if;
  return null;
end $$;
create trigger record after insert or delete on public.consents
  for each row execute function app.record_consent();
create trigger record_update after update on public.consents for each row
  when ((old.lead_id, old.platform, old.status, old.source, old.evidence, old.decided_at)
    is distinct from (new.lead_id, new.platform, new.status, new.source, new.evidence, new.decided_at))
  execute function app.record_consent();
