drop function app.sending_zone(public.leads, public.campaign_settings),
  app.after_sending_hours(uuid, timestamptz, integer, text, time, time, text[]),
  app.next_sending_time(uuid, timestamptz, text, time, time, text[]), app.is_holiday(uuid, date);
