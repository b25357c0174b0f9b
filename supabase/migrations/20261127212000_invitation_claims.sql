-- Invitations by e-mail, for the function `invitations`: what the mail says, and what a token is for.

-- Tokens that were none, by who tried them (a hash of the address), for a day: so that nobody guesses for long.
create table app.invitation_attempts (
  sender text not null,
  at timestamptz not null default now()
);
create index invitation_attempts_sender on app.invitation_attempts (sender, at);
create index invitation_attempts_at on app.invitation_attempts (at);
select app.close_table('app.invitation_attempts');

-- {"email", "organization", "inviter", "role": null of a customer, "message", "expires_at"}; null for no such invitation.
create function public.invitation_letter(p_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('email', i.email, 'organization', o.name, 'role', i.role, 'message', i.custom_message,
    'expires_at', i.expires_at, 'inviter', (select p.full_name from public.profiles p where p.id = i.invited_by))
  from (
    select u.id, u.organization_id, u.email, u.role, u.custom_message, u.expires_at, u.invited_by
    from public.user_invitations u
    union all
    select c.id, c.organization_id, c.email, null, c.custom_message, c.expires_at, c.invited_by
    from public.client_invitations c) i
  join public.organizations o on o.id = i.organization_id
  where i.id = p_id
$$;

-- What an open invitation's token is for: {"outcome": "user", "email", "organization", "role"}, {"outcome": "client",
-- "email", "organization"}, {"outcome": "none"}, or "too_many" for who has tried 20 that were none within an hour.
create function public.invitation_of_token(p_token text, p_sender text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  hash text := app.hash_token(coalesce(p_token, ''));
  found_one jsonb;
begin
  if (select count(*) from app.invitation_attempts a where a.sender = p_sender and a.at > now() - interval '1 hour') >= 20 then
    return '{"outcome": "too_many"}';
  end if;
  select jsonb_build_object('outcome', 'user', 'email', i.email, 'organization', o.name, 'role', i.role) into found_one
  from public.user_invitations i join public.organizations o on o.id = i.organization_id
  where i.token_hash = hash and i.claimed_at is null and i.revoked_at is null
    and (i.expires_at is null or i.expires_at > now());
  if found_one is null then
    select jsonb_build_object('outcome', 'client', 'email', i.email, 'organization', o.name) into found_one
    from public.client_invitations i join public.organizations o on o.id = i.organization_id
    where i.token_hash = hash and i.claimed_at is null and i.revoked_at is null
      and (i.expires_at is null or i.expires_at > now());
  end if;
  if found_one is null then
    insert into app.invitation_attempts (sender) values (left(p_sender, 100));
    delete from app.invitation_attempts a where a.at < now() - interval '1 day';
    return '{"outcome": "none"}';
  end if;
  return found_one;
end $$;

revoke all on function public.invitation_letter(uuid), public.invitation_of_token(text, text)
  from public, anon, authenticated;
grant execute on function public.invitation_letter(uuid), public.invitation_of_token(text, text) to service_role;
