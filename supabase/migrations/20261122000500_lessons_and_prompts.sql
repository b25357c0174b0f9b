-- What the AI has been taught and the prompts it speaks by (seeds 001 and 002).

create table public.lessons (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  lesson_type text not null,
  title text not null,
  description text,
  trigger text,
  correct_response text,
  incorrect_response text,
  reasoning text,
  example_conversation jsonb,
  tags text[] not null default '{}',
  priority integer not null default 0,
  times_applied integer not null default 0,
  success_rate numeric(3, 2),
  source text not null default 'user_taught',
  source_message_id uuid references public.messages on delete set null,
  status text not null default 'active',
  created_by uuid references public.profiles on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint lessons_lesson_type_check check (lesson_type in ('objection_handling', 'dos_donts', 'example_good',
    'example_bad', 'blacklist_word', 'never_rule', 'best_practice')),
  constraint lessons_title_check check (length(title) between 1 and 300),
  constraint lessons_times_applied_check check (times_applied >= 0),
  constraint lessons_success_rate_check check (success_rate between 0 and 1),
  constraint lessons_source_check check (source in ('ai_suggestion', 'user_taught', 'imported')),
  constraint lessons_status_check check (status in ('active', 'archived', 'testing'))
);
create index lessons_type on public.lessons (organization_id, lesson_type, status, priority desc);
create index lessons_source_message on public.lessons (source_message_id);
create index lessons_created_by on public.lessons (created_by);
create index lessons_tags on public.lessons using gin (tags);
create index lessons_search on public.lessons
  using gin (to_tsvector('simple', title || ' ' || coalesce(description, '')));

-- Ready-made prompts to start from; is_system ones come with the product.
create table public.prompt_templates (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  description text not null,
  category text not null,
  sections jsonb not null,
  industry text,
  use_case text,
  best_for text,
  included_lessons_count integer not null default 0,
  success_rate numeric(3, 2),
  default_wizard_answers jsonb not null default '{}',
  times_used integer not null default 0,
  is_active boolean not null default true,
  is_system boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint prompt_templates_name_key unique (organization_id, name),
  constraint prompt_templates_sections_check check (jsonb_typeof(sections) = 'object'),
  constraint prompt_templates_included_lessons_count_check check (included_lessons_count >= 0),
  constraint prompt_templates_success_rate_check check (success_rate between 0 and 1),
  constraint prompt_templates_times_used_check check (times_used >= 0)
);
create index prompt_templates_category on public.prompt_templates (organization_id, category);

create table public.prompts (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  channel_id uuid references public.channels on delete cascade,
  dataset_id uuid references public.datasets on delete cascade,
  -- Which agent of the channel speaks by it, e.g. 'main_sales_agent'.
  agent_id text,
  name text not null,
  description text,
  -- {"tone": {"content": …, "source": "wizard", "why": …}, …}
  sections jsonb not null default '{}',
  compiled text not null default '',
  created_from text not null default 'wizard',
  template_id uuid references public.prompt_templates on delete set null,
  copied_from_id uuid references public.prompts on delete set null,
  wizard_answers jsonb,
  applied_lesson_ids uuid[] not null default '{}',
  lessons_count integer not null generated always as (cardinality(applied_lesson_ids)) stored,
  manual_edits_count integer not null default 0,
  version text not null default '1.0',
  version_number integer not null default 1,
  status text not null default 'draft',
  previous_version_id uuid references public.prompts on delete set null,
  changes_summary text,
  change_reason text,
  conversations_count integer not null default 0,
  booking_rate numeric(5, 4),
  avg_sentiment_score numeric(3, 2),
  -- Better than the previous version by this part; negative when worse.
  performance_vs_previous numeric(5, 4),
  deployed_at timestamptz,
  deployed_by uuid references public.profiles on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint prompts_name_check check (length(name) between 1 and 300),
  constraint prompts_sections_check check (jsonb_typeof(sections) = 'object'),
  constraint prompts_agent_id_check check (agent_id is null or channel_id is not null),
  constraint prompts_created_from_check check (created_from in ('wizard', 'template', 'manual', 'copied')),
  constraint prompts_manual_edits_count_check check (manual_edits_count >= 0),
  constraint prompts_version_number_check check (version_number > 0),
  constraint prompts_status_check check (status in ('draft', 'live', 'archived')),
  constraint prompts_conversations_count_check check (conversations_count >= 0),
  constraint prompts_booking_rate_check check (booking_rate between 0 and 1),
  constraint prompts_avg_sentiment_score_check check (avg_sentiment_score between -1 and 1)
);
-- One agent per channel; what it replaced is archived.
create unique index prompts_agent on public.prompts (channel_id, agent_id) where status <> 'archived';
create index prompts_channel on public.prompts (channel_id);
create index prompts_dataset on public.prompts (dataset_id);
create index prompts_template on public.prompts (template_id);
create index prompts_copied_from on public.prompts (copied_from_id);
create index prompts_previous_version on public.prompts (previous_version_id);
create index prompts_deployed_by on public.prompts (deployed_by);
create index prompts_status on public.prompts (organization_id, status, version_number desc);

