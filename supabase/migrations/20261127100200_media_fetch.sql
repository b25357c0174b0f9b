-- Files that a vendor keeps are fetched with the channel's credentials into the bucket `attachments`, since vendors keep
-- them for days only, and show them to nobody else. The edge function `dispatch` does it beside its own work.

create index attachments_elsewhere on public.attachments (created_at) where size_bytes = 0 and metadata ? 'source';

-- Takes files that are to be fetched; what is not settled comes again, after longer and longer, eight times.
create function public.media_claim(p_limit integer default 10) returns jsonb
language plpgsql set search_path = '' as $$
declare
  claimed jsonb;
begin
  if p_limit is null or p_limit not between 1 and 100 then
    raise exception 'The limit must be from 1 to 100' using errcode = '22023';
  end if;
  with due as (
    select a.id from public.attachments a
    where a.size_bytes = 0 and a.metadata ? 'source' and not a.metadata ? 'refused'
      and coalesce((a.metadata ->> 'fetch_after')::timestamptz, a.created_at) <= now()
    order by a.created_at limit p_limit for update skip locked
  ), taken as (
    update public.attachments a set metadata = a.metadata || jsonb_build_object(
      'attempts', coalesce((a.metadata ->> 'attempts')::integer, 0) + 1,
      'fetch_after', now() + interval '1 minute' * 2 ^ coalesce((a.metadata ->> 'attempts')::integer, 0))
    from due where a.id = due.id
    returning a.*
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'bucket', t.bucket, 'path', t.path,
    'content_type', t.content_type, 'source', t.metadata -> 'source',
    'attempts', (t.metadata ->> 'attempts')::integer, 'channel_id', c.channel_id)), '[]') into claimed
  from taken t
  join public.messages m on m.id = t.message_id
  join public.conversations c on c.id = m.conversation_id;
  return claimed;
end $$;
comment on function public.media_claim(integer) is
  'Files that vendors keep and that are to be fetched now. For the service role.';

-- A file was fetched, or never will be (`p_refused` says why).
create function public.media_settle(p_attachment uuid, p_size_bytes bigint, p_sha256 text, p_content_type text,
  p_refused text default null) returns void
language sql set search_path = '' as $$
  update public.attachments a set
    size_bytes = coalesce(p_size_bytes, 0), sha256 = p_sha256, content_type = coalesce(p_content_type, a.content_type),
    metadata = case when p_refused is null then a.metadata - '{source,attempts,fetch_after}'::text[]
      else a.metadata - '{attempts,fetch_after}'::text[] || jsonb_build_object('refused', left(p_refused, 300)) end
  where a.id = p_attachment
$$;
comment on function public.media_settle(uuid, bigint, text, text, text) is
  'What came of fetching a file. For the service role.';

revoke all on function public.media_claim(integer), public.media_settle(uuid, bigint, text, text, text)
  from public, anon, authenticated;
grant execute on function public.media_claim(integer), public.media_settle(uuid, bigint, text, text, text)
  to service_role;
