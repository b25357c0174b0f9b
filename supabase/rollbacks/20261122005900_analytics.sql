drop function public.refresh_all_analytics();
drop table app.analytics_refreshes;
drop materialized view public.analytics_channel_performance;
drop materialized view public.analytics_chatbot_effectiveness;
drop materialized view public.analytics_revenue_metrics;
drop materialized view public.analytics_client_metrics;
drop materialized view public.analytics_deal_metrics;
drop index public.messages_by_day;
