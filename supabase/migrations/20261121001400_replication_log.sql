-- What replication remembers: row stamps, deletions, changes of visibility, clients and the outcomes of their pushes.
-- supabase/README.md tells how a pull and a push work.

create schema sync;
comment on schema sync is 'Private to the functions of replication.';
grant usage on schema sync to leadline_sync;

-- One row. `generation` is the database's life: after a restore a new one begins (sync.begin_generation).
-- `forgotten_xid` is the newest stamp among purged history: an older cursor cannot be continued.
create table sync.state (
  singleton boolean primary key default true check (singleton),
  generation uuid not null default gen_random_uuid(),
  forgotten_xid xid8 not null default '0'
);
insert into sync.state default values;

-- The columns that desktops replicate, in wire order: the same as TABLES in shared/replication/tables.ts.
create table sync.columns (
  table_name text not null,
  position integer not null,
  column_name text not null,
  type text not null,
  is_nullable boolean not null,
  rule text not null,
  primary key (table_name, position),
  constraint columns_name_key unique (table_name, column_name),
  constraint columns_type_check
    check (type in ('uuid', 'text', 'int', 'real', 'bool', 'time', 'date', 'json', 'money')),
  constraint columns_rule_check check (rule in ('fixed', 'derived', 'last_writer', 'guarded', 'set', 'text'))
);

-- The replicated tables in dependency order, with the SQL that reads a row `x` as a JSON array. Filled by sync.replicate.
create table sync.tables (
  name text primary key,
  position integer not null unique,
  columns json not null,
  row_sql text not null,
  -- The column that ties a row to its lead; null for what the whole organisation sees.
  lead_column text
);

-- Deleted rows, without foreign keys. A deleted lead stands for everything under it. The audience is the lead's at the
-- time; `everyone` where the row had no lead.
create table sync.tombstones (
  id bigint generated always as identity primary key,
  organization_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  lead_id uuid,
  everyone boolean not null,
  owner_id uuid,
  assignee_ids uuid[] not null default '{}',
  dataset_ids uuid[] not null default '{}',
  deleted_at timestamptz not null default now(),
  sync_xid xid8 not null default pg_current_xact_id()
);
create index tombstones_by_xid on sync.tombstones (organization_id, sync_xid);
create index tombstones_by_row on sync.tombstones (row_id);

-- Who could see a lead before its owner, assignees or datasets changed.
create table sync.access_changes (
  id bigint generated always as identity primary key,
  organization_id uuid not null,
  lead_id uuid not null,
  owner_id uuid,
  assignee_ids uuid[] not null,
  dataset_ids uuid[] not null,
  changed_at timestamptz not null default now(),
  sync_xid xid8 not null default pg_current_xact_id()
);
create index access_changes_by_xid on sync.access_changes (organization_id, sync_xid);
create index access_changes_by_lead on sync.access_changes (lead_id, id);

-- One row per desktop cache. Its row lock makes the pushes of one client take turns.
create table sync.clients (
  id uuid primary key,
  user_id uuid not null references public.profiles on delete cascade,
  organization_id uuid not null references public.organizations on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
);
create index clients_user on sync.clients (user_id);
create index clients_organization on sync.clients (organization_id);

-- The ledger: how every pushed mutation ended, so that a retry gets the same answer. It also keeps what a later writer
-- replaced (details.overwritten).
create table sync.outcomes (
  client_id uuid not null references sync.clients on delete cascade,
  seq bigint not null,
  hash text not null,
  name text not null,
  result text not null,
  code text,
  message text,
  details jsonb,
  xid xid8 not null,
  settled_at timestamptz not null default now(),
  primary key (client_id, seq),
  constraint outcomes_result_check check (result in ('applied', 'conflict', 'held', 'rejected'))
);

select app.lock_table('sync.state');
select app.lock_table('sync.columns');
select app.lock_table('sync.tables');
select app.lock_table('sync.tombstones');
select app.lock_table('sync.access_changes');
select app.lock_table('sync.clients');
select app.lock_table('sync.outcomes');
-- Only sync_push's role enters, and only these; everything else is read by definer functions.
grant select on sync.columns, sync.tables to leadline_sync;
grant select, insert, update on sync.clients to leadline_sync;
grant select, insert on sync.outcomes to leadline_sync;
create policy nobody_reads on sync.state for select to authenticated using (false);
create policy nobody_reads on sync.tombstones for select to authenticated using (false);
create policy nobody_reads on sync.access_changes for select to authenticated using (false);
create policy push_reads on sync.columns for select to leadline_sync using (true);
create policy push_reads on sync.tables for select to leadline_sync using (true);
create policy push_keeps on sync.clients for all to leadline_sync using (true) with check (true);
create policy push_keeps on sync.outcomes for all to leadline_sync using (true) with check (true);

-- Forgets deletions and changes of visibility older than `keep`. Cursors that would need them are told to start over.
create function sync.purge_history(keep interval default '90 days') returns void
language plpgsql security definer set search_path = '' as $$
declare
  newest xid8;
begin
  with gone as (
    delete from sync.tombstones where deleted_at < now() - keep returning sync_xid
  ), settled as (
    delete from sync.access_changes where changed_at < now() - keep returning sync_xid
  )
  select max(sync_xid) into newest from (select * from gone union all select * from settled) forgotten;
  update sync.state set forgotten_xid = greatest(forgotten_xid, newest) where newest is not null;
end $$;

-- After a restore from a backup: stamps may lie in the future of the new database, where no pull would see them. Stamps
-- every row anew and begins a generation, so that every desktop reads everything again and keeps its outbox.
create function sync.begin_generation() returns void language plpgsql security definer set search_path = '' as $$
declare
  relation text;
begin
  for relation in select t.name from sync.tables t order by t.position loop
    execute format('update public.%I set sync_xid = pg_current_xact_id()', relation);
  end loop;
  truncate sync.tombstones, sync.access_changes;
  update sync.state set generation = gen_random_uuid(), forgotten_xid = '0';
end $$;
