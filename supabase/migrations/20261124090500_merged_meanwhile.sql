-- As before, for callers who see where it was merged into; for others it is not there, whatever became of it. A push that
-- is to be tried again for what its rep may not see would be tried for ever, and tell that it exists.
create or replace function sync.check_unmerged(relation text, row_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if relation = 'leads' and sync.present_lead(row_id) is not null
    or relation = 'conversations' and sync.present_conversation(row_id) is not null
  then
    raise exception 'It was merged in this moment' using errcode = 'serialization_failure';
  end if;
end $$;
