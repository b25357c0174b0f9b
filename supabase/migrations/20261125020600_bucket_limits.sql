-- How large a file of each bucket may be and of what kind, how a path looks, and who replaces and removes. No kind that
-- a browser would run (HTML, SVG) is taken: a file that lies about its kind is served as what it said it was.

create function app.limit_buckets() returns void language plpgsql set search_path = '' as $$
begin
  update storage.buckets b set file_size_limit = l.megabytes * 1048576, allowed_mime_types = l.types
  from (values
    ('csv_uploads', 50, array['text/csv', 'text/plain', 'application/vnd.ms-excel',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']),
    ('client_logos', 2, array['image/png', 'image/jpeg', 'image/webp']),
    ('exports', 100, array['text/csv', 'application/json', 'application/zip', 'application/pdf']),
    -- The largest that WhatsApp knows is a document of 100 MB.
    ('attachments', 100, array['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/heic', 'audio/aac',
      'audio/amr', 'audio/mp4', 'audio/mpeg', 'audio/ogg', 'audio/wav', 'audio/webm', 'video/3gpp', 'video/mp4',
      'video/quicktime', 'video/webm', 'application/pdf', 'application/zip', 'application/octet-stream', 'text/plain',
      'text/csv', 'text/vcard', 'application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation'])
  ) l (id, megabytes, types)
  where b.id = l.id;

  create policy plain_paths on storage.objects as restrictive for insert to authenticated
    with check (bucket_id not in ('csv_uploads', 'client_logos', 'exports', 'attachments')
      or length(name) <= 300 and name !~ '(^|/)\.{0,2}(/|$)' and name !~ '[\\[:cntrl:]]');
  -- A logo is replaced by those who administer. Everything else stays as it was uploaded: an attachment is what the
  -- customer was sent.
  create policy administrators_replace_logos on storage.objects for update to authenticated
    using (bucket_id = 'client_logos' and (select app.administers())
      and split_part(name, '/', 1) = (select app.org_id())::text)
    with check (bucket_id = 'client_logos' and (select app.administers())
      and split_part(name, '/', 1) = (select app.org_id())::text and name !~ '(^|/)\.{0,2}(/|$)');
  create policy members_remove_files on storage.objects for delete to authenticated
    using ((select app.can_write()) and split_part(name, '/', 1) = (select app.org_id())::text
      and case bucket_id
        when 'client_logos' then (select app.administers())
        when 'csv_uploads' then split_part(name, '/', 2) = (select app.user_id())::text
        when 'exports' then split_part(name, '/', 2) = (select app.user_id())::text
        else false end);
end $$;

do $$
begin
  if to_regclass('storage.buckets') is not null then
    perform app.limit_buckets();
  end if;
end $$;
