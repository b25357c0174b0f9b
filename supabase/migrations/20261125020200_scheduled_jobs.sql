-- What time alone brings about. Every function takes how many items at most and the time that it is (which tests choose)
-- and returns how many it did; rows that others are writing are left for the next run.

-- As before, at a time of the caller's.
drop function app.rescore_due(integer);
create function app.rescore_due(batch integer default 1000, at timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due uuid[] := array(select c.lead_id from app.score_schedule c where c.due_at <= at order by c.due_at limit batch);
  free uuid[] := array(select l.id from public.leads l where l.id = any (due) order by l.id
    for no key update skip locked);
begin
  -- Absorbed leads are scored no more.
  update app.score_schedule c set due_at = null from public.leads l
  where l.id = c.lead_id and c.lead_id = any (free) and l.merged_into is not null;
  perform app.rescore_leads(free, at);
  return cardinality(free);
end $$;
grant execute on function app.rescore_due(integer, timestamptz) to service_role;

create index conversations_snoozed on public.conversations (snoozed_until) where status = 'snoozed';
create index messages_scheduled on public.messages (scheduled_for) where status = 'scheduled';

-- What was put off until now is back.
create function app.wake_conversations(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  items integer;
begin
  update public.conversations c set status = 'open', snoozed_until = null
  where c.id in (
    select s.id from public.conversations s where s.status = 'snoozed' and s.snoozed_until <= at
    order by s.snoozed_until limit batch for update skip locked);
  get diagnostics items = row_count;
  return items;
end $$;

-- Messages written for later go to the queue when their time has come; who sends them knows of windows and consent.
create function app.queue_scheduled_messages(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  items integer;
begin
  update public.messages m set status = 'queued'
  where m.id in (
    select s.id from public.messages s where s.status = 'scheduled' and s.scheduled_for <= at
    order by s.scheduled_for limit batch for update skip locked);
  get diagnostics items = row_count;
  return items;
end $$;

-- Puts away a dataset so many days after its campaign ended (seed 002: auto_archive_after_days), and then, batch by
-- batch, its leads: those in no other dataset that is in use, of whom nothing was heard since and who came to nothing.
create function app.archive_datasets(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  items integer;
begin
  update public.datasets d set archived = true, archived_at = at
  where not d.archived and d.campaign_status = 'completed'
    and d.campaign_completed_at + d.auto_archive_after_days * interval '1 day' <= at;
  update public.leads l set archived_at = at, contact_status = 'archived'
  where l.id in (
    select s.id
    from public.datasets d
    join public.dataset_leads m on m.dataset_id = d.id
    join public.leads s on s.id = m.lead_id
    where d.archived and d.campaign_status = 'completed' and s.archived_at is null and s.merged_into is null
      and s.contact_status not in ('hot', 'warm', 'call_booked', 'converted') and s.converted_at is null
      and (s.last_interaction_at is null or s.last_interaction_at
        <= d.archived_at - d.auto_archive_after_days * interval '1 day')
      and not exists (select from public.datasets other where other.id = any (s.dataset_ids) and not other.archived)
    order by s.id limit batch for no key update of s skip locked);
  get diagnostics items = row_count;
  return items;
end $$;

-- A conversation of a campaign is over when nobody wrote for so long (seed 002: silence_timeout_days) and the customer
-- waits for no answer. Closed, not archived: whoever writes again is back in the inbox. Of several campaigns the most
-- patient decides.
create function app.close_silent_conversations(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  items integer;
begin
  update public.conversations c set status = 'closed'
  where c.id in (
    select s.id
    from public.conversations s
    where s.status = 'open' and s.waiting_since is null and s.last_message_at < at and s.last_message_at + (
      select max(g.silence_timeout_days) * interval '1 day'
      from public.dataset_leads m
      join public.datasets d on d.id = m.dataset_id
      join public.campaign_settings g on g.id = d.campaign_settings_id
      where m.lead_id = s.lead_id) <= at
    order by s.id limit batch for update skip locked);
  get diagnostics items = row_count;
  return items;
end $$;

-- Addresses of people who never came are not kept: open invitations go 90 days after they ended.
create function app.forget_invitations(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  users integer;
  clients integer;
begin
  delete from public.user_invitations i where i.id in (
    select e.id from public.user_invitations e
    where e.claimed_at is null and least(e.expires_at, e.revoked_at) < at - interval '90 days' limit batch);
  get diagnostics users = row_count;
  delete from public.client_invitations i where i.id in (
    select e.id from public.client_invitations e
    where e.claimed_at is null and least(e.expires_at, e.revoked_at) < at - interval '90 days' limit batch);
  get diagnostics clients = row_count;
  return greatest(users, clients);
end $$;

create function app.refresh_analytics(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
begin
  perform public.refresh_all_analytics();
  return 0;
end $$;

create function app.purge_history(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
begin
  perform sync.purge_history(interval '90 days' - (at - now()));
  return 0;
end $$;

insert into app.jobs (name, function_name, every, daily_at) values
  -- Decay, silence, and the end of a chat after half an hour.
  ('rescore_leads', 'app.rescore_due', '10 seconds', null),
  ('wake_conversations', 'app.wake_conversations', '10 seconds', null),
  ('queue_scheduled_messages', 'app.queue_scheduled_messages', '10 seconds', null),
  ('refresh_analytics', 'app.refresh_analytics', '15 minutes', null),
  ('close_silent_conversations', 'app.close_silent_conversations', '1 hour', null),
  ('archive_datasets', 'app.archive_datasets', '1 hour', null),
  ('forget_invitations', 'app.forget_invitations', '1 day', '03:10'),
  ('purge_history', 'app.purge_history', '1 day', '03:20');
