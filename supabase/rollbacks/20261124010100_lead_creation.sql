delete from sync.mutations where name in ('lead.create', 'conversation.start');
update sync.mutations set newest_version = 1 where name = 'lead.edit';
drop function sync.conversation_start(jsonb), sync.has_conversation(uuid), sync.lead_create(jsonb),
  sync.check_assignee(jsonb, text), sync.insert_row(text, uuid, jsonb), sync.check_fields(text, jsonb, jsonb);
drop table sync.aliases;

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

create or replace function sync.lead_edit(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
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
grant execute on function sync.phone_holder(uuid, text) to leadline_sync;

drop function sync.reject_duplicate(uuid, boolean), sync.phone_owner(uuid, text, uuid),
  sync.check_custom_fields(jsonb), sync.lead_fields();
