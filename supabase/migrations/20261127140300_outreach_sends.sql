-- The messages of campaigns, from the moment at which a step is due to what came of it. A step is planned first, then
-- written as a message (which dispatch sends), and settled with the message; each is a transaction, so that a worker
-- may die anywhere: what is planned is written by the next one, what is written has its place here.

create table app.outreach_sends (
  -- Also the message's, once it is written: no step is written twice.
  id uuid primary key default app.uuid_v7(),
  enrollment_id uuid references public.campaign_enrollments on delete cascade,
  dataset_lead_id uuid references public.dataset_leads on delete cascade,
  dataset_id uuid references public.datasets on delete cascade,
  step_id uuid references public.campaign_steps on delete set null,
  -- 'day 4', 'M2' or 'nudge'.
  step text not null,
  day_number integer,
  -- What sets a nudge apart from another: the customer's message after which there was silence.
  occasion text not null default '',
  -- Where it must be written; null: wherever the customer is best reached.
  channel_id uuid references public.channels on delete cascade,
  -- withdrawn: it was not sent, and is planned anew should the sequence go on; skipped: the sequence goes on without
  -- it.
  status text not null default 'planned',
  reason text,
  send_at timestamptz not null,
  planned_at timestamptz not null,
  settled_at timestamptz,
  constraint outreach_sends_status_check
    check (status in ('planned', 'written', 'sent', 'failed', 'skipped', 'withdrawn')),
  constraint outreach_sends_parent_check check (num_nonnulls(enrollment_id, dataset_lead_id) = 1
    and (dataset_lead_id is null) = (dataset_id is null) and (enrollment_id is null) = (day_number is null)),
  constraint outreach_sends_settled_at_check check ((settled_at is null) = (status in ('planned', 'written')))
);
create unique index outreach_sends_enrollment_step on app.outreach_sends (enrollment_id, day_number)
  where enrollment_id is not null and status <> 'withdrawn';
create unique index outreach_sends_dataset_step on app.outreach_sends (dataset_lead_id, step, occasion)
  where dataset_lead_id is not null and status <> 'withdrawn';
create index outreach_sends_dataset on app.outreach_sends (dataset_id, planned_at) where dataset_id is not null;
create index outreach_sends_step on app.outreach_sends (step_id);
create index outreach_sends_channel on app.outreach_sends (channel_id) where channel_id is not null;
create index outreach_sends_due on app.outreach_sends (send_at) where status = 'planned';
create index outreach_sends_enrollment on app.outreach_sends (enrollment_id) where enrollment_id is not null;
create index outreach_sends_dataset_lead on app.outreach_sends (dataset_lead_id) where dataset_lead_id is not null;
select app.close_table('app.outreach_sends');

-- When somebody looks at a list's customer next; null: when something changes. A time here may be early, never late.
create table app.dataset_schedule (
  dataset_lead_id uuid primary key references public.dataset_leads on delete cascade,
  dataset_id uuid not null references public.datasets on delete cascade,
  due_at timestamptz
);
create index dataset_schedule_due on app.dataset_schedule (dataset_id, due_at);
select app.close_table('app.dataset_schedule');

-- Why nothing more of a list's sequence is for this customer; null: nothing against it. Of nudges a reply is no end:
-- they are for conversations that fell silent.
create function app.dataset_obstacle(member public.dataset_leads, nudge boolean) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select case
    when d.campaign_status <> 'active' or d.archived or d.campaign_settings_id is null then 'campaign_inactive'
    when l.archived_at is not null or l.merged_into is not null or l.converted_at is not null
      or l.lead_status in ('qualified', 'converted') and not nudge or l.lead_status = 'converted'
      or member.contact_status in ('call_booked', 'converted', 'removed', 'archived')
      or member.contact_status not in ('ready', 'contacted_1', 'contacted_2', 'contacted_3') and not nudge
      then 'ended'
    when jsonb_path_exists(l.consents, '$.* ? (@.status == "opted_out")') then 'opted_out'
    when not l.ai_enabled or l.manual_mode_at is not null then 'manual_mode'
    when not nudge and exists (select from public.messages m where m.lead_id = l.id and m.direction = 'inbound'
      and m.sender_type = 'customer' and m.created_at >= member.created_at) then 'replied'
    when nudge and exists (select from public.conversations c where c.lead_id = l.id and c.waiting_since is not null)
      then 'replied'
    end
  from public.datasets d join public.leads l on l.id = member.lead_id where d.id = member.dataset_id);
end $$;

