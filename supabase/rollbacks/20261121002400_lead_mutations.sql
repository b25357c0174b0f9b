delete from sync.mutations where name in ('lead.claim', 'lead.edit', 'note.create', 'note.edit', 'note.delete');
drop function sync.note_delete(jsonb), sync.is_deleted(text, uuid), sync.note_edit(jsonb), sync.note_create(jsonb),
  sync.lead_edit(jsonb), sync.phone_holder(uuid, text), sync.lead_claim(jsonb), sync.claim_holder(uuid);
