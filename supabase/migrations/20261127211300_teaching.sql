-- How the AI learns: an insight that is approved, or explained by a person, becomes a lesson and a version of the prompt
-- that spoke; so does the correction of one of its messages. Each once, however often it is said.

-- The prompt that speaks in a conversation: one for the lead's list before one for the channel, this before one of the
-- organisation, the main agent's first.
create function app.agent_deployment(conversation uuid) returns app.prompt_deployments
language sql stable security definer set search_path = '' as $$
  select d from public.conversations c
  join public.leads l on l.id = c.lead_id
  join public.prompts p on p.organization_id = c.organization_id and p.status = 'live'
    and (p.channel_id is null or p.channel_id = c.channel_id)
    and (p.dataset_id is null or p.dataset_id = any (l.dataset_ids))
  join app.prompt_deployments d on d.prompt_id = p.id and d.retired_at is null
  where c.id = conversation
  order by p.dataset_id is null, p.channel_id is null, coalesce(p.agent_id, '') <> 'main_sales_agent',
    d.deployed_at desc, d.id
  limit 1
$$;

-- Fails with 22023 unless `wish` names nothing but what a person may say of a lesson.
create function app.check_lesson_wish(wish jsonb) returns void language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(wish) is distinct from 'object' or length(wish::text) > 50000
    or wish - '{lesson_type,title,description,trigger,correct_response,incorrect_response,reasoning,tags,priority}'::text[]
      <> '{}'
    or jsonb_typeof(coalesce(wish -> 'tags', '[]')) <> 'array'
  then
    raise exception 'A lesson has a type, a title, a description, a trigger, responses, a reasoning, tags and a priority'
      using errcode = 'invalid_parameter_value';
  end if;
end $$;

