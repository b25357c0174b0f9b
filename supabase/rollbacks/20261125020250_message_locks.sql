do $$
declare
  weaker record;
  definition text;
begin
  for weaker in select * from (values
    ('app.summarize_messages()', 'order by c.id for no key update'),
    ('app.refresh_lead_assignees()', 'order by l.id for no key update'),
    ('app.refresh_lead_datasets()', 'order by l.id for no key update'),
    ('public.update_client_revenue()', 'order by l.id for no key update')) v (name, locking)
  loop
    definition := pg_get_functiondef(weaker.name::regprocedure);
    if strpos(definition, weaker.locking) = 0 then
      raise exception 'No "%" in %', weaker.locking, weaker.name;
    end if;
    execute replace(definition, weaker.locking, replace(weaker.locking, 'for no key update', 'for update'));
  end loop;
end $$;
