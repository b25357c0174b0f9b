-- Consents, campaigns with their steps and settings, and who is in them.

select sync.set_rule('campaigns', '{tag,is_active}', 'guarded');
select sync.set_rule('campaigns', '{name,description}', 'last_writer');
select sync.set_rule('campaign_steps', '{campaign_id,campaign_settings_id,step}', 'fixed');
select sync.set_rule('campaign_steps', '{sequence_order,day_number,delay_hours}', 'guarded', 'timing');
select sync.set_rule('campaign_steps', '{subject}', 'last_writer');
select sync.set_rule('campaign_steps', '{message_template}', 'text');
select sync.set_rule('campaign_enrollments', '{status,paused_reason}', 'guarded', 'state');
select sync.set_rule('campaign_settings', array(
  select c.column_name from sync.columns c where c.table_name = 'campaign_settings'
    and c.column_name not in ('id', 'is_template', 'created_at', 'updated_at')), 'last_writer');
select sync.set_rule('campaign_settings', '{sending_hours_start,sending_hours_end,sending_timezone}', 'guarded', 'hours');
select sync.set_rule('campaign_settings', '{respond_to_inbound_24_7,respect_schedule_strictly}', 'guarded', 'answering');
select sync.set_rule('campaign_settings', '{silence_nudge_enabled,silence_nudge_message}', 'guarded', 'nudge');

