delete from sync.mutations where name in ('conversation.snooze', 'conversation.unsnooze', 'conversation.prioritize',
  'conversation.mark_unread', 'conversation.take_over', 'conversation.resume_ai');
drop function sync.conversation_resume_ai(jsonb), sync.conversation_take_over(jsonb),
  sync.conversation_mark_unread(jsonb), sync.conversation_prioritize(jsonb), sync.conversation_unsnooze(jsonb),
  sync.conversation_snooze(jsonb), sync.find_conversation(uuid);
revoke delete on public.conversation_reads from leadline_sync;
