drop function app.hot_lead_settings(uuid);
drop trigger check_hot_leads on public.organization_settings;
drop function app.check_hot_lead_settings();
drop function app.hot_lead_settings_fault(jsonb);
drop function app.default_hot_lead_settings();
