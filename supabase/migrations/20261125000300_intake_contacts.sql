-- Who wrote: the lead and the contact point of a sender, found or made, and whose lead it becomes.

-- Text of a sender's, without white space around it, cut to `most` characters; null when nothing is left.
create function app.clip(value text, most integer) returns text language sql immutable parallel safe
return nullif("left"(app.trim_space(value), most), '');

-- The next in the row of those who take new leads; null when there is nobody.
create function app.next_assignee(organization uuid, settings jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  last_one uuid;
  next_one uuid;
begin
  insert into app.assignment_turns (organization_id) values (organization) on conflict do nothing;
  -- Locked until the lead is made: two leads at once do not get the same turn.
  select t.last_user_id into last_one from app.assignment_turns t where t.organization_id = organization for update;
  select p.id into next_one from public.profiles p
  where p.organization_id = organization and p.status = 'active' and p.role <> 'viewer'
    and case when settings ? 'assignees' then settings -> 'assignees' ? p.id::text else p.role = 'sales_rep' end
  order by (last_one is null or p.id > last_one) desc, p.id limit 1;
  update app.assignment_turns t set last_user_id = next_one where t.organization_id = organization and next_one is not null;
  return next_one;
end $$;

-- Who takes the leads of a postcode: the longest prefix, then the highest priority. A territory without prefixes takes
-- all of its country.
create function app.territory_assignee(organization uuid, country text, postcode text) returns uuid
language sql stable security definer set search_path = '' as $$
  select t.user_id
  from public.territories t
  join public.profiles p on p.id = t.user_id and p.status = 'active' and p.role <> 'viewer'
  cross join lateral (
    select max(length(x)) as matched from unnest(t.postcode_prefixes) x
    where starts_with(upper(replace(postcode, ' ', '')), upper(replace(x, ' ', '')))
  ) m
  where t.organization_id = organization and (t.country is null or t.country = territory_assignee.country)
    and (t.postcode_prefixes = '{}' or m.matched is not null)
  order by m.matched desc nulls last, t.priority desc, t.id limit 1
$$;

-- The owner of a new lead by the organisation's rule; null: the pool.
create function app.owner_of_new_lead(organization uuid, country text, postcode text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  settings jsonb := app.intake_settings(organization);
begin
  return case settings ->> 'assignment_rule'
    when 'round_robin' then app.next_assignee(organization, settings)
    when 'territory' then app.territory_assignee(organization, country, postcode) end;
end $$;

-- A sender as intake reads it: {id, name, first_name, last_name, phone, email, handle, avatar_url}, and what else is
-- known of the lead: {company_name, address, postcode, source, source_details, utm, custom_fields}.
create function app.names_of(sender jsonb, out first_name text, out last_name text)
language plpgsql immutable set search_path = '' as $$
declare
  whole text := app.clip(app.fold_space(sender ->> 'name'), 300);
begin
  first_name := coalesce(app.clip(sender ->> 'first_name', 150), split_part(whole, ' ', 1));
  last_name := coalesce(app.clip(sender ->> 'last_name', 150),
    case when not sender ? 'first_name' then app.clip(substr(whole, length(split_part(whole, ' ', 1)) + 2), 150) end);
  first_name := app.clip(first_name, 150);
end $$;

create function app.email_of(sender jsonb) returns text language sql immutable parallel safe
return (select e from (select app.clip(sender ->> 'email', 300) as e) x where x.e ~ '^[^@\s]+@[^@\s]+$');

-- Only one at a time looks for and makes the lead of a sender or of a number. In one order, so that two deliveries never
-- wait for each other in a circle.
create function app.lock_identities(keys text[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  key bigint;
begin
  for key in select distinct hashtextextended(k, 20261125) from unnest(keys) k where k is not null order by 1 loop
    perform pg_advisory_xact_lock(key);
  end loop;
end $$;

-- The lead of a number within the brand.
create function app.lead_of_number(channel public.channels, number text) returns uuid
language sql stable security definer set search_path = '' as $$
  select l.id from public.leads l
  where l.organization_id = channel.organization_id and l.brand_id = channel.brand_id and l.phone_normalized = number
    and l.merged_into is null and l.duplicate_of is null
$$;

-- The lead that this sender is: of the contact point, else of the number within the brand, else (by e-mail) of the
-- message that it answers or of the address; null when it is a new customer. On the web the number comes first (seed
-- 000): several people sit at one browser.
create function app.find_lead(channel public.channels, sender jsonb, number text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  by_contact uuid := (select app.surviving_lead(p.lead_id) from public.contact_points p
    where p.channel_id = channel.id and p.platform_user_id = app.clip(sender ->> 'id', 300));
begin
  if channel.platform = 'web' and number is not null then
    return coalesce(app.lead_of_number(channel, number),
      (select l.id from public.leads l where l.id = by_contact and l.phone_normalized is null));
  end if;
  return coalesce(by_contact, app.lead_of_number(channel, number),
    case when channel.platform = 'email' then coalesce(
      (select app.surviving_lead(m.lead_id) from public.messages m join public.conversations c on c.id = m.conversation_id
        where m.platform = 'email' and c.channel_id = channel.id
          and m.external_id = any (array(select jsonb_array_elements_text(sender -> 'references')))
        order by m.created_at desc limit 1),
      (select l.id from public.leads l
        where l.brand_id = channel.brand_id and lower("left"(l.email, 300)) = lower(app.email_of(sender))
          and l.merged_into is null
        order by l.duplicate_of is not null, l.created_at, l.id limit 1)) end);
end $$;

-- Makes the lead of a sender who is not known yet; null when a colleague made one of this number at the same moment.
create function app.make_lead(channel public.channels, sender jsonb, details jsonb, at timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  country text := (select o.default_country from public.organizations o where o.id = channel.organization_id);
  postcode text := app.clip(details ->> 'postcode', 50);
  made uuid;
begin
  insert into public.leads (organization_id, brand_id, owner_id, first_name, last_name, email, phone, company_name,
    address, postcode, avatar_url, source, source_details, utm, custom_fields, first_touchpoint, last_touchpoint,
    last_interaction_at)
  select channel.organization_id, channel.brand_id, app.owner_of_new_lead(channel.organization_id, country, postcode),
    n.first_name, n.last_name, app.email_of(sender), app.clip(sender ->> 'phone', 50),
    app.clip(details ->> 'company_name', 300), app.clip(details ->> 'address', 1000), postcode,
    app.clip(sender ->> 'avatar_url', 2000), coalesce(app.clip(details ->> 'source', 100), channel.platform),
    coalesce(details -> 'source_details', '{}'), coalesce(details -> 'utm', '{}'),
    coalesce(details -> 'custom_fields', '{}'), channel.platform, channel.platform, at
  from app.names_of(sender) n
  on conflict do nothing
  returning id into made;
  return made;
end $$;

-- What a known lead did not tell before. Never over what is there: a rep may have written it.
create function app.complete_lead(lead uuid, sender jsonb, details jsonb, new_phone text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.leads l set
    first_name = case when l.full_name is null then n.first_name else l.first_name end,
    last_name = case when l.full_name is null then n.last_name else l.last_name end,
    email = coalesce(l.email, app.email_of(sender)),
    phone = coalesce(l.phone, new_phone),
    company_name = coalesce(l.company_name, app.clip(details ->> 'company_name', 300)),
    address = coalesce(l.address, app.clip(details ->> 'address', 1000)),
    postcode = coalesce(l.postcode, app.clip(details ->> 'postcode', 50)),
    avatar_url = coalesce(l.avatar_url, app.clip(sender ->> 'avatar_url', 2000)),
    utm = case when l.utm = '{}' then coalesce(details -> 'utm', l.utm) else l.utm end
  from app.names_of(sender) n
  where l.id = lead and (l.full_name is null and n.first_name is not null
    or l.email is null and app.email_of(sender) is not null
    or l.phone is null and new_phone is not null
    or l.company_name is null and app.clip(details ->> 'company_name', 300) is not null
    or l.address is null and app.clip(details ->> 'address', 1000) is not null
    or l.postcode is null and app.clip(details ->> 'postcode', 50) is not null
    or l.avatar_url is null and app.clip(sender ->> 'avatar_url', 2000) is not null
    or l.utm = '{}' and details -> 'utm' <> '{}');
end $$;

create type app.contact as (lead_id uuid, contact_point_id uuid, is_new boolean);

-- The lead and the contact point of a sender, made when there are none.
create function app.resolve_contact(channel public.channels, sender jsonb, details jsonb, at timestamptz)
returns app.contact language plpgsql security definer set search_path = '' as $$
declare
  sender_id text := app.clip(sender ->> 'id', 300);
  phone text := app.normalize_phone(sender ->> 'phone',
    (select o.default_country from public.organizations o where o.id = channel.organization_id));
  result app.contact;
begin
  perform app.lock_identities(array[channel.id || ' ' || sender_id, channel.brand_id || ' ' || phone,
    case when channel.platform = 'email' then channel.brand_id || ' ' || lower(sender ->> 'email') end]);
  result.lead_id := app.find_lead(channel, sender, phone);
  result.is_new := result.lead_id is null;
  if result.is_new then
    result.lead_id := app.make_lead(channel, sender, details, at);
    if result.lead_id is null then
      result.is_new := false;
      result.lead_id := app.find_lead(channel, sender, phone);
    end if;
  end if;

  insert into public.contact_points as p (organization_id, lead_id, channel_id, platform, platform_user_id, handle,
    avatar_url)
  values (channel.organization_id, result.lead_id, channel.id, channel.platform, sender_id,
    app.clip(sender ->> 'handle', 300), app.clip(sender ->> 'avatar_url', 2000))
  on conflict (channel_id, platform_user_id) do update set lead_id = excluded.lead_id,
    handle = coalesce(excluded.handle, p.handle), avatar_url = coalesce(excluded.avatar_url, p.avatar_url)
    where p.lead_id <> excluded.lead_id or p.handle is distinct from coalesce(excluded.handle, p.handle)
      or p.avatar_url is distinct from coalesce(excluded.avatar_url, p.avatar_url)
  returning id into result.contact_point_id;
  if result.contact_point_id is null then
    select p.id into result.contact_point_id from public.contact_points p
    where p.channel_id = channel.id and p.platform_user_id = sender_id;
  end if;
  return result;
end $$;

-- A number that a known lead may take: it has none, and nobody else of the brand has this one.
create function app.free_phone(channel public.channels, raw text) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  number text := app.normalize_phone(raw,
    (select o.default_country from public.organizations o where o.id = channel.organization_id));
begin
  return case when number is not null and not exists (
    select from public.leads l
    where l.organization_id = channel.organization_id and l.brand_id = channel.brand_id and l.phone_normalized = number
      and l.merged_into is null and l.duplicate_of is null) then app.clip(raw, 50) end;
end $$;

-- How far a call has come: a report that comes late does not take it back (Twilio, "Call resource: status values").
create function app.call_rank(status text) returns integer language sql immutable parallel safe
return case status when 'queued' then 0 when 'initiated' then 0 when 'ringing' then 1 when 'in-progress' then 2
  when 'answered' then 2 else 3 end;

-- The session that an event belongs to: by the visitor's session, the call, or the account it came from.
create function app.find_session(lead uuid, kind text, session public.touchpoint_sessions)
returns public.touchpoint_sessions language sql stable security definer set search_path = '' as $$
  select s from public.touchpoint_sessions s
  where case kind
    when 'web' then s.lead_id = lead and (session).external_session_id in (s.external_session_id, s.chat_session_id)
    when 'voice' then s.lead_id = lead and s.call_sid = (session).call_sid
    when 'whatsapp' then s.lead_id = lead and s.kind = 'whatsapp'
    else s.lead_id = lead and s.kind = 'social' and s.social_platform = (session).social_platform end
  order by s.created_at desc limit 1
$$;

-- Writes what a delivery tells about its session. `facts`: columns of touchpoint_sessions; `body`: the customer's
-- message, if it brought one. Null for channels without sessions (SMS, e-mail).
create function app.take_session(channel public.channels, lead uuid, sender jsonb, facts jsonb, body text, at timestamptz)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  kind text := case channel.platform when 'web' then 'web' when 'whatsapp' then 'whatsapp' when 'voice' then 'voice'
    when 'instagram' then 'social' when 'facebook' then 'social' end;
  told jsonb := jsonb_strip_nulls(facts) - array['id', 'organization_id', 'lead_id', 'brand_id', 'kind', 'message_count',
    'last_message_at', 'booking_id', 'engagement_count', 'created_at', 'updated_at', 'sync_xid'];
  session public.touchpoint_sessions := jsonb_populate_record(null::public.touchpoint_sessions, told
    || jsonb_build_object('organization_id', channel.organization_id));
  known public.touchpoint_sessions;
  is_latest boolean;
begin
  if kind is null then
    return null;
  end if;
  known := app.find_session(lead, kind, session);
  is_latest := known.last_message_at is null or at >= known.last_message_at;
  if app.call_rank(session.call_status) < app.call_rank(known.call_status) then
    told := told - 'call_status';
  end if;
  if body is not null and is_latest and kind = 'whatsapp' then
    told := told || jsonb_build_object('last_message_preview', app.preview_of(body), 'last_message_from', 'customer');
  elsif body is not null and is_latest and kind = 'social' then
    told := told || jsonb_build_object('engagement_preview', app.preview_of(body), 'last_engagement_at', at);
  end if;

  session := jsonb_populate_record(known, told);
  session.customer_name := coalesce(app.clip(sender ->> 'name', 300), session.customer_name);
  session.customer_email := coalesce(app.email_of(sender), session.customer_email);
  session.customer_phone := coalesce(app.clip(sender ->> 'phone', 50), session.customer_phone);
  session.message_count := coalesce(known.message_count, 0) + (body is not null)::integer;
  session.engagement_count := case when kind = 'social' then coalesce(known.engagement_count, 0) + 1 else 0 end;
  session.last_message_at := greatest(known.last_message_at, case when body is not null then at end);
  session.session_status := coalesce(session.session_status, 'active');
  session.channel_data := coalesce(session.channel_data, '{}');
  if known.id is null then
    -- A visitor's session goes on although somebody else sits at it: each lead has a session of their own, and only the
    -- first goes by the session's id.
    if exists (select from public.touchpoint_sessions s where s.organization_id = channel.organization_id
        and s.external_session_id = session.external_session_id) then
      session.chat_session_id := session.external_session_id;
      session.external_session_id := null;
    end if;
    if exists (select from public.touchpoint_sessions s where s.organization_id = channel.organization_id
        and s.call_sid = session.call_sid) then
      session.call_sid := null;
    end if;
    session.id := app.uuid_v7();
    session.lead_id := lead;
    session.kind := kind;
    session.created_at := now();
    session.updated_at := now();
    session.sync_xid := pg_current_xact_id();
    insert into public.touchpoint_sessions select (session).*;
    return session.id;
  end if;
  update public.touchpoint_sessions s set customer_name = session.customer_name, customer_email = session.customer_email,
    customer_phone = session.customer_phone, session_status = session.session_status,
    conversation_summary = session.conversation_summary, user_inputs_summary = session.user_inputs_summary,
    conversation_context = session.conversation_context, sentiment = session.sentiment,
    message_count = session.message_count, last_message_at = session.last_message_at, channel_data = session.channel_data,
    chat_session_id = session.chat_session_id, website_url = session.website_url,
    booking_status = session.booking_status, booking_date = session.booking_date, booking_time = session.booking_time,
    booking_created_at = session.booking_created_at, google_event_id = session.google_event_id,
    whatsapp_business_account_id = session.whatsapp_business_account_id, whatsapp_contact_id = session.whatsapp_contact_id,
    last_message_from = session.last_message_from, last_message_preview = session.last_message_preview,
    phone_number = session.phone_number, call_duration_seconds = session.call_duration_seconds,
    call_status = session.call_status, call_direction = session.call_direction, recording_url = session.recording_url,
    transcription = session.transcription, call_summary = session.call_summary, platform_user_id = session.platform_user_id,
    platform_username = session.platform_username, engagement_type = session.engagement_type,
    content_id = session.content_id, engagement_preview = session.engagement_preview,
    last_engagement_at = session.last_engagement_at, engagement_count = session.engagement_count
  where s.id = known.id;
  return known.id;
end $$;
