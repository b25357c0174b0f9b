drop function public.sync_push(uuid, jsonb);
drop function sync.check_push(uuid, jsonb), sync.settle(jsonb), sync.is_transient(text);
drop table sync.mutations;
revoke insert, update, delete on public.conversations, public.conversation_reads, public.leads, public.notes,
  public.messages from leadline_sync;
