-- The buckets of seed 002 and the one for attachments. An organisation's files lie in the folder of its id. A backend
-- without Supabase Storage has no such tables and no buckets.

create function app.create_buckets() returns void language plpgsql set search_path = '' as $$
begin
  insert into storage.buckets (id, name, public) values
    ('csv_uploads', 'csv_uploads', false),
    ('client_logos', 'client_logos', true),
    ('exports', 'exports', false),
    ('attachments', 'attachments', false)
  on conflict (id) do nothing;

  create policy members_read_files on storage.objects for select to authenticated
    using (bucket_id in ('csv_uploads', 'client_logos', 'exports', 'attachments')
      and split_part(name, '/', 1) = (select app.org_id())::text
      -- Exports are their makers'; uploads of leads are for those who see all leads; an attachment is seen with its
      -- lead.
      and (bucket_id <> 'attachments'
        or exists (select from public.attachments a where a.bucket = bucket_id and a.path = name))
      and (bucket_id <> 'exports' or split_part(name, '/', 2) = (select app.user_id())::text)
      and (bucket_id <> 'csv_uploads' or (select app.sees_all())
        or split_part(name, '/', 2) = (select app.user_id())::text));
  create policy members_add_files on storage.objects for insert to authenticated
    with check ((select app.can_write()) and split_part(name, '/', 1) = (select app.org_id())::text
      and case bucket_id
        when 'client_logos' then (select app.administers())
        when 'attachments' then true
        when 'csv_uploads' then split_part(name, '/', 2) = (select app.user_id())::text
        when 'exports' then split_part(name, '/', 2) = (select app.user_id())::text
        else false end);
end $$;

do $$
begin
  if to_regclass('storage.buckets') is not null then
    perform app.create_buckets();
  end if;
end $$;
