-- What a rep does with a lead as a whole: stage, owner, tags, archive, AI, statuses.

-- As before, and: who moves a lead may say why (app.stage_reason, for the statement at hand).
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
      from public.pipeline_stages s where s.id = new.pipeline_stage_id)
    else nullif(current_setting('app.stage_reason', true), '') end);
  return null;
end $$;

-- As before; but of a row that the caller does not see nothing is told.
create or replace function sync.locked_row(relation text, row_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  found_row jsonb := sync.read_row(relation, row_id, true);
begin
  if found_row is not null then
    perform sync.check_unmerged(relation, row_id);
  elsif sync.read_row(relation, row_id, false) is not null then
    perform sync.reject('forbidden', 'You may see this but not change it');
  end if;
  return found_row;
end $$;

-- To a stage by hand, where it stays until released. Stage and sub-stage are guarded as one. A lost lead needs a reason.
create function sync.lead_move(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead uuid := sync.uuid_argument(args, 'lead_id');
  part text := sync.text_argument(args, 'sub_stage', null, 100);
  why text := sync.text_argument(args, 'reason', null, 2000);
  stage public.pipeline_stages;
begin
  select s.* into stage from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id and p.kind = 'lead'
  where s.id = sync.uuid_argument(args, 'stage_id');
  if stage.id is null then
    perform sync.reject('invalid_stage', 'This is not a stage of leads');
  elsif stage.kind = 'lost' and coalesce(app.trim_space(why), '') = '' then
    perform sync.reject('reason_required', 'Why was this lead lost?');
  end if;
  if exists (select from public.leads l where l.id = lead and l.pipeline_stage_id = stage.id
    and l.sub_stage is not distinct from part for update)
  then
    return null;
  end if;
  perform set_config('app.stage_reason', coalesce(why, ''), true);
  perform sync.merge_row('leads', lead, jsonb_build_object('pipeline_stage_id', stage.id, 'sub_stage', part),
    args -> 'base', '{"pipeline_stage_id": null, "sub_stage": 100}');
  insert into public.stage_overrides (organization_id, lead_id, stage_id, sub_stage, reason, overridden_by)
  values (app.org_id(), lead, stage.id, part, why, app.user_id())
  on conflict (lead_id) where removed_at is null do update set stage_id = excluded.stage_id,
    sub_stage = excluded.sub_stage, reason = excluded.reason, overridden_by = excluded.overridden_by;
  perform set_config('app.stage_reason', '', true);
  return null;
end $$;

-- The rules decide again.
create function sync.lead_release_stage(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead uuid := sync.uuid_argument(args, 'lead_id');
begin
  perform sync.find_lead(lead);
  update public.stage_overrides s set removed_at = now(), removed_by = app.user_id()
  where s.lead_id = lead and s.removed_at is null;
  update public.leads l set stage_override = false where l.id = lead and l.stage_override;
  return null;
end $$;

-- Locks a lead, or ends the mutation.
create function sync.find_lead(lead uuid) returns public.leads language plpgsql set search_path = '' as $$
declare
  found_lead public.leads;
begin
  select * into found_lead from public.leads l where l.id = lead for update;
  if found_lead.id is null then
    perform sync.reject('not_found', 'The lead is gone, or no longer visible to you');
  end if;
  perform sync.check_unmerged('leads', found_lead.id);
  return found_lead;
end $$;

-- A definer, because who gives a lead away may no longer see it afterwards. Its caller has looked whether they may.
create function sync.give_lead(lead uuid, owner uuid) returns void language sql security definer set search_path = '' as $$
  update public.leads l set owner_id = owner where l.id = lead and l.organization_id = app.org_id()
$$;

-- To a colleague who can take leads, to oneself, or (null) into the pool.
create function sync.lead_assign(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead uuid := sync.uuid_argument(args, 'lead_id');
  theirs jsonb;
begin
  perform sync.check_assignee(args, 'owner_id');
  if not sync.has_form(coalesce(args -> 'base' -> 'owner_id', '0'), 'uuid', true, null) then
    perform sync.reject('invalid_input', 'base must say whose the lead was');
  end if;
  theirs := sync.locked_row('leads', lead);
  if theirs is null then
    perform sync.reject('not_found', 'The lead is gone, or no longer visible to you');
  elsif theirs -> 'owner_id' = args -> 'owner_id' then
    return null;
  elsif theirs -> 'owner_id' <> args -> 'base' -> 'owner_id' then
    perform sync.settle_as('conflict', 'conflict', 'A colleague changed the same in the meantime', jsonb_build_object(
      'fields', jsonb_build_object('owner_id', jsonb_build_object('base', args -> 'base' -> 'owner_id',
        'mine', args -> 'owner_id', 'theirs', theirs -> 'owner_id')), 'row', theirs));
  end if;
  perform sync.give_lead(lead, (args ->> 'owner_id')::uuid);
  return null;
end $$;

-- A list of tags among the arguments, or the end of the mutation.
create function sync.tags_argument(args jsonb, name text) returns text[] language plpgsql stable set search_path = '' as $$
begin
  if jsonb_typeof(args -> name) is distinct from 'array' or jsonb_array_length(args -> name) > 50 or exists (
    select from jsonb_array_elements(args -> name) t
    where jsonb_typeof(t) <> 'string' or length(t #>> '{}') not between 1 and 100)
  then
    perform sync.reject('invalid_input', format('%s must list at most 50 tags of at most 100 characters', name));
  end if;
  return array(select jsonb_array_elements_text(args -> name));
end $$;

-- Adds and removes, whatever others add and remove meanwhile.
create function sync.lead_tag(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  added text[] := sync.tags_argument(args, 'add');
  removed text[] := sync.tags_argument(args, 'remove');
  lead public.leads := sync.find_lead(sync.uuid_argument(args, 'lead_id'));
  fresh text[];
begin
  fresh := array(select t from unnest(lead.tags) with ordinality u (t, n) where t <> all (removed) order by n)
    || array(select t from unnest(added) with ordinality u (t, n) where t <> all (lead.tags) and t <> all (removed)
      group by t order by min(n));
  if cardinality(fresh) > 100 then
    perform sync.reject('invalid_input', 'A lead has at most 100 tags');
  end if;
  update public.leads l set tags = fresh where l.id = lead.id and l.tags <> fresh;
  return null;
end $$;

create function sync.lead_archive(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead public.leads := sync.find_lead(sync.uuid_argument(args, 'lead_id'));
begin
  update public.leads l set archived_at = now() where l.id = lead.id and l.archived_at is null;
  return null;
end $$;

create function sync.lead_restore(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead public.leads := sync.find_lead(sync.uuid_argument(args, 'lead_id'));
begin
  update public.leads l set archived_at = null where l.id = lead.id and l.archived_at is not null;
  return null;
end $$;

-- The AI answers this customer, or people do (manual mode).
create function sync.lead_set_ai(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead public.leads := sync.find_lead(sync.uuid_argument(args, 'lead_id'));
begin
  if jsonb_typeof(args -> 'ai_enabled') is distinct from 'boolean' then
    perform sync.reject('invalid_input', 'ai_enabled must be true or false');
  end if;
  update public.leads l set ai_enabled = (args ->> 'ai_enabled')::boolean,
    manual_mode_at = case when not (args ->> 'ai_enabled')::boolean then coalesce(l.manual_mode_at, now()) end
  where l.id = lead.id and (l.ai_enabled <> (args ->> 'ai_enabled')::boolean
    or (args ->> 'ai_enabled')::boolean and l.manual_mode_at is not null);
  return null;
end $$;

-- The statuses that the seeds let reps set, each guarded. Who becomes converted was so from now on.
create function sync.lead_set_status(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead uuid := sync.uuid_argument(args, 'lead_id');
  details jsonb;
begin
  details := sync.merge_row('leads', lead, args -> 'set', args -> 'base',
    '{"contact_status": 40, "lead_status": 40, "lifecycle_stage": 40, "client_type": 40}');
  update public.leads l set converted_at = now()
  where l.id = lead and l.lead_status = 'converted' and l.converted_at is null and args -> 'set' ? 'lead_status';
  return details;
end $$;

grant insert on public.stage_overrides to leadline_sync;
grant execute on function sync.lead_move(jsonb), sync.lead_release_stage(jsonb), sync.find_lead(uuid),
  sync.give_lead(uuid, uuid), sync.lead_assign(jsonb), sync.tags_argument(jsonb, text), sync.lead_tag(jsonb),
  sync.lead_archive(jsonb), sync.lead_restore(jsonb), sync.lead_set_ai(jsonb), sync.lead_set_status(jsonb)
  to leadline_sync;
insert into sync.mutations (name, function_name) values
  ('lead.move', 'lead_move'),
  ('lead.release_stage', 'lead_release_stage'),
  ('lead.assign', 'lead_assign'),
  ('lead.tag', 'lead_tag'),
  ('lead.archive', 'lead_archive'),
  ('lead.restore', 'lead_restore'),
  ('lead.set_ai', 'lead_set_ai'),
  ('lead.set_status', 'lead_set_status');
