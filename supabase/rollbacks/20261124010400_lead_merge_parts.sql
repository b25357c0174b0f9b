drop function app.lock_leads(uuid[]), app.restore_row(text, uuid, jsonb), app.state_changes(jsonb, jsonb),
  app.merge_state(uuid[]), app.join_conversation(public.conversations, public.conversations), app.resummarize(uuid),
  app.move_rows(name, uuid, uuid, uuid[]), app.conversation_tables(), app.lead_tables();
