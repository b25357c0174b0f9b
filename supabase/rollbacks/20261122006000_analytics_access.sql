drop view public.dashboard_metrics;
drop function public.get_analytics(text, date, date);
drop function app.analytics_rows(text, uuid, uuid, date, date);
