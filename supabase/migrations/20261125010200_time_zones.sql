-- The time zone of a customer, for what may be sent at their hours only.

-- Countries that keep one time, by ISO 3166 alpha-2, with their zone of the IANA database (as CLDR has it). Of a number
-- in the United States, Brazil, Russia and the like nothing follows.
create table app.country_time_zones (
  region text primary key,
  time_zone text not null
);
select app.lock_table('app.country_time_zones');
create policy nobody_reads on app.country_time_zones for select to authenticated using (false);
insert into app.country_time_zones (region, time_zone) values
  ('AD', 'Europe/Andorra'), ('AE', 'Asia/Dubai'), ('AF', 'Asia/Kabul'), ('AG', 'America/Antigua'),
  ('AI', 'America/Anguilla'), ('AL', 'Europe/Tirane'), ('AM', 'Asia/Yerevan'), ('AO', 'Africa/Luanda'),
  ('AR', 'America/Argentina/Buenos_Aires'), ('AS', 'Pacific/Pago_Pago'), ('AT', 'Europe/Vienna'),
  ('AW', 'America/Aruba'), ('AX', 'Europe/Mariehamn'), ('AZ', 'Asia/Baku'), ('BA', 'Europe/Sarajevo'),
  ('BB', 'America/Barbados'), ('BD', 'Asia/Dhaka'), ('BE', 'Europe/Brussels'), ('BF', 'Africa/Ouagadougou'),
  ('BG', 'Europe/Sofia'), ('BH', 'Asia/Bahrain'), ('BI', 'Africa/Bujumbura'), ('BJ', 'Africa/Porto-Novo'),
  ('BL', 'America/St_Barthelemy'), ('BM', 'Atlantic/Bermuda'), ('BN', 'Asia/Brunei'), ('BO', 'America/La_Paz'),
  ('BQ', 'America/Kralendijk'), ('BS', 'America/Nassau'), ('BT', 'Asia/Thimphu'), ('BW', 'Africa/Gaborone'),
  ('BY', 'Europe/Minsk'), ('BZ', 'America/Belize'), ('CC', 'Indian/Cocos'), ('CF', 'Africa/Bangui'),
  ('CG', 'Africa/Brazzaville'), ('CH', 'Europe/Zurich'), ('CI', 'Africa/Abidjan'), ('CK', 'Pacific/Rarotonga'),
  ('CM', 'Africa/Douala'), ('CO', 'America/Bogota'), ('CR', 'America/Costa_Rica'), ('CU', 'America/Havana'),
  ('CV', 'Atlantic/Cape_Verde'), ('CW', 'America/Curacao'), ('CX', 'Indian/Christmas'), ('CY', 'Asia/Famagusta'),
  ('CZ', 'Europe/Prague'), ('DE', 'Europe/Berlin'), ('DJ', 'Africa/Djibouti'), ('DK', 'Europe/Copenhagen'),
  ('DM', 'America/Dominica'), ('DO', 'America/Santo_Domingo'), ('DZ', 'Africa/Algiers'), ('EE', 'Europe/Tallinn'),
  ('EG', 'Africa/Cairo'), ('EH', 'Africa/El_Aaiun'), ('ER', 'Africa/Asmera'), ('ET', 'Africa/Addis_Ababa'),
  ('FI', 'Europe/Helsinki'), ('FJ', 'Pacific/Fiji'), ('FK', 'Atlantic/Stanley'), ('FO', 'Atlantic/Faeroe'),
  ('FR', 'Europe/Paris'), ('GA', 'Africa/Libreville'), ('GB', 'Europe/London'), ('GD', 'America/Grenada'),
  ('GE', 'Asia/Tbilisi'), ('GF', 'America/Cayenne'), ('GG', 'Europe/Guernsey'), ('GH', 'Africa/Accra'),
  ('GI', 'Europe/Gibraltar'), ('GM', 'Africa/Banjul'), ('GN', 'Africa/Conakry'), ('GP', 'America/Guadeloupe'),
  ('GQ', 'Africa/Malabo'), ('GR', 'Europe/Athens'), ('GT', 'America/Guatemala'), ('GU', 'Pacific/Guam'),
  ('GW', 'Africa/Bissau'), ('GY', 'America/Guyana'), ('HK', 'Asia/Hong_Kong'), ('HN', 'America/Tegucigalpa'),
  ('HR', 'Europe/Zagreb'), ('HT', 'America/Port-au-Prince'), ('HU', 'Europe/Budapest'), ('IE', 'Europe/Dublin'),
  ('IL', 'Asia/Jerusalem'), ('IM', 'Europe/Isle_of_Man'), ('IN', 'Asia/Calcutta'), ('IO', 'Indian/Chagos'),
  ('IQ', 'Asia/Baghdad'), ('IR', 'Asia/Tehran'), ('IS', 'Atlantic/Reykjavik'), ('IT', 'Europe/Rome'),
  ('JE', 'Europe/Jersey'), ('JM', 'America/Jamaica'), ('JO', 'Asia/Amman'), ('JP', 'Asia/Tokyo'),
  ('KE', 'Africa/Nairobi'), ('KG', 'Asia/Bishkek'), ('KH', 'Asia/Phnom_Penh'), ('KM', 'Indian/Comoro'),
  ('KN', 'America/St_Kitts'), ('KP', 'Asia/Pyongyang'), ('KR', 'Asia/Seoul'), ('KW', 'Asia/Kuwait'),
  ('KY', 'America/Cayman'), ('KZ', 'Asia/Almaty'), ('LA', 'Asia/Vientiane'), ('LB', 'Asia/Beirut'),
  ('LC', 'America/St_Lucia'), ('LI', 'Europe/Vaduz'), ('LK', 'Asia/Colombo'), ('LR', 'Africa/Monrovia'),
  ('LS', 'Africa/Maseru'), ('LT', 'Europe/Vilnius'), ('LU', 'Europe/Luxembourg'), ('LV', 'Europe/Riga'),
  ('LY', 'Africa/Tripoli'), ('MA', 'Africa/Casablanca'), ('MC', 'Europe/Monaco'), ('MD', 'Europe/Chisinau'),
  ('ME', 'Europe/Podgorica'), ('MF', 'America/Marigot'), ('MG', 'Indian/Antananarivo'), ('MH', 'Pacific/Kwajalein'),
  ('MK', 'Europe/Skopje'), ('ML', 'Africa/Bamako'), ('MM', 'Asia/Rangoon'), ('MO', 'Asia/Macau'),
  ('MP', 'Pacific/Saipan'), ('MQ', 'America/Martinique'), ('MR', 'Africa/Nouakchott'), ('MS', 'America/Montserrat'),
  ('MT', 'Europe/Malta'), ('MU', 'Indian/Mauritius'), ('MV', 'Indian/Maldives'), ('MW', 'Africa/Blantyre'),
  ('MY', 'Asia/Kuala_Lumpur'), ('MZ', 'Africa/Maputo'), ('NA', 'Africa/Windhoek'), ('NC', 'Pacific/Noumea'),
  ('NE', 'Africa/Niamey'), ('NF', 'Pacific/Norfolk'), ('NG', 'Africa/Lagos'), ('NI', 'America/Managua'),
  ('NL', 'Europe/Amsterdam'), ('NO', 'Europe/Oslo'), ('NP', 'Asia/Katmandu'), ('NR', 'Pacific/Nauru'),
  ('NU', 'Pacific/Niue'), ('OM', 'Asia/Muscat'), ('PA', 'America/Panama'), ('PE', 'America/Lima'),
  ('PH', 'Asia/Manila'), ('PK', 'Asia/Karachi'), ('PL', 'Europe/Warsaw'), ('PM', 'America/Miquelon'),
  ('PR', 'America/Puerto_Rico'), ('PS', 'Asia/Gaza'), ('PW', 'Pacific/Palau'), ('PY', 'America/Asuncion'),
  ('QA', 'Asia/Qatar'), ('RE', 'Indian/Reunion'), ('RO', 'Europe/Bucharest'), ('RS', 'Europe/Belgrade'),
  ('RW', 'Africa/Kigali'), ('SA', 'Asia/Riyadh'), ('SB', 'Pacific/Guadalcanal'), ('SC', 'Indian/Mahe'),
  ('SD', 'Africa/Khartoum'), ('SE', 'Europe/Stockholm'), ('SG', 'Asia/Singapore'), ('SH', 'Atlantic/St_Helena'),
  ('SI', 'Europe/Ljubljana'), ('SJ', 'Arctic/Longyearbyen'), ('SK', 'Europe/Bratislava'), ('SL', 'Africa/Freetown'),
  ('SM', 'Europe/San_Marino'), ('SN', 'Africa/Dakar'), ('SO', 'Africa/Mogadishu'), ('SR', 'America/Paramaribo'),
  ('SS', 'Africa/Juba'), ('ST', 'Africa/Sao_Tome'), ('SV', 'America/El_Salvador'), ('SX', 'America/Lower_Princes'),
  ('SY', 'Asia/Damascus'), ('SZ', 'Africa/Mbabane'), ('TC', 'America/Grand_Turk'), ('TD', 'Africa/Ndjamena'),
  ('TG', 'Africa/Lome'), ('TH', 'Asia/Bangkok'), ('TJ', 'Asia/Dushanbe'), ('TK', 'Pacific/Fakaofo'),
  ('TL', 'Asia/Dili'), ('TM', 'Asia/Ashgabat'), ('TN', 'Africa/Tunis'), ('TO', 'Pacific/Tongatapu'),
  ('TR', 'Europe/Istanbul'), ('TT', 'America/Port_of_Spain'), ('TV', 'Pacific/Funafuti'), ('TW', 'Asia/Taipei'),
  ('TZ', 'Africa/Dar_es_Salaam'), ('UG', 'Africa/Kampala'), ('UY', 'America/Montevideo'), ('UZ', 'Asia/Samarkand'),
  ('VA', 'Europe/Vatican'), ('VC', 'America/St_Vincent'), ('VE', 'America/Caracas'), ('VG', 'America/Tortola'),
  ('VI', 'America/St_Thomas'), ('VN', 'Asia/Saigon'), ('VU', 'Pacific/Efate'), ('WF', 'Pacific/Wallis'),
  ('WS', 'Pacific/Apia'), ('YE', 'Asia/Aden'), ('YT', 'Indian/Mayotte'), ('ZA', 'Africa/Johannesburg'),
  ('ZM', 'Africa/Lusaka'), ('ZW', 'Africa/Harare');

