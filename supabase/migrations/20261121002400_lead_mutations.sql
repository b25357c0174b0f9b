-- What a rep does with a lead and its notes. Form and rights as in the file before.

-- Who took a lead that the caller saw in the pool; empty for any other lead. A definer, because the caller no longer
-- sees it.
create function sync.claim_holder(lead uuid, out owner_id uuid, out owner_name text, out claimed_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select l.owner_id, coalesce(p.full_name, p.email), (
    select max(a.changed_at) from sync.access_changes a where a.lead_id = l.id and a.owner_id is null)
  from public.leads l join public.profiles p on p.id = l.owner_id
  where l.id = lead and l.organization_id = app.org_id() and (
    app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, app.user_id(), app.sees_all(), app.dataset_ids())
    or exists (select from sync.access_changes a where a.lead_id = l.id and app.audience_has(
      a.owner_id, a.assignee_ids, a.dataset_ids, app.user_id(), app.sees_all(), app.dataset_ids())))
$$;

-- The update waits for a claim that is being made and then finds the owner set: one wins, the others are told who.
create function sync.lead_claim(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead uuid := sync.uuid_argument(args, 'lead_id');
  holder record;
begin
  update public.leads l set owner_id = app.user_id() where l.id = lead and l.owner_id is null;
  if found then
    return null;
  end if;
  select * into holder from sync.claim_holder(lead);
  if holder.owner_id is null then
    perform sync.reject('not_found', 'The lead is gone, or not visible to you');
  elsif holder.owner_id <> app.user_id() then
    perform sync.settle_as('conflict', 'already_claimed', format('%s has already taken this lead', holder.owner_name),
      jsonb_build_object('owner_id', holder.owner_id, 'owner_name', holder.owner_name,
        'claimed_at', floor(extract(epoch from holder.claimed_at) * 1000)));
  end if;
  return null;
end $$;

-- The lead that has a phone number in the brand of `lead`, and whether the caller may see it.
create function sync.phone_holder(lead uuid, number text, out lead_id uuid, out is_visible boolean)
language sql stable security definer set search_path = '' as $$
  select o.id, app.audience_has(o.owner_id, o.assignee_ids, o.dataset_ids, app.user_id(), app.sees_all(),
    app.dataset_ids()) is true
  from public.leads l join public.organizations g on g.id = l.organization_id
  join public.leads o on o.organization_id = l.organization_id and o.brand_id = l.brand_id and o.id <> l.id
    and o.merged_into is null and o.duplicate_of is null
    and o.phone_normalized = app.normalize_phone(number, g.default_country)
  where l.id = lead and l.organization_id = app.org_id()
$$;

create function sync.lead_edit(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  lead uuid := sync.uuid_argument(args, 'lead_id');
  holder record;
begin
  return sync.merge_row('leads', lead, args -> 'set', args -> 'base', '{"first_name": 200, "last_name": 200,
    "company_name": 300, "email": 320, "phone": 60, "postcode": 20}');
exception when unique_violation then
  select * into holder from sync.phone_holder(lead, args -> 'set' ->> 'phone');
  if holder.is_visible then
    perform sync.reject('duplicate_of', 'Another lead has this phone number',
      jsonb_build_object('lead_id', holder.lead_id));
  end if;
  perform sync.reject('belongs_to_colleague', 'A colleague''s lead has this phone number');
end $$;

create function sync.note_create(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  note uuid := sync.uuid_argument(args, 'note_id');
  lead public.leads;
  title text := sync.text_argument(args, 'title', null, 300);
  body text := sync.text_argument(args, 'body', 0, 100000);
  kind text := sync.text_argument(args, 'type', 1, 40);
  earlier public.notes;
begin
  select * into lead from public.leads l where l.id = sync.uuid_argument(args, 'lead_id');
  if lead.id is null then
    perform sync.reject('not_found', 'The lead is gone, or no longer visible to you');
  end if;
  select * into earlier from public.notes n where n.id = note;
  if earlier.id is not null then
    if (earlier.lead_id, earlier.title, earlier.body, earlier.type) is distinct from (lead.id, title, body, kind) then
      perform sync.reject('id_taken', 'Another note has this id');
    end if;
    return null;
  end if;
  insert into public.notes (id, organization_id, lead_id, title, body, type, created_by)
  values (note, lead.organization_id, lead.id, title, body, kind, app.user_id());
  return null;
end $$;

create function sync.note_edit(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.merge_row('notes', sync.uuid_argument(args, 'note_id'), args -> 'set', args -> 'base',
    '{"title": 300, "body": 100000, "type": 40, "is_pinned": null}')
$$;

-- Whether a row that the caller asks to delete was deleted before.
create function sync.is_deleted(relation text, row_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from sync.tombstones t
    where t.row_id = is_deleted.row_id and t.table_name = relation and t.organization_id = app.org_id())
$$;

create function sync.note_delete(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  note uuid := sync.uuid_argument(args, 'note_id');
begin
  delete from public.notes n where n.id = note;
  if not found and not sync.is_deleted('notes', note) then
    perform sync.reject('not_found', 'The note is not visible to you');
  end if;
  return null;
end $$;

grant execute on function sync.claim_holder(uuid), sync.lead_claim(jsonb), sync.phone_holder(uuid, text),
  sync.lead_edit(jsonb), sync.note_create(jsonb), sync.note_edit(jsonb), sync.is_deleted(text, uuid),
  sync.note_delete(jsonb) to leadline_sync;

insert into sync.mutations (name, function_name) values
  ('lead.claim', 'lead_claim'),
  ('lead.edit', 'lead_edit'),
  ('note.create', 'note_create'),
  ('note.edit', 'note_edit'),
  ('note.delete', 'note_delete');
