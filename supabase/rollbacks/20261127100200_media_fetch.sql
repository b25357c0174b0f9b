drop function public.media_settle(uuid, bigint, text, text, text), public.media_claim(integer);
drop index public.attachments_elsewhere;
