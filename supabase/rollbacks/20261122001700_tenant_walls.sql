do $$
declare
  relation text;
  event text;
begin
  foreach relation in array array['organizations', 'brands', 'channels', 'organization_settings', 'pipelines',
    'pipeline_stages', 'profiles']
  loop
    foreach event in array array['inserts', 'updates', 'deletes'] loop
      execute format('drop policy if exists %I on public.%I', 'limited_' || event, relation);
    end loop;
  end loop;
end $$;
do $$
declare
  wall record;
begin
  for wall in
    select t.tgrelid::regclass as relation, t.tgname as name from pg_catalog.pg_trigger t
    where t.tgfoid in ('app.refuse_foreign_parents()'::regprocedure, 'app.refuse_foreign_parent()'::regprocedure)
  loop
    execute format('drop trigger %I on %s', wall.name, wall.relation);
  end loop;
end $$;
drop function if exists app.wall_off(regclass);
drop function if exists app.refuse_foreign_parent();
drop function if exists app.refuse_foreign_parents();
drop function if exists app.refuse_parent(uuid, text, name, text);
