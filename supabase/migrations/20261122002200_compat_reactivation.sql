-- Seed 002's tables as views. Its client is our organisation; its leads belong to a dataset each, so that a lead of two
-- datasets is there twice, once per dataset.

create view compat.clients with (security_invoker = true) as
select o.id, o.created_at, o.updated_at, o.name as company_name, o.email as company_email, o.phone as company_phone,
  o.website as company_website, o.industry, o.logo_url, o.primary_color,
  o.automation_urls ->> 'workflow_id' as n8n_workflow_id, o.automation_urls ->> 'reply_webhook' as n8n_webhook_url,
  (select c.platform_channel_id from public.channels c where c.organization_id = o.id and c.platform = 'sms'
    order by c.created_at, c.id limit 1) as twilio_phone_number,
  compat.print_status('002', 'organization', o.status) as status, o.subscription_tier as plan, o.timezone, o.settings
from public.organizations o;

create view compat.datasets with (security_invoker = true) as
select d.id, d.created_at, d.updated_at, d.organization_id as client_id, d.name, d.description, d.source,
  d.file_path as uploaded_file_url, d.uploaded_by, d.column_mapping, d.total_leads, d.active_leads, d.hot_leads,
  d.converted_leads, d.campaign_status, d.campaign_started_at as campaign_start_date,
  d.campaign_completed_at as campaign_end_date, d.campaign_settings_id, d.auto_archive_after_days, d.archived,
  d.archived_at
from public.datasets d;

create view compat.campaign_settings with (security_invoker = true) as
select s.id, s.created_at, s.updated_at, s.organization_id as client_id, s.name, s.description,
  m1.message_template as m1_message, m2.message_template as m2_message, m3.message_template as m3_message,
  m2.delay_hours as m2_delay_hours, m3.delay_hours as m3_delay_hours, s.delay_respect_sending_hours, s.delay_type,
  s.sending_enabled, s.sending_hours_start, s.sending_hours_end, to_jsonb(s.sending_days) as sending_days,
  s.sending_timezone, s.messages_per_minute, s.messages_per_hour, s.messages_per_day, s.ai_response_enabled,
  s.ai_response_delay_seconds, s.ai_response_delay_random, s.ai_multiple_messages_wait_seconds,
  s.respond_to_inbound_24_7, s.respect_schedule_strictly, s.silence_timeout_days, s.silence_nudge_enabled,
  s.silence_nudge_days, s.silence_nudge_message, s.duplicate_action, s.hot_lead_notification, s.hot_lead_auto_assign,
  s.hot_lead_assignment_rule, s.auto_status_updates, s.auto_normalize_numbers as auto_normalize_uk_numbers,
  s.allow_international, to_jsonb(s.required_fields) as required_fields, s.sender_number as twilio_number,
  s.booking_link as cal_booking_link, s.is_template
from public.campaign_settings s
left join public.campaign_steps m1 on m1.campaign_settings_id = s.id and m1.step = 'M1'
left join public.campaign_steps m2 on m2.campaign_settings_id = s.id and m2.step = 'M2'
left join public.campaign_steps m3 on m3.campaign_settings_id = s.id and m3.step = 'M3';

create view compat.leads with (security_invoker = true) as
select l.id, l.created_at, l.updated_at, l.organization_id as client_id, d.dataset_id, l.first_name, l.last_name,
  coalesce(l.phone_normalized, l.phone) as phone_number, l.email, l.postcode, l.inquiry_date, l.import_notes as notes,
  compat.print_status('002', 'contact_status', d.contact_status) as contact_status,
  compat.print_status('002', 'sentiment', l.sentiment) as lead_sentiment, d.m1_sent_at, d.m2_sent_at, d.m3_sent_at,
  (select max(m.created_at) from public.messages m where m.lead_id = l.id and m.direction = 'inbound')
    as reply_received_at,
  l.last_interaction_at as last_message_at, k.id is not null as call_booked, k.starts_at as call_booked_time,
  k.external_ids ->> 'cal' as cal_booking_id, k.url as cal_booking_url, l.install_date,
  l.manual_mode_at is not null as manual_mode, l.manual_mode_at as manual_mode_activated_at,
  l.archived_at is not null as archived, l.archived_at, l.owner_id as assigned_to, l.latest_reply as latest_lead_reply,
  l.conversation_summary, l.message_count as total_messages, null::timestamptz as last_synced_at, d.row_number
from public.dataset_leads d
join public.leads l on l.id = d.lead_id
left join lateral (select g.id, g.starts_at, g.external_ids, g.url from public.bookings g
  where g.lead_id = l.id and g.status <> 'cancelled' order by g.starts_at desc limit 1) k on true;

