-- A reply stops the sequence, also one that is paused: resumed later it would go on as if the customer had said nothing.
-- And a lead that was put away, or turned out to be another, is not enrolled by a tag.

create or replace function app.keep_enrollment_lifecycle() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and old.status in ('completed', 'qualified', 'cancelled') and new.status <> old.status then
    raise exception 'An enrolment that is % cannot become %', old.status, new.status
      using errcode = 'check_violation', constraint = 'campaign_enrollments_lifecycle';
  end if;
  if new.status in ('active', 'paused') and new.last_response_at is not null
    and (tg_op = 'INSERT' or old.last_response_at is distinct from new.last_response_at)
  then
    new.status := 'completed';
  end if;
  if new.status in ('completed', 'qualified', 'cancelled') then
    new.completed_at := coalesce(new.completed_at, pg_catalog.now());
  else
    new.completed_at := null;
  end if;
  if new.status <> 'active' then
    new.next_due_at := null;
  elsif tg_op = 'UPDATE' and old.status = 'paused' then
    new.paused_reason := null;
    new.next_due_at := coalesce(new.next_due_at, pg_catalog.now());
  end if;
  return new;
end $$;

create or replace function app.complete_enrollments() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.campaign_enrollments e set last_response_at = r.at
  from (
    select n.lead_id, max(n.created_at) as at from new_rows n
    where n.direction = 'inbound' and n.sender_type = 'customer' group by n.lead_id
  ) r
  where e.lead_id = r.lead_id and e.status in ('active', 'paused') and r.at >= e.enrolled_at;
  return null;
end $$;

-- The trigger's conditions, not the function, keep the others out: enroll_by_tags stays as it is.
create or replace trigger enroll_insert after insert on public.leads for each row
  when (new.tags <> '{}' and new.archived_at is null and new.merged_into is null) execute function app.enroll_by_tags();
create or replace trigger enroll_update after update of tags on public.leads for each row
  when (new.tags <> old.tags and new.archived_at is null and new.merged_into is null)
  execute function app.enroll_by_tags();

-- Whoever may write a setting need not be allowed to call what checks it.
alter function app.check_lead_score_settings() security definer;