create function app.lesson_of_insight(insight public.insights, wish jsonb, origin text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  lesson uuid;
begin
  insert into public.lessons (organization_id, lesson_type, title, description, trigger, correct_response,
    incorrect_response, reasoning, tags, priority, source, source_message_id, created_by)
  values (insight.organization_id, coalesce(wish ->> 'lesson_type', case insight.category
      when 'objection' then 'objection_handling' when 'tone' then 'dos_donts' when 'grammar' then 'dos_donts'
      else 'best_practice' end),
    left(coalesce(wish ->> 'title', insight.title), 300), coalesce(wish ->> 'description', insight.suggestion),
    wish ->> 'trigger', coalesce(wish ->> 'correct_response', insight.suggested_text),
    coalesce(wish ->> 'incorrect_response', insight.original_text),
    coalesce(wish ->> 'reasoning', insight.user_feedback, insight.description),
    array(select jsonb_array_elements_text(coalesce(wish -> 'tags', '[]'))), coalesce((wish ->> 'priority')::integer, 0),
    origin, insight.message_id, app.user_id())
  returning id into lesson;
  return lesson;
end $$;

-- The prompt that learns, locked: the one asked for, else the one that speaks in the conversation; none where none does.
create function app.learning_prompt(organization uuid, asked uuid, conversation uuid) returns public.prompts
language plpgsql volatile security definer set search_path = '' as $$
declare
  speaking uuid := case when asked is null then (app.agent_deployment(conversation)).prompt_id end;
begin
  if coalesce(asked, speaking) is null then
    return null;
  end if;
  return app.prompt_to_change(organization, coalesce(asked, speaking));
end $$;

-- An approval by whichever way teaches: the lesson, the one that the insight refers to or a new one, and the version.
create function app.teach_approved_insight() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  prompt public.prompts;
begin
  if new.related_lesson_id is null then
    new.related_lesson_id := app.lesson_of_insight(new, '{}', 'ai_suggestion');
  else
    update public.lessons l set status = 'active' where l.id = new.related_lesson_id and l.status <> 'active';
  end if;
  prompt := app.learning_prompt(new.organization_id, null, new.conversation_id);
  if prompt.id is not null then
    perform app.with_lesson(prompt, new.related_lesson_id, 'ai');
  end if;
  new.applied_at := now();
  return new;
end $$;
create trigger teach_approved before update of status on public.insights for each row
  when (new.status = 'approved' and old.status <> 'approved' and new.applied_at is null)
  execute function app.teach_approved_insight();

-- What came of teaching: {"lesson_id", "prompt_id", "version_number", "deployed", "already"}.
create function app.taught(lesson uuid, prompt public.prompts, deploy boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  deployed boolean := coalesce(deploy and prompt.id is not null, false);
begin
  if prompt.id is not null then
    prompt := app.with_lesson(prompt, lesson, 'user');
  end if;
  if deployed then
    perform public.deploy_prompt(prompt.id);
  end if;
  return jsonb_build_object('lesson_id', lesson, 'prompt_id', prompt.id, 'version_number', prompt.version_number,
    'deployed', deployed, 'already', false);
end $$;

-- A person explains an insight to the AI: what p_lesson says of the lesson, else what the insight suggests. The prompt
-- that learns is p_prompt_id, else the one that speaks in the insight's conversation; p_deploy lets its new version speak
-- at once. Returns app.taught's; of an insight that was taught before, the lesson of then and `already`. Fails with 42501,
-- PT404, 22023, and PT409 for one that was dismissed.
create function public.teach_insight(p_insight_id uuid, p_lesson jsonb default '{}', p_feedback text default null,
  p_prompt_id uuid default null, p_deploy boolean default false) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  organization uuid := app.require_teacher();
  insight public.insights;
  lesson uuid;
begin
  perform app.check_lesson_wish(p_lesson);
  select i.* into insight from public.insights i where i.id = p_insight_id and i.organization_id = organization
  for update;
  if insight.id is null then
    raise exception 'No insight with this id' using errcode = 'PT404';
  end if;
  if insight.lead_id is not null then
    perform app.lead_to_write(insight.lead_id);
  end if;
  if p_prompt_id is not null then
    perform app.prompt_to_change(organization, p_prompt_id);
  end if;
  if insight.applied_at is not null then
    return jsonb_build_object('lesson_id', insight.related_lesson_id, 'prompt_id', null, 'version_number', null,
      'deployed', false, 'already', true);
  elsif insight.status = 'dismissed' then
    raise exception 'The insight was dismissed' using errcode = 'PT409';
  end if;
  insight.user_feedback := coalesce(left(p_feedback, 10000), insight.user_feedback);
  lesson := app.lesson_of_insight(insight, p_lesson, 'user_taught');
  update public.insights i set status = 'taught', user_feedback = insight.user_feedback, related_lesson_id = lesson,
    applied_at = now(), reviewed_by = app.user_id(), reviewed_at = now()
  where i.id = insight.id;
  return app.taught(lesson, app.learning_prompt(organization, p_prompt_id, insight.conversation_id), p_deploy);
end $$;

-- A person says what the AI should have written instead of a message of its own: the message is marked as improved, and
-- what is better is a lesson. Said again of the same message it changes that lesson. Returns app.taught's; fails with
-- 42501, PT404, and 22023 for what the AI did not write.
create function public.correct_message(p_message_id uuid, p_better text, p_why text default null,
  p_prompt_id uuid default null, p_deploy boolean default false) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  organization uuid := app.require_teacher();
  message public.messages;
  lesson uuid;
begin
  select m.* into message from public.messages m where m.id = p_message_id and m.organization_id = organization
  for update;
  if message.id is null then
    raise exception 'No message with this id' using errcode = 'PT404';
  end if;
  perform app.lead_to_write(message.lead_id);
  if message.sender_type <> 'ai' or coalesce(length(app.trim_space(p_better)), 0) not between 1 and 10000 then
    raise exception 'Only what the AI wrote is corrected, with 1 to 10,000 characters'
      using errcode = 'invalid_parameter_value';
  end if;
  update public.messages m set ai_feedback = p_better, ai_feedback_status = 'improved' where m.id = message.id;
  update public.lessons l set correct_response = p_better, reasoning = coalesce(left(p_why, 10000), l.reasoning),
    status = 'active'
  where l.id = (select c.id from public.lessons c where c.source_message_id = message.id and c.source = 'user_taught'
    and c.incorrect_response = left(message.body, 10000) order by c.created_at, c.id limit 1)
  returning l.id into lesson;
  if lesson is null then
    insert into public.lessons (organization_id, lesson_type, title, trigger, correct_response, incorrect_response,
      reasoning, source, source_message_id, created_by)
    values (organization, 'best_practice', 'Instead of: ' || app.clip(regexp_replace(message.body, '\s+', ' ', 'g'), 200),
      (select left(m.body, 1000) from public.messages m where m.conversation_id = message.conversation_id
        and m.direction = 'inbound' and m.created_at <= message.created_at order by m.created_at desc, m.id desc limit 1),
      p_better, left(message.body, 10000), left(p_why, 10000), 'user_taught', message.id, app.user_id())
    returning id into lesson;
  end if;
  return app.taught(lesson, app.learning_prompt(organization, p_prompt_id, message.conversation_id), p_deploy);
end $$;

-- Lessons by words of their title and description (the last may be begun only), best first; all of them without words,
-- the weightiest first. `prompts` is how many prompts have it now. 200 at most; under the caller's rights.
create function public.search_lessons(p_words text default null, p_type text default null, p_status text default null,
  p_tag text default null, p_limit integer default 50)
returns table (id uuid, lesson_type text, title text, description text, tags text[], priority integer, status text,
  times_applied integer, success_rate numeric, prompts bigint, updated_at timestamptz)
language plpgsql stable set search_path = '' as $$
declare
  asked tsquery := websearch_to_tsquery('simple', coalesce(app.trim_space(p_words), ''));
begin
  if numnode(asked) > 0 and right(asked::text, 1) = '''' then
    asked := (asked::text || ':*')::tsquery;
  end if;
  return query
  select l.id, l.lesson_type, l.title, l.description, l.tags, l.priority, l.status, l.times_applied, l.success_rate,
    (select count(*) from public.prompts p
      where p.organization_id = l.organization_id and p.status <> 'archived' and l.id = any (p.applied_lesson_ids)),
    l.updated_at
  from public.lessons l
  where l.organization_id = (select app.org_id())
    and (numnode(asked) = 0 or to_tsvector('simple', l.title || ' ' || coalesce(l.description, '')) @@ asked)
    and (p_type is null or l.lesson_type = p_type) and (p_status is null or l.status = p_status)
    and (p_tag is null or l.tags @> array[p_tag])
  order by ts_rank(to_tsvector('simple', l.title || ' ' || coalesce(l.description, '')), asked) desc, l.priority desc,
    l.updated_at desc, l.id
  limit least(greatest(coalesce(p_limit, 50), 1), 200);
end $$;

grant execute on function public.teach_insight(uuid, jsonb, text, uuid, boolean),
  public.correct_message(uuid, text, text, uuid, boolean),
  public.search_lessons(text, text, text, text, integer) to authenticated;
