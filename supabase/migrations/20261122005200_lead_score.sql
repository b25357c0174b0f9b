-- The score of a lead: 0 to 100, the sum of six parts, each with its points and a plain reason. The desktop may compute
-- the same from the same inputs; this is the formula. `weight` is the part's weight in the organisation's settings, all
-- results are whole numbers, halves rounded up, no part can exceed its weight, and no part falls when its input grows.
--
--   engagement    weight * min(messages, 10) / 10          messages: from the customer, of the last 90 days
--   recency       weight * 0.5 ^ (days / half life)        days since the customer last wrote
--   intent        weight * min(100, max(ai, rules)) / 100  ai: leads.ai_score; rules: 60 with a standing booking, + 20
--                                                          with an open deal, + 15 per message of the last 90 days that
--                                                          has one of the organisation's intent phrases
--   channels      weight * (0, 40, 70, 100) / 100          by channels the customer wrote on: 0, 1, 2, 3 or more
--   completeness  weight * sum / 100                       name 25, phone 30, e-mail 25, company 10, address 10
--   sentiment     weight * percent / 100                   hot 100, positive 80, neutral 50, unclear 30, else 0
--
-- At most the 200 latest messages are read. Reasons name dates, not "2 hours ago": they stay true until the next score.

create index messages_customer on public.messages (lead_id, created_at desc) where direction = 'inbound';

-- What a score is made of. `at`: the moment it is computed for.
create type app.lead_facts as (
  lead_id uuid,
  messages integer,
  asking_messages integer,
  phrases text[],
  oldest_message_at timestamptz,
  last_message_at timestamptz,
  last_open_message_at timestamptz,
  platforms text[],
  is_booked boolean,
  has_open_deal boolean,
  ai_score integer,
  known text[],
  sentiment text,
  settings jsonb
);

-- These run on every message of a customer: plpgsql keeps their plans for the session, SQL functions plan at each call.
-- A generic plan, because the planner believes that one for the very lead is cheaper, and planning costs more than both.
-- `rows`, and no `exists`: so that the planner looks up what belongs to each lead instead of reading whole tables.
create function app.lead_facts(lead_ids uuid[], at timestamptz) returns setof app.lead_facts
language plpgsql stable rows 20 set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  return query select l.id, m.messages, m.asking, m.phrases, m.oldest_at, last.written_at, open.written_at, c.platforms,
    (select true from public.bookings b where b.lead_id = l.id and b.status in ('pending', 'confirmed') limit 1)
      is true,
    (select true from public.deals d join public.pipeline_stages s on s.id = d.stage_id
      where d.lead_id = l.id and s.kind = 'open' limit 1) is true,
    l.ai_score,
    array_remove(array[
      case when l.full_name is not null then 'name' end,
      case when l.phone_normalized is not null then 'phone' end,
      case when app.trim_space(l.email) <> '' then 'e-mail' end,
      case when app.trim_space(l.company_name) <> '' then 'company' end,
      case when app.trim_space(concat(l.address, l.postcode)) <> '' then 'address' end], null),
    l.sentiment, o.settings
  from public.leads l
  -- Once per organisation, not once per lead (`offset 0` keeps the planner from moving it there).
  join (
    select s.id, s.settings, app.intent_pattern(s.settings) as pattern
    from (
      select q.organization_id as id, app.lead_score_settings(q.organization_id) as settings
      from (select distinct organization_id from public.leads where id = any (lead_ids)) q offset 0
    ) s offset 0
  ) o on o.id = l.organization_id
  cross join lateral (
    select count(*)::integer as messages, count(r.phrase)::integer as asking, min(r.created_at) as oldest_at,
      coalesce(array_agg(distinct r.phrase) filter (where r.phrase is not null), '{}') as phrases
    from (
      select n.created_at, substring(lower("left"(n.body, 2000)) from o.pattern) as phrase
      from public.messages n
      where n.lead_id = l.id and n.direction = 'inbound' and n.created_at > at - interval '90 days'
      order by n.created_at desc limit 200
    ) r
  ) m
  left join lateral (
    select n.created_at as written_at from public.messages n
    where n.lead_id = l.id and n.direction = 'inbound' order by n.created_at desc limit 1
  ) last on true
  left join lateral (
    select n.created_at as written_at from public.messages n join public.conversations v on v.id = n.conversation_id
    where n.lead_id = l.id and n.direction = 'inbound' and n.created_at > at - interval '30 minutes'
      and v.status not in ('closed', 'archived')
    order by n.created_at desc limit 1
  ) open on true
  cross join lateral (
    select coalesce(array_agg(distinct v.platform), '{}') as platforms
    from public.conversations v where v.lead_id = l.id and v.last_inbound_id is not null
  ) c
  where l.id = any (lead_ids);
end $$;

create function app.score_part(part text, weight integer, share double precision, reason text) returns jsonb
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return jsonb_build_object('part', part, 'points', floor(weight * least(greatest(share, 0), 1) + 0.5)::integer,
    'max', weight, 'reason', reason);
end $$;

create function app.counted(n integer, one text, many text) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return n || ' ' || case n when 1 then one else many end;
end $$;

create function app.score_engagement(weight integer, messages integer) returns jsonb
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return app.score_part('engagement', weight, least(messages, 10) / 10.0, case messages
    when 0 then 'The customer has not written in the last 90 days'
    else app.counted(messages, 'message', 'messages') || ' from the customer in the last 90 days' end);
end $$;

create function app.score_recency(weight integer, half_life_days double precision, last_message_at timestamptz,
  at timestamptz) returns jsonb
