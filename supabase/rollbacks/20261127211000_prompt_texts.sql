drop function app.compile_prompt(uuid, jsonb, uuid[]);
drop function app.lesson_line(public.lessons);
drop function app.sentence(text);
drop function app.check_sections(jsonb);
drop function app.fill_sections(jsonb, jsonb);
drop function app.unfilled_answers(jsonb);
drop function app.section_place(text);
