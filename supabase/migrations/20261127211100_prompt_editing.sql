-- Prompts are written: drafts from a template, the wizard's answers or another prompt; every change is a version of which
-- the sections and the lessons are kept (prompt_versions.changes), so that any two can be compared and any deployed.
-- prompts.sections is the newest version, prompts.compiled what agents are told: the newest until the first is deployed.

-- Who teaches the AI; returns their organisation. Fails with 42501.
create function app.require_teacher() returns uuid language plpgsql stable security definer set search_path = '' as $$
begin
  if app.org_id() is null or not app.edits_lessons() then
    raise exception 'You may not teach the AI' using errcode = 'insufficient_privilege';
  end if;
  return app.org_id();
end $$;

-- A prompt of the organisation, locked. Fails with PT404.
create function app.prompt_to_change(organization uuid, prompt_id uuid) returns public.prompts
language plpgsql volatile security definer set search_path = '' as $$
declare
  prompt public.prompts;
begin
  select * into prompt from public.prompts p where p.id = prompt_id and p.organization_id = organization for update;
  if prompt.id is null then
    raise exception 'No prompt with this id' using errcode = 'PT404';
  end if;
  return prompt;
end $$;

-- Sections and lessons of a version. Fails with PT404.
create function app.prompt_version(prompt_id uuid, number integer) returns public.prompt_versions
language plpgsql stable security definer set search_path = '' as $$
declare
  kept public.prompt_versions;
begin
  select * into kept from public.prompt_versions v where v.prompt_id = prompt_version.prompt_id and v.version_number = number;
  if kept.id is null then
    raise exception 'The prompt has no version %', number using errcode = 'PT404';
  end if;
  return kept;
end $$;

create function app.version_lessons(kept public.prompt_versions) returns uuid[] language sql stable set search_path = '' as $$
  select array(select l::uuid from jsonb_array_elements_text((kept).changes -> 'lesson_ids') l)
$$;

-- The sections that differ between two, by name: {"tone": {"before": content or null, "after": content or null}}.
create function app.section_changes(old_ones jsonb, new_ones jsonb) returns jsonb language sql immutable parallel safe
return (select coalesce(jsonb_object_agg(k.name, jsonb_build_object('before', old_ones -> k.name -> 'content',
    'after', new_ones -> k.name -> 'content')), '{}')
  from (select jsonb_object_keys(old_ones || new_ones) as name) k
  where old_ones -> k.name ->> 'content' is distinct from new_ones -> k.name ->> 'content');

-- Writes a version. `kind`: created, edited, lesson_applied, rolled_back.
create function app.keep_version(prompt public.prompts, former jsonb, kind text, words text, lesson uuid, author_type text)
returns void language plpgsql security definer set search_path = '' as $$
declare
  changed jsonb := app.section_changes(former, (prompt).sections);
begin
  insert into public.prompt_versions (prompt_id, version, version_number, changes, changes_summary, lesson_applied_id,
    created_by, created_by_type)
  values ((prompt).id, (prompt).version, (prompt).version_number,
    jsonb_build_object('type', kind, 'sections_changed', (select coalesce(jsonb_agg(k order by app.section_place(k), k), '[]')
        from jsonb_object_keys(changed) k),
      'before', (select coalesce(jsonb_object_agg(c.key, c.value -> 'before'), '{}') from jsonb_each(changed) c),
      'after', (select coalesce(jsonb_object_agg(c.key, c.value -> 'after'), '{}') from jsonb_each(changed) c),
      'sections', (prompt).sections, 'lesson_ids', to_jsonb((prompt).applied_lesson_ids))
      || case when lesson is null then '{}' else jsonb_build_object('lesson_id', lesson,
        'lesson_title', (select l.title from public.lessons l where l.id = lesson)) end,
    words, lesson, app.user_id(), author_type);
end $$;

-- The next version of a locked prompt, with these sections and lessons. Returns the prompt as it is now.
create function app.next_version(prompt public.prompts, new_sections jsonb, lesson_ids uuid[], kind text, words text,
  reason text, lesson uuid, author_type text) returns public.prompts
language plpgsql security definer set search_path = '' as $$
declare
  former jsonb := prompt.sections;
begin
  update public.prompts p set sections = new_sections, applied_lesson_ids = lesson_ids,
    version_number = p.version_number + 1, version = '1.' || p.version_number,
    manual_edits_count = p.manual_edits_count + (kind = 'edited')::integer,
    compiled = case when p.status = 'live' then p.compiled
      else app.compile_prompt(p.organization_id, new_sections, lesson_ids) end,
    changes_summary = words, change_reason = left(reason, 2000)
  where p.id = prompt.id returning * into prompt;
  perform app.keep_version(prompt, former, kind, words, lesson, author_type);
  return prompt;
