do $$
begin
  if to_regclass('storage.buckets') is not null then
    drop policy members_remove_files on storage.objects;
    drop policy administrators_replace_logos on storage.objects;
    drop policy plain_paths on storage.objects;
    update storage.buckets set file_size_limit = null, allowed_mime_types = null
    where id in ('csv_uploads', 'client_logos', 'exports', 'attachments');
  end if;
end $$;
drop function app.limit_buckets();
