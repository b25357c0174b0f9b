drop table if exists public.keyword_actions;
drop table if exists public.content_collections;
drop table if exists public.channel_configurations;
