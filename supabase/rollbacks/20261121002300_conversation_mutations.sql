delete from sync.mutations where name in
  ('message.send', 'conversation.read', 'conversation.close', 'conversation.reopen', 'conversation.assign');
drop function sync.conversation_assign(jsonb), sync.conversation_reopen(jsonb), sync.conversation_close(jsonb),
  sync.conversation_read(jsonb), sync.message_send(jsonb), sync.unseen_inbound(jsonb, uuid);
