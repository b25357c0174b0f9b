create or replace function app.auditable(row_data jsonb) returns jsonb language sql immutable
return jsonb_strip_nulls(row_data - array['updated_at', 'sync_xid', 'token_hash', 'ciphertext', 'secret',
  'automation_urls']);
revoke select (id, organization_id, lead_id, absorbed_id, merged_by, undone_at, undone_by, created_at, updated_at,
  sync_xid) on public.lead_merges from authenticated;
grant select on public.lead_merges to authenticated;

delete from sync.mutations where name = 'lead.merge';
drop function sync.lead_merge(jsonb), sync.mergeable_fields(), app.merge_leads(uuid, uuid, uuid, text[]),
  app.count_messages(uuid[]), app.settle_leftovers(uuid, uuid), app.merge_fields(uuid, uuid, uuid, text[]);
