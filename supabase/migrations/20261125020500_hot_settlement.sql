-- How an alert about a hot lead ends, and what happens while it does not. It is settled for everybody by an
-- acknowledgement on one device, by a person who claims the lead or a conversation of it, and by a reply.

-- Once settled nothing more is planned, and what was escalated is done. What a person escalated is not undone.
create function app.end_hot_escalations() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from public.escalations e
  where e.hot_event_id = new.id and e.reason = 'hot_unclaimed' and e.escalated_at is null;
  update public.escalations e set resolved_at = coalesce(new.resolved_at, new.claimed_at, now()),
    resolved_by = coalesce(new.claimed_by, app.user_id())
  where e.hot_event_id = new.id and e.resolved_at is null;
  return null;
end $$;
create trigger end_escalations after update of status on public.hot_events for each row
  when (old.status = 'open' and new.status <> 'open') execute function app.end_hot_escalations();

-- Moves what is planned for an alert so that the next step comes at `next`, the others as far behind it as before.
create function app.move_hot_escalations(event uuid, next timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.escalations e set due_at = e.due_at + (next - f.first)
  from (
    select min(p.due_at) as first from public.escalations p where p.hot_event_id = event
      and p.reason = 'hot_unclaimed' and p.escalated_at is null
  ) f
  where e.hot_event_id = event and e.reason = 'hot_unclaimed' and e.escalated_at is null;
end $$;

create function app.settle_acknowledged() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform from public.hot_events h where h.id = new.hot_event_id for no key update;
  case new.action
    when 'claimed' then
      update public.hot_events h set status = 'claimed', claimed_by = new.user_id, claimed_at = new.created_at
      where h.id = new.hot_event_id and h.status = 'open';
    when 'snoozed' then
      perform app.move_hot_escalations(new.hot_event_id, new.snoozed_until);
    when 'passed' then
      -- Who passed need not be asked again: the next one, now.
      delete from public.escalations e
      where e.hot_event_id = new.hot_event_id and e.reason = 'hot_unclaimed' and e.level = 1 and e.escalated_at is null;
      perform app.move_hot_escalations(new.hot_event_id, new.created_at);
    else
      update public.hot_events h set status = 'resolved', resolved_at = new.created_at
      where h.id = new.hot_event_id and h.status in ('open', 'claimed');
  end case;
  return null;
end $$;
create trigger settle after insert on public.hot_acknowledgements
  for each row execute function app.settle_acknowledged();

-- Only a person who takes it themself: what is handed to somebody, by a rule or by a colleague, has not been seen.
create function app.claim_hot_event() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.hot_events h set status = 'claimed', claimed_by = app.user_id(), claimed_at = now()
  where h.lead_id = case tg_table_name when 'leads' then new.id else (to_jsonb(new) ->> 'lead_id')::uuid end
    and h.status = 'open';
  return null;
end $$;
create trigger claim_hot_event after update of owner_id on public.leads for each row
  when (old.owner_id is distinct from new.owner_id and new.owner_id = app.user_id())
  execute function app.claim_hot_event();
create trigger claim_hot_event after update of assigned_to on public.conversations for each row
  when (old.assigned_to is distinct from new.assigned_to and new.assigned_to = app.user_id())
  execute function app.claim_hot_event();

-- A rep's reply settles whatever it is; the AI's only that somebody waited for an answer.
create function app.settle_replied() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.hot_events h set status = 'resolved', resolved_at = now()
  from (
    select n.lead_id, bool_or(n.sender_type = 'agent') as by_agent from new_rows n
    where n.direction = 'outbound' and n.sender_type in ('agent', 'ai') and n.created_at > now() - interval '1 day'
      and n.status in ('queued', 'sending', 'sent', 'delivered', 'read')
    group by n.lead_id
  ) r
  where h.lead_id = r.lead_id and h.status in ('open', 'claimed') and (r.by_agent or h.kinds = '{waiting}');
  return null;
end $$;
create trigger watch_replies after insert on public.messages referencing new table as new_rows
  for each statement execute function app.settle_replied();

-- An alert ends with the interest in its lead.
create function app.mute_hot_events() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if app.is_hot_muted(new) then
    update public.hot_events h set status = 'expired', resolved_at = now()
    where h.lead_id = new.id and h.status in ('open', 'claimed');
  end if;
  return null;
end $$;
create trigger mute_hot_events after update of archived_at, merged_into, lead_status, consents, pipeline_stage_id
  on public.leads for each row
  when ((old.archived_at, old.merged_into, old.lead_status, old.consents, old.pipeline_stage_id)
    is distinct from (new.archived_at, new.merged_into, new.lead_status, new.consents, new.pipeline_stage_id))
  execute function app.mute_hot_events();

-- Who is asked last: the manager with the fewest open questions; without a manager an admin, then the owner.
create function app.manager_to_ask(organization uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select p.id from public.profiles p
    where p.organization_id = organization and p.status = 'active' and p.role in ('manager', 'admin', 'owner')
    order by app.role_rank(p.role), (
      select count(*) from public.escalations e where e.escalated_to = p.id and e.resolved_at is null), p.id
    limit 1);
end $$;

-- Takes the steps that are due of alerts that are still open: 1 alerts again, 2 gives the lead back to the pool, 3 asks
-- a manager; each alerts the desktops. Locks conversations before the lead and the lead before the alert, as all do.
create function app.escalate_hot_events(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  step record;
  items integer := 0;
begin
  for step in
    select e.id, e.organization_id, e.lead_id, e.conversation_id, e.hot_event_id, e.level from public.escalations e
    where e.hot_event_id is not null and e.reason = 'hot_unclaimed' and e.resolved_at is null and e.escalated_at is null and e.due_at <= at
    order by e.due_at, e.level, e.id limit batch
  loop
    perform from public.conversations c where c.lead_id = step.lead_id order by c.id for no key update;
    perform from public.leads l where l.id = step.lead_id for no key update;
    perform from public.hot_events h where h.id = step.hot_event_id and h.status = 'open' for update;
    continue when not found;
    update public.escalations e set escalated_at = at,
      escalated_to = case when step.level = 3 then app.manager_to_ask(step.organization_id) end
    where e.id = step.id and e.escalated_at is null;
    continue when not found;
    update public.hot_events h set alert_count = h.alert_count + 1, last_alert_at = at where h.id = step.hot_event_id;
    if step.level = 2 then
      update public.conversations c set assigned_to = null where c.lead_id = step.lead_id and c.assigned_to is not null;
      update public.leads l set owner_id = null where l.id = step.lead_id and l.owner_id is not null;
    elsif step.level = 3 then
      insert into public.integration_events (organization_id, type, lead_id, conversation_id, payload, idempotency_key)
      select e.organization_id, 'lead.escalated', e.lead_id, e.conversation_id,
        jsonb_build_object('hot_event_id', e.hot_event_id, 'escalated_to', e.escalated_to), 'escalation:' || e.id
      from public.escalations e where e.id = step.id;
    end if;
    items := items + 1;
  end loop;
  return items;
end $$;

-- Alerts that nobody settled in the organisation's time are over; and occasions of the past are forgotten.
create function app.expire_hot_events(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  items integer;
begin
  update public.hot_events h set status = 'expired', resolved_at = at
  where h.id in (
    select e.id from public.hot_events e
    where e.status in ('open', 'claimed') and e.created_at <= at - interval '1 hour' and e.created_at
      + (app.hot_lead_settings(e.organization_id) ->> 'expire_hours')::integer * interval '1 hour' <= at
    order by e.id limit batch for update skip locked);
  get diagnostics items = row_count;
  delete from app.hot_occasions o where o.since < at - interval '90 days' and o.occasion not in ('score', 'status');
  return items;
end $$;

insert into app.jobs (name, function_name, every) values
  ('escalate_hot_events', 'app.escalate_hot_events', '10 seconds'),
  ('expire_hot_events', 'app.expire_hot_events', '5 minutes');
