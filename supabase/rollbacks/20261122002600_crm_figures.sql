drop function if exists public.get_conversion_funnel(uuid);
drop function if exists public.get_crm_dashboard_summary(uuid);
drop function if exists public.calculate_win_rate(uuid, date, date);
drop function if exists public.calculate_client_ltv(uuid, text);
drop function if exists app.major_amounts(jsonb);
drop function if exists app.asked_organization(uuid);
