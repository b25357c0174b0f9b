create or replace function app.automation_obstacle(message public.messages, lead public.leads, channel uuid)
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

create or replace function public.dispatch_begin(p_worker text, p_message uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.dispatch_queue q
  set attempts = q.attempts + 1, attempted_at = clock_timestamp()
  where q.message_id = p_message and q.locked_by = p_worker and q.locked_until > clock_timestamp();
  return found;
end $$;

drop trigger pause_enrollments on public.leads;
drop trigger review_outreach on public.leads;
drop trigger update_outreach on public.messages;
drop trigger recall_outreach on public.campaign_enrollments;
drop function app.pause_unwanted(), app.review_lead_outreach(), app.recall_answered(), app.recall_enrollment(),
  app.recall_outreach(uuid[]), app.campaign_over_words(), app.outreach_over(uuid), app.dataset_obstacle(public.dataset_leads, boolean);
drop table app.dataset_schedule, app.outreach_sends;
