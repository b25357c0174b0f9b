-- sync_push: applies a desktop's queued mutations, in order, each exactly once (sync.md, "sync_push").

-- The mutations of shared/domain/mutations.ts, each with the function that applies it and the versions of its arguments
-- that it understands.
create table sync.mutations (
  name text primary key,
  function_name text not null,
  oldest_version integer not null default 1,
  newest_version integer not null default 1
);
select app.lock_table('sync.mutations');
grant select on sync.mutations to leadline_sync;
create policy push_reads on sync.mutations for select to leadline_sync using (true);

-- Failures of the moment, which a retry may not meet: the whole push fails and nothing is remembered.
create function sync.is_transient(state text) returns boolean language sql immutable
return state in ('40001', '40P01', '55P03', '57014', '25006') or left(state, 2) in ('08', '53', '58')
  or state like '57P%';

-- Applies one mutation in a savepoint and tells how it ended. What nobody foresaw is a rejection too: it parks in the
-- outbox for the rep to decide, instead of blocking everything behind it.
create function sync.settle(mutation jsonb, out result text, out code text, out message text, out details jsonb)
language plpgsql set search_path = '' as $$
declare
  known sync.mutations;
  state text;
  detail text;
begin
  select * into known from sync.mutations m where m.name = mutation ->> 'name';
  if known.name is null then
    perform sync.reject('unknown_mutation', 'The server does not know this change');
  elsif not (mutation ->> 'v')::integer between known.oldest_version and known.newest_version then
    perform sync.reject('unsupported_version', 'The server does not understand this version of the change');
  elsif jsonb_typeof(mutation -> 'args') is distinct from 'object' then
    perform sync.reject('invalid_input', 'The change has no arguments');
  elsif not app.can_write() then
    perform sync.reject('forbidden', 'You may read but not change');
  end if;
  execute format('select sync.%I($1)', known.function_name) into details using mutation -> 'args';
  result := 'applied';
exception when others then
  get stacked diagnostics state = returned_sqlstate, message = message_text, code = pg_exception_hint,
    result = column_name, detail = pg_exception_detail;
  if sync.is_transient(state) then
    raise;
  elsif state = 'LLOUT' then
    details := nullif(detail, '')::jsonb;
    return;
  end if;
  result := 'rejected';
  code := case when state = '23505' then 'id_taken' when state = '42501' then 'forbidden'
    when left(state, 2) in ('22', '23') then 'invalid_input' else 'internal' end;
  details := null;
end $$;

-- A push that cannot be read has no mutations to answer for: it fails as a whole, with 22023.
create function sync.check_push(client uuid, mutations jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  mutation jsonb;
  previous numeric := 0;
begin
  if client is null or jsonb_typeof(mutations) is distinct from 'array' or jsonb_array_length(mutations) > 32 then
    raise exception 'A push needs a client and at most 32 mutations' using errcode = 'invalid_parameter_value';
  end if;
  for mutation in select * from jsonb_array_elements(mutations) loop
    if jsonb_typeof(mutation -> 'seq') is distinct from 'number'
      or jsonb_typeof(mutation -> 'v') is distinct from 'number'
      or jsonb_typeof(mutation -> 'name') is distinct from 'string'
      or jsonb_typeof(mutation -> 'hash') is distinct from 'string'
    then
      raise exception 'A mutation needs seq, name, v and hash' using errcode = 'invalid_parameter_value';
    elsif (mutation ->> 'seq')::numeric <= previous or (mutation ->> 'seq')::numeric > 9007199254740991
      or (mutation ->> 'seq')::numeric % 1 <> 0 or (mutation ->> 'v')::numeric not between 0 and 32767
      or (mutation ->> 'v')::numeric % 1 <> 0
    then
      raise exception 'Mutations come in ascending order of seq, from 1' using errcode = 'invalid_parameter_value';
    end if;
    previous := (mutation ->> 'seq')::numeric;
  end loop;
end $$;

-- p_client: the cache's id; p_mutations: up to 32 PushMutation, in the client's order. Answers PushAnswer.
-- Fails as a whole, with nothing applied: 42501 without an active profile, 22023 when it cannot be read, and PT409
-- "cloned_client" when the client is another user's or a settled seq comes with another content: the cache was copied
-- and must take a new client id.
create function public.sync_push(p_client uuid, p_mutations jsonb) returns json
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

grant execute on function public.sync_push(uuid, jsonb) to authenticated;

-- The push runs as leadline_sync. To receive a function in its schema a role needs CREATE there, for that moment.
grant create on schema public to leadline_sync;
alter function public.sync_push(uuid, jsonb) owner to leadline_sync;
revoke create on schema public from leadline_sync;

grant insert, update on public.conversations, public.conversation_reads, public.leads, public.notes to leadline_sync;
grant insert on public.messages to leadline_sync;
grant delete on public.notes to leadline_sync;
grant execute on function sync.settle_as(text, text, text, jsonb), sync.reject(text, text, jsonb), sync.diff_limit(),
  sync.diff_lines(text[], text[]), sync.comes_before(sync.hunk, sync.hunk), sync.lines_of(text),
  sync.merge_lines(text, text, text), sync.merge_set(jsonb, jsonb, jsonb), sync.merge_value(text, jsonb, jsonb, jsonb),
  sync.wire_sql(sync.columns), sync.locked_row(text, uuid), sync.has_form(jsonb, text, boolean, integer),
  sync.unwire_sql(sync.columns, text), sync.write_row(text, uuid, jsonb),
  sync.merge_row(text, uuid, jsonb, jsonb, jsonb), sync.uuid_argument(jsonb, text),
  sync.text_argument(jsonb, text, integer, integer), sync.is_transient(text), sync.settle(jsonb),
  sync.check_push(uuid, jsonb) to leadline_sync;
