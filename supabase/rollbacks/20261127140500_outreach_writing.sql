delete from app.jobs where name = 'write_outreach';
drop trigger settle_outreach on public.messages;
drop function app.settle_outreach_message(), app.settle_outreach(uuid, text, text, timestamptz),
  app.settle_dataset_step(app.outreach_sends, uuid, text, timestamptz),
  app.settle_enrollment_step(app.outreach_sends, text, timestamptz), app.outreach_lead(app.outreach_sends),
  app.write_outreach(integer, timestamptz), app.draft_outreach(app.outreach_sends, timestamptz),
  app.outreach_channel(public.leads, text, timestamptz), app.decent_time(public.leads, timestamptz);
drop type app.outreach_draft;

create or replace function app.dispatch_recipient(lead public.leads, channel public.channels) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select p.platform_user_id from public.contact_points p
      where p.lead_id = (lead).id and p.channel_id = (channel).id order by p.updated_at desc, p.id limit 1),
    case when (channel).platform in ('sms', 'whatsapp') then (lead).phone_normalized
      when (channel).platform = 'email' then (lead).email
      when (channel).platform = 'web' then (lead).id::text end)
$$;
