-- The stage that a lead belongs in by rule. A stage takes leads automatically when it has a rule, auto_rule:
--   {"when": "converted"}              converted_at is set, or the lead's status says so
--   {"when": "lost"}                   the lead's status says so
--   {"when": "booked"}                 a booking stands
--   {"when": "score", "min": 65}       the score is that high; left again only when it falls 5 below, so that a lead at
--                                      the edge does not flicker between two columns
--   {"when": "in_sequence"}            an enrolment in a campaign is active
--   {"when": "silent", "days": 30}     the customer has not written for so long (or never, since the lead came)
--   {"when": "replied"}                the customer has written
--   {"when": "new"}                    everything else
-- The first that holds decides, in this order; of several scores the highest. People come first: a lead whose stage was
-- overridden, or that stands in a stage without a rule, or in a closed one, is moved by nobody but a person.

create function app.is_stage_rule(rule jsonb) returns boolean language sql immutable parallel safe
return case rule ->> 'when'
  when 'score' then jsonb_typeof(rule -> 'min') = 'number' and (rule ->> 'min')::numeric between 0 and 100
  when 'silent' then jsonb_typeof(rule -> 'days') = 'number' and (rule ->> 'days')::numeric between 1 and 3650
  else coalesce(rule ->> 'when' in ('converted', 'lost', 'booked', 'in_sequence', 'replied', 'new'), false)
end;
grant execute on function app.is_stage_rule(jsonb) to authenticated, service_role, leadline_sync;

alter table public.pipeline_stages
  add constraint pipeline_stages_auto_rule_check check (auto_rule is null or app.is_stage_rule(auto_rule));

create function app.stage_rule_rank(rule jsonb) returns numeric
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return array_position(array['converted', 'lost', 'booked', 'score', 'in_sequence', 'silent', 'replied', 'new'],
    rule ->> 'when') - case rule ->> 'when' when 'score' then (rule ->> 'min')::numeric / 1000 else 0 end;
end $$;

create function app.stage_rule_holds(rule jsonb, is_current boolean, lead public.leads, facts app.lead_facts,
  score integer, in_sequence boolean, at timestamptz) returns boolean
language plpgsql stable parallel safe set search_path = '' as $$
begin
  return case rule ->> 'when'
    when 'converted' then (lead).converted_at is not null or (lead).lead_status = 'converted'
    when 'lost' then (lead).lead_status = 'lost'
    when 'booked' then (facts).is_booked
    when 'score' then score >= (rule ->> 'min')::numeric - case when is_current then 5 else 0 end
    when 'in_sequence' then in_sequence
    when 'silent' then coalesce((facts).last_message_at, (lead).created_at)
      <= at - (rule ->> 'days')::double precision * interval '1 day'
    when 'replied' then (facts).last_message_at is not null
    else true
  end;
end $$;

-- The stage a lead belongs in with this score; its present one when no rule may move it.
create function app.stage_by_rule(lead public.leads, facts app.lead_facts, score integer, at timestamptz) returns uuid
language plpgsql stable set search_path = '' as $$
declare
  present public.pipeline_stages;
  in_sequence boolean;
begin
  select * into present from public.pipeline_stages s where s.id = lead.pipeline_stage_id;
  if lead.stage_override or present.kind in ('won', 'lost') or present.id is not null and present.auto_rule is null then
    return present.id;
  end if;
  in_sequence := exists (
    select from public.campaign_enrollments e where e.lead_id = lead.id and e.status = 'active');
  return coalesce((
    select s.id from public.pipeline_stages s
    where s.pipeline_id = coalesce(present.pipeline_id, (
        select p.id from public.pipelines p
        where p.organization_id = lead.organization_id and p.kind = 'lead' and p.is_default))
      and s.auto_rule is not null
      and app.stage_rule_holds(s.auto_rule, s.id = present.id, lead, facts, score, in_sequence, at)
    order by app.stage_rule_rank(s.auto_rule), s.position, s.id limit 1), present.id);
end $$;

-- Why a rule put a lead into a stage, for the history.
create function app.stage_rule_reason(rule jsonb, score integer) returns text language sql immutable parallel safe
return case rule ->> 'when'
  when 'converted' then 'The lead was converted'
  when 'lost' then 'The lead was lost'
  when 'booked' then 'A booking was made'
  when 'score' then format('The score is %s; this stage starts at %s', score, rule ->> 'min')
  when 'in_sequence' then 'A campaign started'
  when 'silent' then format('The customer has been silent for %s days', rule ->> 'days')
  when 'replied' then 'The customer replied'
  else 'No other stage fits'
end;

-- As before, and: a move made by the rules says so, whoever's action led to it.
create or replace function app.record_lead_stage() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  by_rule boolean := coalesce(current_setting('app.moving_by_rule', true), '') = 'on';
begin
  insert into public.stage_changes (organization_id, lead_id, from_stage_id, to_stage_id, from_sub_stage, to_sub_stage,
    from_score, to_score, changed_by, is_automatic, reason)
  values (new.organization_id, new.id, old.pipeline_stage_id, new.pipeline_stage_id, old.sub_stage, new.sub_stage,
    old.lead_score, new.lead_score, case when not by_rule then app.user_id() end, by_rule or app.user_id() is null,
    case when by_rule then (select app.stage_rule_reason(s.auto_rule, new.lead_score)
      from public.pipeline_stages s where s.id = new.pipeline_stage_id) end);
  return null;
end $$;

-- The rules of the stages that every organisation starts with.
create function app.seed_stage_rules(organization uuid) returns void
language sql security definer set search_path = '' as $$
  update public.pipeline_stages s set auto_rule = r.rule::jsonb
  from public.pipelines p, (values
    ('New', '{"when": "new"}'),
    ('Engaged', '{"when": "replied"}'),
    ('Qualified', '{"when": "score", "min": 40}'),
    ('High Intent', '{"when": "score", "min": 65}'),
    ('Booking Made', '{"when": "booked"}'),
    ('Converted', '{"when": "converted"}'),
    ('Closed Lost', '{"when": "lost"}'),
    ('In Sequence', '{"when": "in_sequence"}'),
    ('Cold', '{"when": "silent", "days": 30}')
  ) r (name, rule)
  where p.id = s.pipeline_id and p.organization_id = organization and p.kind = 'lead' and p.is_default
    and s.name = r.name and s.auto_rule is null
$$;

create function app.on_organization_needs_stage_rules() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.seed_stage_rules(new.id);
  return null;
end $$;
-- Triggers run in the order of their names: after `seed`, which makes the stages.
create trigger seed_stage_rules after insert on public.organizations
  for each row execute function app.on_organization_needs_stage_rules();

select app.seed_stage_rules(o.id) from public.organizations o;