-- Why a planned or written message is not to be sent any more; null: it is. Only active enrolments send (seed 003).
create function app.outreach_over(send uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return nullif(coalesce((
    select case
      when s.enrollment_id is not null then (
        select case when e.status <> 'active' then e.status when not c.is_active then 'campaign_inactive' else '' end
        from public.campaign_enrollments e join public.campaigns c on c.id = e.campaign_id where e.id = s.enrollment_id)
      else (select coalesce(app.dataset_obstacle(m, s.step = 'nudge'), '') from public.dataset_leads m
        where m.id = s.dataset_lead_id) end
    from app.outreach_sends s where s.id = send), 'gone'), '');
end $$;

-- What a written message says that is over. Its words tell it from one that a person took back.
create function app.campaign_over_words() returns text language sql immutable set search_path = '' as $$
  select 'Not sent: this customer''s campaign has ended or pauses'
$$;

-- Takes back what was planned or written for these customers and is over, unless the vendor was asked already. What
-- another transaction holds is left: whoever is about to send it asks once more (dispatch_begin).
create function app.recall_outreach(leads uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  mine uuid[] := array(
    select s.id from public.campaign_enrollments e join app.outreach_sends s on s.enrollment_id = e.id
    where e.lead_id = any (leads) and s.status in ('planned', 'written')
    union all
    select s.id from public.dataset_leads m join app.outreach_sends s on s.dataset_lead_id = m.id
    where m.lead_id = any (leads) and s.status in ('planned', 'written'));
  over uuid[] := array(select id from unnest(mine) id where app.outreach_over(id) is not null);
begin
  if over = '{}' then
    return;
  end if;
  update app.outreach_sends s set status = 'withdrawn', reason = app.outreach_over(s.id), settled_at = now()
  where s.id = any (over) and s.status = 'planned';
  update public.messages m set status = 'cancelled', error = app.campaign_over_words()
  where m.id in (
    select w.id from public.messages w join public.dispatch_queue q on q.message_id = w.id
    where w.id = any (over) and w.status in ('queued', 'held', 'sending') and q.attempted_at is null
    order by w.id for update of w, q skip locked);
end $$;

create function app.recall_enrollment() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.recall_outreach(array[new.lead_id]);
  return null;
end $$;
create trigger recall_outreach after update of status, last_response_at on public.campaign_enrollments for each row
  when (old.status = 'active' and new.status <> 'active') execute function app.recall_enrollment();

create function app.recall_answered() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.recall_outreach(array(
    select distinct n.lead_id from new_rows n
    where n.direction = 'inbound' and n.sender_type = 'customer' order by 1));
  return null;
end $$;
-- After update_enrollments (order of names).
create trigger update_outreach after insert on public.messages referencing new table as new_rows
  for each statement execute function app.recall_answered();

-- A customer of a list changes: what was written may be over, or what was put off may go on.
create function app.review_lead_outreach() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update app.dataset_schedule s set due_at = now()
  from public.dataset_leads m where m.lead_id = new.id and s.dataset_lead_id = m.id;
  perform app.recall_outreach(array[new.id]);
  return null;
end $$;
create trigger review_outreach
  after update of contact_status, lead_status, archived_at, merged_into, converted_at, consents, ai_enabled,
    manual_mode_at
  on public.leads for each row when (new.dataset_ids <> '{}' and ((
    new.lead_status, new.archived_at, new.merged_into, new.converted_at, new.consents, new.ai_enabled,
    new.manual_mode_at) is distinct from (old.lead_status, old.archived_at, old.merged_into, old.converted_at,
    old.consents, old.ai_enabled, old.manual_mode_at)
    or new.contact_status <> old.contact_status
      and new.contact_status not in ('contacted_1', 'contacted_2', 'contacted_3')))
  execute function app.review_lead_outreach();

-- "Do not contact" pauses like an opt-out does (seed 003, workflow 4).
create function app.pause_unwanted() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.campaign_enrollments e set status = 'paused', paused_reason = 'do_not_contact'
  where e.lead_id = new.id and e.status = 'active';
  return null;
end $$;
create trigger pause_enrollments after update of contact_status on public.leads for each row
  when (new.contact_status = 'removed' and old.contact_status <> 'removed') execute function app.pause_unwanted();

-- Asked again at the last moment: a reply that came while the message was on its way to the vendor stops it.
create or replace function public.dispatch_begin(p_worker text, p_message uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.dispatch_queue q
  set attempts = q.attempts + 1, attempted_at = clock_timestamp()
  where q.message_id = p_message and q.locked_by = p_worker and q.locked_until > clock_timestamp()
    and not (exists (select from app.outreach_sends s where s.id = p_message)
      and app.outreach_over(p_message) is not null);
  return found;
end $$;

-- As before, and closed on holidays. What belongs to a campaign that is over for this customer is cancelled. M2 and M3
-- of settings that keep their delays to the hour wait for no window.
create or replace function app.automation_obstacle(message public.messages, lead public.leads, channel uuid)
returns app.obstacle language plpgsql security definer set search_path = '' as $$
declare
  settings public.campaign_settings := app.dispatch_settings(message, lead);
  opens timestamptz;
begin
  if message.metadata ? 'outreach' and app.outreach_over(message.id) is not null then
    return ('cancel', 'campaign_over', app.campaign_over_words(), null)::app.obstacle;
  elsif settings.id is null then
    return null;
  elsif not settings.sending_enabled then
    return ('hold', 'sending_off', 'Sending is switched off for this campaign', now() + interval '1 day')::app.obstacle;
  end if;
  if (case app.dispatch_kind(message)
    when 'campaign' then settings.delay_respect_sending_hours or coalesce(message.step, '') not in ('M2', 'M3')
    else settings.respect_schedule_strictly or not settings.respond_to_inbound_24_7 end)
  then
    opens := app.next_sending_time(settings.organization_id, now(), app.sending_zone(lead, settings),
      settings.sending_hours_start, settings.sending_hours_end, settings.sending_days);
    if opens is distinct from now() then
      return ('hold', 'sending_hours', 'Waits for the campaign''s sending hours',
        coalesce(opens, now() + interval '1 day'))::app.obstacle;
    end if;
  end if;
  opens := app.take_rate(channel, settings);
  if opens is not null then
    return ('hold', 'rate_limit', 'Waits: as many messages as the campaign allows were sent', opens)::app.obstacle;
  end if;
  return null;
end $$;
