-- Two messages of one conversation at the same moment locked each other out: the foreign key of each holds a key share
-- of the conversation, and `for update` waits for the other's. Nobody here changes a key, so `for no key update` locks
-- out every other writer just as well. The same for conversations and dataset rows and orders of one lead.
do $$
declare
  weaker record;
  definition text;
begin
  for weaker in select * from (values
    ('app.summarize_messages()', 'order by c.id for update'),
    ('app.refresh_lead_assignees()', 'order by l.id for update'),
    ('app.refresh_lead_datasets()', 'order by l.id for update'),
    ('public.update_client_revenue()', 'order by l.id for update')) v (name, locking)
  loop
    definition := pg_get_functiondef(weaker.name::regprocedure);
    if strpos(definition, weaker.locking) = 0 then
      raise exception 'No "%" in %', weaker.locking, weaker.name;
    end if;
    execute replace(definition, weaker.locking, replace(weaker.locking, 'for update', 'for no key update'));
  end loop;
end $$;
