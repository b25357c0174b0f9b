create or replace function public.sync_push(p_client uuid, p_mutations jsonb) returns json
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller uuid := app.user_id();
  organization uuid := app.org_id();
  holder uuid;
  mutation jsonb;
  outcome sync.outcomes;
  ended record;
  answers json[] := '{}';
begin
  if organization is null then
    raise exception 'No active profile' using errcode = 'insufficient_privilege';
  end if;
  perform sync.check_push(p_client, p_mutations);
  insert into sync.clients as c (id, user_id, organization_id) values (p_client, caller, organization)
  on conflict (id) do update set last_seen_at = now() returning c.user_id into holder;
  if holder <> caller then
    raise exception 'cloned_client' using errcode = 'PT409', detail = 'The client id belongs to another user';
  end if;

  for mutation in select * from jsonb_array_elements(p_mutations) loop
    select * into outcome from sync.outcomes o
    where o.client_id = p_client and o.seq = (mutation ->> 'seq')::bigint;
    if not found then
      ended := sync.settle(mutation);
      insert into sync.outcomes (client_id, seq, hash, name, result, code, message, details, xid)
      values (p_client, (mutation ->> 'seq')::bigint, mutation ->> 'hash', mutation ->> 'name',
        ended.result, ended.code, ended.message, ended.details, pg_current_xact_id())
      returning * into outcome;
    elsif outcome.hash <> mutation ->> 'hash' then
      raise exception 'cloned_client' using errcode = 'PT409',
        detail = format('Mutation %s was settled with another content', outcome.seq);
    end if;
    answers := answers || json_build_object('seq', outcome.seq, 'result', outcome.result, 'xid', outcome.xid::text,
      'code', outcome.code, 'message', outcome.message, 'details', outcome.details);
  end loop;
  return json_build_object('protocol', 1, 'outcomes', array_to_json(answers));
end $$;
drop function sync.earlier_outcome(uuid, uuid);
alter table sync.outcomes drop column mutation_id;
