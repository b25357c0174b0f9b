drop index public.integration_events_status;
drop function public.replay_integration_event(uuid);
drop function public.list_integration_events(text, integer);
drop function app.require_automator();
drop function public.save_order(jsonb);
drop function public.save_form(jsonb);
drop function app.are_form_fields(jsonb);
