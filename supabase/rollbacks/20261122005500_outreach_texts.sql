drop table app.predefined_campaign_steps;
drop table app.predefined_campaigns;
drop function app.unknown_variables(text);
drop table app.template_variables;
