drop function public.sync_history(uuid, bigint, integer);
