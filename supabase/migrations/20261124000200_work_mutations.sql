-- What reps do about a lead: activities, bookings, deals and what is in them. Whoever sees the lead and may write, may.

select sync.set_rule('activities', '{status,completed_at}', 'guarded', 'completion');
select sync.set_rule('bookings', '{starts_at,ends_at}', 'guarded', 'time');
select sync.set_rule('deals', '{value_minor,currency}', 'guarded', 'amount');
select sync.set_rule('deals', '{stage_id,actual_close_date,lost_reason,won_reason}', 'guarded', 'outcome');
select sync.set_rule('deal_items', '{quantity,unit_price_minor,discount_minor}', 'guarded', 'price');

-- When a booking was cancelled follows from its status, whoever cancels or revives it.
create function app.date_cancellation() returns trigger language plpgsql set search_path = '' as $$
begin
  new.cancelled_at := case when new.status = 'cancelled' then coalesce(new.cancelled_at, pg_catalog.now()) end;
  return new;
end $$;
create trigger date_cancellation before insert or update of status, cancelled_at on public.bookings
  for each row execute function app.date_cancellation();

-- Done, now or whenever the rep says. Two people who did the same thing have done it.
create function sync.activity_complete(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  activity uuid := sync.uuid_argument(args, 'activity_id');
begin
  if not sync.has_form(coalesce(args -> 'completed_at', 'null'), 'time', false, null) then
    perform sync.reject('invalid_input', 'completed_at must be a time in milliseconds');
  elsif sync.read_row('activities', activity, false) ->> 'status' = 'completed' then
    return null;
  end if;
  return sync.merge_fields('activities', activity,
    jsonb_build_object('status', 'completed', 'completed_at', args -> 'completed_at'), args -> 'base',
    '{"status": null, "completed_at": null}');
end $$;

create function sync.booking_cancel(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.merge_fields('bookings', sync.uuid_argument(args, 'booking_id'), '{"status": "cancelled"}', args -> 'base',
    '{"status": null}')
$$;

-- open, won or lost; ends the mutation when the stage is not one of a pipeline of deals.
create function sync.deal_stage_kind(stage uuid) returns text language plpgsql stable set search_path = '' as $$
declare
  kind text := (select s.kind from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id
    where s.id = stage and p.kind = 'deal');
begin
  if kind is null then
    perform sync.reject('not_found', 'There is no such stage for deals');
  end if;
  return kind;
end $$;

create function sync.deal_create(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
begin
  perform sync.deal_stage_kind(sync.uuid_argument(args, 'stage_id'));
  return sync.change_row('deal.create', args);
end $$;

-- Prices of items are in the deal's currency: with items it stays.
create function sync.deal_edit(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
begin
  if args -> 'set' ? 'currency' and exists (
    select from public.deal_items i
    where i.deal_id = sync.uuid_argument(args, 'deal_id') and i.currency <> args -> 'set' ->> 'currency')
  then
    perform sync.reject('invalid_input', 'The items of this deal have prices in its currency');
  end if;
  return sync.change_row('deal.edit', args);
end $$;

-- To another stage, with why and when it closed: reasons belong to their outcome and go with it. The day that nobody
-- names is today.
create function sync.deal_move(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  deal uuid := sync.uuid_argument(args, 'deal_id');
  wish jsonb := args -> 'set';
  stage uuid := sync.uuid_argument(coalesce(wish, '{}'), 'stage_id');
  kind text := sync.deal_stage_kind(stage);
  fields jsonb := (select m.fields from sync.mutations m where m.name = 'deal.move');
  present jsonb;
begin
  perform sync.check_values('deals', wish, fields);
  wish := jsonb_build_object('stage_id', stage,
    'actual_close_date', case when kind <> 'open' then nullif(wish -> 'actual_close_date', 'null') end,
    'lost_reason', case kind when 'lost' then wish -> 'lost_reason' end,
    'won_reason', case kind when 'won' then wish -> 'won_reason' end);
  present := sync.read_row('deals', deal, false);
  if present @> (wish - 'actual_close_date') and wish ->> 'actual_close_date' is null then
    return null;
  elsif kind <> 'open' and wish ->> 'actual_close_date' is null then
    wish := wish || jsonb_build_object('actual_close_date', args -> 'base' -> 'actual_close_date');
  end if;
  return sync.merge_fields('deals', deal, wish, args -> 'base', fields);
end $$;

grant execute on function sync.activity_complete(jsonb), sync.booking_cancel(jsonb), sync.deal_stage_kind(uuid),
  sync.deal_create(jsonb), sync.deal_edit(jsonb), sync.deal_move(jsonb) to leadline_sync;
grant insert, update, delete on public.activities, public.bookings, public.deals, public.deal_items to leadline_sync;

insert into sync.mutations (name, relation, verb, id_argument, function_name, author, fields) values
  ('activity.create', 'activities', 'create', 'activity_id', null, 'created_by', '{"lead_id": null, "deal_id": null,
    "type": ["call", "email", "meeting", "task", "note"], "subject": 300, "description": 10000,
    "status": ["planned", "completed", "missed", "cancelled"], "priority": ["low", "normal", "high", "urgent"],
    "due_at": null, "completed_at": null, "duration_minutes": null, "assigned_to": null}'),
  ('activity.edit', 'activities', 'edit', 'activity_id', null, null, '{"subject": 300, "description": 10000,
    "status": ["planned", "completed", "missed", "cancelled"], "priority": ["low", "normal", "high", "urgent"],
    "due_at": null, "completed_at": null, "duration_minutes": null, "assigned_to": null}'),
  ('activity.delete', 'activities', 'delete', 'activity_id', null, null, '{}'),
  ('booking.create', 'bookings', 'create', 'booking_id', null, 'created_by', '{"lead_id": null, "starts_at": null,
    "ends_at": null, "title": 300, "status": ["pending", "confirmed"], "assigned_to": null}'),
  ('booking.edit', 'bookings', 'edit', 'booking_id', null, null, '{"starts_at": null, "ends_at": null, "title": 300,
    "status": ["pending", "confirmed"], "assigned_to": null}'),
  ('deal.create', 'deals', 'create', 'deal_id', 'deal_create', null, '{"lead_id": null, "name": 300,
    "description": 10000, "value_minor": null, "currency": 3, "stage_id": null, "probability": null,
    "expected_close_date": null, "owner_id": null, "tags": 10000}'),
  ('deal.edit', 'deals', 'edit', 'deal_id', 'deal_edit', null, '{"name": 300, "description": 10000,
    "value_minor": null, "currency": 3, "probability": null, "expected_close_date": null, "owner_id": null,
    "tags": 10000}'),
  ('deal.move', 'deals', 'edit', 'deal_id', 'deal_move', null, '{"stage_id": null, "actual_close_date": null,
    "lost_reason": 1000, "won_reason": 1000}'),
  ('deal.delete', 'deals', 'delete', 'deal_id', null, null, '{}'),
  ('deal_item.create', 'deal_items', 'create', 'deal_item_id', null, null, '{"deal_id": null, "product_id": null,
    "name": 300, "quantity": null, "unit_price_minor": null, "discount_minor": null, "position": null}'),
  ('deal_item.edit', 'deal_items', 'edit', 'deal_item_id', null, null, '{"name": 300, "quantity": null,
    "unit_price_minor": null, "discount_minor": null, "position": null}'),
  ('deal_item.delete', 'deal_items', 'delete', 'deal_item_id', null, null, '{}');
insert into sync.mutations (name, function_name) values
  ('activity.complete', 'activity_complete'),
  ('booking.cancel', 'booking_cancel');
