create or replace function sync.check_unmerged(relation text, row_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if relation = 'leads' and exists (select from public.leads l where l.id = row_id and l.merged_into is not null)
    or relation = 'conversations'
      and exists (select from public.conversations c where c.id = row_id and c.joined_into is not null)
  then
    raise exception 'It was merged in this moment' using errcode = 'serialization_failure';
  end if;
end $$;
