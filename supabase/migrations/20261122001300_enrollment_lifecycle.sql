-- The life of an enrolment (seed 003): active → paused ⇄ active → completed, qualified or cancelled, and no way back
-- from those. A reply completes it, an opt-out pauses it, a lead's tag starts it.

create function app.keep_enrollment_lifecycle() returns trigger language plpgsql set search_path = '' as $$
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
create trigger lifecycle before insert or update on public.campaign_enrollments
  for each row execute function app.keep_enrollment_lifecycle();

-- Statement-level: an import of many messages looks once.
create function app.complete_enrollments() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.campaign_enrollments e set last_response_at = r.at
  from (
    select n.lead_id, max(n.created_at) as at from new_rows n
    where n.direction = 'inbound' and n.sender_type = 'customer' group by n.lead_id
  ) r
  where e.lead_id = r.lead_id and e.status = 'active' and r.at >= e.enrolled_at;
  return null;
end $$;
create trigger complete_enrollments after insert on public.messages referencing new table as new_rows
  for each statement execute function app.complete_enrollments();

create function app.pause_enrollments() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.campaign_enrollments e set status = 'paused', paused_reason = 'opted_out'
  where e.lead_id = new.lead_id and e.status = 'active';
  return null;
end $$;
create trigger pause_enrollments after insert or update of status on public.consents for each row
  when (new.status = 'opted_out') execute function app.pause_enrollments();

-- A tag that a lead gains starts the active campaign of that tag; one that still runs or pauses is left alone. A lead
-- that has opted out of any channel is not enrolled.
create function app.enroll_by_tags() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  gained text[] := array(select unnest(new.tags) except
    select unnest(case when tg_op = 'UPDATE' then old.tags else '{}' end));
begin
  if gained = '{}' or jsonb_path_exists(new.consents, '$.* ? (@.status == "opted_out")') then
    return null;
  end if;
  insert into public.campaign_enrollments (organization_id, lead_id, campaign_id, enrolled_by)
  select new.organization_id, new.id, c.id, app.user_id()
  from public.campaigns c
  where c.organization_id = new.organization_id and c.is_active and c.tag = any (gained)
  on conflict do nothing;
  return null;
end $$;
create trigger enroll_insert after insert on public.leads for each row
  when (new.tags <> '{}') execute function app.enroll_by_tags();
create trigger enroll_update after update of tags on public.leads for each row
  when (new.tags <> old.tags) execute function app.enroll_by_tags();
