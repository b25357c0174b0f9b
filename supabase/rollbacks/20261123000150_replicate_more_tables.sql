drop trigger bury_unshared on public.saved_views;

-- The further tables stay stamped, as they were.
do $$
declare
  relation text;
begin
  for relation in select t.name from sync.tables t where t.position > 16 loop
    execute format('drop trigger bury on public.%I', relation);
    execute format('drop trigger poke_insert on public.%I', relation);
    execute format('drop trigger poke_update on public.%I', relation);
    execute format('drop trigger poke_delete on public.%I', relation);
    delete from sync.tombstones where table_name = relation;
    delete from sync.columns where table_name = relation;
    delete from sync.tables where name = relation;
  end loop;
end $$;

delete from sync.columns where table_name in ('activities', 'bookings');
insert into sync.columns (table_name, position, column_name, type, is_nullable, rule) values
  ('activities', 1, 'id', 'uuid', false, 'fixed'),
  ('activities', 2, 'lead_id', 'uuid', false, 'derived'),
  ('activities', 3, 'type', 'text', false, 'fixed'),
  ('activities', 4, 'subject', 'text', true, 'last_writer'),
  ('activities', 5, 'description', 'text', true, 'last_writer'),
  ('activities', 6, 'status', 'text', false, 'guarded'),
  ('activities', 7, 'priority', 'text', false, 'last_writer'),
  ('activities', 8, 'due_at', 'time', true, 'last_writer'),
  ('activities', 9, 'completed_at', 'time', true, 'last_writer'),
  ('activities', 10, 'duration_minutes', 'int', true, 'last_writer'),
  ('activities', 11, 'message_id', 'uuid', true, 'fixed'),
  ('activities', 12, 'metadata', 'json', false, 'last_writer'),
  ('activities', 13, 'assigned_to', 'uuid', true, 'guarded'),
  ('activities', 14, 'created_by', 'uuid', true, 'fixed'),
  ('activities', 15, 'created_at', 'time', false, 'derived'),
  ('activities', 16, 'updated_at', 'time', false, 'derived'),
  ('bookings', 1, 'id', 'uuid', false, 'fixed'),
  ('bookings', 2, 'lead_id', 'uuid', false, 'derived'),
  ('bookings', 3, 'starts_at', 'time', false, 'guarded'),
  ('bookings', 4, 'status', 'text', false, 'guarded'),
  ('bookings', 5, 'url', 'text', true, 'derived'),
  ('bookings', 6, 'created_at', 'time', false, 'derived'),
  ('bookings', 7, 'updated_at', 'time', false, 'derived');
-- Writes app.pull_changed anew, too.
select sync.offer(t.name, t.position) from sync.tables t where t.name in ('activities', 'bookings');
