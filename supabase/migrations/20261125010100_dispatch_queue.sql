-- The queue of what is to be sent. A message that becomes `queued` enters it, in the transaction in which it does, and
-- whatever takes the message elsewhere takes it out again.

-- Every entry follows from a message and can be made anew.
delete from public.dispatch_queue;
alter table public.dispatch_queue
  add column conversation_id uuid not null references public.conversations on delete cascade,
  -- The order of a conversation's messages on their way out: that in which they were queued.
  add column place bigint generated always as identity,
  -- Why a rule keeps the message back; looked at again at due_at, or as soon as what holds it changes.
  add column held_reason text,
  -- When the vendor was last asked to send it. Its answer is not known while unconfirmed_since is set.
  add column attempted_at timestamptz,
  add column unconfirmed_since timestamptz,
  add constraint dispatch_queue_held_reason_check check (held_reason in ('opted_out', 'do_not_contact', 'channel_off',
    'messaging_window', 'sending_off', 'sending_hours', 'rate_limit'));
create index dispatch_queue_conversation on public.dispatch_queue (conversation_id, place);
create index dispatch_queue_held on public.dispatch_queue (held_reason, organization_id) where held_reason is not null;

alter table public.dispatch_queue drop constraint dispatch_queue_times_check;
select app.bound_columns('public.dispatch_queue');
drop trigger same_organization_insert on public.dispatch_queue;
drop trigger same_organization_update on public.dispatch_queue;
select app.wall_off('public.dispatch_queue');

create index dead_letters_reference on public.dead_letters (reference_id) where resolved_at is null;

-- An entry belongs where its message does, whatever the writer says.
create function app.place_dispatch_entry() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select m.organization_id, m.conversation_id, c.channel_id
  into new.organization_id, new.conversation_id, new.channel_id
  from public.messages m join public.conversations c on c.id = m.conversation_id where m.id = new.message_id;
  return new;
end $$;
drop trigger inherit on public.dispatch_queue;
create trigger inherit before insert or update of message_id, conversation_id, channel_id, organization_id
  on public.dispatch_queue for each row execute function app.place_dispatch_entry();

-- Definer: whoever writes a message has no rights on the queue. Workers listen on `dispatch`; one that only looks now
-- and then loses time, never a message.
create function app.queue_dispatch() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.dispatch_queue as q (message_id, organization_id, conversation_id, channel_id)
  select new.id, new.organization_id, c.id, c.channel_id
  from public.conversations c where c.id = new.conversation_id
  on conflict (message_id) do update set due_at = now(), held_reason = null;
  perform pg_notify('dispatch', '');
  return null;
end $$;
create trigger queue_insert after insert on public.messages for each row
  when (new.direction = 'outbound' and new.status = 'queued') execute function app.queue_dispatch();
create trigger queue_update after update of status on public.messages for each row
  when (new.direction = 'outbound' and new.status = 'queued' and old.status <> 'queued')
  execute function app.queue_dispatch();

-- A merge of leads moves messages to another conversation; what waits to be sent goes with them.
create function app.move_dispatch() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.dispatch_queue q set conversation_id = new.conversation_id where q.message_id = new.id;
  return null;
end $$;
create trigger queue_move after update of conversation_id on public.messages for each row
  when (old.conversation_id <> new.conversation_id) execute function app.move_dispatch();

create function app.leave_dispatch() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from public.dispatch_queue q where q.message_id = new.id;
  return null;
end $$;
create trigger queue_leave after update of status on public.messages for each row
  when (old.status in ('queued', 'held', 'sending')
    and new.status in ('scheduled', 'sent', 'delivered', 'read', 'failed', 'cancelled'))
  execute function app.leave_dispatch();

-- What was held is looked at again when what held it changes; whether it goes out then is for the rules to say.
create function app.recheck_held(reasons text[], organization uuid, lead uuid default null, channel uuid default null)
returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.dispatch_queue q set due_at = now()
  where q.held_reason = any (reasons) and q.organization_id = organization
    and (channel is null or q.channel_id = channel)
    and (lead is null or exists (select from public.messages m where m.id = q.message_id and m.lead_id = lead));
  if found then
    perform pg_notify('dispatch', '');
  end if;
end $$;

create function app.recheck_lead() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.recheck_held('{opted_out,do_not_contact}', new.organization_id, lead => new.id);
  return null;
end $$;
create trigger recheck_dispatch after update of consents, contact_status on public.leads for each row
  when ((old.consents, old.contact_status) is distinct from (new.consents, new.contact_status))
  execute function app.recheck_lead();

create function app.recheck_channel() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.recheck_held('{channel_off}', new.organization_id, channel => new.id);
  return null;
end $$;
create trigger recheck_dispatch after update of is_active on public.channels for each row
  when (new.is_active and not old.is_active) execute function app.recheck_channel();

create function app.recheck_settings() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.recheck_held('{sending_off,sending_hours,rate_limit}', new.organization_id);
  return null;
end $$;
create trigger recheck_dispatch after update on public.campaign_settings for each row
  execute function app.recheck_settings();

-- A customer who writes opens the messaging window again.
create function app.recheck_window() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.dispatch_queue q set due_at = now()
  where q.conversation_id = new.conversation_id and q.held_reason = 'messaging_window';
  if found then
    perform pg_notify('dispatch', '');
  end if;
  return null;
end $$;
create trigger recheck_dispatch after insert on public.messages for each row
  when (new.direction = 'inbound') execute function app.recheck_window();

-- Messages that were queued before there was anything to send them. What a customer has not had for a day is stale.
insert into public.dispatch_queue (message_id, organization_id, conversation_id, channel_id)
select m.id, m.organization_id, m.conversation_id, c.channel_id
from public.messages m join public.conversations c on c.id = m.conversation_id
where m.direction = 'outbound' and m.status = 'queued' and m.created_at > now() - interval '1 day' order by m.created_at, m.id;
