delete from app.jobs where name in ('plan_enrollments', 'plan_datasets', 'plan_nudges');
drop trigger stamp_campaign on public.datasets;
drop trigger review_outreach on public.holidays;
drop trigger review_outreach_deleted on public.campaign_steps;
drop trigger review_outreach_written on public.campaign_steps;
drop trigger review_outreach on public.campaign_settings;
drop trigger review_outreach on public.datasets;
drop trigger schedule_insert on public.dataset_leads;
drop function app.stamp_campaign(), app.review_campaign(), app.review_datasets(uuid, uuid, uuid),
  app.schedule_members(),
  app.plan_nudges(integer, timestamptz), app.plan_datasets(integer, timestamptz),
  app.plan_dataset(public.datasets, public.campaign_settings, integer, integer, timestamptz),
  app.next_dataset_step(public.dataset_leads, public.campaign_settings, timestamptz),
  app.plan_enrollments(integer, timestamptz);
drop type app.due_step;

create or replace function app.next_step_due(enrollment public.campaign_enrollments) returns timestamptz
language sql stable set search_path = '' as $$
  select greatest((enrollment).enrolled_at + (s.day_number - 1) * interval '1 day',
    (enrollment).last_message_sent_at
      + case when (enrollment).last_message_day > 0 then s.day_number - (enrollment).last_message_day else 0 end
        * interval '1 day')
  from public.campaign_steps s
  where s.campaign_id = (enrollment).campaign_id and s.day_number > (enrollment).last_message_day
  order by s.day_number limit 1
$$;
drop function app.customer_zone(public.leads), app.days_later(timestamptz, integer, text);
