-- What an organisation shares and what is a person's own: templates, tags, products, saved views, notifications,
-- followed leads, mentions.

select sync.set_rule('tags', '{name}', 'fixed');
select sync.set_rule('tags', '{color,category}', 'last_writer');
select sync.set_rule('products', '{name,description,sku,category,custom_fields}', 'last_writer');
select sync.set_rule('products', '{price_minor,cost_minor,currency}', 'guarded', 'price');
select sync.set_rule('products', '{is_active}', 'guarded');

-- Leads carry tags by name: a name is for ever, and what a tag looks like is for those who manage. Anybody may coin one.
create policy limited_updates on public.tags as restrictive for update to leadline_sync
  using ((select app.manages())) with check ((select app.manages()));
create policy limited_deletes on public.tags as restrictive for delete to leadline_sync using ((select app.manages()));

-- A template with a tag is sent to whoever gets the tag (seed 003): that is for those who manage.
alter policy limited_inserts on public.message_templates
  with check ((select app.manages()) or created_by = (select app.user_id()) and tag is null);
alter policy limited_updates on public.message_templates
  using ((select app.manages()) or created_by = (select app.user_id()) and tag is null)
  with check ((select app.manages()) or created_by = (select app.user_id()) and tag is null);

-- That it was read is for the one who was mentioned to say.
create policy limited_updates on public.mentions as restrictive for update to leadline_sync
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));

-- No longer offered; deals and orders keep what they say of it.
create function sync.product_archive(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.merge_fields('products', sync.uuid_argument(args, 'product_id'), '{"is_active": false}', args -> 'base',
    '{"is_active": null}')
$$;

-- How the caller is told of an event, in one split of the inbox or (null) in all. One row for each: the id counts when
-- there is none yet.
create function sync.preference_set(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  preference uuid := sync.uuid_argument(args, 'preference_id');
  known sync.mutations;
  present uuid;
begin
  select * into known from sync.mutations m where m.name = 'preference.set';
  perform sync.check_values(known.relation, args - known.id_argument, known.fields);
  select n.id into present from public.notification_preferences n
  where n.user_id = app.user_id() and n.event = args ->> 'event' and n.split is not distinct from args ->> 'split'
  for update;
  if present is null then
    perform sync.put_row(known.relation, preference, known.author, args - known.id_argument);
  else
    perform sync.write_row(known.relation, present, args - '{preference_id,event,split}'::text[]);
  end if;
  return null;
end $$;

-- Who follows a lead already does.
create function sync.follower_add(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  follower uuid := sync.uuid_argument(args, 'follower_id');
  lead uuid := sync.uuid_argument(args, 'lead_id');
begin
  perform sync.check_values('followers', args - 'follower_id', '{"lead_id": null}');
  if exists (select from public.followers f
    where f.lead_id = lead and f.user_id = app.user_id() and f.id <> follower)
  then
    return null;
  end if;
  return sync.change_row('follower.add', args);
end $$;

grant execute on function sync.product_archive(jsonb), sync.preference_set(jsonb), sync.follower_add(jsonb)
  to leadline_sync;
grant insert, update, delete on public.message_templates, public.tags, public.products, public.saved_views,
  public.notification_preferences, public.followers to leadline_sync;
grant update on public.mentions to leadline_sync;

insert into sync.mutations (name, relation, verb, id_argument, function_name, author, fields) values
  ('template.create', 'message_templates', 'create', 'template_id', null, 'created_by', '{"name": 200,
    "description": 1000, "type": ["any", "sms", "whatsapp", "web", "voice", "instagram", "facebook", "email"],
    "category": 100, "tag": 100, "shortcut": 40, "subject": 300, "content": 100000, "variables": 10000, "tags": 10000,
    "is_active": null}'),
  ('template.edit', 'message_templates', 'edit', 'template_id', null, null, '{"name": 200,
    "description": 1000, "type": ["any", "sms", "whatsapp", "web", "voice", "instagram", "facebook", "email"],
    "category": 100, "tag": 100, "shortcut": 40, "subject": 300, "content": 100000, "variables": 10000, "tags": 10000,
    "is_active": null}'),
  ('template.delete', 'message_templates', 'delete', 'template_id', null, null, '{}'),
  ('tag.create', 'tags', 'create', 'tag_id', null, null, '{"name": 100, "color": 20, "category": 100}'),
  ('tag.edit', 'tags', 'edit', 'tag_id', null, null, '{"color": 20, "category": 100}'),
  ('tag.delete', 'tags', 'delete', 'tag_id', null, null, '{}'),
  ('product.create', 'products', 'create', 'product_id', null, null, '{"name": 300, "description": 10000, "sku": 100,
    "category": 100, "price_minor": null, "cost_minor": null, "currency": 3, "custom_fields": 20000}'),
  ('product.edit', 'products', 'edit', 'product_id', null, null, '{"name": 300, "description": 10000, "sku": 100,
    "category": 100, "price_minor": null, "cost_minor": null, "currency": 3, "custom_fields": 20000,
    "is_active": null}'),
  ('saved_view.create', 'saved_views', 'create', 'saved_view_id', null, 'owner_id', '{"name": 200,
    "kind": ["inbox", "leads", "deals", "tasks", "datasets"], "filters": 20000, "sort": 20000, "columns": 20000,
    "is_shared": null, "position": null}'),
  ('saved_view.edit', 'saved_views', 'edit', 'saved_view_id', null, null, '{"name": 200, "filters": 20000,
    "sort": 20000, "columns": 20000, "is_shared": null, "position": null}'),
  ('saved_view.delete', 'saved_views', 'delete', 'saved_view_id', null, null, '{}'),
  ('preference.set', 'notification_preferences', 'create', 'preference_id', 'preference_set', 'user_id', '{"event":
    ["message", "assignment", "mention", "hot_lead", "escalation", "booking", "task_due", "send_failed", "insight"],
    "split": ["mine", "unassigned", "hot", "waiting", "snoozed", "all"], "desktop": null, "sound": null,
    "email": null}'),
  ('follower.add', 'followers', 'create', 'follower_id', 'follower_add', 'user_id', '{"lead_id": null}'),
  ('follower.remove', 'followers', 'delete', 'follower_id', null, null, '{}'),
  ('mention.read', 'mentions', 'edit', 'mention_id', null, null, '{"read_at": null}');
insert into sync.mutations (name, function_name) values ('product.archive', 'product_archive');
