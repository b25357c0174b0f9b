-- A status report may come before the vendor's answer is settled. Both take the lock of the vendor's id first, so that
-- neither waits for the other in a circle.

create or replace function public.dispatch_settle(p_worker text, p_message uuid, p_outcome jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  message public.messages;
  entry public.dispatch_queue;
begin
  if jsonb_typeof(p_outcome -> 'sent') is distinct from 'boolean'
    or p_outcome -> 'sent' = 'false' and coalesce(p_outcome ->> 'class', '') not in
      ('temporary', 'rate_limited', 'unconfirmed', 'unconfirmable', 'released', 'permanent')
  then
    raise exception 'The outcome must say whether it was sent, and if not, the class of the failure'
      using errcode = '22023';
  end if;
  -- First the vendor's id, as a status report does, which may come while the answer is being settled; then the message,
  -- then the entry, as everything that moves a message does.
  if p_outcome ->> 'external_id' is not null then
    perform app.lock_report(m.organization_id, p_outcome ->> 'external_id') from public.messages m where m.id = p_message;
  end if;
  select * into message from public.messages m where m.id = p_message for update;
  select * into entry from public.dispatch_queue q where q.message_id = p_message for update;
  if message.id is null then
    return 'stale';
  elsif (p_outcome ->> 'sent')::boolean then
    return app.settle_sent(message, p_outcome);
  elsif entry.locked_by is distinct from p_worker then
    return 'stale';
  end if;
  return app.settle_unsent(message, entry, p_outcome);
end $$;
