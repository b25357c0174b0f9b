delete from app.jobs where name in ('rescore_leads', 'wake_conversations', 'queue_scheduled_messages', 'refresh_analytics',
  'close_silent_conversations', 'archive_datasets', 'forget_invitations', 'purge_history');
drop function app.purge_history(integer, timestamptz);
drop function app.refresh_analytics(integer, timestamptz);
drop function app.forget_invitations(integer, timestamptz);
drop function app.close_silent_conversations(integer, timestamptz);
drop function app.archive_datasets(integer, timestamptz);
drop function app.queue_scheduled_messages(integer, timestamptz);
drop function app.wake_conversations(integer, timestamptz);
drop index public.messages_scheduled;
drop index public.conversations_snoozed;
drop function app.rescore_due(integer, timestamptz);
-- Rescores up to `batch` leads whose time has come, the longest waiting first, and returns how many it took; the
-- scheduler calls it until it returns less than it asked for. Leads that others are writing now are left for the next
-- call.
create function app.rescore_due(batch integer default 1000) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due uuid[] := array(select c.lead_id from app.score_schedule c where c.due_at <= now() order by c.due_at limit batch);
  free uuid[] := array(select l.id from public.leads l where l.id = any (due) order by l.id
    for no key update skip locked);
begin
  -- Absorbed leads are scored no more.
  update app.score_schedule c set due_at = null from public.leads l
  where l.id = c.lead_id and c.lead_id = any (free) and l.merged_into is not null;
  perform app.rescore_leads(free);
  return cardinality(free);
end $$;
grant execute on function app.rescore_due(integer) to service_role;
