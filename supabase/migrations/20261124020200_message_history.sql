-- Older messages of a conversation, on demand: a desktop holds the last 90 days or 200 messages, whichever is more.

-- p_before: milliseconds since 1970, exclusive; null for the newest. p_limit: messages, 1 to 500; those written in the
-- same millisecond as the oldest come along, so that the next call goes on where this one ended. Answers as sync_pull does
-- (pullAnswerSchema of shared/replication/protocol.ts), `complete` when there is nothing older. A conversation that the
-- caller cannot see has none.
create function public.sync_history(p_conversation_id uuid, p_before bigint, p_limit integer) returns json
language plpgsql stable set search_path = '' as $$
declare
  caller record := app.pull_caller();
  relation app.pull_table;
  -- Between the years 1 and 9999; outside there is nothing.
  before timestamptz := timestamptz 'epoch'
    + least(greatest(coalesce(p_before, 253402300799000), -62135596800000), 253402300799000) * interval '1 millisecond';
  oldest timestamptz;
  rows json;
  complete boolean;
begin
  select * into relation from app.pull_tables() t where t.name = 'messages';
  select date_trunc('milliseconds', min(p.created_at)) into oldest from (
    select m.created_at from public.messages m where m.conversation_id = p_conversation_id and m.created_at < before
    order by m.created_at desc limit least(greatest(coalesce(p_limit, 200), 1), 500)) p;
  execute format('select json_agg(r.body) from (select %s as body from public.messages x
      where x.conversation_id = $1 and x.created_at >= $2 and x.created_at < $3 order by x.created_at, x.id) r',
    relation.row_sql) into rows using p_conversation_id, oldest, before;
  complete := not exists (
    select from public.messages m where m.conversation_id = p_conversation_id and m.created_at < oldest);
  return json_build_object(
    'protocol', 1, 'generation', caller.generation, 'scope_version', caller.scope_version,
    'snapshot', pg_current_snapshot()::text, 'reset', null, 'complete', complete, 'position', null,
    'expected_rows', null, 'tables', case when rows is null then '[]'::json else json_build_array(
      json_build_object('table', 'messages', 'columns', relation.columns, 'rows', rows)) end,
    'deleted', '[]'::json, 'granted', '[]'::json, 'revoked', '[]'::json, 'lost', '[]'::json);
end $$;
grant execute on function public.sync_history(uuid, bigint, integer) to authenticated, service_role;
