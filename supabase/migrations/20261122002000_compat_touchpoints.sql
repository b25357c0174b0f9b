-- Seed 000's tables as views. A name that several seeds give to different things belongs here to the first of them; the
-- others carry their seed's number (compat.conversations is 000's, compat.conversations_002 is 002's).

create view compat.all_leads with (security_invoker = true) as
select l.id, l.full_name as customer_name, l.email, l.phone,
  ltrim(l.phone_normalized, '+') as customer_phone_normalized,
  compat.print_channel('000', 'platform', l.first_touchpoint) as first_touchpoint,
  compat.print_channel('000', 'platform', l.last_touchpoint) as last_touchpoint,
  l.last_interaction_at, b.key as brand, l.unified_context, l.created_at, l.updated_at, l.lead_score,
  compat.print_stage('000', 'lead', s.name) as lead_stage, l.sub_stage, l.stage_override, l.last_scored_at,
  l.is_active_chat, compat.print_status('000', 'lead_status', l.lead_status) as status,
  (k.starts_at at time zone o.timezone)::date as booking_date,
  (k.starts_at at time zone o.timezone)::time as booking_time
from public.leads l
join public.organizations o on o.id = l.organization_id
join public.brands b on b.id = l.brand_id
left join public.pipeline_stages s on s.id = l.pipeline_stage_id
left join lateral (
  select g.starts_at from public.bookings g where g.lead_id = l.id and g.status <> 'cancelled'
  order by g.starts_at desc limit 1) k on true
where l.merged_into is null;

create view compat.web_sessions with (security_invoker = true) as
select t.id, t.lead_id, b.key as brand, t.customer_name, t.customer_email, t.customer_phone,
  ltrim(t.customer_phone_normalized, '+') as customer_phone_normalized, t.external_session_id, t.chat_session_id,
  t.website_url, t.booking_status, t.booking_date, t.booking_time, t.google_event_id, t.booking_created_at,
  t.conversation_summary, t.user_inputs_summary, t.message_count, t.last_message_at, t.session_status, t.channel_data,
  t.created_at, t.updated_at
from public.touchpoint_sessions t join public.brands b on b.id = t.brand_id where t.kind = 'web';

create view compat.whatsapp_sessions with (security_invoker = true) as
select t.id, t.lead_id, b.key as brand, t.customer_name, t.customer_email, t.customer_phone,
  ltrim(t.customer_phone_normalized, '+') as customer_phone_normalized, t.whatsapp_business_account_id,
  t.whatsapp_contact_id, t.conversation_summary, t.conversation_context, t.user_inputs_summary, t.message_count,
  t.last_message_at, t.last_message_from, t.last_message_preview, t.conversation_status, t.response_time_avg_seconds,
  t.overall_sentiment, t.channel_data, t.created_at, t.updated_at
from public.touchpoint_sessions t join public.brands b on b.id = t.brand_id where t.kind = 'whatsapp';

create view compat.voice_sessions with (security_invoker = true) as
select t.id, t.lead_id, b.key as brand, t.customer_name, t.customer_email, t.customer_phone,
  ltrim(t.customer_phone_normalized, '+') as customer_phone_normalized, t.call_sid, t.phone_number,
  t.call_duration_seconds, t.call_status, t.call_direction, t.recording_url, t.transcription, t.call_summary,
  t.sentiment, t.conversation_context, t.user_inputs_summary, t.audio_quality, t.channel_data, t.created_at, t.updated_at
from public.touchpoint_sessions t join public.brands b on b.id = t.brand_id where t.kind = 'voice';

create view compat.social_sessions with (security_invoker = true) as
select t.id, t.lead_id, b.key as brand, t.customer_name, t.customer_email, t.customer_phone,
  ltrim(t.customer_phone_normalized, '+') as customer_phone_normalized, t.social_platform as platform,
  t.platform_user_id, t.platform_username, t.engagement_type, t.content_id, t.engagement_preview, t.last_engagement_at,
  t.engagement_count, t.conversation_summary, t.conversation_context, t.user_inputs_summary, t.sentiment,
  t.engagement_quality, t.channel_data, t.created_at, t.updated_at
from public.touchpoint_sessions t join public.brands b on b.id = t.brand_id where t.kind = 'social';

create view compat.conversations with (security_invoker = true) as
select m.id, m.lead_id, compat.print_channel('000', 'platform', m.platform) as channel,
  compat.print_sender('000', 'sender', m.sender_type) as sender, m.body as content, m.content_type as message_type,
  m.metadata, m.created_at
