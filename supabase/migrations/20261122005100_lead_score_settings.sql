-- How an organisation weighs its leads: setting `lead_score` of organization_settings.
--   weights                 points each part can give, whole numbers that make 100 together
--   recency_half_life_days  days after which a customer's last message counts half
--   intent_phrases          what customers write who are about to buy; matched at the start of words, case ignored

create function app.default_lead_score_settings() returns jsonb language sql immutable parallel safe
return '{
  "weights": {"engagement": 20, "recency": 20, "intent": 30, "channels": 10, "completeness": 10, "sentiment": 10},
  "recency_half_life_days": 7,
  "intent_phrases": ["price", "pricing", "cost", "how much", "quote", "buy", "purchase", "order", "book", "appointment",
    "schedule", "call me", "test drive", "available", "finance", "deposit", "sign up", "ready to", "interested"]
}'::jsonb;

-- What is wrong with a value of the setting, in words; null when nothing is.
create function app.lead_score_settings_fault(value jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  parts constant text[] := array['engagement', 'recency', 'intent', 'channels', 'completeness', 'sentiment'];
  half_life jsonb := value -> 'recency_half_life_days';
begin
  if jsonb_typeof(value) is distinct from 'object' or jsonb_typeof(value -> 'weights') is distinct from 'object' then
    return 'weights are missing';
  elsif array(select jsonb_object_keys(value -> 'weights') order by 1) <> array(select unnest(parts) order by 1) then
    return 'weights must name ' || array_to_string(parts, ', ');
  elsif exists (select from jsonb_each(value -> 'weights') w
      where jsonb_typeof(w.value) <> 'number' or w.value::text !~ '^\d{1,3}$') then
    return 'weights must be whole numbers from 0 to 100';
  elsif (select sum(w.value::integer) from jsonb_each_text(value -> 'weights') w) <> 100 then
    return 'weights must make 100 together';
  elsif jsonb_typeof(half_life) is distinct from 'number' or half_life::numeric not between 0.25 and 365 then
    return 'recency_half_life_days must be from 0.25 to 365';
  elsif jsonb_typeof(value -> 'intent_phrases') is distinct from 'array'
      or jsonb_array_length(value -> 'intent_phrases') > 100
      or exists (select from jsonb_array_elements(value -> 'intent_phrases') p
        where jsonb_typeof(p.value) <> 'string' or length(app.fold_space(p.value #>> '{}')) not between 2 and 60) then
    return 'intent_phrases must be at most 100 texts of 2 to 60 characters';
  end if;
  return null;
end $$;

create function app.check_lead_score_settings() returns trigger language plpgsql set search_path = '' as $$
declare
  fault text := app.lead_score_settings_fault(new.value);
begin
  if fault is not null then
    raise exception 'Setting lead_score: %', fault using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger check_lead_score before insert or update on public.organization_settings for each row
  when (new.key = 'lead_score') execute function app.check_lead_score_settings();

create function app.lead_score_settings(organization uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(
    (select s.value from public.organization_settings s
      where s.organization_id = organization and s.key = 'lead_score'),
    app.default_lead_score_settings());
end $$;

-- One regular expression for all phrases; null (nothing matches) when there are none.
create function app.intent_pattern(settings jsonb) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return (
    select '\m(?:' || string_agg(
      regexp_replace(lower(app.fold_space(p.phrase)), '([^[:alnum:] ])', '\\\1', 'g'), '|' order by p.phrase) || ')'
    from jsonb_array_elements_text(settings -> 'intent_phrases') p (phrase));
end $$;
