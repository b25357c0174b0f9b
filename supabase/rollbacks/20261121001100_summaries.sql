drop trigger refresh_assignees_delete on public.conversations;
drop trigger refresh_assignees_update on public.conversations;
drop trigger refresh_assignees_insert on public.conversations;
drop trigger summarize on public.messages;
drop function app.refresh_lead_assignees(), app.summarize_messages(), app.preview_of(text);
