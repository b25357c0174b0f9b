-- The text that an agent is given, made of a prompt's sections and of the lessons applied to it. The same sections and
-- lessons always give the same text.

-- Sections in the order of seed 002's example, then others by name.
create function app.section_place(section text) returns integer language sql immutable parallel safe
return coalesce(array_position('{context,goal,tone,knowledge,objections,boundaries}'::text[], section), 7);

-- The words for {{answer}} that a section still lacks.
create function app.unfilled_answers(sections jsonb) returns text[] language sql immutable parallel safe
return array(
  select distinct m.word[1] from jsonb_each(sections) s
  cross join lateral regexp_matches(coalesce(s.value ->> 'content', ''), '\{\{\s*([a-z_]+)\s*\}\}', 'g') m (word)
  order by 1);

-- Sections with the wizard's answers in the places of their {{answer}}s, in one pass: an answer's own braces stay text.
create function app.fill_sections(sections jsonb, answers jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  section record;
  part record;
  filled text;
begin
  for section in select s.key, coalesce(s.value ->> 'content', '') as content from jsonb_each(sections) s loop
    filled := '';
    for part in
      select p.words, p.place % 2 = 0 as is_word
      from regexp_split_to_table(regexp_replace(section.content, '\{\{\s*([a-z_]+)\s*\}\}', E'\x01\\1\x01', 'g'), E'\x01')
        with ordinality p (words, place) order by p.place
    loop
      filled := filled || case when not part.is_word then part.words
        else coalesce(nullif(answers ->> part.words, ''), '{{' || part.words || '}}') end;
    end loop;
    sections := jsonb_set(sections, array[section.key, 'content'], to_jsonb(filled));
  end loop;
  return sections;
end $$;

-- Fails with 22023 unless these are sections: {"tone": {"content", "source"?, "why"?}, …}, 20 at most.
create function app.check_sections(sections jsonb) returns void language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(sections) is distinct from 'object' then
    raise exception 'Sections are an object' using errcode = 'invalid_parameter_value';
  elsif (select count(*) > 20 from jsonb_object_keys(sections)) or exists (
    select from jsonb_each(sections) s
    where s.key !~ '^[a-z][a-z_]{0,39}$' or jsonb_typeof(s.value) <> 'object'
      or jsonb_typeof(s.value -> 'content') is distinct from 'string' or length(s.value ->> 'content') > 20000
      or strpos(s.value ->> 'content', E'\x01') > 0
      or jsonb_typeof(coalesce(s.value -> 'source', '""')) <> 'string' or length(s.value ->> 'source') > 200
      or jsonb_typeof(coalesce(s.value -> 'why', '""')) <> 'string' or length(s.value ->> 'why') > 2000
      or s.value - '{content,source,why}'::text[] <> '{}')
  then
    raise exception 'A section has a content of at most 20,000 characters, a source and a why, and nothing else'
      using errcode = 'invalid_parameter_value';
  end if;
end $$;

-- A text that ends as a sentence does.
create function app.sentence(words text) returns text language sql immutable parallel safe strict
return regexp_replace(app.trim_space(words) || '.', '([.!?…])\.$', '\1');

-- What a lesson says to the agent; one line.
create function app.lesson_line(lesson public.lessons) returns text language sql stable set search_path = '' as $$
  select '- ' || regexp_replace(concat_ws(' ', app.sentence((lesson).title), app.sentence(nullif((lesson).description, '')),
    'When: ' || app.sentence(nullif((lesson).trigger, '')), 'Say: ' || nullif((lesson).correct_response, ''),
    'Do not say: ' || nullif((lesson).incorrect_response, ''), 'Why: ' || nullif((lesson).reasoning, '')), '\s+', ' ', 'g')
$$;

-- The text: each section under its name, then the lessons by what they are for, the weightiest first. Archived lessons
-- are not told any more, whatever they were applied to.
create function app.compile_prompt(organization uuid, sections jsonb, lesson_ids uuid[]) returns text
language sql stable security definer set search_path = '' as $$
  with parts as (
    select app.section_place(s.key) as place, s.key,
      '# ' || initcap(replace(s.key, '_', ' ')) || E'\n' || app.trim_space(s.value ->> 'content') as words
    from jsonb_each(sections) s where app.trim_space(coalesce(s.value ->> 'content', '')) <> ''
  ), taught as (
    select l.lesson_type, case l.lesson_type when 'never_rule' then 1 when 'blacklist_word' then 2 when 'dos_donts' then 3
        when 'best_practice' then 4 when 'objection_handling' then 5 when 'example_good' then 6 else 7 end as place,
      string_agg(app.lesson_line(l), E'\n' order by l.priority desc, l.created_at, l.id) as lines
    from public.lessons l
    where l.organization_id = organization and l.id = any (lesson_ids) and l.status <> 'archived'
    group by l.lesson_type
  ), lessons as (
    select 8 as place, 'lessons' as key, '# Lessons' || string_agg(E'\n## ' || case t.lesson_type
        when 'never_rule' then 'Never' when 'blacklist_word' then 'Words that are not used'
        when 'dos_donts' then 'Dos and don''ts' when 'best_practice' then 'Good practice'
        when 'objection_handling' then 'Objections' when 'example_good' then 'Good examples' else 'Bad examples' end
      || E'\n' || t.lines, '' order by t.place) as words
    from taught t having count(*) > 0
  )
  select coalesce(string_agg(a.words, E'\n\n' order by a.place, a.key), '')
  from (select * from parts union all select * from lessons) a
$$;
