-- What a worker calls: take messages under a lease, say that the vendor is being asked, say what came of it. A worker that
-- dies loses its lease; what it had asked for is looked up at the vendor before it is asked for again.

-- Where a customer is reached on a channel: by the address they wrote from, else by what the lead has.
create function app.dispatch_recipient(lead public.leads, channel public.channels) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select p.platform_user_id from public.contact_points p
      where p.lead_id = (lead).id and p.channel_id = (channel).id order by p.updated_at desc, p.id limit 1),
    case when (channel).platform in ('sms', 'whatsapp') then (lead).phone_normalized
      when (channel).platform = 'email' then (lead).email
      when (channel).platform = 'web' then (lead).id::text end)
$$;

-- Ends what cannot be sent: the message says why in plain words, the dead letter has what is needed to look into it.
create function app.fail_dispatch(message_id uuid, words text, payload jsonb, attempts integer) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.dead_letters (organization_id, kind, reference_id, payload, error, attempts)
  select m.organization_id, 'dispatch', m.id, payload, words, fail_dispatch.attempts
  from public.messages m where m.id = fail_dispatch.message_id;
  update public.messages m set status = 'failed', failed_at = now(), error = words
  where m.id = fail_dispatch.message_id;
end $$;

-- What the worker needs to send a message, or to find out whether it was sent. Times are ISO 8601.
create function app.dispatch_item(entry public.dispatch_queue, message public.messages, channel public.channels,
  recipient text, last_inbound public.messages) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'message_id', (message).id, 'organization_id', (message).organization_id, 'channel_id', (channel).id,
    'platform', (channel).platform, 'to', recipient,
    'from', coalesce((message).from_address, (channel).platform_channel_id),
    'sender_type', (message).sender_type, 'content_type', (message).content_type, 'subject', (message).subject,
    'body', (message).body, 'html_body', (message).html_body, 'template', (message).metadata -> 'template',
    'attempts', (entry).attempts, 'attempted_at', (entry).attempted_at,
    'reconcile', (entry).unconfirmed_since is not null, 'lease_until', (entry).locked_until,
    'last_inbound_at', (last_inbound).created_at, 'last_inbound_external_id', (last_inbound).external_id,
    'last_inbound_subject', (last_inbound).subject,
    'attachments', (select coalesce(jsonb_agg(jsonb_build_object('bucket', a.bucket, 'path', a.path,
        'file_name', a.file_name, 'content_type', a.content_type, 'size_bytes', a.size_bytes) order by a.id), '[]')
      from public.attachments a where a.message_id = (message).id))
$$;

-- Decides about one entry that the caller has locked with its message: the item to send, or null when a rule stands
-- against it (which is then on the message).
create function app.claim_entry(entry public.dispatch_queue, message public.messages, worker text, lease interval)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  conversation public.conversations;
  lead public.leads;
  channel public.channels;
  last_inbound public.messages;
  recipient text;
  obstacle app.obstacle;
begin
  select * into conversation from public.conversations c where c.id = message.conversation_id;
  select * into lead from public.leads l where l.id = message.lead_id;
  select * into channel from public.channels c where c.id = conversation.channel_id;
  select * into last_inbound from public.messages m
  where m.conversation_id = conversation.id and m.direction = 'inbound' and m.sender_type = 'customer'
  order by m.created_at desc, m.id limit 1;

  -- A lease that ran out after the vendor was asked: what came of it is not known.
  if entry.locked_by is not null and entry.attempted_at is not null then
    entry.unconfirmed_since := coalesce(entry.unconfirmed_since, entry.attempted_at);
  end if;
  recipient := coalesce(message.to_address, app.dispatch_recipient(lead, channel));
  -- What may have been sent already is looked up, whatever the rules say by now.
  if entry.unconfirmed_since is null then
    obstacle := app.dispatch_obstacle(message, conversation, lead, channel, last_inbound.created_at);
    if obstacle.action is null and recipient is null then
      obstacle := ('fail', 'no_address', 'The customer has no address on this channel', null)::app.obstacle;
    end if;
  end if;

  if obstacle.action = 'hold' then
    update public.messages m set status = 'held', error = obstacle.words
    where m.id = message.id and (m.status, m.error) is distinct from ('held', obstacle.words);
    update public.dispatch_queue q set held_reason = obstacle.reason, due_at = obstacle.until, locked_by = null,
      locked_until = null
    where q.id = entry.id;
    return null;
  elsif obstacle.action = 'cancel' then
    update public.messages m set status = 'cancelled', error = obstacle.words where m.id = message.id;
    return null;
  elsif obstacle.action = 'fail' then
    perform app.fail_dispatch(message.id, obstacle.words, jsonb_build_object('code', obstacle.reason), entry.attempts);
    return null;
  end if;

  update public.messages m set status = 'sending', error = null
  where m.id = message.id and (m.status <> 'sending' or m.error is not null);
  update public.dispatch_queue q set locked_by = worker, locked_until = clock_timestamp() + lease, held_reason = null,
    unconfirmed_since = entry.unconfirmed_since
  where q.id = entry.id returning q.* into entry;
  return app.dispatch_item(entry, message, channel, recipient, last_inbound);
end $$;

-- Takes up to `p_limit` messages that are due, of each conversation only the first: the next is due when that one is
-- settled. Answers `messages` to send, and whether there may be `more`.
create function public.dispatch_claim(p_worker text, p_limit integer default 20, p_lease_seconds integer default 90)
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

