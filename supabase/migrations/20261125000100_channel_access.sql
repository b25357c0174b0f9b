-- A channel with its sealed credentials, for the edge functions. The key is theirs and never here; nobody but the service
-- role reads or writes credentials.

create function public.channel_access(p_channel uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', c.id, 'organization_id', c.organization_id, 'platform', c.platform,
    'platform_channel_id', c.platform_channel_id, 'ciphertext', translate(encode(s.ciphertext, 'base64'), E'\n', ''),
    'key_version', s.key_version)
  from public.channels c
  join public.organizations o on o.id = c.organization_id and o.status = 'active'
  left join public.channel_credentials s on s.channel_id = c.id
  where c.id = p_channel and c.is_active
$$;
comment on function public.channel_access(uuid) is
  'An active channel and its sealed credentials; null when there is none. For the service role.';

-- p_ciphertext: base64. Raises P0002 when there is no such channel.
create function public.store_channel_credentials(p_channel uuid, p_ciphertext text, p_key_version integer) returns void
language plpgsql set search_path = '' as $$
begin
  insert into public.channel_credentials as s (channel_id, organization_id, ciphertext, key_version)
  select c.id, c.organization_id, decode(p_ciphertext, 'base64'), p_key_version
  from public.channels c where c.id = p_channel
  on conflict (channel_id) do update set ciphertext = excluded.ciphertext, key_version = excluded.key_version;
  if not found then
    raise exception 'No channel %', p_channel using errcode = 'no_data_found';
  end if;
end $$;

revoke all on function public.channel_access(uuid), public.store_channel_credentials(uuid, text, integer)
  from public, anon, authenticated;
grant execute on function public.channel_access(uuid), public.store_channel_credentials(uuid, text, integer)
  to service_role;
