drop table if exists public.campaign_enrollments;
drop table if exists public.campaign_steps;
drop function if exists app.place_campaign_step();
drop table if exists public.campaigns;
drop function if exists app.keep_predefined();
