delete from sync.mutations where name in ('lead.move', 'lead.release_stage', 'lead.assign', 'lead.tag', 'lead.archive',
  'lead.restore', 'lead.set_ai', 'lead.set_status');
drop function sync.lead_set_status(jsonb), sync.lead_set_ai(jsonb), sync.lead_restore(jsonb), sync.lead_archive(jsonb),
  sync.lead_tag(jsonb), sync.tags_argument(jsonb, text), sync.lead_assign(jsonb), sync.give_lead(uuid, uuid),
  sync.lead_release_stage(jsonb), sync.lead_move(jsonb), sync.find_lead(uuid);
revoke insert on public.stage_overrides from leadline_sync;

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

create or replace function sync.locked_row(relation text, row_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  found_row jsonb := sync.read_row(relation, row_id, true);
begin
  if found_row is null and sync.read_row(relation, row_id, false) is not null then
    perform sync.reject('forbidden', 'You may see this but not change it');
  end if;
  perform sync.check_unmerged(relation, row_id);
  return found_row;
end $$;
