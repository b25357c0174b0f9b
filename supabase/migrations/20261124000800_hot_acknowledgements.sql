-- An acknowledgement is a row; what follows of it for the alert is the alert's own rule, whoever writes the row.

-- As before, without a claim of its own. Of two claims at once the second waits for the first and is told who it was; an
-- alert that is over takes any answer.
create or replace function sync.hot_event_acknowledge(args jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  holder record;
begin
  select h.status, h.claimed_by as owner_id, h.claimed_at into holder
  from public.hot_events h where h.id = sync.uuid_argument(args, 'hot_event_id') for no key update;
  if args ->> 'action' = 'claimed' and holder.status = 'claimed' and holder.owner_id <> app.user_id() then
    perform sync.settle_as('conflict', 'already_claimed', 'A colleague is already seeing to this lead',
      jsonb_build_object('owner_id', holder.owner_id,
        'owner_name', (select coalesce(p.full_name, p.email) from public.profiles p where p.id = holder.owner_id),
        'claimed_at', floor(extract(epoch from holder.claimed_at) * 1000)));
  end if;
  return sync.change_row('hot_event.acknowledge', args);
end $$;
