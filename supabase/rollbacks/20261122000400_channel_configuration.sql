alter table public.channels drop constraint if exists channels_name_check;
drop table if exists public.keyword_actions;
revoke execute on function app.trim_space(text) from authenticated, service_role, leadline_sync;
drop table if exists public.content_collections;
drop table if exists public.channel_configurations;
