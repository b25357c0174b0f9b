-- Invitations of colleagues and of customers. A link carries a random token; here is only its hash, so that whoever
-- reads the database cannot use one. A token works once, until it expires, is revoked, or is replaced by sending it
-- again.

create function app.new_token() returns text language sql volatile security definer set search_path = '' as $$
  select encode(extensions.gen_random_bytes(32), 'hex')
$$;

create function app.hash_token(token text) returns text language sql immutable parallel safe
return encode(sha256(convert_to(token, 'UTF8')), 'hex');

-- Higher outranks lower.
create function app.role_rank(role text) returns integer language sql immutable parallel safe
return case role when 'owner' then 5 when 'admin' then 4 when 'manager' then 3 when 'sales_rep' then 2
  when 'viewer' then 1 end;

-- Who manages users gives out roles up to their own.
create function app.require_user_manager(role text default 'viewer') returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  own_role text := (select p.role from public.profiles p where p.id = app.user_id() and p.status = 'active');
begin
  if not app.manages_users() or app.role_rank(role) > app.role_rank(own_role) then
    raise exception 'You may not invite a colleague as %', role using errcode = 'insufficient_privilege';
  end if;
  return app.org_id();
end $$;

-- How long an invitation is good: 1 to 365 days from now; null: for good.
create function app.invitation_end(days integer) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  if days not between 1 and 365 then
    raise exception 'An invitation is good for 1 to 365 days' using errcode = 'invalid_parameter_value';
  end if;
  return now() + days * interval '1 day';
end $$;

-- Invites a colleague. A former open invitation of the same address is revoked. Returns {"id", "token", "expires_at"};
-- the token is told this once. Fails with 42501, 22023, 23505 (already a colleague) or 23514 (no address, no role).
create function public.create_user_invitation(p_email text, p_role text, p_message text default null,
  p_valid_days integer default 14) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  organization uuid := app.require_user_manager(p_role);
  address text := lower(app.trim_space(p_email));
  token text := app.new_token();
  made public.user_invitations;
begin
  if exists (select from public.profiles p where p.organization_id = organization and lower(p.email) = address) then
    raise exception '% is a colleague already', address using errcode = 'unique_violation';
  end if;
  update public.user_invitations i set revoked_at = now(), expires_at = least(i.expires_at, now())
  where i.organization_id = organization and lower(i.email) = address and i.claimed_at is null and i.revoked_at is null;
  insert into public.user_invitations (organization_id, email, role, token_hash, custom_message, invited_by, expires_at)
  values (organization, address, p_role, app.hash_token(token), left(p_message, 2000), app.user_id(),
    app.invitation_end(p_valid_days))
  returning * into made;
  return jsonb_build_object('id', made.id, 'token', token, 'expires_at', made.expires_at);
end $$;

-- An invitation of the caller's organisation that is still open, locked. Fails with PT404 (HTTP 404), or with 42501 for
-- who manages no users, whether there is such an invitation or not.
create function app.open_user_invitation(invitation uuid) returns public.user_invitations
language plpgsql volatile security definer set search_path = '' as $$
declare
  found_one public.user_invitations;
begin
  perform app.require_user_manager();
  select * into found_one from public.user_invitations i
  where i.id = invitation and i.organization_id = app.org_id() and i.claimed_at is null and i.revoked_at is null
  for update;
  if found_one.id is null then
    raise exception 'No open invitation with this id' using errcode = 'PT404';
  end if;
  perform app.require_user_manager(found_one.role);
  return found_one;
end $$;

-- Sends an invitation again: a new token and time, the former link is dead. Returns as create_user_invitation.
create function public.resend_user_invitation(p_invitation_id uuid, p_valid_days integer default 14) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  former public.user_invitations := app.open_user_invitation(p_invitation_id);
  token text := app.new_token();
begin
  update public.user_invitations i
  set token_hash = app.hash_token(token), expires_at = app.invitation_end(p_valid_days), last_sent_at = now()
  where i.id = former.id returning * into former;
  return jsonb_build_object('id', former.id, 'token', token, 'expires_at', former.expires_at);
end $$;

