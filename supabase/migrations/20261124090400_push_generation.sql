-- A desktop that has not heard of a restore pulls before it pushes: what the restored server lost goes first again, in the
-- order in which it was made, and not behind what came later.

grant select on sync.state to leadline_sync;
create policy push_reads on sync.state for select to leadline_sync using (true);

drop function public.sync_push(uuid, jsonb);

-- As before. p_generation: the generation of the desktop's cursor, null before its first pull. Fails as a whole with PT412
-- "other_generation" when the server has begun another.
create function public.sync_push(p_client uuid, p_mutations jsonb, p_generation uuid default null) returns json
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller uuid := app.user_id();
  organization uuid := app.org_id();
  holder uuid;
  newest bigint;
  mutation jsonb;
  mutation_id uuid;
  outcome sync.outcomes;
  ended record;
  answers json[] := '{}';
begin
  if organization is null then
    raise exception 'No active profile' using errcode = 'insufficient_privilege';
  end if;
  perform sync.check_push(p_client, p_mutations);
  if p_generation <> (select s.generation from sync.state s) then
    raise exception 'other_generation' using errcode = 'PT412', detail = 'The server was restored: pull first';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(caller::text, 0));
  insert into sync.clients as c (id, user_id, organization_id) values (p_client, caller, organization)
  on conflict (id) do update set last_seen_at = now() returning c.user_id into holder;
  if holder <> caller then
    raise exception 'cloned_client' using errcode = 'PT409', detail = 'The client id belongs to another user';
  end if;
  select max(o.seq) into newest from sync.outcomes o where o.client_id = p_client;

  for mutation in select * from jsonb_array_elements(p_mutations) loop
    mutation_id := case when pg_input_is_valid(mutation ->> 'id', 'uuid') then (mutation ->> 'id')::uuid end;
    select * into outcome from sync.outcomes o
    where o.client_id = p_client and o.seq = (mutation ->> 'seq')::bigint;
    if not found then
      if (mutation ->> 'seq')::bigint < newest then
        raise exception 'cloned_client' using errcode = 'PT409',
          detail = format('Mutation %s comes after mutation %s', mutation ->> 'seq', newest);
      end if;
      outcome := sync.earlier_outcome(mutation_id, caller);
      if outcome.client_id is null then
        ended := sync.settle(mutation);
        outcome := (p_client, mutation ->> 'seq', mutation ->> 'hash', mutation ->> 'name', ended.result, ended.code,
          ended.message, ended.details, pg_current_xact_id(), now(), mutation_id)::sync.outcomes;
      end if;
      outcome.client_id := p_client;
      outcome.seq := mutation ->> 'seq';
      outcome.hash := mutation ->> 'hash';
      insert into sync.outcomes select (outcome).*;
    elsif outcome.hash <> mutation ->> 'hash' or outcome.mutation_id <> mutation_id then
      raise exception 'cloned_client' using errcode = 'PT409',
        detail = format('Mutation %s was settled with another content', outcome.seq);
    end if;
    answers := answers || json_build_object('seq', outcome.seq, 'result', outcome.result, 'xid', outcome.xid::text,
      'code', outcome.code, 'message', outcome.message, 'details', outcome.details);
  end loop;
  return json_build_object('protocol', 1, 'outcomes', array_to_json(answers));
end $$;

revoke execute on function public.sync_push(uuid, jsonb, uuid) from public, anon;
grant execute on function public.sync_push(uuid, jsonb, uuid) to authenticated;

grant create on schema public to leadline_sync;
alter function public.sync_push(uuid, jsonb, uuid) owner to leadline_sync;
revoke create on schema public from leadline_sync;
