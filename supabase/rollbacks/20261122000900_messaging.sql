drop table if exists public.dead_letters;
drop table if exists public.rate_counters;
drop table if exists public.dispatch_queue;
drop table if exists public.message_templates;
drop table if exists public.attachments;
drop function if exists app.place_attachment();
alter table public.conversations drop constraint if exists conversations_quality_score_check;
drop index if exists public.messages_ai_feedback;
alter table public.messages
  drop constraint if exists messages_ai_quality_score_check,
  drop constraint if exists messages_ai_feedback_status_check,
  drop column if exists from_address,
  drop column if exists to_address;
