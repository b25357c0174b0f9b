-- When a campaign may write: its hours on its days, in the customer's own time, and never on the organisation's
-- holidays.

create function app.is_holiday(organization uuid, at_day date) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from public.holidays h where h.organization_id = organization
    and (h.day = at_day or h.is_yearly and to_char(h.day, 'MMDD') = to_char(at_day, 'MMDD')));
end $$;

-- The first moment from `at` on that is between the hours on one of the days and on no holiday, in a zone's own time.
-- Null: there is none within a year.
create function app.next_sending_time(organization uuid, at timestamptz, zone text, opens time, closes time,
  days text[]) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare
  day date := (at at time zone zone)::date;
begin
  for n in 0 .. 366 loop
    if at < (day + n + closes) at time zone zone and to_char(day + n, 'fmday') = any (days)
      and not app.is_holiday(organization, day + n)
    then
      return greatest(at, (day + n + opens) at time zone zone);
    end if;
  end loop;
  return null;
end $$;

-- The moment at which, counted from `since`, it has been open for so many hours (delay_type business_hours). Null: it
-- never opens.
create function app.after_sending_hours(organization uuid, since timestamptz, hours integer, zone text, opens time,
  closes time, days text[]) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare
  missing interval := hours * interval '1 hour';
  opened timestamptz := since;
  closed timestamptz;
begin
  loop
    opened := app.next_sending_time(organization, opened, zone, opens, closes, days);
    closed := ((opened at time zone zone)::date + closes) at time zone zone;
    if opened is null or closed - opened > missing then
      return opened + missing;
    end if;
    missing := missing - (closed - opened);
    opened := closed;
  end loop;
end $$;

-- The zone in which a customer's hours are counted: theirs, else the settings', else UTC.
create function app.sending_zone(lead public.leads, settings public.campaign_settings) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce(app.lead_time_zone(lead),
    case when app.is_time_zone((settings).sending_timezone) then (settings).sending_timezone end, 'UTC')
$$;
