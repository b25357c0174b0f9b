drop table if exists public.insights;
drop function if exists app.place_insight();
drop table if exists public.prompt_versions;
drop table if exists public.prompts;
drop table if exists public.prompt_templates;
drop table if exists public.lessons;
