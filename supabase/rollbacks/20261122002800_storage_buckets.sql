-- Buckets stay: files may lie in them.
do $$
begin
  if to_regclass('storage.objects') is not null then
    drop policy if exists members_read_files on storage.objects;
    drop policy if exists members_add_files on storage.objects;
  end if;
end $$;
drop function if exists app.create_buckets();