language plpgsql stable parallel safe set search_path = '' as $$
begin
  return app.score_part('recency', weight,
    case when last_message_at is null then 0 else
      power(0.5, least(greatest(extract(epoch from at - last_message_at), 0) / 86400 / half_life_days, 100)) end,
    coalesce('Last wrote on ' || to_char(last_message_at at time zone 'UTC', 'FMDD Mon YYYY'),
      'The customer has never written'));
end $$;

create function app.score_intent(weight integer, is_booked boolean, has_open_deal boolean, asking_messages integer,
  phrases text[], ai_score integer) returns jsonb
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return app.score_part('intent', weight,
    greatest(ai_score, case when is_booked then 60 else 0 end + case when has_open_deal then 20 else 0 end
      + 15 * asking_messages) / 100.0,
    coalesce(nullif(concat_ws('; ', case when is_booked then 'Has a booking' end,
      case when has_open_deal then 'Has an open deal' end,
      case when asking_messages > 0 then app.counted(asking_messages, 'message mentions', 'messages mention')
        || ' "' || array_to_string(phrases[1:3], '", "') || '"' end,
      case when ai_score > 0 then format('The AI agent says %s of 100', ai_score) end), ''), 'No sign of intent yet'));
end $$;

create function app.score_channels(weight integer, platforms text[]) returns jsonb
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return app.score_part('channels', weight,
    case cardinality(platforms) when 0 then 0 when 1 then 0.4 when 2 then 0.7 else 1 end,
    case when platforms = '{}' then 'Has not written on any channel'
      else 'Writes on ' || array_to_string(platforms, ', ') end);
end $$;

create function app.score_completeness(weight integer, known text[]) returns jsonb
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return app.score_part('completeness', weight,
    (case when 'name' = any (known) then 25 else 0 end + case when 'phone' = any (known) then 30 else 0 end
      + case when 'e-mail' = any (known) then 25 else 0 end + case when 'company' = any (known) then 10 else 0 end
      + case when 'address' = any (known) then 10 else 0 end) / 100.0,
    case when known = '{}' then 'Nothing known about the customer' else 'Known: ' || array_to_string(known, ', ') end);
end $$;

create function app.score_sentiment(weight integer, sentiment text) returns jsonb
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return app.score_part('sentiment', weight,
    case sentiment when 'hot' then 1 when 'positive' then 0.8 when 'neutral' then 0.5 when 'unclear' then 0.3
      else 0 end,
    case when sentiment is null then 'Mood not known' else 'Mood: ' || sentiment end);
end $$;

create function app.score_breakdown(facts app.lead_facts, at timestamptz) returns jsonb
language plpgsql stable parallel safe set search_path = '' as $$
declare
  w jsonb := facts.settings -> 'weights';
begin
  return jsonb_build_array(
    app.score_engagement((w ->> 'engagement')::integer, facts.messages),
    app.score_recency((w ->> 'recency')::integer, (facts.settings ->> 'recency_half_life_days')::double precision,
      facts.last_message_at, at),
    app.score_intent((w ->> 'intent')::integer, facts.is_booked, facts.has_open_deal, facts.asking_messages,
      facts.phrases, facts.ai_score),
    app.score_channels((w ->> 'channels')::integer, facts.platforms),
    app.score_completeness((w ->> 'completeness')::integer, facts.known),
    app.score_sentiment((w ->> 'sentiment')::integer, facts.sentiment));
end $$;

create function app.score_total(breakdown jsonb) returns integer
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return (select coalesce(sum((p ->> 'points')::integer), 0) from jsonb_array_elements(breakdown) p);
end $$;

-- When the score would next be another although nothing happens: the recency loses its next point, the oldest message
-- leaves the 90 days, or the chat is no longer active. Null: never.
create function app.score_changes_at(facts app.lead_facts, breakdown jsonb, at timestamptz) returns timestamptz
language plpgsql stable parallel safe set search_path = '' as $$
declare
  points numeric := breakdown -> 1 -> 'points';
begin
  return least(
    case when points > 0 then facts.last_message_at
      + log(2, (breakdown -> 1 -> 'max')::numeric / (points - 0.5))::double precision
        * (facts.settings ->> 'recency_half_life_days')::double precision * interval '1 day'
      + interval '1 second' end,
    facts.oldest_message_at + interval '90 days',
    facts.last_open_message_at + interval '30 minutes');
end $$;

-- The score of a lead as of now, computed and not stored; null where the caller sees no such lead.
create function public.calculate_lead_score(lead_uuid uuid) returns integer
language sql stable set search_path = '' as $$
  select app.score_total(app.score_breakdown(f, now())) from app.lead_facts(array[lead_uuid], now()) f
$$;
comment on function public.calculate_lead_score(uuid) is
  'The lead''s score now, 0 to 100: engagement, recency, intent, channels, completeness and sentiment.';

revoke all on function public.calculate_lead_score(uuid) from public, anon;
grant execute on function public.calculate_lead_score(uuid) to authenticated, service_role;
-- It runs with the caller's rights, and so do its parts.
grant execute on function app.lead_facts(uuid[], timestamptz), app.lead_score_settings(uuid),
  app.default_lead_score_settings(), app.intent_pattern(jsonb), app.fold_space(text), app.trim_space(text),
  app.score_part(text, integer, double precision, text), app.counted(integer, text, text),
  app.score_engagement(integer, integer),
  app.score_recency(integer, double precision, timestamptz, timestamptz),
  app.score_intent(integer, boolean, boolean, integer, text[], integer), app.score_channels(integer, text[]),
  app.score_completeness(integer, text[]), app.score_sentiment(integer, text),
  app.score_breakdown(app.lead_facts, timestamptz), app.score_total(jsonb) to authenticated, service_role;
