delete from sync.mutations where relation in ('activities', 'bookings', 'deals', 'deal_items')
  or name in ('activity.complete', 'booking.cancel');
revoke insert, update, delete on public.activities, public.bookings, public.deals, public.deal_items from leadline_sync;
drop function sync.deal_move(jsonb), sync.deal_edit(jsonb), sync.deal_create(jsonb), sync.deal_stage_kind(uuid),
  sync.booking_cancel(jsonb), sync.activity_complete(jsonb);
drop trigger date_cancellation on public.bookings;
drop function app.date_cancellation();
select sync.set_rule('activities', '{status}', 'guarded'), sync.set_rule('activities', '{completed_at}', 'last_writer'),
  sync.set_rule('bookings', '{starts_at,ends_at}', 'guarded'),
  sync.set_rule('deals', '{value_minor,currency,stage_id,lost_reason,won_reason}', 'guarded'),
  sync.set_rule('deals', '{actual_close_date}', 'derived'),
  sync.set_rule('deal_items', '{quantity,unit_price_minor,discount_minor}', 'guarded');