from public.messages m;

create view compat.lead_activities with (security_invoker = true) as
select a.id, a.lead_id, a.type as activity_type, coalesce(a.description, a.subject, '') as note, a.duration_minutes,
  a.next_follow_up_at as next_followup_date, a.created_by, a.created_at
from public.activities a where a.type in ('call', 'meeting', 'message', 'note');

create view compat.lead_stage_changes with (security_invoker = true) as
select c.id, c.lead_id, compat.print_stage('000', 'lead', f.name) as old_stage,
  compat.print_stage('000', 'lead', t.name) as new_stage, c.from_sub_stage as old_sub_stage,
  c.to_sub_stage as new_sub_stage, c.from_score as old_score, c.to_score as new_score, c.changed_by,
  c.reason as change_reason, c.is_automatic, c.created_at
from public.stage_changes c
left join public.pipeline_stages f on f.id = c.from_stage_id
left join public.pipeline_stages t on t.id = c.to_stage_id
where c.deal_id is null;

create view compat.stage_history with (security_invoker = true) as
select c.id, c.lead_id, c.old_stage, c.new_stage, c.new_score as score_at_change,
  coalesce(c.changed_by::text, 'system') as changed_by, c.created_at as changed_at, c.change_reason as reason
from compat.lead_stage_changes c;

create view compat.lead_stage_overrides with (security_invoker = true) as
select v.id, v.lead_id, compat.print_stage('000', 'lead', s.name) as overridden_stage,
  v.sub_stage as overridden_sub_stage, v.overridden_by, v.reason as override_reason, v.created_at, v.removed_at,
  v.is_active
from public.stage_overrides v join public.pipeline_stages s on s.id = v.stage_id;

create view compat.dashboard_users with (security_invoker = true) as
select p.id, p.email, p.full_name, compat.print_role('000', 'role', p.role) as role, p.created_at, p.updated_at,
  p.last_login_at as last_login, p.status = 'active' as is_active
from public.profiles p;

-- The seed lists these two without their columns; the token itself is nowhere.
create view compat.user_invitations with (security_invoker = true) as
select i.id, i.email, compat.print_role('000', 'role', i.role) as role, i.invited_by, i.expires_at,
  i.claimed_at as accepted_at, i.created_at
from public.user_invitations i where i.revoked_at is null;

create view compat.dashboard_settings with (security_invoker = true) as
select s.id, s.key, s.value, s.updated_by, s.updated_at from public.organization_settings s;

-- The one view of a lead with all its channels, as the seed's dashboard reads it.
create view public.unified_leads with (security_invoker = true) as
select l.id, l.full_name as name, l.email, l.phone,
  compat.print_channel('000', 'platform', l.first_touchpoint) as first_touchpoint,
  compat.print_channel('000', 'platform', l.last_touchpoint) as last_touchpoint,
  b.key as brand, l.created_at as "timestamp", l.last_interaction_at, l.lead_score,
  coalesce(compat.print_stage('000', 'lead', s.name), 'New') as lead_stage, l.sub_stage, l.stage_override,
  l.last_scored_at, l.is_active_chat, coalesce(web.booking_status, 'new') as status, web.booking_date,
  web.booking_time,
  jsonb_build_object(
    'web_data', to_jsonb(web),
    'whatsapp_data', to_jsonb(whatsapp),
    'voice_data', to_jsonb(voice),
    'social_data', coalesce(social.sessions, '[]')) as metadata,
  l.unified_context
from public.leads l
join public.brands b on b.id = l.brand_id
left join public.pipeline_stages s on s.id = l.pipeline_stage_id
left join lateral (select t.* from compat.web_sessions t where t.lead_id = l.id
  order by t.created_at desc limit 1) web on true
left join lateral (select t.* from compat.whatsapp_sessions t where t.lead_id = l.id
  order by t.created_at desc limit 1) whatsapp on true
left join lateral (select t.* from compat.voice_sessions t where t.lead_id = l.id
  order by t.created_at desc limit 1) voice on true
left join lateral (select jsonb_agg(to_jsonb(t) order by t.created_at desc) as sessions
  from compat.social_sessions t where t.lead_id = l.id) social on true
where l.merged_into is null and num_nonnulls(l.full_name, l.email, l.phone) > 0;

create view compat.unified_leads with (security_invoker = true) as select * from public.unified_leads;

grant select on public.unified_leads to authenticated, service_role;
grant select on all tables in schema compat to authenticated, service_role;
