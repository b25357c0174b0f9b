-- What stands against sending a message, asked at the moment of sending.

-- `action`: hold (until `until`, or until what holds it changes), cancel or fail. `reason` is of
-- dispatch_queue_held_reason_check for what is held, `words` are what the rep reads.
create type app.obstacle as (action text, reason text, words text, until timestamptz);

-- Who wrote it decides which rules apply: a rep's own reply waits for no window and no limit; an answer of the AI waits
-- for them only where the settings say so (seed 002: respond_to_inbound_24_7); a campaign's message always does.
create function app.dispatch_kind(message public.messages) returns text language sql immutable parallel safe
return case
  when (message).sender_type = 'agent' then 'rep'
  when (message).sender_type = 'ai' and coalesce((message).step, 'reply') = 'reply' then 'answer'
  else 'campaign' end;

-- The settings that an automated message keeps to: of the list it was written for (metadata.dataset_id), else of the
-- lead's newest list that has any. Null: none.
create function app.dispatch_settings(message public.messages, lead public.leads) returns public.campaign_settings
language sql stable security definer set search_path = '' as $$
  select s from public.datasets d join public.campaign_settings s on s.id = d.campaign_settings_id
  where d.organization_id = (message).organization_id
    and d.id::text in (select (message).metadata ->> 'dataset_id' union all select unnest((lead).dataset_ids)::text)
  order by d.id::text = (message).metadata ->> 'dataset_id' desc nulls last, d.created_at desc limit 1
$$;

-- A human has taken over when the AI was switched off for the customer, here or altogether, or somebody wrote after the
-- AI did.
create function app.human_took_over(message public.messages, conversation public.conversations, lead public.leads)
returns boolean language sql stable security definer set search_path = '' as $$
  select not (conversation).ai_enabled or not (lead).ai_enabled or (lead).manual_mode_at is not null
    or exists (select from public.contact_points p where p.lead_id = (lead).id
      and p.channel_id = (conversation).channel_id and not p.ai_enabled)
    or exists (select from public.messages m where m.conversation_id = (conversation).id
      and m.created_at > (message).created_at and m.direction = 'outbound' and m.sender_type = 'agent')
$$;

-- Until when a customer may be written to freely after their last message. WhatsApp: 24 hours, then templates only
-- (developers.facebook.com/docs/whatsapp/pricing, "customer service windows"). Messenger and Instagram: 24 hours, and a
-- person may answer within 7 days (…/docs/messenger-platform/policy, HUMAN_AGENT). Null: no such rule.
create function app.messaging_window(message public.messages, last_inbound timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select case
    when (message).platform = 'whatsapp' and (message).content_type <> 'template'
      then coalesce(last_inbound + interval '24 hours', '-infinity')
    when (message).platform in ('facebook', 'instagram') then coalesce(last_inbound
      + case when (message).sender_type = 'agent' then interval '7 days' else interval '24 hours' end, '-infinity')
    end
$$;

-- Takes one message of what the settings allow a channel per minute, hour and day (of the organisation's calendar).
-- Null: taken; else when to ask again. The counters are locked until the transaction ends, so no two count the same.
create function app.take_rate(channel uuid, limits public.campaign_settings) returns timestamptz
language plpgsql security definer set search_path = '' as $$
declare
  zone text := (select o.timezone from public.organizations o where o.id = (limits).organization_id);
  word text;
  began timestamptz;
  counted integer;
begin
  foreach word in array array['minute', 'hour', 'day'] loop
    began := date_trunc(word, now() at time zone zone) at time zone zone;
    insert into public.rate_counters (channel_id, period, started_at) values (channel, word, began)
    on conflict do nothing;
    select r.sent into counted from public.rate_counters r
    where r.channel_id = channel and r.period = word and r.started_at = began for update;
    if counted >= (case word when 'minute' then (limits).messages_per_minute when 'hour' then (limits).messages_per_hour
      else (limits).messages_per_day end)
    then
      return (date_trunc(word, now() at time zone zone) + ('1 ' || word)::interval) at time zone zone;
    end if;
  end loop;
  update public.rate_counters r set sent = r.sent + 1
  where r.channel_id = channel and r.started_at = date_trunc(r.period, now() at time zone zone) at time zone zone;
  delete from public.rate_counters r where r.channel_id = channel and r.started_at < now() - interval '7 days';
  return null;
end $$;

-- What the settings say to an automated message; null: nothing against it, and it has been counted.
create function app.automation_obstacle(message public.messages, lead public.leads, channel uuid)
returns app.obstacle language plpgsql security definer set search_path = '' as $$
declare
  settings public.campaign_settings := app.dispatch_settings(message, lead);
  zone text;
  opens timestamptz;
begin
  if settings.id is null then
    return null;
  elsif not settings.sending_enabled then
    return ('hold', 'sending_off', 'Sending is switched off for this campaign', now() + interval '1 day')::app.obstacle;
  end if;
  if app.dispatch_kind(message) = 'campaign' or settings.respect_schedule_strictly
    or not settings.respond_to_inbound_24_7
  then
    zone := coalesce(app.lead_time_zone(lead),
      case when app.is_time_zone(settings.sending_timezone) then settings.sending_timezone end, 'UTC');
    opens := app.next_open(now(), zone, settings.sending_hours_start, settings.sending_hours_end,
      settings.sending_days);
    if opens > now() then
      return ('hold', 'sending_hours', 'Waits for the campaign''s sending hours', opens)::app.obstacle;
    end if;
  end if;
  opens := app.take_rate(channel, settings);
  if opens is not null then
    return ('hold', 'rate_limit', 'Waits: as many messages as the campaign allows were sent', opens)::app.obstacle;
  end if;
  return null;
end $$;

create function app.dispatch_obstacle(message public.messages, conversation public.conversations, lead public.leads,
  channel public.channels, last_inbound timestamptz) returns app.obstacle
language plpgsql security definer set search_path = '' as $$
declare
  tomorrow timestamptz := now() + interval '1 day';
begin
  if (message).sender_type = 'ai' and app.human_took_over(message, conversation, lead) then
    return ('cancel', 'taken_over', 'Not sent: a colleague has taken over this conversation', null)::app.obstacle;
  elsif (lead).consents -> (message).platform ->> 'status' = 'opted_out' then
    return ('hold', 'opted_out', 'Held: the customer has opted out of this channel', tomorrow)::app.obstacle;
  elsif (lead).contact_status = 'removed' then
    return ('hold', 'do_not_contact', 'Held: this customer is not to be contacted', tomorrow)::app.obstacle;
  elsif not (channel).is_active then
    return ('hold', 'channel_off', 'Held: the channel is switched off', tomorrow)::app.obstacle;
  elsif (message).platform = 'voice' then
    return ('fail', 'not_text', 'A phone call cannot be answered in writing', null)::app.obstacle;
  elsif app.messaging_window(message, last_inbound) < now() then
    return ('hold', 'messaging_window', case (message).platform
      when 'whatsapp' then 'Held: WhatsApp allows only templates 24 hours after the customer''s last message'
      else 'Held: the customer''s last message is too long ago for this channel' end, tomorrow)::app.obstacle;
  elsif app.dispatch_kind(message) = 'rep' then
    return null;
  end if;
  return app.automation_obstacle(message, lead, (channel).id);
end $$;
