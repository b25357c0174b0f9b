-- Seeds 003 and 004's tables as views.

create view compat.users_003 with (security_invoker = true) as
select p.id, p.email, p.full_name, compat.print_role('003', 'role', p.role) as role, p.avatar_url,
  p.status = 'active' as is_active, p.created_at, p.updated_at
from public.profiles p;

create view compat.leads_003 with (security_invoker = true) as
select l.id, l.first_name, l.last_name, coalesce(l.phone_normalized, l.phone) as phone_number, l.email, l.tags,
  l.source as lead_source, compat.print_status('003', 'lead_status', l.lead_status) as status, l.pipeline_stage_id,
  l.owner_id, l.import_notes as notes, l.created_at, l.updated_at
from public.leads l where l.merged_into is null;

create view compat.conversations_003 with (security_invoker = true) as
select c.id, c.lead_id, compat.print_channel('003', 'platform', c.platform) as channel,
  compat.print_status('003', 'conversation', c.status) as status, c.assigned_to, c.last_message_at, c.unread_count,
  c.created_at, c.updated_at
from public.conversations c;

create view compat.messages_003 with (security_invoker = true) as
select m.id, m.conversation_id, m.direction, m.body as content, m.from_address as sender, m.to_address as recipient,
  compat.print_status('003', 'message', m.status) as status, m.external_id as twilio_sid,
  m.ai_generated as is_ai_generated, m.created_at
from public.messages m;

create view compat.campaigns with (security_invoker = true) as
select c.id, c.tag, c.name, c.description, c.is_predefined, c.is_active, c.created_by, c.created_at, c.updated_at
from public.campaigns c;

create view compat.campaign_messages with (security_invoker = true) as
select s.id, s.campaign_id, s.day_number, s.sequence_order, s.message_template, s.created_at, s.updated_at
from public.campaign_steps s where s.campaign_id is not null;

create view compat.campaign_enrollments with (security_invoker = true) as
select e.id, e.lead_id, e.campaign_id, e.status, e.enrolled_at, e.last_message_sent_at, e.last_message_day,
  e.last_response_at, e.completed_at, e.created_at, e.updated_at
from public.campaign_enrollments e;

create view compat.pipeline_stages with (security_invoker = true) as
select s.id, s.name, s.position + 1 as order_position, s.color, s.is_default, s.created_at, s.updated_at
from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id where p.kind = 'lead';

create view compat.message_templates with (security_invoker = true) as
select t.id, t.tag, t.content as template, t.created_at, t.updated_at
from public.message_templates t where t.tag is not null;

create view compat.organizations_004 with (security_invoker = true) as
select o.id, o.name, o.slug, o.settings, o.subscription_status, o.subscription_tier, o.trial_ends_at, o.created_at,
  o.updated_at
from public.organizations o;

create view compat.auth_users with (security_invoker = true) as
select p.id, p.id as auth_id, p.email, p.full_name, p.organization_id,
  compat.print_role('004', 'role', p.role) as role, p.status = 'active' as is_active, p.created_at, p.updated_at
from public.profiles p;

-- The token is known to the invited person only.
create view compat.client_invitations with (security_invoker = true) as
select i.id, i.organization_id, i.email, i.first_name, i.last_name, i.phone, null::text as invitation_token,
  i.claimed_at is not null as is_claimed, i.claimed_at, i.invited_by, i.custom_message, i.metadata, i.created_at,
  i.updated_at, i.expires_at
from public.client_invitations i;

-- Members of the organisation's own customers: leads that have become customers. They have no passwords here.
create view compat.clients_004 with (security_invoker = true) as
select l.id, l.organization_id, l.first_name, l.last_name, coalesce(l.full_name, 'Unknown') as name, l.email, l.phone,
  null::text as password_hash, null::timestamptz as password_set_at, null::timestamptz as last_login_at,
  l.archived_at is null as is_active, l.email_verified, l.date_of_birth, l.gender,
  l.emergency_contact ->> 'name' as emergency_contact_name, l.emergency_contact ->> 'phone' as emergency_contact_phone,
  l.membership_status, l.membership_start as membership_start_date, l.membership_end as membership_end_date,
  (select i.id from public.client_invitations i where i.lead_id = l.id order by i.created_at desc limit 1)
    as invitation_id,
  l.custom_fields, l.import_notes as notes, l.created_at, l.updated_at
from public.leads l where l.merged_into is null and l.client_type = 'customer';

create view compat.leads_004 with (security_invoker = true) as
select l.id, l.organization_id, l.first_name, l.last_name, coalesce(l.full_name, 'Unknown') as name, l.email, l.phone,
  l.source, l.source_details, l.utm ->> 'source' as utm_source, l.utm ->> 'medium' as utm_medium,
  l.utm ->> 'campaign' as utm_campaign, compat.print_status('004', 'lead_status', l.lead_status) as status, l.tags,
  l.lead_score, l.ai_score::double precision as ai_score, l.owner_id as assigned_to, l.custom_fields,
  l.import_notes as notes, l.last_contact_at as last_contacted_at, l.converted_at, l.created_at, l.updated_at
from public.leads l where l.merged_into is null;

create view compat.workflows with (security_invoker = true) as
select w.id, w.organization_id, w.name, w.description, w.trigger_type, w.trigger_config, w.nodes, w.edges, w.status,
  w.version, w.settings, w.total_executions, w.successful_executions, w.failed_executions, w.last_run_at, w.created_at,
  w.updated_at
from public.workflows w;

create view compat.workflow_executions with (security_invoker = true) as
select r.id, r.workflow_id, r.organization_id, r.status, r.triggered_by, r.trigger_data, r.input_data, r.output_data,
  r.steps as execution_steps, r.error_message, r.error_details, r.started_at, r.completed_at, r.created_at, r.updated_at
from public.workflow_runs r;

create view compat.messages_004 with (security_invoker = true) as
select m.id, m.organization_id, compat.print_channel('004', 'platform', m.platform) as channel, m.direction,
  m.from_address, m.to_address, m.lead_id, m.subject, m.body, m.html_body,
  coalesce((select jsonb_agg(jsonb_build_object('path', a.bucket || '/' || a.path, 'file_name', a.file_name,
      'content_type', a.content_type, 'size_bytes', a.size_bytes) order by a.created_at, a.id)
    from public.attachments a where a.message_id = m.id), '[]') as attachments,
  compat.print_status('004', 'message', m.status) as status, m.sent_at, m.delivered_at, m.read_at, m.failed_at,
  m.error as error_message, m.external_id, m.metadata, m.created_at, m.updated_at
from public.messages m;

create view compat.forms with (security_invoker = true) as
select f.id, f.organization_id, f.name, f.description, f.type, f.fields, f.settings, f.styles, f.is_active,
  f.external_id, f.external_data, f.submission_count, f.last_submission_at, f.created_at, f.updated_at
from public.forms f;

create view compat.message_templates_004 with (security_invoker = true) as
select t.id, t.organization_id, t.name, t.description, t.type, t.category, t.subject, t.content, t.variables, t.is_active,
  t.tags, t.usage_count, t.last_used_at, t.created_at, t.updated_at
from public.message_templates t where t.type in ('email', 'sms', 'whatsapp');

create view compat.audit_logs with (security_invoker = true) as
select a.id, a.organization_id, a.user_id, a.action, a.table_name, a.record_id, a.old_data, a.new_data, a.created_at
from public.audit_logs a;

grant select on all tables in schema compat to authenticated, service_role;
