-- A rep tags notes. `sync.columns` has had their tags as a set from the beginning: of two edits all additions and removals
-- count, and nothing conflicts.

-- As before, and tags, which are texts.
create or replace function sync.note_edit(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.merge_fields('notes', sync.uuid_argument(args, 'note_id'), args -> 'set', args -> 'base',
    '{"title": 300, "body": 100000, "type": 40, "is_pinned": null, "tags": 10000}')
$$;
