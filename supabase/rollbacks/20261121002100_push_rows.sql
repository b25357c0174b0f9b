drop function sync.text_argument(jsonb, text, integer, integer), sync.uuid_argument(jsonb, text),
  sync.merge_row(text, uuid, jsonb, jsonb, jsonb), sync.write_row(text, uuid, jsonb),
  sync.unwire_sql(sync.columns, text), sync.has_form(jsonb, text, boolean, integer), sync.locked_row(text, uuid);
