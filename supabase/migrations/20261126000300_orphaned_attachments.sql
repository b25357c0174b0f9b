-- Files in the bucket `attachments` that no attachment speaks of: stored for a message that was never taken in, or left
-- by one that is gone. SQL only lists them; the edge function `sweep` deletes them through the Storage API.

create function public.orphaned_attachments(p_limit integer default 100) returns setof text
language plpgsql stable set search_path = '' as $$
begin
  if p_limit is null or p_limit not between 1 and 1000 then
    raise exception 'The limit must be from 1 to 1000' using errcode = '22023';
  end if;
  return query
    select o.name::text from storage.objects o
    where o.bucket_id = 'attachments' and o.created_at < now() - interval '1 day'
      and not exists (select from public.attachments a where a.bucket = o.bucket_id and a.path = o.name)
    order by o.created_at limit p_limit;
end $$;
comment on function public.orphaned_attachments(integer) is
  'Paths of files older than a day that no attachment speaks of. For the service role.';
revoke all on function public.orphaned_attachments(integer) from public, anon, authenticated;
grant execute on function public.orphaned_attachments(integer) to service_role;