create function app.is_time_zone(name text) returns boolean language plpgsql stable set search_path = '' as $$
begin
  perform now() at time zone name;
  return name is not null;
exception when invalid_parameter_value then
  return false;
end $$;

-- A customer's time zone: the one noted for them (the custom field `timezone`), else their country's by the phone
-- number, else null.
create function app.lead_time_zone(lead public.leads) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  noted text := (lead).custom_fields ->> 'timezone';
  plan app.phone_plans;
begin
  if app.is_time_zone(noted) then
    return noted;
  end if;
  plan := app.phone_plan_of(substr((lead).phone_normalized, 2));
  return (
    select z.time_zone from app.country_time_zones z
    where z.region = coalesce(
      app.phone_region(plan.calling_code, substr((lead).phone_normalized, 2 + length(plan.calling_code))), plan.region)
      and app.is_time_zone(z.time_zone));
end $$;

-- The first moment from `at` on at which it is between the hours on one of the days, in a zone's own time.
create function app.next_open(at timestamptz, zone text, opens time, closes time, days text[]) returns timestamptz
language sql stable set search_path = '' as $$
  select greatest(at, (d.day + opens) at time zone zone)
  from (select (at at time zone zone)::date + n as day from generate_series(0, 7) n) d
  where to_char(d.day, 'fmday') = any (days) and at < (d.day + closes) at time zone zone
  order by d.day limit 1
$$;
