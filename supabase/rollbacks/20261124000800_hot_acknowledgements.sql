create or replace function sync.hot_event_acknowledge(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  event uuid := sync.uuid_argument(args, 'hot_event_id');
  holder record;
begin
  perform sync.change_row('hot_event.acknowledge', args);
  if args ->> 'action' <> 'claimed' then
    return null;
  end if;
  update public.hot_events h set status = 'claimed', claimed_by = app.user_id(), claimed_at = now()
  where h.id = event and h.status = 'open';
  if found then
    return null;
  end if;
  select h.status, h.claimed_by as owner_id, coalesce(p.full_name, p.email) as owner_name,
    floor(extract(epoch from h.claimed_at) * 1000) as claimed_at
  into holder from public.hot_events h left join public.profiles p on p.id = h.claimed_by where h.id = event;
  if holder.owner_id is distinct from app.user_id() then
    perform sync.settle_as('conflict', 'already_claimed', 'A colleague is already seeing to this lead',
      to_jsonb(holder) - 'status');
  end if;
  return null;
end $$;
