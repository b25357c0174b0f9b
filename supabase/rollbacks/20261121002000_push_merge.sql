drop function sync.merge_value(text, jsonb, jsonb, jsonb), sync.merge_set(jsonb, jsonb, jsonb),
  sync.merge_lines(text, text, text), sync.lines_of(text), sync.comes_before(sync.hunk, sync.hunk),
  sync.diff_lines(text[], text[]), sync.diff_limit(), sync.reject(text, text, jsonb),
  sync.settle_as(text, text, text, jsonb);
drop type sync.hunk;