-- The vendor is about to be asked. False: the lease is another's by now, or the message was called back; do not ask.
create function public.dispatch_begin(p_worker text, p_message uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.dispatch_queue q
  set attempts = q.attempts + 1, attempted_at = clock_timestamp()
  where q.message_id = p_message and q.locked_by = p_worker and q.locked_until > clock_timestamp();
  return found;
end $$;

-- 5 s, 20 s, 80 s, 320 s, then 10 minutes; a fifth more or less, so that what failed together does not return together.
create function app.dispatch_delay(attempts integer) returns interval language sql volatile set search_path = '' as $$
  select least(5 * 4 ^ (greatest(attempts, 1) - 1), 600) * (0.8 + 0.4 * random()) * interval '1 second'
$$;

-- The vendor has it. Also from a worker whose lease ran out: that it was sent is true whoever says so.
create function app.settle_sent(message public.messages, outcome jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  sent_as text := outcome ->> 'external_id';
begin
  -- A message that a status report has moved on already keeps what the report said.
  update public.messages m set
    external_id = coalesce(m.external_id, case when not exists (
      select from public.messages o where o.platform = m.platform and o.external_id = sent_as) then sent_as end),
    status = case when m.status in ('delivered', 'read') or m.status = 'failed' and m.external_id is not null
      then m.status else 'sent' end,
    sent_at = coalesce(m.sent_at, now()),
    error = case when m.status = 'failed' and m.external_id is not null then m.error end,
    failed_at = case when m.status = 'failed' and m.external_id is not null then m.failed_at end,
    from_address = coalesce(m.from_address, outcome ->> 'from'), to_address = coalesce(m.to_address, outcome ->> 'to')
  where m.id = (message).id;
  delete from public.dispatch_queue q where q.message_id = (message).id;
  update public.dead_letters d set resolved_at = now()
  where d.reference_id = (message).id and d.kind = 'dispatch' and d.resolved_at is null;
  return 'sent';
end $$;

-- It was not sent, or nobody knows. `outcome.class`:
--   temporary      again after a while, six times in all
--   rate_limited   again when the vendor says (retry_after, seconds); counts as no attempt, for at most a day
--   unconfirmed    no answer: looked up before anything else
--   unconfirmable  the vendor cannot tell either: after two minutes without a status report it is the rep's to decide
--   released       the vendor was not asked, or knows nothing of it: due again, by the rules
--   permanent      no use to try again
create function app.settle_unsent(message public.messages, entry public.dispatch_queue, outcome jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  most_attempts constant integer := 6;
  words text := coalesce(left(outcome ->> 'error', 1000), 'It could not be sent');
  class text := outcome ->> 'class';
  pause interval;
begin
  if class in ('unconfirmed', 'unconfirmable') then
    entry.unconfirmed_since := coalesce(entry.unconfirmed_since, entry.attempted_at, now());
    if class = 'unconfirmable' and entry.unconfirmed_since < now() - interval '2 minutes'
      or entry.attempts >= most_attempts and class = 'unconfirmed'
    then
      class := 'permanent';
    end if;
    pause := case class when 'unconfirmed' then interval '15 seconds' else interval '30 seconds' end;
  elsif class = 'rate_limited' and entry.created_at > now() - interval '1 day' then
    entry.attempts := greatest(entry.attempts - 1, 0);
    pause := least(greatest(coalesce((outcome ->> 'retry_after')::numeric, 30), 1), 3600)
      * (1 + 0.2 * random()) * interval '1 second';
  elsif class = 'released' then
    pause := interval '0';
  elsif class = 'temporary' and entry.attempts < most_attempts then
    pause := app.dispatch_delay(entry.attempts);
  else
    class := 'permanent';
  end if;

  if class = 'permanent' then
    perform app.fail_dispatch((message).id, words, outcome, entry.attempts);
    return 'failed';
  elsif class not in ('unconfirmed', 'unconfirmable') then
    entry.unconfirmed_since := null;
    entry.attempted_at := null;
    update public.messages m set status = 'queued' where m.id = (message).id;
  end if;
  update public.dispatch_queue q set due_at = now() + pause, locked_by = null, locked_until = null,
    attempts = entry.attempts, attempted_at = entry.attempted_at, unconfirmed_since = entry.unconfirmed_since,
    last_error = words
  where q.id = entry.id;
  return case when class in ('unconfirmed', 'unconfirmable') then 'unconfirmed' else 'retrying' end;
end $$;

-- What came of a message: {"sent": true, "external_id": …, "from": …, "to": …} or {"sent": false, "class": …,
-- "error": words for the rep, "code": the vendor's, "retry_after": seconds}. Answers `sent`, `retrying`, `unconfirmed`,
-- `failed`, or `stale` when a failure is told by a worker that no longer holds the message.
create function public.dispatch_settle(p_worker text, p_message uuid, p_outcome jsonb) returns text
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
  -- First the message, then the entry, as everything that moves a message does.
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

revoke all on function public.dispatch_claim(text, integer, integer), public.dispatch_begin(text, uuid),
  public.dispatch_settle(text, uuid, jsonb) from public, anon, authenticated;
grant execute on function public.dispatch_claim(text, integer, integer), public.dispatch_begin(text, uuid),
  public.dispatch_settle(text, uuid, jsonb) to service_role;
