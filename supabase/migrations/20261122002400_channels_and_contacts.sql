-- Seed 001's functions around channels and contacts.

create function public.get_my_organization_id() returns uuid language sql stable set search_path = '' as $$
  select app.org_id()
$$;
grant execute on function public.get_my_organization_id() to authenticated, service_role;

-- Makes a channel with its default configuration, under the default brand. Owners and admins only. Returns
-- {"id": …, "organization_id": …}. Fails with 42501, 23514 (no such platform, no name) or 23505 (the provider's id is taken).
create function public.create_channel_and_config(channel_name text, channel_platform text, platform_id text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  organization uuid := app.org_id();
  channel uuid;
begin
  if not app.administers() then
    raise exception 'Only owners and admins add channels' using errcode = 'insufficient_privilege';
  end if;
  insert into public.channels (organization_id, brand_id, name, platform, platform_channel_id)
  select organization, b.id, coalesce(app.trim_space(channel_name), ''), channel_platform, nullif(app.trim_space(platform_id), '')
  from public.brands b where b.organization_id = organization and b.is_default
  returning id into channel;
  insert into public.channel_configurations (channel_id) values (channel);
  return jsonb_build_object('id', channel, 'organization_id', organization);
end $$;
grant execute on function public.create_channel_and_config(text, text, text) to authenticated;

-- A channel's contacts with their leads, latest first; a search term is looked for anywhere in names and addresses, as
-- it is (no wildcards). Under the caller's rights.
create function public.get_contacts_for_channel(p_channel_id uuid, p_search_term text default null)
returns table (id uuid, organization_id uuid, channel_id uuid, platform text, platform_user_id text, name text,
  avatar_url text, ai_enabled boolean, last_interaction_at timestamptz, last_message_preview text, unread_count integer,
  created_at timestamptz, updated_at timestamptz, crm_client_id uuid)
language sql stable set search_path = '' as $$
  select p.id, p.organization_id, p.channel_id, p.platform, p.platform_user_id, coalesce(l.full_name, p.handle),
    coalesce(p.avatar_url, l.avatar_url), p.ai_enabled, c.last_message_at, c.last_message_preview,
    coalesce(c.unread_count, 0), p.created_at, p.updated_at, l.id
  from public.contact_points p
  join public.leads l on l.id = p.lead_id
  left join public.conversations c on c.lead_id = p.lead_id and c.channel_id = p.channel_id
  where p.channel_id = p_channel_id and (coalesce(app.trim_space(p_search_term), '') = ''
    or strpos(lower(concat_ws(' ', l.full_name, p.handle, p.platform_user_id, l.email, l.phone)),
      lower(app.trim_space(p_search_term))) > 0)
  order by c.last_message_at desc nulls last, p.id
$$;
grant execute on function public.get_contacts_for_channel(uuid, text) to authenticated, service_role;

-- A contact that comes without a lead gets one: the lead of this number where the channel's addresses are numbers, else
-- a new one. The number's lock makes two first contacts of one customer take turns.
create function public.create_client_on_new_contact() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  channel public.channels;
  number text;
  normalized text;
begin
  select * into channel from public.channels c where c.id = new.channel_id;
  if channel.platform in ('sms', 'whatsapp', 'voice') then
    number := '+' || ltrim(new.platform_user_id, '+');
    normalized := app.normalize_phone(number,
      (select o.default_country from public.organizations o where o.id = channel.organization_id));
    perform pg_advisory_xact_lock(hashtextextended(channel.brand_id || coalesce(normalized, number), 0));
    select l.id into new.lead_id from public.leads l
    where l.organization_id = channel.organization_id and l.brand_id = channel.brand_id
      and l.phone_normalized = normalized and l.merged_into is null and l.duplicate_of is null;
  end if;
  if new.lead_id is null then
    insert into public.leads (organization_id, brand_id, first_name, phone, email, first_touchpoint, last_touchpoint,
      source, avatar_url)
    values (channel.organization_id, channel.brand_id, new.handle, number,
      case when channel.platform = 'email' then new.platform_user_id end, channel.platform, channel.platform,
      channel.platform, new.avatar_url)
    returning id into new.lead_id;
  end if;
  return new;
end $$;
-- Named so that it runs before `inherit`, which asks the lead for its organisation.
create trigger create_client_on_new_contact before insert on public.contact_points for each row
  when (new.lead_id is null) execute function public.create_client_on_new_contact();
