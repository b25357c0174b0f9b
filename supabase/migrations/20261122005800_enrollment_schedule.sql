-- When an enrolment's next message is due, and what else ends or stops it (seed 003). next_due_at follows from the
-- steps and is nobody's to set:
--   a step of day n is due n - 1 days after enrolment, the first at once; after a pause no two steps come closer
--   together than they are apart in the campaign. When the last step is sent, the cadence has finished: completed.

create function app.next_step_due(enrollment public.campaign_enrollments) returns timestamptz
language sql stable set search_path = '' as $$
  select greatest((enrollment).enrolled_at + (s.day_number - 1) * interval '1 day',
    (enrollment).last_message_sent_at
      + case when (enrollment).last_message_day > 0 then s.day_number - (enrollment).last_message_day else 0 end
        * interval '1 day')
  from public.campaign_steps s
  where s.campaign_id = (enrollment).campaign_id and s.day_number > (enrollment).last_message_day
  order by s.day_number limit 1
$$;

-- Runs after `lifecycle` (order of names), which knows the statuses themselves.
create function app.schedule_enrollment() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  merging boolean := coalesce(current_setting('app.merging_leads', true), '') = 'on';
begin
  if tg_op = 'INSERT' and new.status <> 'active' then
    raise exception 'An enrolment starts as active, not %', new.status
      using errcode = 'check_violation', constraint = 'campaign_enrollments_starts_active';
  elsif tg_op = 'UPDATE' and ((new.campaign_id, new.enrolled_at) is distinct from (old.campaign_id, old.enrolled_at)
    or new.lead_id <> old.lead_id and not merging)
  then
    raise exception 'An enrolment stays with its lead, campaign and date'
      using errcode = 'check_violation', constraint = 'campaign_enrollments_fixed';
  elsif tg_op = 'UPDATE' and new.last_message_day < old.last_message_day then
    raise exception 'Day % of this enrolment was sent already', old.last_message_day
      using errcode = 'check_violation', constraint = 'campaign_enrollments_last_message_day_grows';
  elsif tg_op = 'UPDATE' and old.status = 'paused' and new.status = 'active' and exists (
    select from public.leads l
    where l.id = new.lead_id and jsonb_path_exists(l.consents, '$.* ? (@.status == "opted_out")'))
  then
    raise exception 'The customer has opted out; the campaign stays paused'
      using errcode = 'check_violation', constraint = 'campaign_enrollments_consent';
  end if;

  if new.status = 'active' then
    new.next_due_at := app.next_step_due(new);
    if new.next_due_at is null and new.last_message_day > 0 then
      new.status := 'completed';
      new.completed_at := now();
    end if;
  end if;
  return new;
end $$;
create trigger schedule before insert or update on public.campaign_enrollments
  for each row execute function app.schedule_enrollment();

-- Steps that are added, moved or removed change when running enrolments go on. Touching them is enough: `schedule` does
-- the rest.
create function app.reschedule_campaign() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.campaign_enrollments e set next_due_at = null
  where e.status = 'active' and e.campaign_id in (
    case when tg_op <> 'INSERT' then old.campaign_id end, case when tg_op <> 'DELETE' then new.campaign_id end);
  return null;
end $$;
create trigger reschedule after insert or delete or update of campaign_id, day_number on public.campaign_steps
  for each row execute function app.reschedule_campaign();

-- The next message of an enrolment was sent. False, and nothing happens, when the enrolment is no longer active or that
-- day is no longer its next: two schedulers cannot count one step twice.
create function public.record_campaign_step(enrollment_uuid uuid, day integer, sent_at timestamptz default now())
returns boolean language plpgsql security definer set search_path = '' as $$
begin
  update public.campaign_enrollments e set last_message_day = day, last_message_sent_at = sent_at
  where e.id = enrollment_uuid and e.status = 'active' and day = (
    select min(s.day_number) from public.campaign_steps s
    where s.campaign_id = e.campaign_id and s.day_number > e.last_message_day);
  return found;
end $$;
revoke all on function public.record_campaign_step(uuid, integer, timestamptz) from public, anon, authenticated;
grant execute on function public.record_campaign_step(uuid, integer, timestamptz) to service_role;

-- A qualified lead gets no further follow-ups (seed 003's workflow 2). One that bought, was put away or turned out
-- to be another gets none either; a lost one does: that is what "Bought Elsewhere" is for.
create function app.end_enrollments() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.campaign_enrollments e
  set status = case when new.lead_status = 'qualified' and new.archived_at is null and new.merged_into is null
    and new.converted_at is null then 'qualified' else 'cancelled' end
  where e.lead_id = new.id and e.status in ('active', 'paused');
  return null;
end $$;
create trigger end_enrollments after update of lead_status, converted_at, archived_at, merged_into on public.leads
  for each row when (
    new.lead_status in ('qualified', 'converted') and old.lead_status <> new.lead_status
    or old.converted_at is null and new.converted_at is not null
    or old.archived_at is null and new.archived_at is not null
    or old.merged_into is null and new.merged_into is not null)
  execute function app.end_enrollments();

-- A message locks its conversation, then its lead, then its lead's enrolments, in the order in which everything else
-- does; triggers run in the order of their names: summarize, update_enrollments, update_score.
alter trigger complete_enrollments on public.messages rename to update_enrollments;

-- Being in a sequence is a stage. Left for the end of the transaction, and then to the scheduler, since enrolments are
-- changed in bulk and by transactions that have not locked the lead.
create function app.rescore_enrolled() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update app.score_schedule c set due_at = now() where c.lead_id = new.lead_id;
  return null;
end $$;
create constraint trigger update_score after insert or update of status on public.campaign_enrollments
  deferrable initially deferred for each row execute function app.rescore_enrolled();

-- Enrolments made before there was a schedule.
update public.campaign_enrollments e set next_due_at = null where e.status = 'active';
