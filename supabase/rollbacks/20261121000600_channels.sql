drop table public.channel_credentials, public.channels;
