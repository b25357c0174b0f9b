-- The parts of the `realtime` schema that applications and migrations rely on.
create schema if not exists realtime;
grant usage on schema realtime to anon, authenticated, service_role;

create table if not exists realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  primary key (id, inserted_at)
) partition by range (inserted_at);
create table if not exists realtime.messages_all partition of realtime.messages default;
create index if not exists messages_replay on realtime.messages (topic, inserted_at desc)
  where extension = 'broadcast' and private;
alter table realtime.messages enable row level security;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;

create or replace function realtime.topic() returns text language sql stable as
$$ select nullif(current_setting('realtime.topic', true), '') $$;

-- NOTIFY carries at most 7999 bytes: larger bodies wait in this table. It need not survive a crash.
create unlogged table if not exists realtime.outbox
  (id bigint generated always as identity primary key, body jsonb not null);

create or replace function realtime.emit(body jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  message text := body::text;
  reference bigint;
begin
  if octet_length(message) > 7900 then
    insert into realtime.outbox (body) values (emit.body) returning id into reference;
    message := json_build_object('reference', reference)::text;
  end if;
  perform pg_notify('supabase_realtime', message);
end $$;
revoke all on function realtime.emit(jsonb) from public;

create or replace function realtime.on_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.emit(jsonb_build_object(
    'kind', 'broadcast', 'id', new.id, 'topic', new.topic, 'event', new.event, 'private', coalesce(new.private, false),
    'payload', new.payload, 'binary', encode(new.binary_payload, 'base64')));
  return null;
end $$;
create or replace trigger on_message after insert on realtime.messages for each row
  when (new.event is not null and new.extension = 'broadcast') execute function realtime.on_message();

-- Like hosted: SECURITY INVOKER, and a failure (row level security, for one) is only a warning.
create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
returns void language plpgsql as $$
declare
  message_id uuid := gen_random_uuid();
begin
  perform set_config('realtime.topic', topic, true);
  insert into realtime.messages (id, payload, event, topic, private, extension)
  values (message_id, case when payload ? 'id' then payload else payload || jsonb_build_object('id', message_id) end,
    event, topic, private, 'broadcast');
exception when others then
  raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end $$;

create or replace function realtime.send_binary(payload bytea, event text, topic text, private boolean default true)
returns void language plpgsql as $$
begin
  perform set_config('realtime.topic', topic, true);
  insert into realtime.messages (binary_payload, event, topic, private, extension)
  values (payload, event, topic, private, 'broadcast');
exception when others then
  raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end $$;

create or replace function realtime.broadcast_changes(topic_name text, event_name text, operation text, table_name text,
  table_schema text, new record, old record, level text default 'ROW') returns void language plpgsql as $$
begin
  if level <> 'ROW' then
    raise exception 'broadcast_changes needs a row-level trigger';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;
  perform realtime.send(jsonb_build_object('old_record', old, 'record', new, 'operation', operation,
    'table', table_name, 'schema', table_schema), event_name, topic_name);
end $$;

-- postgres_changes: the tables of the publication `supabase_realtime` carry this trigger.
create or replace function realtime.on_change() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  key_columns text[];
  old_record jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
begin
  select array_agg(a.attname::text) into key_columns
    from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = tg_relid and i.indisprimary;
  -- Only `replica identity full` sends whole old rows.
  if (select relreplident from pg_catalog.pg_class where oid = tg_relid) <> 'f' then
    select jsonb_object_agg(k, old_record -> k) into old_record
      from unnest(key_columns) k where old_record is not null;
  end if;
  perform realtime.emit(jsonb_build_object(
    'kind', 'change', 'schema', tg_table_schema, 'table', tg_table_name, 'type', tg_op, 'key', key_columns,
    'timestamp', to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'record', case when tg_op <> 'DELETE' then to_jsonb(new) end, 'oldRecord', old_record));
  return null;
end $$;

create or replace function realtime.follow_publication() returns event_trigger
language plpgsql security definer set search_path = '' as $$
declare
  relation record;
begin
  for relation in
    select t.tgrelid::regclass as name from pg_catalog.pg_trigger t
    where t.tgfoid = 'realtime.on_change()'::regprocedure and not t.tgisinternal
  loop
    execute format('drop trigger zz_realtime_change on %s', relation.name);
  end loop;
  for relation in
    select schemaname, tablename from pg_catalog.pg_publication_tables where pubname = 'supabase_realtime'
  loop
    execute format('create trigger zz_realtime_change after insert or update or delete on %I.%I '
      'for each row execute function realtime.on_change()', relation.schemaname, relation.tablename);
  end loop;
end $$;
drop event trigger if exists follow_publication;
create event trigger follow_publication on ddl_command_end
  when tag in ('CREATE PUBLICATION', 'ALTER PUBLICATION') execute function realtime.follow_publication();

do $$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
end $$;
