drop function app.intent_pattern(jsonb);
drop function app.lead_score_settings(uuid);
drop trigger check_lead_score on public.organization_settings;
drop function app.check_lead_score_settings();
drop function app.lead_score_settings_fault(jsonb);
drop function app.default_lead_score_settings();