create function public.revoke_user_invitation(p_invitation_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  former public.user_invitations := app.open_user_invitation(p_invitation_id);
begin
  -- handle_new_user asks for the time only.
  update public.user_invitations i set revoked_at = now(), expires_at = least(i.expires_at, now())
  where i.id = former.id;
end $$;

-- The lead, if the caller sees it and may write. Fails with PT404 or 42501.
create function app.lead_to_write(lead_id uuid) returns public.leads language plpgsql stable security definer
set search_path = '' as $$
declare
  lead public.leads;
begin
  select * into lead from public.leads l where l.id = lead_id and l.organization_id = app.org_id()
    and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(), app.sees_all(), app.dataset_ids());
  if lead.id is null then
    raise exception 'No lead with this id' using errcode = 'PT404';
  elsif not app.can_write() then
    raise exception 'You may read and not write' using errcode = 'insufficient_privilege';
  end if;
  return lead;
end $$;

-- An invitation that is still open, of a lead the caller may write. Fails with PT404.
create function app.open_client_invitation(invitation uuid) returns public.client_invitations
language plpgsql volatile security definer set search_path = '' as $$
declare
  found_one public.client_invitations;
begin
  select i.* into found_one from public.client_invitations i join public.leads l on l.id = i.lead_id
  where i.id = invitation and i.organization_id = app.org_id() and i.claimed_at is null and i.revoked_at is null
    and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(), app.sees_all(), app.dataset_ids())
  for update of i;
  if found_one.id is null then
    raise exception 'No open invitation with this id' using errcode = 'PT404';
  end if;
  perform app.lead_to_write(found_one.lead_id);
  return found_one;
end $$;

-- Invites a customer to a membership; the caller must see the lead and be allowed to write. Never expires unless days
-- are given. Returns and fails as create_user_invitation, with PT404 for a lead that is not there.
create function public.create_client_invitation(p_lead_id uuid, p_email text default null, p_message text default null,
  p_valid_days integer default null) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  lead public.leads := app.lead_to_write(p_lead_id);
  token text := app.new_token();
  made public.client_invitations;
begin
  update public.client_invitations i set revoked_at = now()
  where i.lead_id = lead.id and i.claimed_at is null and i.revoked_at is null;
  insert into public.client_invitations (organization_id, lead_id, email, first_name, last_name, phone, token_hash,
    invited_by, custom_message, expires_at)
  values (lead.organization_id, lead.id, lower(app.trim_space(coalesce(p_email, lead.email, ''))), lead.first_name,
    lead.last_name, lead.phone, app.hash_token(token), app.user_id(), left(p_message, 2000),
    case when p_valid_days is not null then app.invitation_end(p_valid_days) end)
  returning * into made;
  return jsonb_build_object('id', made.id, 'token', token, 'expires_at', made.expires_at);
end $$;

create function public.resend_client_invitation(p_invitation_id uuid, p_valid_days integer default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  former public.client_invitations := app.open_client_invitation(p_invitation_id);
  token text := app.new_token();
begin
  update public.client_invitations i set token_hash = app.hash_token(token),
    expires_at = case when p_valid_days is not null then app.invitation_end(p_valid_days) end
  where i.id = former.id returning * into former;
  return jsonb_build_object('id', former.id, 'token', token, 'expires_at', former.expires_at);
end $$;

create function public.revoke_client_invitation(p_invitation_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  former public.client_invitations := app.open_client_invitation(p_invitation_id);
begin
  update public.client_invitations i set revoked_at = now() where i.id = former.id;
end $$;

-- The customer follows the link: the lead becomes a member. For the server's own endpoint only. Returns the lead's id;
-- fails with 28000 when the token is unknown, used, revoked or expired.
create function public.claim_client_invitation(p_token text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  claimed public.client_invitations;
begin
  update public.client_invitations i set claimed_at = now()
  where i.token_hash = app.hash_token(p_token) and i.claimed_at is null and i.revoked_at is null
    and (i.expires_at is null or i.expires_at > now())
  returning i.* into claimed;
  if claimed.id is null then
    raise exception 'The invitation is not valid, was used, or has expired'
      using errcode = 'invalid_authorization_specification';
  end if;
  update public.leads l set client_type = 'customer', lifecycle_stage = 'customer', membership_status = 'active',
    membership_start = coalesce(l.membership_start, current_date), converted_at = coalesce(l.converted_at, now()),
    email = coalesce(l.email, claimed.email), email_verified = l.email is null or lower(l.email) = claimed.email
      or l.email_verified
  where l.id = claimed.lead_id;
  return claimed.lead_id;
end $$;

grant execute on function public.create_user_invitation(text, text, text, integer),
  public.resend_user_invitation(uuid, integer), public.revoke_user_invitation(uuid),
  public.create_client_invitation(uuid, text, text, integer), public.resend_client_invitation(uuid, integer),
  public.revoke_client_invitation(uuid) to authenticated;
grant execute on function public.claim_client_invitation(text) to service_role;
