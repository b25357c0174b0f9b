drop trigger if exists recheck_dispatch on public.messages;
drop function if exists app.recheck_window();
drop trigger if exists recheck_dispatch on public.campaign_settings;
drop function if exists app.recheck_settings();
drop trigger if exists recheck_dispatch on public.channels;
drop function if exists app.recheck_channel();
drop trigger if exists recheck_dispatch on public.leads;
drop function if exists app.recheck_lead();
drop function if exists app.recheck_held(text[], uuid, uuid, uuid);
drop trigger if exists queue_leave on public.messages;
drop function if exists app.leave_dispatch();
drop trigger if exists queue_move on public.messages;
drop function if exists app.move_dispatch();
drop trigger if exists queue_update on public.messages;
drop trigger if exists queue_insert on public.messages;
drop function if exists app.queue_dispatch();
drop trigger same_organization_insert on public.dispatch_queue;
drop trigger same_organization_update on public.dispatch_queue;
drop trigger if exists inherit on public.dispatch_queue;
drop function if exists app.place_dispatch_entry();
select app.inherit_from('public.dispatch_queue', 'messages', 'message_id');
drop index if exists public.dead_letters_reference;
drop index if exists public.dispatch_queue_held;
alter table public.dispatch_queue
  drop constraint dispatch_queue_times_check,
  drop column conversation_id,
  drop column place,
  drop column held_reason,
  drop column attempted_at,
  drop column unconfirmed_since;
select app.bound_columns('public.dispatch_queue');
select app.wall_off('public.dispatch_queue');