end $$;

-- Lessons of the organisation, each once, in the order given. Fails with 22023 for one that is not there.
create function app.checked_lessons(organization uuid, ids jsonb) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  found_ones uuid[];
begin
  if jsonb_typeof(ids) <> 'array' or jsonb_array_length(ids) > 200 then
    raise exception 'lesson_ids is a list of at most 200' using errcode = 'invalid_parameter_value';
  end if;
  found_ones := array(
    select l.id from (select i.id, min(i.place) as place from jsonb_array_elements_text(ids) with ordinality i (id, place)
      group by i.id) i
    join public.lessons l on l.id::text = i.id and l.organization_id = organization order by i.place);
  if cardinality(found_ones) <> (select count(distinct i.id) from jsonb_array_elements_text(ids) i (id)) then
    raise exception 'No such lesson' using errcode = 'invalid_parameter_value';
  end if;
  return found_ones;
end $$;

-- The sections that a new prompt begins with, {sections, answers, created_from}: those of a template or of another
-- prompt, under what is given, with the wizard's answers filled in. Fails with 22023.
create function app.prompt_beginning(organization uuid, wish jsonb, out sections jsonb, out answers jsonb,
  out created_from text) language plpgsql volatile security definer set search_path = '' as $$
begin
  sections := '{}';
  answers := nullif(wish -> 'wizard_answers', 'null');
  created_from := case when answers is null then 'manual' else 'wizard' end;
  if wish ->> 'template_id' is not null then
    update public.prompt_templates t set times_used = t.times_used + 1
    where t.id = (wish ->> 'template_id')::uuid and t.organization_id = organization and t.is_active
    returning t.sections, t.default_wizard_answers || coalesce(answers, '{}'), 'template'
    into sections, answers, created_from;
  elsif wish ->> 'copied_from_id' is not null then
    select p.sections, coalesce(answers, p.wizard_answers), 'copied' into sections, answers, created_from
    from public.prompts p where p.id = (wish ->> 'copied_from_id')::uuid and p.organization_id = organization;
  end if;
  if sections is null then
    raise exception 'There is no such template or prompt to begin with' using errcode = 'invalid_parameter_value';
  end if;
end $$;

