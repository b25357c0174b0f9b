create or replace function sync.note_edit(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.merge_row('notes', sync.uuid_argument(args, 'note_id'), args -> 'set', args -> 'base',
    '{"title": 300, "body": 100000, "type": 40, "is_pinned": null}')
$$;
