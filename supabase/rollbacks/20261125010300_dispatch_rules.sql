drop function if exists app.dispatch_obstacle(public.messages, public.conversations, public.leads, public.channels,
  timestamptz);
drop function if exists app.automation_obstacle(public.messages, public.leads, uuid);
drop function if exists app.take_rate(uuid, public.campaign_settings);
drop function if exists app.messaging_window(public.messages, timestamptz);
drop function if exists app.human_took_over(public.messages, public.conversations, public.leads);
drop function if exists app.dispatch_settings(public.messages, public.leads);
drop function if exists app.dispatch_kind(public.messages);
drop type if exists app.obstacle;