-- Writes a prompt: a new one without `id`, else the next version of one. Fields of p_prompt:
--   id, name, description, channel_id, agent_id, dataset_id, template_id, copied_from_id (these five of new ones only),
--   sections, wizard_answers, lesson_ids, change_reason
-- What is not named stays. `p_base` is the version that the editor saw: another fails with PT409. Returns {"id",
-- "version_number", "version", "unfilled": answers that are still missing}. Fails with 42501, PT404, 22023, and 23505
-- where the channel's agent has a prompt.
create function public.save_prompt(p_prompt jsonb, p_base integer default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  organization uuid := app.require_teacher();
  prompt public.prompts;
  beginning record;
  answers jsonb := nullif(p_prompt -> 'wizard_answers', 'null');
  wanted jsonb := coalesce(nullif(p_prompt -> 'sections', 'null'), '{}');
  lessons uuid[];
begin
  if jsonb_typeof(p_prompt) is distinct from 'object' or jsonb_typeof(coalesce(answers, '{}')) <> 'object'
    or length(answers::text) > 100000
  then
    raise exception 'A prompt is an object, and so are its wizard_answers' using errcode = 'invalid_parameter_value';
  end if;
  perform app.check_sections(wanted);
  lessons := app.checked_lessons(organization, coalesce(nullif(p_prompt -> 'lesson_ids', 'null'), '[]'));
  if p_prompt ->> 'id' is null then
    select * into beginning from app.prompt_beginning(organization, p_prompt);
    wanted := app.fill_sections(beginning.sections || wanted, coalesce(beginning.answers, '{}'));
    perform app.check_sections(wanted);
    if not p_prompt ? 'lesson_ids' then
      lessons := coalesce((select p.applied_lesson_ids from public.prompts p
        where p.id = (p_prompt ->> 'copied_from_id')::uuid and p.organization_id = organization), '{}');
    end if;
    insert into public.prompts (organization_id, channel_id, dataset_id, agent_id, name, description, sections, compiled,
      created_from, template_id, copied_from_id, wizard_answers, applied_lesson_ids, changes_summary, change_reason)
    values (organization, (p_prompt ->> 'channel_id')::uuid, (p_prompt ->> 'dataset_id')::uuid, p_prompt ->> 'agent_id',
      app.trim_space(p_prompt ->> 'name'), left(p_prompt ->> 'description', 10000), wanted,
      app.compile_prompt(organization, wanted, lessons), beginning.created_from, (p_prompt ->> 'template_id')::uuid,
      (p_prompt ->> 'copied_from_id')::uuid, beginning.answers, lessons, 'Created', left(p_prompt ->> 'change_reason', 2000))
    returning * into prompt;
    perform app.keep_version(prompt, '{}', 'created', 'Created', null, 'user');
  else
    prompt := app.prompt_to_change(organization, (p_prompt ->> 'id')::uuid);
    if p_base is not null and p_base <> prompt.version_number then
      raise exception 'The prompt was changed meanwhile' using errcode = 'PT409';
    end if;
    update public.prompts p set wizard_answers = coalesce(answers, p.wizard_answers),
      name = case when p_prompt ? 'name' then app.trim_space(p_prompt ->> 'name') else p.name end,
      description = case when p_prompt ? 'description' then left(p_prompt ->> 'description', 10000) else p.description end
    where p.id = prompt.id returning * into prompt;
    prompt := app.next_version(prompt, app.fill_sections(prompt.sections || wanted, coalesce(prompt.wizard_answers, '{}')),
      case when p_prompt ? 'lesson_ids' then lessons else prompt.applied_lesson_ids end, 'edited',
      coalesce(nullif(left(p_prompt ->> 'change_reason', 300), ''), 'Edited'), p_prompt ->> 'change_reason', null, 'user');
  end if;
  return jsonb_build_object('id', prompt.id, 'version_number', prompt.version_number, 'version', prompt.version,
    'unfilled', to_jsonb(app.unfilled_answers(prompt.sections)));
end $$;

-- What an agent would be told by a version (the newest without one): {"compiled", "unfilled", "version_number"}. Fails
-- with PT404.
create function public.compile_prompt(p_prompt_id uuid, p_version integer default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  kept public.prompt_versions;
begin
  kept := app.prompt_version(p_prompt_id, coalesce(p_version,
    (select p.version_number from public.prompts p where p.id = p_prompt_id and p.organization_id = app.org_id())));
  if kept.organization_id is distinct from app.org_id() then
    raise exception 'The prompt has no version %', p_version using errcode = 'PT404';
  end if;
  return jsonb_build_object('version_number', kept.version_number,
    'compiled', app.compile_prompt(kept.organization_id, kept.changes -> 'sections', app.version_lessons(kept)),
    'unfilled', to_jsonb(app.unfilled_answers(kept.changes -> 'sections')));
end $$;

-- What differs between two versions: {"sections": {name: {"before", "after"}}, "lessons_added": [{"id", "title"}],
-- "lessons_removed": [...]}. Fails with PT404.
create function public.diff_prompt(p_prompt_id uuid, p_from integer, p_to integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  one public.prompt_versions := app.prompt_version(p_prompt_id, p_from);
  other public.prompt_versions := app.prompt_version(p_prompt_id, p_to);
begin
  if one.organization_id is distinct from app.org_id() then
    raise exception 'The prompt has no version %', p_from using errcode = 'PT404';
  end if;
  return jsonb_build_object('sections', app.section_changes(one.changes -> 'sections', other.changes -> 'sections'),
    'lessons_added', app.lesson_titles(app.version_lessons(other), app.version_lessons(one)),
    'lessons_removed', app.lesson_titles(app.version_lessons(one), app.version_lessons(other)));
end $$;

-- The lessons of the first list that are not in the second, [{"id", "title"}].
create function app.lesson_titles(ids uuid[], without uuid[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'title', l.title) order by array_position(ids, l.id)), '[]')
  from public.lessons l where l.id = any (ids) and l.id <> all (without)
$$;

-- A new version with a lesson more. Returns as save_prompt; the version that is there already where it has the lesson.
create function public.apply_lesson(p_prompt_id uuid, p_lesson_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  prompt public.prompts := app.prompt_to_change(app.require_teacher(), p_prompt_id);
begin
  perform app.checked_lessons(prompt.organization_id, jsonb_build_array(p_lesson_id));
  prompt := app.with_lesson(prompt, p_lesson_id, 'user');
  return jsonb_build_object('id', prompt.id, 'version_number', prompt.version_number, 'version', prompt.version,
    'unfilled', to_jsonb(app.unfilled_answers(prompt.sections)));
end $$;

create function app.with_lesson(prompt public.prompts, lesson uuid, author_type text) returns public.prompts
language plpgsql security definer set search_path = '' as $$
begin
  if lesson = any (prompt.applied_lesson_ids) then
    return prompt;
  end if;
  return app.next_version(prompt, prompt.sections, prompt.applied_lesson_ids || lesson, 'lesson_applied',
    left('Lesson: ' || (select l.title from public.lessons l where l.id = lesson), 300), null, lesson, author_type);
end $$;

grant execute on function public.save_prompt(jsonb, integer), public.compile_prompt(uuid, integer),
  public.diff_prompt(uuid, integer, integer), public.apply_lesson(uuid, uuid) to authenticated;
