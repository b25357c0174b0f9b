drop function public.orphaned_attachments(integer);
