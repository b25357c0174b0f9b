-- Seed 001's triggers on deals and activities, by its names.

-- Won and lost deals have a day on which they closed and a certain outcome; a deal that opens again has neither.
create function app.close_deal() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  stage public.pipeline_stages;
begin
  select * into stage from public.pipeline_stages s where s.id = new.stage_id;
  if stage.kind = 'open' then
    new.actual_close_date := null;
    if tg_op = 'UPDATE' and new.probability = old.probability then
      new.probability := stage.probability;
    end if;
  else
    new.actual_close_date := coalesce(new.actual_close_date, (now() at time zone (
      select o.timezone from public.organizations o where o.id = new.organization_id))::date);
    new.probability := case stage.kind when 'won' then 100 else 0 end;
  end if;
  return new;
end $$;
create trigger close_deal before insert or update of stage_id on public.deals
  for each row execute function app.close_deal();

-- As app.record_deal_stage, with the reason that the deal gives for being lost or won.
create function public.track_deal_stage_change() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.stage_changes (organization_id, lead_id, deal_id, from_stage_id, to_stage_id, changed_by,
    is_automatic, reason)
  select new.organization_id, new.lead_id, new.id, old.stage_id, new.stage_id, app.user_id(), app.user_id() is null,
    case s.kind when 'won' then new.won_reason when 'lost' then new.lost_reason end
  from public.pipeline_stages s where s.id = new.stage_id;
  return null;
end $$;
drop trigger record_stage on public.deals;
drop function app.record_deal_stage();
create trigger track_deal_stage_change after update of stage_id on public.deals for each row
  when (old.stage_id is distinct from new.stage_id) execute function public.track_deal_stage_change();

-- A contact that took place moves the lead's last contact; a follow-up agreed on is the lead's next.
create function public.update_last_contact() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.leads l set
    first_contact_at = case when new.status = 'completed' and new.type in ('call', 'email', 'meeting', 'message')
      then least(l.first_contact_at, coalesce(new.completed_at, new.created_at)) else l.first_contact_at end,
    last_contact_at = case when new.status = 'completed' and new.type in ('call', 'email', 'meeting', 'message')
      then greatest(l.last_contact_at, coalesce(new.completed_at, new.created_at)) else l.last_contact_at end,
    next_follow_up_at = coalesce(new.next_follow_up_at, l.next_follow_up_at)
  where l.id = new.lead_id;
  return null;
end $$;
create trigger update_last_contact_insert after insert on public.activities for each row
  when (new.status = 'completed' and new.type in ('call', 'email', 'meeting', 'message')
    or new.next_follow_up_at is not null)
  execute function public.update_last_contact();
create trigger update_last_contact_update after update on public.activities for each row
  when ((new.status = 'completed' or new.next_follow_up_at is not null)
    and (old.status, old.completed_at, old.next_follow_up_at, old.lead_id)
      is distinct from (new.status, new.completed_at, new.next_follow_up_at, new.lead_id))
  execute function public.update_last_contact();

-- An activity for each message of the AI. Off, as in the seed: messages tell the same, and the effectiveness of the
-- chatbot is counted from them. Who wants the activities enables the trigger.
create function public.create_activity_from_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.activities (organization_id, lead_id, type, subject, description, status, completed_at, message_id)
  values (new.organization_id, new.lead_id, 'chatbot_interaction', 'Answer of the AI', app.preview_of(new.body),
    'completed', new.created_at, new.id);
  return null;
end $$;
create trigger create_activity_from_message after insert on public.messages for each row
  when (new.sender_type = 'ai') execute function public.create_activity_from_message();
alter table public.messages disable trigger create_activity_from_message;
