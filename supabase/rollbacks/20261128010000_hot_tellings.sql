drop function public.tell_hot_leads(uuid[]);
delete from public.hot_acknowledgements where action = 'told';
alter table public.hot_acknowledgements drop constraint hot_acknowledgements_action_check,
  add constraint hot_acknowledgements_action_check
    check (action in ('seen', 'claimed', 'called', 'replied', 'snoozed', 'passed'));
create or replace function app.settle_acknowledged() returns trigger language plpgsql security definer set search_path = '' as $$
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
