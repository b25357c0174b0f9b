-- A conflict says whose value stands on the server, and since when.

-- As before; details of a conflict are {fields: {column: {base, mine, theirs, by, at}}, row}.
create or replace function sync.merge_row(relation text, row_id uuid, wanted jsonb, base jsonb, editable jsonb)
returns jsonb language plpgsql set search_path = '' as $$
declare
  theirs jsonb;
  changes jsonb := '{}';
  overwritten jsonb := '{}';
  merges jsonb := '{}';
  conflicts jsonb := '{}';
  wish record;
  merged record;
  author record;
  lead uuid;
begin
  if jsonb_typeof(wanted) is distinct from 'object' or jsonb_typeof(base) is distinct from 'object' then
    perform sync.reject('invalid_input', 'A change needs what to set and what it was');
  end if;
  theirs := sync.locked_row(relation, row_id);
  if theirs is null then
    perform sync.reject('not_found', 'It is gone, or no longer visible to you');
  end if;
  lead := case when relation = 'leads' then row_id else (theirs ->> 'lead_id')::uuid end;

  for wish in
    select w.key as name, w.value, c.rule, c.type, c.is_nullable
    from jsonb_each(wanted) w left join sync.columns c on c.table_name = relation and c.column_name = w.key
  loop
    if not editable ? wish.name or wish.rule in ('fixed', 'derived')
      or not sync.has_form(wish.value, wish.type, wish.is_nullable, (editable ->> wish.name)::integer)
    then
      perform sync.reject('invalid_input', format('%s cannot be set to this', wish.name));
    end if;
    merged := sync.merge_value(wish.rule, base -> wish.name, wish.value, theirs -> wish.name);
    if merged.conflict then
      author := sync.last_author(relation, row_id, wish.name);
      conflicts := conflicts || jsonb_build_object(wish.name, jsonb_build_object('base', base -> wish.name,
        'mine', wish.value, 'theirs', theirs -> wish.name, 'by', author.user_id,
        'at', floor(extract(epoch from author.at) * 1000)));
      continue;
    elsif merged.value <> theirs -> wish.name then
      changes := changes || jsonb_build_object(wish.name, merged.value);
    end if;
    if merged.lost or merged.value <> wish.value then
      author := sync.last_author(relation, row_id, wish.name);
      merges := merges || jsonb_build_object(wish.name, jsonb_build_object('rule', wish.rule,
        'base', base -> wish.name, 'theirs', theirs -> wish.name, 'value', merged.value, 'by', author.user_id,
        'at', floor(extract(epoch from author.at) * 1000)));
    end if;
    if merged.lost then
      overwritten := overwritten || jsonb_build_object(wish.name, theirs -> wish.name);
      perform sync.tell_author(relation, row_id, lead, wish.name, base -> wish.name, theirs -> wish.name, merged.value,
        author.user_id, author.at);
    end if;
  end loop;

  if conflicts <> '{}' then
    perform sync.settle_as('conflict', 'conflict', 'A colleague changed the same in the meantime',
      jsonb_build_object('fields', conflicts, 'row', theirs));
  elsif changes <> '{}' then
    perform sync.write_row(relation, row_id, changes);
  end if;
  return nullif(case when overwritten <> '{}' then jsonb_build_object('overwritten', overwritten) else '{}' end
    || case when merges <> '{}' then jsonb_build_object('merged', merges, 'lead_id', lead) else '{}' end, '{}');
end $$;
