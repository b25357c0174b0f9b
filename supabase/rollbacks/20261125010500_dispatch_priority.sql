create or replace function app.queue_dispatch() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.dispatch_queue as q (message_id, organization_id, conversation_id, channel_id)
  select new.id, new.organization_id, c.id, c.channel_id
  from public.conversations c where c.id = new.conversation_id
  on conflict (message_id) do update set due_at = now(), held_reason = null;
  perform pg_notify('dispatch', '');
  return null;
end $$;

create or replace function public.dispatch_claim(p_worker text, p_limit integer default 20, p_lease_seconds integer default 90)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  due record;
  item jsonb;
  items jsonb := '[]';
  looked_at integer := 0;
begin
  if p_worker is null or length(p_worker) not between 1 and 200 or p_limit is null or p_limit not between 1 and 100
    or p_lease_seconds is null or p_lease_seconds not between 1 and 600
  then
    raise exception 'A worker needs a name, a limit of 1 to 100 and a lease of 1 to 600 seconds' using errcode = '22023';
  end if;
  -- Neither lock is waited for, and channels come in one order: two workers never wait for each other in a circle.
  for due in
    with taken as (
      select q as entry, m as message, q.channel_id
      from public.dispatch_queue q join public.messages m on m.id = q.message_id
      where q.due_at <= now() and (q.locked_until is null or q.locked_until <= now()) and not exists (
        select from public.dispatch_queue e
        where e.conversation_id = q.conversation_id and e.place < q.place and e.held_reason is null)
      order by q.due_at, q.place limit p_limit for update of q, m skip locked
    )
    select t.entry, t.message from taken t order by t.channel_id, (t.entry).place
  loop
    looked_at := looked_at + 1;
    item := app.claim_entry(due.entry, due.message, p_worker, make_interval(secs => p_lease_seconds));
    if item is not null then
      items := items || item;
    end if;
  end loop;
  return jsonb_build_object('messages', items, 'more', looked_at = p_limit);
end $$;
