-- Which of the new tables desktops will hold (sync.md), and which tables the audit trail follows.

select sync.stamp_rows('datasets');
select sync.stamp_rows('dataset_leads');
select sync.stamp_rows('message_templates');
select sync.stamp_rows('attachments');
select sync.stamp_rows('touchpoint_sessions');
select sync.stamp_rows('consents');
select sync.stamp_rows('stage_overrides');
select sync.stamp_rows('lead_merges');
select sync.stamp_rows('products');
select sync.stamp_rows('deal_items');
select sync.stamp_rows('orders');
select sync.stamp_rows('campaigns');
select sync.stamp_rows('campaign_settings');
select sync.stamp_rows('campaign_steps');
select sync.stamp_rows('campaign_enrollments');
select sync.stamp_rows('lessons');
select sync.stamp_rows('prompt_templates');
select sync.stamp_rows('prompts');
select sync.stamp_rows('prompt_versions');
select sync.stamp_rows('insights');
select sync.stamp_rows('saved_views');
select sync.stamp_rows('notification_preferences');
select sync.stamp_rows('followers');
select sync.stamp_rows('mentions');
select sync.stamp_rows('hot_events');
select sync.stamp_rows('hot_acknowledgements');

select app.audit_table('public.organizations');
select app.audit_table('public.brands');
select app.audit_table('public.profiles', array['last_login_at', 'scope_version']);
select app.audit_table('public.organization_settings');
select app.audit_table('public.channels');
select app.audit_table('public.pipelines');
select app.audit_table('public.pipeline_stages');
select app.audit_table('public.tags');
select app.audit_table('public.leads', array['assignee_ids', 'dataset_ids', 'full_name', 'phone_normalized',
  'first_touchpoint', 'last_touchpoint', 'first_contact_at', 'last_contact_at', 'last_interaction_at', 'lead_score',
  'ai_score', 'score_breakdown', 'last_scored_at', 'is_active_chat', 'unified_context', 'conversation_summary',
  'latest_reply', 'message_count', 'consents', 'total_orders', 'total_revenue', 'average_order_value']);
select app.audit_table('public.datasets',
  array['total_leads', 'active_leads', 'hot_leads', 'converted_leads']);
select app.audit_table('public.conversations', array['unread_count', 'message_count', 'last_message_at',
  'last_message_preview', 'last_message_direction', 'last_inbound_id', 'waiting_since', 'sentiment', 'quality_score']);
select app.audit_table('public.deals', array['stage_changed_at']);
select app.audit_table('public.activities');
select app.audit_table('public.notes');
select app.audit_table('public.bookings');
select app.audit_table('public.client_invitations');
select app.audit_table('public.holidays');
select app.audit_table('public.territories');
select app.audit_table('public.channel_configurations');
select app.audit_table('public.content_collections');
select app.audit_table('public.keyword_actions');
select app.audit_table('public.user_invitations', array['last_sent_at']);
select app.audit_table('public.contact_points');
select app.audit_table('public.lessons', array['times_applied', 'success_rate']);
select app.audit_table('public.prompt_templates', array['times_used', 'success_rate', 'included_lessons_count']);
select app.audit_table('public.prompts', array['conversations_count', 'booking_rate', 'avg_sentiment_score',
  'performance_vs_previous']);
select app.audit_table('public.insights', array['affected_leads_count', 'impact_score']);
select app.audit_table('public.consents');
select app.audit_table('public.lead_merges');
select app.audit_table('public.stage_overrides');
select app.audit_table('public.message_templates', array['usage_count', 'last_used_at']);
select app.audit_table('public.products');
select app.audit_table('public.deal_items');
select app.audit_table('public.orders');
select app.audit_table('public.campaign_settings');
select app.audit_table('public.campaigns');
select app.audit_table('public.campaign_steps');
select app.audit_table('public.campaign_enrollments', array['last_message_sent_at', 'last_message_day', 'next_due_at']);
select app.audit_table('public.imports', array['rows_detected', 'rows_imported', 'rows_rejected', 'last_row', 'errors']);
select app.audit_table('public.workflows', array['total_executions', 'successful_executions', 'failed_executions',
  'last_run_at']);
select app.audit_table('public.forms', array['submission_count', 'last_submission_at']);
