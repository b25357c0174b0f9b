delete from sync.mutations where name = 'lead.unmerge';
drop function sync.lead_unmerge(jsonb), app.unmerge_lead(uuid), app.revive_lead(uuid, uuid),
  app.restore_state(jsonb, uuid), app.part_conversation(jsonb, uuid), app.follow_parents(uuid, uuid), app.ids_of(jsonb),
  app.with_ids(jsonb, text, uuid[]);
