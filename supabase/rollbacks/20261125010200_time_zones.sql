drop function if exists app.next_open(timestamptz, text, time, time, text[]);
drop function if exists app.lead_time_zone(public.leads);
drop function if exists app.is_time_zone(text);
drop table if exists app.country_time_zones;
