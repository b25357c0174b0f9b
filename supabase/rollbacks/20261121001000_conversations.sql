drop table public.messages, public.conversation_reads, public.conversations;
drop function app.refuse_message_delete(), app.refuse_message_rewrite(), app.inherit_from_conversation();
