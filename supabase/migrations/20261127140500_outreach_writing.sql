-- Planned messages are written, and what becomes of them is carried back to the enrolment or the list.

-- As before, with a plan that is kept: asked for every message, and here for every channel.
create or replace function app.dispatch_recipient(lead public.leads, channel public.channels) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce(
    (select p.platform_user_id from public.contact_points p
      where p.lead_id = lead.id and p.channel_id = channel.id order by p.updated_at desc, p.id limit 1),
    case when channel.platform in ('sms', 'whatsapp') then lead.phone_normalized
      when channel.platform = 'email' then lead.email
      when channel.platform = 'web' then lead.id::text end);
end $$;

-- Where a customer is texted for a campaign: on the channel of the settings' own number, else by SMS, else where the
-- rules of the channel let us (WhatsApp and the like within a day of their last message), else by mail. Null: nowhere.
create function app.outreach_channel(lead public.leads, sender text, at timestamptz) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select c.id from public.channels c
    where c.organization_id = lead.organization_id and c.brand_id = lead.brand_id and c.is_active
      and c.platform <> 'voice' and app.dispatch_recipient(lead, c) is not null
      and (c.platform in ('sms', 'email') or exists (
        select from public.conversations v join public.messages m on m.id = v.last_inbound_id
        where v.lead_id = lead.id and v.channel_id = c.id and m.created_at > at - interval '23 hours'))
      and lead.consents -> c.platform ->> 'status' is distinct from 'opted_out'
    order by c.platform_channel_id is not distinct from sender and sender is not null desc, c.platform = 'sms' desc,
      c.platform = 'email', c.created_at, c.id
    limit 1);
end $$;

-- When a message of a campaign that has no settings of its own may be written: from eight to nine in the evening, the
-- hours in which a person may be texted in the United States (47 CFR 64.1200) and elsewhere, by the customer's clock.
create function app.decent_time(lead public.leads, at timestamptz) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return app.next_sending_time(lead.organization_id, at, app.customer_zone(lead), '08:00', '21:00',
    '{monday,tuesday,wednesday,thursday,friday,saturday,sunday}');
end $$;

create type app.outreach_draft as (send_id uuid, organization_id uuid, lead_id uuid, channel_id uuid, platform text,
  subject text, body text, step text, from_address text, metadata jsonb, obstacle text);

-- What a planned message will be; `obstacle` says why it cannot be written.
create function app.draft_outreach(send app.outreach_sends, at timestamptz) returns app.outreach_draft
language plpgsql stable security definer set search_path = '' as $$
declare
  draft app.outreach_draft;
  lead public.leads;
  settings public.campaign_settings;
  words record;
  known jsonb;
begin
  select l.* into lead from public.leads l where l.id = coalesce(
    (select e.lead_id from public.campaign_enrollments e where e.id = send.enrollment_id),
    (select m.lead_id from public.dataset_leads m where m.id = send.dataset_lead_id));
  select g.* into settings from public.campaign_settings g
  join public.datasets d on d.campaign_settings_id = g.id where d.id = send.dataset_id;
  if send.step = 'nudge' then
    select null::text as subject, settings.silence_nudge_message as text into words;
  else
    select s.subject, s.message_template as text into words from public.campaign_steps s where s.id = send.step_id;
  end if;
  known := app.template_values(lead, settings.booking_link, at);
  draft.send_id := send.id;
  draft.organization_id := lead.organization_id;
  draft.lead_id := lead.id;
  draft.channel_id := coalesce(send.channel_id, app.outreach_channel(lead, settings.sender_number, at));
  draft.platform := (select c.platform from public.channels c where c.id = draft.channel_id);
  draft.subject := case when draft.platform = 'email' then app.fill_template(words.subject, known) end;
  draft.body := app.fill_template(words.text, known);
  draft.step := case when send.step in ('M1', 'M2', 'M3') then send.step else 'nurture' end;
  draft.from_address := case when draft.platform = 'sms' then settings.sender_number end;
  draft.metadata := jsonb_strip_nulls(jsonb_build_object('outreach', send.step, 'enrollment_id', send.enrollment_id,
    'dataset_id', send.dataset_id));
  draft.obstacle := case when words.text is null then 'step_removed' when draft.body is null then 'missing_value'
    when draft.channel_id is null then 'no_channel' end;
  return draft;
