drop trigger seed_stage_rules on public.organizations;
drop function app.on_organization_needs_stage_rules();
drop function app.seed_stage_rules(uuid);

create or replace function app.record_lead_stage() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.stage_changes (organization_id, lead_id, from_stage_id, to_stage_id, from_sub_stage, to_sub_stage,
    from_score, to_score, changed_by, is_automatic)
  values (new.organization_id, new.id, old.pipeline_stage_id, new.pipeline_stage_id, old.sub_stage, new.sub_stage,
    old.lead_score, new.lead_score, app.user_id(), app.user_id() is null);
  return null;
end $$;

drop function app.stage_rule_reason(jsonb, integer);
drop function app.stage_by_rule(public.leads, app.lead_facts, integer, timestamptz);
drop function app.stage_rule_holds(jsonb, boolean, public.leads, app.lead_facts, integer, boolean, timestamptz);
drop function app.stage_rule_rank(jsonb);
alter table public.pipeline_stages drop constraint pipeline_stages_auto_rule_check;
drop function app.is_stage_rule(jsonb);
update public.pipeline_stages set auto_rule = null where auto_rule is not null;
