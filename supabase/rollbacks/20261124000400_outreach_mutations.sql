delete from sync.mutations where relation in ('consents', 'campaigns', 'campaign_steps', 'campaign_settings',
  'campaign_enrollments') or name in ('campaign.archive', 'enrollment.pause', 'enrollment.resume', 'enrollment.cancel');
revoke insert, update on public.consents, public.campaigns, public.campaign_settings, public.campaign_enrollments
  from leadline_sync;
revoke insert, update, delete on public.campaign_steps from leadline_sync;
drop function sync.enrollment_cancel(jsonb), sync.enrollment_resume(jsonb), sync.enrollment_pause(jsonb),
  sync.move_enrollment(jsonb, text, jsonb), sync.enrollment_create(jsonb), sync.refuse_opted_out(uuid),
  sync.campaign_archive(jsonb), sync.consent_record(jsonb);
select sync.set_rule('campaigns', '{tag,is_active,name,description}', 'derived'),
  sync.set_rule('campaign_steps', '{campaign_id,campaign_settings_id,step,sequence_order,day_number,delay_hours,subject,
    message_template}', 'derived'),
  sync.set_rule('campaign_enrollments', '{status,paused_reason}', 'guarded'),
  sync.set_rule('campaign_settings', array(select c.column_name from sync.columns c
    where c.table_name = 'campaign_settings' and c.column_name <> 'id'), 'derived');