end $$;

-- Writes planned messages whose time has come. Their customers and conversations are locked first, in no order, since
-- none is waited for: who is written to or is merged right now has a turn at the next run.
create function app.write_outreach(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due uuid[] := array(
    select s.id from app.outreach_sends s where s.status = 'planned' and s.send_at <= at
    order by s.send_at, s.id limit batch);
  leads uuid[] := array(
    select l.id from public.leads l
    where l.id in (select app.outreach_lead(s) from app.outreach_sends s where s.id = any (due))
    order by l.id for no key update skip locked);
  threads uuid[] := array(
    select c.id from public.conversations c where c.lead_id = any (leads) order by c.id for update skip locked);
  drafts app.outreach_draft[];
  draft app.outreach_draft;
begin
  leads := array(select id from unnest(leads) id where not exists (
    select from public.conversations c where c.lead_id = id and c.id <> all (threads)));
  due := array(
    select s.id from app.outreach_sends s
    where s.id = any (due) and s.status = 'planned' and app.outreach_lead(s) = any (leads) for update skip locked);

  update app.outreach_sends s set status = 'withdrawn', reason = app.outreach_over(s.id), settled_at = at
  where s.id = any (due) and app.outreach_over(s.id) is not null;
  update app.outreach_sends s set send_at = coalesce(app.decent_time(l, at), at + interval '1 day')
  from public.leads l
  where s.id = any (due) and s.status = 'planned' and s.enrollment_id is not null and l.id = app.outreach_lead(s)
    and app.decent_time(l, at) is distinct from at;
  drafts := array(
    select app.draft_outreach(s, at) from app.outreach_sends s
    where s.id = any (due) and s.status = 'planned' and s.send_at <= at order by s.send_at, s.id);

  foreach draft in array drafts loop
    if draft.obstacle is not null then
      perform app.settle_outreach(draft.send_id, case draft.obstacle when 'no_channel' then 'failed' else 'skipped' end,
        draft.obstacle, at);
    end if;
  end loop;
  insert into public.conversations (organization_id, lead_id, channel_id, platform)
  select distinct d.organization_id, d.lead_id, d.channel_id, d.platform
  from unnest(drafts) d where d.obstacle is null
  on conflict do nothing;
  insert into public.messages (id, conversation_id, direction, sender_type, status, subject, body, step, from_address,
    metadata, created_at)
  select d.send_id, c.id, 'outbound', 'system', 'queued', d.subject, d.body, d.step, d.from_address, d.metadata, at
  from unnest(drafts) d
  join public.conversations c on c.lead_id = d.lead_id and c.channel_id = d.channel_id
  where d.obstacle is null;
  update app.outreach_sends s set status = 'written'
  where s.id in (select d.send_id from unnest(drafts) d where d.obstacle is null);
  return cardinality(due);
end $$;

create function app.outreach_lead(send app.outreach_sends) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when send.enrollment_id is not null
    then (select e.lead_id from public.campaign_enrollments e where e.id = send.enrollment_id)
    else (select m.lead_id from public.dataset_leads m where m.id = send.dataset_lead_id) end;
end $$;

-- Carries back what came of a message: sent (at `at`), failed (it cannot be), skipped (it is not, the sequence goes
-- on), withdrawn (its sequence was over or paused; if that goes on after all, it is planned anew). Locks in the order
-- of everything else: customer, enrolment or membership, then the send.
create function app.settle_outreach(send_id uuid, outcome text, why text, at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  send app.outreach_sends;
  lead uuid;
begin
  select * into send from app.outreach_sends s where s.id = send_id;
  if send.id is null then
    return;
  end if;
  lead := app.outreach_lead(send);
  perform from public.leads l where l.id = lead for no key update;
  if send.enrollment_id is not null then
    outcome := app.settle_enrollment_step(send, outcome, at);
  else
    outcome := app.settle_dataset_step(send, lead, outcome, at);
  end if;
  update app.outreach_sends s set status = outcome, reason = why, settled_at = at where s.id = send_id;
end $$;

-- A message that the vendor refused for good pauses the sequence, so that somebody looks at it; resumed, it goes on
-- with the next day. One that was taken back because the sequence pauses is planned anew when it goes on.
create function app.settle_enrollment_step(send app.outreach_sends, outcome text, at timestamptz) returns text
language plpgsql security definer set search_path = '' as $$
declare
  enrollment public.campaign_enrollments;
begin
  select * into enrollment from public.campaign_enrollments e where e.id = send.enrollment_id for no key update;
  if outcome = 'withdrawn' or outcome = 'skipped' and enrollment.status <> 'active' then
    return 'withdrawn';
  end if;
  update public.campaign_enrollments e set last_message_day = greatest(e.last_message_day, send.day_number),
    last_message_sent_at = case outcome when 'sent' then at else e.last_message_sent_at end,
    status = case when outcome = 'failed' and e.status = 'active' then 'paused' else e.status end,
    paused_reason = case when outcome = 'failed' and e.status = 'active' then 'send_failed' else e.paused_reason end
  where e.id = enrollment.id;
  return outcome;
end $$;

-- M1 to M3 leave their time on the membership; the customer counts as contacted so often where nothing more telling is
-- known. One that failed ends the list's sequence for this customer.
create function app.settle_dataset_step(send app.outreach_sends, lead uuid, outcome text, at timestamptz) returns text
language plpgsql security definer set search_path = '' as $$
declare
  member public.dataset_leads;
  contacted text := 'contacted_' || right(send.step, 1);
begin
  select * into member from public.dataset_leads m where m.id = send.dataset_lead_id for no key update;
  if outcome = 'skipped' and app.dataset_obstacle(member, send.step = 'nudge') is not null then
    outcome := 'withdrawn';
  end if;
  if outcome = 'sent' and send.step <> 'nudge' then
    update public.dataset_leads m set
      m1_sent_at = case send.step when 'M1' then coalesce(m.m1_sent_at, at) else m.m1_sent_at end,
      m2_sent_at = case send.step when 'M2' then coalesce(m.m2_sent_at, at) else m.m2_sent_at end,
      m3_sent_at = case send.step when 'M3' then coalesce(m.m3_sent_at, at) else m.m3_sent_at end,
      contact_status = case when m.contact_status in ('ready', 'contacted_1', 'contacted_2') then contacted
        else m.contact_status end
    where m.id = member.id;
    update public.leads l set contact_status = contacted
    where l.id = lead and l.contact_status in ('ready', 'contacted_1', 'contacted_2') and l.contact_status < contacted
      or l.id = lead and l.contact_status = 'ready';
  end if;
  update app.dataset_schedule s set due_at = at where s.dataset_lead_id = member.id;
  return outcome;
end $$;

create function app.settle_outreach_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from app.outreach_sends s where s.id = new.id and s.status in ('written', 'failed')) then
    perform app.settle_outreach(new.id,
      case when new.status = 'failed' then 'failed' when new.status <> 'cancelled' then 'sent'
        when new.error = app.campaign_over_words() then 'withdrawn' else 'skipped' end, new.error,
      case when new.status in ('failed', 'cancelled') then now() else coalesce(new.sent_at, now()) end);
  end if;
  return null;
end $$;
create trigger settle_outreach after update of status on public.messages for each row
  when (new.metadata ? 'outreach' and new.status <> old.status
    and new.status in ('sent', 'delivered', 'read', 'failed', 'cancelled'))
  execute function app.settle_outreach_message();

insert into app.jobs (name, function_name, every, batch) values
  ('write_outreach', 'app.write_outreach', '5 seconds', 500);
