-- A reply and the sending of a campaign's message to the same customer are one after the other. As before, but a reply
-- that is being written right now is waited for: each message that comes in locks its conversation, and so does this,
-- for a moment, before it asks whether the campaign is over.

create or replace function public.dispatch_begin(p_worker text, p_message uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.messages m join public.conversations c on c.id = m.conversation_id
  where m.id = p_message and m.metadata ? 'outreach' for share of c;
  update public.dispatch_queue q
  set attempts = q.attempts + 1, attempted_at = clock_timestamp()
  where q.message_id = p_message and q.locked_by = p_worker and q.locked_until > clock_timestamp()
    and not (exists (select from app.outreach_sends s where s.id = p_message)
      and app.outreach_over(p_message) is not null);
  return found;
end $$;

-- As before, but a customer of whom somebody has a share is passed over: a reply on its way in has one, and would wait for
-- the conversation that is locked here.
create or replace function app.write_outreach(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due uuid[] := array(
    select s.id from app.outreach_sends s where s.status = 'planned' and s.send_at <= at
    order by s.send_at, s.id limit batch);
  leads uuid[] := array(
    select l.id from public.leads l
    where l.id in (select app.outreach_lead(s) from app.outreach_sends s where s.id = any (due))
    order by l.id for update skip locked);
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

-- As before, without the customer's lock where only an enrolment moves on: whoever pauses one holds it already, and a
-- reply holds the customer and waits for it.
create or replace function app.settle_outreach(send_id uuid, outcome text, why text, at timestamptz) returns void
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
  if send.enrollment_id is not null then
    outcome := app.settle_enrollment_step(send, outcome, at);
  else
    outcome := app.settle_dataset_step(send, lead, outcome, at);
  end if;
  update app.outreach_sends s set status = outcome, reason = why, settled_at = at where s.id = send_id;
end $$;

-- As before, with the customer's lock.
create or replace function app.settle_dataset_step(send app.outreach_sends, lead uuid, outcome text, at timestamptz)
returns text language plpgsql security definer set search_path = '' as $$
declare
  member public.dataset_leads;
  contacted text := 'contacted_' || right(send.step, 1);
begin
  perform from public.leads l where l.id = lead for no key update;
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
