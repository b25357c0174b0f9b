-- A rep has several desktops, and hears of a hot lead from one of them. `told` says that one has: it is no answer of the
-- rep's, and the alert stands as it did.

alter table public.hot_acknowledgements drop constraint hot_acknowledgements_action_check,
  add constraint hot_acknowledgements_action_check
    check (action in ('seen', 'claimed', 'called', 'replied', 'snoozed', 'passed', 'told'));

create or replace function app.settle_acknowledged() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.action = 'told' then
    return null;
  end if;
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

-- Which of these open alerts the caller has heard of on no device: those are the asking device's to tell, and of two that
-- ask at once only one gets an alert. It is asked anew each time the team is alerted again, and when the caller's snooze
-- ends; that is a time by a desktop's clock, which may be up to a minute ahead. Alerts that the caller does not see are
-- nobody's. At most 200 at once. Fails with 42501, 22023.
create function public.tell_hot_leads(p_hot_event_ids uuid[]) returns uuid[]
language plpgsql security definer set search_path = '' as $$
declare
  mine uuid[];
begin
  if app.org_id() is null then
    raise exception 'Only members of an organisation are told of its leads' using errcode = 'insufficient_privilege';
  elsif p_hot_event_ids is null or cardinality(p_hot_event_ids) > 200 then
    raise exception 'Name up to 200 alerts' using errcode = 'invalid_parameter_value';
  end if;
  -- The caller's devices take turns; each sees what the one before has written.
  perform pg_advisory_xact_lock(hashtextextended('tell_hot_leads|' || app.user_id(), 0));
  with told as (
    insert into public.hot_acknowledgements (hot_event_id, user_id, action)
    select h.id, app.user_id(), 'told' from public.hot_events h join public.leads l on l.id = h.lead_id
    where h.id = any (p_hot_event_ids) and h.organization_id = app.org_id() and h.status = 'open'
      and app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(), app.sees_all(), app.dataset_ids())
      and not exists (
        select from public.hot_acknowledgements a
        where a.hot_event_id = h.id and a.user_id = app.user_id() and a.action = 'told'
          and a.created_at >= greatest(h.created_at, h.last_alert_at, (
            select max(s.snoozed_until) - interval '1 minute' from public.hot_acknowledgements s
            where s.hot_event_id = h.id and s.user_id = app.user_id())))
    returning hot_event_id)
  select coalesce(array_agg(t.hot_event_id), '{}') into mine from told t;
  return mine;
end $$;
revoke all on function public.tell_hot_leads(uuid[]) from public, anon;
grant execute on function public.tell_hot_leads(uuid[]) to authenticated;
comment on function public.tell_hot_leads(uuid[]) is 'Which of these alerts the asking device of the caller tells.';