create view compat.conversations_002 with (security_invoker = true) as
select c.id, c.created_at, c.updated_at, c.lead_id, c.organization_id as client_id, l.dataset_ids[1] as dataset_id,
  c.created_at as started_at, c.last_message_at, c.message_count,
  compat.print_status('002', 'conversation', c.status) as status, c.sentiment,
  (c.quality_score / 100.0)::numeric(3, 2) as quality_score, c.needs_review
from public.conversations c join public.leads l on l.id = c.lead_id;

create view compat.messages_002 with (security_invoker = true) as
select m.id, m.created_at, m.conversation_id, m.lead_id, m.organization_id as client_id, m.body as content, m.direction,
  m.step as message_type, m.from_address as from_number, m.to_address as to_number,
  compat.print_status('002', 'message', m.status) as status, m.external_id as twilio_sid, m.status as twilio_status,
  m.error as error_message, coalesce(m.sent_at, m.created_at) as sent_at, m.delivered_at, m.read_at, m.ai_generated,
  (m.ai_quality_score / 100.0)::numeric(3, 2) as ai_quality_score, m.ai_feedback, m.ai_feedback_status
from public.messages m;

create view compat.lessons with (security_invoker = true) as
select l.id, l.created_at, l.updated_at, l.organization_id as client_id, l.lesson_type, l.title, l.description,
  l.trigger, l.correct_response, l.incorrect_response, l.reasoning, l.example_conversation, l.tags, l.priority,
  l.times_applied, l.success_rate, compat.print_status('002', 'lesson_source', l.source) as source,
  l.source_message_id, l.created_by, l.status
from public.lessons l;

create view compat.prompts with (security_invoker = true) as
select p.id, p.created_at, p.updated_at, p.organization_id as client_id, p.dataset_id, p.name, p.description,
  p.sections as prompt_structure, p.compiled as compiled_prompt, p.created_from, p.template_id,
  p.copied_from_id as copied_from_prompt_id, p.wizard_answers, p.applied_lesson_ids as applied_lessons, p.lessons_count,
  p.manual_edits_count, p.version, p.version_number, p.status, p.status = 'live' as is_live, p.previous_version_id,
  p.changes_summary, p.change_reason, p.conversations_count, p.booking_rate, p.avg_sentiment_score,
  p.performance_vs_previous, p.deployed_at, p.deployed_by
from public.prompts p;

create view compat.prompt_templates with (security_invoker = true) as
select t.id, t.created_at, t.updated_at, t.name, t.description, t.category, t.sections as template_structure, t.industry,
  t.use_case, t.best_for, t.included_lessons_count, t.success_rate, t.default_wizard_answers, t.times_used, t.is_active,
  t.is_system as is_system_template
from public.prompt_templates t;

create view compat.prompt_versions with (security_invoker = true) as
select v.id, v.created_at, v.prompt_id, v.organization_id as client_id, v.version, v.version_number, v.changes,
  v.changes_summary, v.performance_before, v.performance_after, v.lesson_applied_id, v.created_by,
  case v.created_by_type when 'ai' then 'sophie' else v.created_by_type end as created_by_type
from public.prompt_versions v;

-- One membership per person, so that id and user_id are the same.
create view compat.users with (security_invoker = true) as
select p.id, p.created_at, p.updated_at, p.id as user_id, p.organization_id as client_id,
  split_part(p.full_name, ' ', 1) as first_name,
  nullif(substr(p.full_name, strpos(p.full_name || ' ', ' ') + 1), '') as last_name, p.email, p.phone, p.avatar_url,
  compat.print_role('002', 'role', p.role) as role, '{}'::jsonb as permissions, p.can_view_all_leads,
  p.can_edit_lessons, p.can_push_automations as can_push_to_n8n, p.can_manage_users, p.allowed_dataset_ids,
  compat.print_status('002', 'user', p.status) as status, p.last_login_at
from public.profiles p;

create view compat.sophie_insights with (security_invoker = true) as
select i.id, i.created_at, i.updated_at, i.organization_id as client_id, i.type as insight_type, i.message_id,
  i.conversation_id, i.dataset_id, i.severity, i.category, i.title, i.description, i.suggestion, i.original_text,
  i.suggested_text, i.affected_leads_count, i.related_lesson_id,
  compat.print_status('002', 'insight', i.status) as status, i.reviewed_by, i.reviewed_at, i.user_feedback,
  i.applied_at is not null as applied, i.applied_at, i.impact_score
from public.insights i;

create view compat.uploads with (security_invoker = true) as
select i.id, i.created_at, i.organization_id as client_id, i.uploaded_by, i.file_name as filename,
  i.file_path as file_url, i.file_size, i.file_type, i.status, i.rows_detected, i.rows_imported, i.errors, i.dataset_id,
  i.started_at, i.completed_at, extract(epoch from i.completed_at - i.started_at)::integer as processing_time
from public.imports i;

grant select on all tables in schema compat to authenticated, service_role;
