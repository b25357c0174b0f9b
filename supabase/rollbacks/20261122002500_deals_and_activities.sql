drop trigger if exists create_activity_from_message on public.messages;
drop function if exists public.create_activity_from_message();
drop trigger if exists update_last_contact_update on public.activities;
drop trigger if exists update_last_contact_insert on public.activities;
drop function if exists public.update_last_contact();
drop trigger if exists track_deal_stage_change on public.deals;
drop function if exists public.track_deal_stage_change();
create or replace function app.record_deal_stage() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.stage_changes (organization_id, lead_id, deal_id, from_stage_id, to_stage_id, changed_by,
    is_automatic)
  values (new.organization_id, new.lead_id, new.id, old.stage_id, new.stage_id, app.user_id(), app.user_id() is null);
  return null;
end $$;
create or replace trigger record_stage after update of stage_id on public.deals for each row
  when (old.stage_id is distinct from new.stage_id) execute function app.record_deal_stage();
drop trigger if exists close_deal on public.deals;
drop function if exists app.close_deal();
