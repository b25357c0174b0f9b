drop function public.invitation_of_token(text, text);
drop function public.invitation_letter(uuid);
drop table app.invitation_attempts;
