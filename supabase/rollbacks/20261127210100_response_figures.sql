drop function public.get_ai_against_human(date, date);
drop function app.handled_conversations(timestamptz, timestamptz);
drop function public.get_response_times(date, date, text);
drop function app.customer_waits(timestamptz, timestamptz);
drop function app.local_days(date, date);
