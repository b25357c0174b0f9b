-- What every organisation starts with, and what a new sign-in becomes.

create function app.seed_organization(organization uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  lead_pipeline uuid := app.uuid_v7();
  deal_pipeline uuid := app.uuid_v7();
begin
  insert into public.brands (organization_id, key, name, is_default)
  select o.id, 'default', o.name, true from public.organizations o where o.id = organization;

  insert into public.pipelines (id, organization_id, name, kind, position, is_default) values
    (lead_pipeline, organization, 'Leads', 'lead', 0, true),
    (deal_pipeline, organization, 'Deals', 'deal', 1, true);

  insert into public.pipeline_stages (organization_id, pipeline_id, name, position, color, kind, probability, is_default)
  values
    (organization, lead_pipeline, 'New', 0, '#3b82f6', 'open', 5, true),
    (organization, lead_pipeline, 'Engaged', 1, '#06b6d4', 'open', 15, false),
    (organization, lead_pipeline, 'Qualified', 2, '#8b5cf6', 'open', 30, false),
    (organization, lead_pipeline, 'High Intent', 3, '#f59e0b', 'open', 50, false),
    (organization, lead_pipeline, 'Booking Made', 4, '#10b981', 'open', 70, false),
    (organization, lead_pipeline, 'Converted', 5, '#16a34a', 'won', 100, false),
    (organization, lead_pipeline, 'Closed Lost', 6, '#ef4444', 'lost', 0, false),
    (organization, lead_pipeline, 'In Sequence', 7, '#6366f1', 'open', 10, false),
    (organization, lead_pipeline, 'Cold', 8, '#94a3b8', 'open', 2, false),
    (organization, deal_pipeline, 'Prospecting', 0, '#3b82f6', 'open', 10, true),
    (organization, deal_pipeline, 'Qualification', 1, '#06b6d4', 'open', 25, false),
    (organization, deal_pipeline, 'Proposal', 2, '#8b5cf6', 'open', 50, false),
    (organization, deal_pipeline, 'Negotiation', 3, '#f59e0b', 'open', 75, false),
    (organization, deal_pipeline, 'Closed Won', 4, '#16a34a', 'won', 100, false),
    (organization, deal_pipeline, 'Closed Lost', 5, '#ef4444', 'lost', 0, false);

  insert into public.organization_settings (organization_id, key, value) values
    (organization, 'business_hours', '{"days": [1, 2, 3, 4, 5], "from": "09:00", "to": "18:00"}'),
    (organization, 'message_window_days', '90');
end $$;
grant execute on function app.seed_organization(uuid) to service_role;

create function app.on_organization_created() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.seed_organization(new.id);
  return null;
end $$;
create trigger seed after insert on public.organizations
  for each row execute function app.on_organization_created();

-- A free address of the organisation in links, from its name: "acme", "acme-2", …
create function app.free_slug(name text) returns text language plpgsql stable security definer set search_path = '' as $$
declare
  base text := coalesce(nullif(btrim(regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g'), '-'), ''), 'organization');
  candidate text := base;
begin
  for n in 2 .. 1000 loop
    if not exists (select from public.organizations o where o.slug = candidate) then
      return candidate;
    end if;
    candidate := base || '-' || n;
  end loop;
  return base || '-' || app.uuid_v7();
end $$;

-- A new user gets a profile. What a person sends along at sign-up (`raw_user_meta_data`) is theirs to choose, so it
-- names at most a person and a new organisation. Into an existing organisation, and to a role in it, leads only the
-- token of an invitation to this very e-mail address; a token that is not good refuses the sign-up.
create function app.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  sent jsonb := coalesce(new.raw_user_meta_data, '{}');
  person text := nullif(app.trim_space("left"(sent ->> 'full_name', 200)), '');
  company text := nullif(app.trim_space("left"(sent ->> 'organization_name', 200)), '');
  invitation public.user_invitations;
  organization uuid;
begin
  if sent ? 'invitation_token' then
    update public.user_invitations i set claimed_at = now()
    where i.token_hash = encode(sha256(convert_to(sent ->> 'invitation_token', 'UTF8')), 'hex')
      and i.claimed_at is null and (i.expires_at is null or i.expires_at > now()) and lower(i.email) = lower(new.email)
    returning i.* into invitation;
    if invitation.id is null then
      raise exception 'The invitation is not valid for this address, was used, or has expired'
        using errcode = 'invalid_authorization_specification';
    end if;
    insert into public.profiles (id, organization_id, email, full_name, role)
    values (new.id, invitation.organization_id, new.email, person, invitation.role);
    return new;
  end if;

  company := coalesce(company, person, split_part(coalesce(new.email, ''), '@', 1));
  insert into public.organizations (name, slug) values (company, app.free_slug(company)) returning id into organization;
  insert into public.profiles (id, organization_id, email, full_name, role)
  values (new.id, organization, coalesce(new.email, ''), person, 'owner');
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users
  for each row execute function app.handle_new_user();
