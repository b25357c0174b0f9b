drop trigger mention_more_colleagues on public.notes;
drop trigger mention_colleagues on public.notes;
drop function app.note_mentions();
drop function app.mentioned_in(text);
