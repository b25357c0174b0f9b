-- What the simulator adds to a database: a record of every write and every settled mutation, which the product cannot
-- touch, and the means to choose rows, to back one organisation up and to put it back.

create schema simulator;
grant usage on schema simulator to public;

-- Writes to the rows that reps change. `slot` counts the mutations of the same push that were settled before.
create table simulator.writes (
  n bigint generated always as identity primary key,
  step integer not null,
  actor text not null,
  slot integer not null,
  xid xid8 not null default pg_current_xact_id(),
  organization_id uuid not null,
  relation text not null,
  row_id uuid not null,
  old jsonb,
  new jsonb,
  last_inbound_id uuid
);
create index writes_by_organization on simulator.writes (organization_id, n);

-- Mutations in the order in which the ledger took them.
create table simulator.settlements (
  n bigint generated always as identity primary key,
  step integer not null,
  desk text not null,
  slot integer not null,
  client_id uuid not null,
  seq bigint not null,
  mutation_id uuid not null,
  name text not null,
  result text not null,
  code text,
  details jsonb,
  xid xid8 not null,
  generation uuid not null
);
create index settlements_by_client on simulator.settlements (client_id, n);

create function simulator.setting(name text, missing text) returns text language sql stable
return coalesce(nullif(current_setting('simulator.' || name, true), ''), missing);

create function simulator.record_write() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
  insert into simulator.writes (step, actor, slot, organization_id, relation, row_id, old, new, last_inbound_id)
  values (simulator.setting('step', '-1')::integer, simulator.setting('actor', ''), simulator.setting('slot', '0')::integer,
    (coalesce(after, before) ->> 'organization_id')::uuid, tg_table_name, (coalesce(after, before) ->> 'id')::uuid,
    before, after, case when tg_table_name = 'messages' then
      (select c.last_inbound_id from public.conversations c where c.id = (coalesce(after, before) ->> 'conversation_id')::uuid) end);
  return null;
end $$;

create trigger zzz_simulator after insert or update or delete on public.leads
  for each row execute function simulator.record_write();
create trigger zzz_simulator after insert or update or delete on public.conversations
  for each row execute function simulator.record_write();
create trigger zzz_simulator after insert or update or delete on public.messages
  for each row execute function simulator.record_write();
create trigger zzz_simulator after insert or update or delete on public.notes
  for each row execute function simulator.record_write();
create trigger zzz_simulator after insert or update or delete on public.message_templates
  for each row execute function simulator.record_write();
create trigger zzz_simulator after insert or update or delete on public.tags
  for each row execute function simulator.record_write();
create trigger zzz_simulator after insert or update or delete on public.saved_views
  for each row execute function simulator.record_write();
create trigger zzz_simulator after insert or update or delete on public.products
  for each row execute function simulator.record_write();

create function simulator.record_settlement() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  slot integer := simulator.setting('slot', '0')::integer;
begin
  insert into simulator.settlements (step, desk, slot, client_id, seq, mutation_id, name, result, code, details, xid, generation)
  values (simulator.setting('step', '-1')::integer, simulator.setting('desk', ''), slot, new.client_id, new.seq, new.mutation_id,
    new.name, new.result, new.code, new.details, new.xid, (select s.generation from sync.state s));
  perform set_config('simulator.slot', (slot + 1)::text, true);
  return null;
end $$;
create trigger zzz_simulator after insert or update on sync.outcomes
  for each row execute function simulator.record_settlement();

-- The row of an organisation at a place in the order of ids; null when it has none.
create function simulator.nth(relation text, organization uuid, place integer) returns uuid
language plpgsql stable set search_path = '' as $$
declare
  found_id uuid;
  total integer;
begin
  execute format('select count(*) from public.%I x where x.organization_id = $1', relation) into total using organization;
  execute format('select x.id from public.%I x where x.organization_id = $1 order by x.id offset $2 limit 1', relation)
    into found_id using organization, place % greatest(total, 1);
  return found_id;
end $$;

-- The tables of a backup, parents first, each with the SQL that tells which organisation a row `x` belongs to.
create table simulator.backed_up (place integer primary key, relation regclass not null, organization text not null);
insert into simulator.backed_up values
  (1, 'public.profiles', 'x.organization_id'),
  (2, 'public.leads', 'x.organization_id'),
  (3, 'public.contact_points', 'x.organization_id'),
  (4, 'public.conversations', 'x.organization_id'),
  (5, 'public.conversation_reads', 'x.organization_id'),
  (6, 'public.messages', 'x.organization_id'),
  (7, 'public.stage_changes', 'x.organization_id'),
  (8, 'public.notes', 'x.organization_id'),
  (9, 'public.datasets', 'x.organization_id'),
  (10, 'public.dataset_leads', 'x.organization_id'),
  (11, 'sync.clients', 'x.organization_id'),
  (12, 'sync.outcomes', '(select c.organization_id from sync.clients c where c.id = x.client_id)'),
  (13, 'public.lead_merges', 'x.organization_id'),
  (14, 'public.message_templates', 'x.organization_id'),
  (15, 'public.tags', 'x.organization_id'),
  (16, 'public.saved_views', 'x.organization_id'),
  (17, 'public.products', 'x.organization_id');

create function simulator.backup(organization uuid) returns jsonb language plpgsql set search_path = '' as $$
declare
  part record;
  rows jsonb;
  kept jsonb := '{}';
begin
  for part in select * from simulator.backed_up b order by b.place loop
    execute format('select coalesce(jsonb_agg(to_jsonb(x)), ''[]'') from %s x where %s = $1', part.relation, part.organization)
      into rows using organization;
    kept := kept || jsonb_build_object(part.relation::text, rows);
  end loop;
  return kept;
end $$;

-- Puts an organisation back to what a backup holds, as a restored server has it, and begins a generation.
create function simulator.restore(organization uuid, kept jsonb) returns void language plpgsql set search_path = '' as $$
declare
  part record;
  columns text;
begin
  perform set_config('session_replication_role', 'replica', true);
  for part in select * from simulator.backed_up b order by b.place desc loop
    execute format('delete from %s x where %s = $1', part.relation, part.organization) using organization;
  end loop;
  for part in select * from simulator.backed_up b order by b.place loop
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns from pg_catalog.pg_attribute a
    where a.attrelid = part.relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
    execute format('insert into %s (%s) select %s from jsonb_populate_recordset(null::%s, $1)',
      part.relation, columns, columns, part.relation) using kept -> part.relation::text;
  end loop;
  perform set_config('session_replication_role', 'origin', true);
  perform sync.begin_generation();
end $$;