-- What a customer decided, as the rep heard it. `seen_status`: what the rep saw on record, null for nothing. A decision
-- that the rep did not know of is not overruled, except by a later no: nobody is written to who may not be.
create function sync.consent_record(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  consent uuid := sync.uuid_argument(args, 'consent_id');
  lead uuid := sync.uuid_argument(args, 'lead_id');
  given jsonb := args - '{consent_id,seen_status}'::text[];
  known sync.mutations;
  present public.consents;
begin
  select * into known from sync.mutations m where m.name = 'consent.record';
  perform sync.check_values(known.relation, given, known.fields);
  perform sync.check_references(known.relation, given);
  -- A desktop's clock may be ahead, a decision cannot.
  given := given || jsonb_build_object('decided_at',
    least((args ->> 'decided_at')::bigint, floor(extract(epoch from now()) * 1000)::bigint));
  select * into present from public.consents c where c.lead_id = lead and c.platform = args ->> 'platform' for update;
  if present.id is null then
    perform sync.put_row(known.relation, consent, known.author, given);
  elsif present.status <> args ->> 'status' or present.evidence is distinct from args ->> 'evidence' then
    if present.status <> args ->> 'status' and present.status is distinct from args ->> 'seen_status'
      and (args ->> 'status' = 'opted_in'
        or present.decided_at > timestamptz 'epoch' + (given ->> 'decided_at')::bigint * interval '1 millisecond')
    then
      perform sync.settle_as('conflict', 'conflict', 'The customer''s decision changed in the meantime',
        jsonb_build_object('fields', jsonb_build_object('status', jsonb_build_object('base', args -> 'seen_status',
          'mine', args -> 'status', 'theirs', present.status)), 'row', sync.read_row('consents', present.id, false)));
    end if;
    perform sync.write_row(known.relation, present.id, given - '{lead_id,platform}'::text[]);
    update public.consents c set recorded_by = app.user_id() where c.id = present.id;
  end if;
  return null;
end $$;

-- A campaign is never deleted, its enrolments tell what was sent: archived, it takes no more.
create function sync.campaign_archive(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.merge_fields('campaigns', sync.uuid_argument(args, 'campaign_id'), '{"is_active": false}', args -> 'base',
    '{"is_active": null}')
$$;

-- Ends the mutation when a lead has opted out of any channel: such a lead is not in campaigns (seed 003, workflow 4).
create function sync.refuse_opted_out(lead uuid) returns void language plpgsql stable set search_path = '' as $$
begin
  if exists (select from public.consents c where c.lead_id = lead and c.status = 'opted_out') then
    perform sync.reject('opted_out', 'This customer does not want to be contacted');
  end if;
end $$;

create function sync.enrollment_create(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
begin
  perform sync.refuse_opted_out(sync.uuid_argument(args, 'lead_id'));
  if exists (select from public.campaigns c
    where c.id = sync.uuid_argument(args, 'campaign_id') and not c.is_active)
  then
    perform sync.reject('campaign_inactive', 'This campaign takes nobody at the moment');
  end if;
  return sync.change_row('enrollment.create', args);
end $$;

-- The one state to another; from an end there is no way (app.keep_enrollment_lifecycle).
create function sync.move_enrollment(args jsonb, status text, reason jsonb) returns jsonb
language sql set search_path = '' as $$
  select sync.merge_fields('campaign_enrollments', sync.uuid_argument(args, 'enrollment_id'),
    jsonb_build_object('status', status, 'paused_reason', reason), args -> 'base',
    '{"status": null, "paused_reason": 300}')
$$;

create function sync.enrollment_pause(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.move_enrollment(args, 'paused', args -> 'paused_reason')
$$;

create function sync.enrollment_resume(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
begin
  perform sync.refuse_opted_out((select e.lead_id from public.campaign_enrollments e
    where e.id = sync.uuid_argument(args, 'enrollment_id')));
  return sync.move_enrollment(args, 'active', null);
end $$;

create function sync.enrollment_cancel(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.move_enrollment(args, 'cancelled', null)
$$;

grant execute on function sync.consent_record(jsonb), sync.campaign_archive(jsonb), sync.refuse_opted_out(uuid),
  sync.enrollment_create(jsonb), sync.move_enrollment(jsonb, text, jsonb), sync.enrollment_pause(jsonb),
  sync.enrollment_resume(jsonb), sync.enrollment_cancel(jsonb) to leadline_sync;
grant insert, update on public.consents, public.campaigns, public.campaign_settings, public.campaign_enrollments
  to leadline_sync;
grant insert, update, delete on public.campaign_steps to leadline_sync;

insert into sync.mutations (name, relation, verb, id_argument, function_name, author, fields) values
  ('consent.record', 'consents', 'create', 'consent_id', 'consent_record', 'recorded_by', '{"lead_id": null,
    "platform": ["sms", "whatsapp", "web", "voice", "instagram", "facebook", "email"],
    "status": ["opted_in", "opted_out"], "source": ["form", "message", "call", "rep"], "evidence": 10000,
    "message_id": null, "decided_at": null}'),
  ('campaign.create', 'campaigns', 'create', 'campaign_id', null, 'created_by', '{"tag": 100, "name": 255,
    "description": 10000, "is_active": null}'),
  ('campaign.edit', 'campaigns', 'edit', 'campaign_id', null, null, '{"tag": 100, "name": 255, "description": 10000,
    "is_active": null}'),
  ('campaign_step.create', 'campaign_steps', 'create', 'campaign_step_id', null, null, '{"campaign_id": null,
    "campaign_settings_id": null, "sequence_order": null, "day_number": null, "delay_hours": null,
    "step": ["M1", "M2", "M3"], "subject": 300, "message_template": 10000}'),
  ('campaign_step.edit', 'campaign_steps', 'edit', 'campaign_step_id', null, null, '{"sequence_order": null,
    "day_number": null, "delay_hours": null, "subject": 300, "message_template": 10000}'),
  ('campaign_step.delete', 'campaign_steps', 'delete', 'campaign_step_id', null, null, '{}'),
  ('campaign_settings.edit', 'campaign_settings', 'edit', 'campaign_settings_id', null, null, '{"name": 200,
    "description": 10000, "delay_respect_sending_hours": null, "delay_type": ["real_hours", "business_hours"],
    "sending_enabled": null, "sending_hours_start": 8, "sending_hours_end": 8, "sending_days": 200,
    "sending_timezone": 100, "messages_per_minute": null, "messages_per_hour": null, "messages_per_day": null,
    "ai_response_enabled": null, "ai_response_delay_seconds": null, "ai_response_delay_random": null,
    "ai_multiple_messages_wait_seconds": null, "respond_to_inbound_24_7": null, "respect_schedule_strictly": null,
    "silence_timeout_days": null, "silence_nudge_enabled": null, "silence_nudge_days": null,
    "silence_nudge_message": 10000, "duplicate_action": ["flag", "skip", "merge", "keep_both"],
    "hot_lead_notification": null, "hot_lead_auto_assign": null,
    "hot_lead_assignment_rule": ["round_robin", "territory", "manual"], "auto_status_updates": null,
    "auto_normalize_numbers": null, "allow_international": null, "required_fields": 200, "sender_number": 60,
    "booking_link": 2000}'),
  ('enrollment.create', 'campaign_enrollments', 'create', 'enrollment_id', 'enrollment_create', 'enrolled_by',
    '{"lead_id": null, "campaign_id": null}');
insert into sync.mutations (name, function_name) values
  ('campaign.archive', 'campaign_archive'),
  ('enrollment.pause', 'enrollment_pause'),
  ('enrollment.resume', 'enrollment_resume'),
  ('enrollment.cancel', 'enrollment_cancel');
