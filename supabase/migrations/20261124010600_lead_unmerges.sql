-- A merge undone: what moved goes back, what the merge set is set back where nobody changed it since, and what was made
-- since stays with the survivor.

-- Rows that hang on others which have gone back to `target` (an attachment on its message, an item on its deal) go with
-- them. Returns {table: ids}.
create function app.follow_parents(source uuid, target uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  link record;
  ids uuid[];
  moved jsonb := '{}';
begin
  for link in select * from (values ('attachments', 'messages', 'message_id'), ('deal_items', 'deals', 'deal_id'),
    ('stage_changes', 'deals', 'deal_id'), ('hot_acknowledgements', 'hot_events', 'hot_event_id'),
    ('mentions', 'notes', 'note_id'), ('mentions', 'activities', 'activity_id'), ('insights', 'messages', 'message_id'),
    ('insights', 'conversations', 'conversation_id'), ('consent_changes', 'consents', 'consent_id'))
    l (child, parent, referring)
  loop
    execute format('with moved as (
        update public.%I x set lead_id = $2 from public.%I p
        where p.id = x.%I and x.lead_id = $1 and p.lead_id = $2 returning x.id)
      select coalesce(array_agg(id), ''{}'') from moved', link.child, link.parent, link.referring)
    into ids using source, target;
    moved := app.with_ids(moved, link.child, ids);
  end loop;
  return moved;
end $$;

create function app.with_ids(moved jsonb, relation text, ids uuid[]) returns jsonb language sql immutable
return case when ids = '{}' then moved
  else moved || jsonb_build_object(relation, coalesce(moved -> relation, '[]') || to_jsonb(ids)) end;

create function app.ids_of(list jsonb) returns uuid[] language sql immutable
return array(select i::uuid from jsonb_array_elements_text(list) i);

-- Takes a conversation and what was said in it out of the one it was joined with. What is unread there is first what was
-- unread here.
create function app.part_conversation(joined jsonb, absorbed uuid) returns uuid[]
language plpgsql security definer set search_path = '' as $$
declare
  source uuid := (joined ->> 'from')::uuid;
  target public.conversations;
  unread integer;
  ids uuid[];
  reference record;
begin
  select * into target from public.conversations c where c.id = (joined ->> 'to')::uuid;
  unread := least((joined ->> 'unread')::integer, target.unread_count);
  with returned as (
    update public.messages m set conversation_id = source, lead_id = absorbed
    where m.id = any (app.ids_of(joined -> 'messages')) and m.conversation_id = target.id returning m.id
  ) select coalesce(array_agg(r.id), '{}') into ids from returned r;
  for reference in select r.key as relation, app.ids_of(r.value) as ids from jsonb_each(joined -> 'references') r loop
    execute format('update public.%I x set conversation_id = $1 where x.id = any ($2) and x.conversation_id = $3',
      reference.relation) using source, reference.ids, target.id;
  end loop;
  update public.conversations c set joined_into = null, unread_count = unread, message_count = cardinality(ids)
  where c.id = source;
  update public.conversations c set unread_count = c.unread_count - unread,
    message_count = c.message_count - cardinality(ids)
  where c.id = target.id;
  if target.message_count <> (joined ->> 'count')::integer then
    perform app.resummarize(target.id);
  end if;
  return ids;
end $$;

-- Sets back what the merge changed in rows that it did not move.
create function app.restore_state(changed jsonb, absorbed uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  part record;
begin
  for part in
    select t.relation, r.key::uuid as id, r.value as changes
    from unnest('{leads,consents,conversations,campaign_enrollments,hot_events}'::text[]) with ordinality t (relation, place),
      jsonb_each(coalesce(changed -> t.relation, '{}')) r
    where r.key <> absorbed::text order by t.place
  loop
    begin
      perform app.restore_row(part.relation, part.id, part.changes);
    exception
      -- The number is another lead's by now.
      when unique_violation then
        perform app.restore_row(part.relation, part.id, part.changes - array['phone', 'duplicate_of']);
      -- An enrolment whose customer has opted out since stays paused.
      when check_violation then
        null;
    end;
  end loop;
end $$;

-- The absorbed lead is one again: its owner's from before, if they are still here, and the duplicate of whoever has its
-- number by now.
create function app.revive_lead(lead uuid, owner uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.leads l set merged_into = null,
    owner_id = (select p.id from public.profiles p where p.id = owner and p.status = 'active'), duplicate_of = coalesce(
      l.duplicate_of, (
        select o.id from public.leads o
        where o.organization_id = l.organization_id and o.brand_id = l.brand_id and o.id <> l.id
          and o.phone_normalized = l.phone_normalized and o.merged_into is null and o.duplicate_of is null))
  where l.id = lead;
end $$;

-- Undoes a merge; both leads are locked (app.lock_leads). The rows that go back are buried for those who see the
-- survivor and not the lead that they go to.
create function app.unmerge_lead(merge uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  record public.lead_merges;
  survivor public.leads;
  part record;
  reference record;
  ids uuid[];
  returned jsonb := '{}';
begin
  select * into record from public.lead_merges m where m.id = merge;
  select * into survivor from public.leads l where l.id = record.lead_id;
  perform set_config('app.merging_leads', 'on', true);
  perform app.restore_state(record.snapshot -> 'changed', record.absorbed_id);
  perform app.revive_lead(record.absorbed_id, (record.snapshot ->> 'owner_id')::uuid);

  for part in select j as joined from jsonb_array_elements(record.snapshot -> 'joined') j loop
    returned := app.with_ids(returned, 'messages', app.part_conversation(part.joined, record.absorbed_id));
    for reference in select r.key, app.ids_of(r.value) as ids from jsonb_each(part.joined -> 'references') r loop
      returned := app.with_ids(returned, reference.key, reference.ids);
    end loop;
  end loop;
  ids := app.ids_of(coalesce(record.snapshot -> 'moved' -> 'conversations', '[]'));
  update public.conversations c set lead_id = record.absorbed_id where c.id = any (ids) and c.lead_id = survivor.id;
  returned := app.with_ids(returned, 'conversations', ids);
  with followed as (
    update public.messages m set lead_id = record.absorbed_id where m.conversation_id = any (ids) returning m.id
  ) select coalesce(array_agg(f.id), '{}') into ids from followed f;
  returned := app.with_ids(returned, 'messages', ids);
  for part in
    select t.relation, app.ids_of(record.snapshot -> 'moved' -> t.relation) as ids
    from app.lead_tables() with ordinality t (relation, place)
    where record.snapshot -> 'moved' ? t.relation order by t.place
  loop
    returned := app.with_ids(returned, part.relation,
      app.move_rows(part.relation, survivor.id, record.absorbed_id, part.ids));
  end loop;
  for part in select f.key, app.ids_of(f.value) as ids
    from jsonb_each(app.follow_parents(survivor.id, record.absorbed_id)) f
  loop
    returned := app.with_ids(returned, part.key, part.ids);
  end loop;
  for part in select r.key, app.ids_of(r.value) as ids from jsonb_each(returned) r loop
    perform sync.bury_moved(part.key, part.ids, survivor, record.absorbed_id);
  end loop;

  update public.leads l set
    assignee_ids = array(select distinct c.assigned_to from public.conversations c
      where c.lead_id = l.id and c.assigned_to is not null order by 1),
    dataset_ids = array(select distinct d.dataset_id from public.dataset_leads d where d.lead_id = l.id order by 1)
  where l.id = record.absorbed_id;
  -- Consents and enrolments could not be set back before the rows that they depend on were.
  perform app.restore_state(jsonb_build_object('campaign_enrollments',
    coalesce(record.snapshot -> 'changed' -> 'campaign_enrollments', '{}')), record.absorbed_id);
  perform app.count_messages(array[survivor.id, record.absorbed_id]);
  update public.lead_merges m set undone_at = now(), undone_by = app.user_id() where m.id = merge;
  perform set_config('app.merging_leads', '', true);
  perform app.rescore_leads(array[survivor.id, record.absorbed_id]);
end $$;

-- Merges are undone in the order opposite to that in which they were made.
create function sync.lead_unmerge(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  merge public.lead_merges;
  later public.lead_merges;
begin
  select * into merge from public.lead_merges m where m.id = sync.uuid_argument(args, 'merge_id');
  if merge.id is null then
    perform sync.reject('not_found', 'The merge is not visible to you');
  end if;
  perform app.lock_leads(array[merge.lead_id, merge.absorbed_id]);
  select * into merge from public.lead_merges m where m.id = merge.id;
  if merge.id is null then
    perform sync.reject('not_found', 'The lead is gone, or no longer visible to you');
  elsif merge.undone_at is not null then
    return null;
  end if;
  select * into later from public.lead_merges m
  where m.undone_at is null and m.id <> merge.id
    and (m.absorbed_id = merge.lead_id or m.lead_id = merge.lead_id and (m.created_at, m.id) > (merge.created_at, merge.id))
  order by m.absorbed_id = merge.lead_id desc, m.created_at desc, m.id desc limit 1;
  if later.id is not null then
    perform sync.settle_as('conflict', 'merged_since', 'Another merge came after this one: undo that one first',
      jsonb_build_object('merge_id', later.id, 'lead_id', later.lead_id, 'absorbed_id', later.absorbed_id));
  end if;
  perform app.unmerge_lead(merge.id);
  return null;
end $$;

grant execute on function app.unmerge_lead(uuid), sync.lead_unmerge(jsonb) to leadline_sync;
insert into sync.mutations (name, function_name) values ('lead.unmerge', 'lead_unmerge');