create table public.prompt_versions (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  prompt_id uuid not null references public.prompts on delete cascade,
  version text not null,
  version_number integer not null,
  changes jsonb not null,
  changes_summary text not null,
  performance_before jsonb,
  performance_after jsonb,
  lesson_applied_id uuid references public.lessons on delete set null,
  created_by uuid references public.profiles on delete set null,
  created_by_type text not null default 'user',
  created_at timestamptz not null default now(),
  constraint prompt_versions_version_number_key unique (prompt_id, version_number),
  constraint prompt_versions_version_number_check check (version_number > 0),
  constraint prompt_versions_created_by_type_check check (created_by_type in ('user', 'ai', 'system'))
);
create index prompt_versions_organization on public.prompt_versions (organization_id);
create index prompt_versions_lesson_applied on public.prompt_versions (lesson_applied_id);
create index prompt_versions_created_by on public.prompt_versions (created_by);

-- What the AI noticed about messages, conversations and campaigns, for a person to judge (seed 002's sophie_insights).
create table public.insights (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  type text not null,
  -- Of the message or conversation it is about: who sees the lead sees the insight. Null: about more than one lead.
  lead_id uuid references public.leads on delete cascade,
  message_id uuid references public.messages on delete cascade,
  conversation_id uuid references public.conversations on delete cascade,
  dataset_id uuid references public.datasets on delete cascade,
  severity text not null default 'info',
  category text,
  title text not null,
  description text not null,
  suggestion text,
  original_text text,
  suggested_text text,
  affected_leads_count integer not null default 1,
  related_lesson_id uuid references public.lessons on delete set null,
  status text not null default 'pending',
  reviewed_by uuid references public.profiles on delete set null,
  reviewed_at timestamptz,
  user_feedback text,
  applied_at timestamptz,
  impact_score numeric(3, 2),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint insights_type_check check (type in ('message', 'conversation', 'campaign', 'pattern')),
  constraint insights_severity_check check (severity in ('info', 'suggestion', 'warning', 'critical')),
  constraint insights_title_check check (length(title) between 1 and 300),
  constraint insights_affected_leads_count_check check (affected_leads_count >= 0),
  constraint insights_status_check check (status in ('pending', 'viewed', 'approved', 'dismissed', 'taught')),
  constraint insights_impact_score_check check (impact_score between -1 and 1)
);
create index insights_status on public.insights (organization_id, status, severity, created_at desc);
create index insights_lead on public.insights (lead_id);
create index insights_message on public.insights (message_id);
create index insights_conversation on public.insights (conversation_id);
create index insights_dataset on public.insights (dataset_id);
create index insights_related_lesson on public.insights (related_lesson_id);
create index insights_reviewed_by on public.insights (reviewed_by);

create function app.place_insight() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.message_id is not null then
    select m.conversation_id into new.conversation_id from public.messages m where m.id = new.message_id;
  end if;
  if new.conversation_id is not null then
    select c.lead_id, c.organization_id into new.lead_id, new.organization_id
    from public.conversations c where c.id = new.conversation_id;
  end if;
  return new;
end $$;
create trigger inherit before insert or update of message_id, conversation_id, lead_id, organization_id
  on public.insights for each row execute function app.place_insight();

select app.keep_updated_at('public.lessons');
select app.keep_updated_at('public.prompt_templates');
select app.keep_updated_at('public.prompts');
select app.keep_updated_at('public.insights');
select app.inherit_from('public.prompt_versions', 'prompts', 'prompt_id');

select app.guard_table('public.lessons');
select app.guard_table('public.prompt_templates');
select app.guard_table('public.prompts');
select app.guard_table('public.prompt_versions');
select app.guard_table('public.insights', '(select app.sees_all()) or lead_id is null '
  'or exists (select from public.leads l where l.id = lead_id)');
select app.limit_writes('public.lessons', '(select app.edits_lessons())');
select app.limit_writes('public.prompt_templates', '(select app.edits_lessons()) and not is_system');
select app.limit_writes('public.prompts', '(select app.edits_lessons()) '
  'and (status <> ''live'' or (select app.pushes_automations()))');
select app.limit_writes('public.prompt_versions', '(select app.edits_lessons())');
select app.limit_writes('public.insights', '(select app.edits_lessons())');
