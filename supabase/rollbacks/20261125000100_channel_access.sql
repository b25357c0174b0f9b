drop function public.store_channel_credentials(uuid, text, integer);
drop function public.channel_access(uuid);
