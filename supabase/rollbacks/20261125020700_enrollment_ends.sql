alter function app.check_lead_score_settings() security invoker;
create or replace trigger enroll_update after update of tags on public.leads for each row
  when (new.tags <> old.tags) execute function app.enroll_by_tags();
create or replace trigger enroll_insert after insert on public.leads for each row
  when (new.tags <> '{}') execute function app.enroll_by_tags();
create or replace function app.complete_enrollments() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.campaign_enrollments e set last_response_at = r.at
  from (
    select n.lead_id, max(n.created_at) as at from new_rows n
    where n.direction = 'inbound' and n.sender_type = 'customer' group by n.lead_id
  ) r
  where e.lead_id = r.lead_id and e.status = 'active' and r.at >= e.enrolled_at;
  return null;
end $$;
create or replace function app.keep_enrollment_lifecycle() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and old.status in ('completed', 'qualified', 'cancelled') and new.status <> old.status then
    raise exception 'An enrolment that is % cannot become %', old.status, new.status
      using errcode = 'check_violation', constraint = 'campaign_enrollments_lifecycle';
  end if;
  if new.status = 'active' and new.last_response_at is not null
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
