-- What sends in a workflow keeps to the rules of campaigns, and a run loses nothing to a passing fault of the database.

-- When an automation may write to a customer who asked for nothing: in the hours of the lead's newest list that has
-- settings, else from eight to nine by the customer's clock, never on a holiday. Null: not within a year.
create function app.automation_time(lead public.leads, at timestamptz) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare
  settings public.campaign_settings := app.list_settings(lead);
begin
  if settings.id is null then
    return app.decent_time(lead, at);
  end if;
  return app.next_sending_time(settings.organization_id, at, app.sending_zone(lead, settings),
    settings.sending_hours_start, settings.sending_hours_end, settings.sending_days);
end $$;

-- As before, in the hours in which an automation may write: outside them the node is asked again when they begin. Who
-- is archived is not written to.
create or replace function app.node_send(config jsonb, lead public.leads, run public.workflow_runs, at timestamptz)
returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  channel uuid;
  message uuid;
  known jsonb := app.template_values(lead, null, at);
  opens timestamptz;
  body text := app.fill_template(config ->> 'text', known);
begin
  if jsonb_path_exists(lead.consents, '$.* ? (@.status == "opted_out")') or lead.contact_status = 'removed' then
    return '{"result": {"skipped": "opted_out"}}';
  elsif lead.archived_at is not null then
    return '{"result": {"skipped": "archived"}}';
  elsif config -> 'unless_replied' = 'true' and exists (
    select from public.messages m where m.lead_id = lead.id and m.direction = 'inbound' and m.sender_type = 'customer'
      and m.created_at > run.started_at)
  then
    return '{"result": {"skipped": "replied"}}';
  elsif coalesce(body, '') = '' then
    return '{"result": {"skipped": "missing_value"}}';
  end if;
  opens := coalesce(app.automation_time(lead, at), at + interval '1 day');
  if opens > at then
    return jsonb_build_object('again', true, 'until', opens);
  end if;
  channel := app.outreach_channel(lead, null, at);
  if channel is null then
    return '{"result": {"skipped": "no_channel"}}';
  end if;
  insert into public.conversations (organization_id, lead_id, channel_id, platform)
  select lead.organization_id, lead.id, c.id, c.platform from public.channels c where c.id = channel
  on conflict do nothing;
  insert into public.messages (conversation_id, direction, sender_type, status, subject, body, step, metadata,
    created_at)
  select v.id, 'outbound', 'system', 'queued',
    case v.platform when 'email' then app.fill_template(config ->> 'subject', known) end, body, 'nurture',
    jsonb_strip_nulls(jsonb_build_object('workflow_run_id', run.id, 'unless_replied', config -> 'unless_replied')), at
  from public.conversations v where v.lead_id = lead.id and v.channel_id = channel
  returning id into message;
  return jsonb_build_object('result', jsonb_build_object('message_id', message));
end $$;

-- As before; who is not to be contacted or is archived is not enrolled either.
create or replace function app.node_enrol(config jsonb, lead public.leads, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  enrollment uuid;
begin
  if jsonb_path_exists(lead.consents, '$.* ? (@.status == "opted_out")') then
    return '{"skipped": "opted_out"}';
  elsif lead.contact_status = 'removed' or lead.archived_at is not null then
    return '{"skipped": "do_not_contact"}';
  end if;
  insert into public.campaign_enrollments (lead_id, campaign_id, enrolled_at)
  select lead.id, c.id, at from public.campaigns c
  where c.id = (config ->> 'campaign_id')::uuid and c.organization_id = lead.organization_id and c.is_active
  on conflict do nothing returning id into enrollment;
  return case when enrollment is null then '{"skipped": "campaign_inactive or running"}'::jsonb
    else jsonb_build_object('enrollment_id', enrollment) end;
end $$;

-- As before, for the lead that has absorbed the run's. Answers {"branch"?, "until"?, "again"?, "result"}; `again`: the
-- same node, then.
create or replace function app.run_node(node jsonb, run public.workflow_runs, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  config jsonb := coalesce(node -> 'config', '{}');
  lead public.leads;
  holds boolean;
begin
  select * into lead from public.leads l where l.id = app.surviving_lead(run.lead_id);
  if lead.id is null and node ->> 'type' not in ('wait', 'webhook') then
    raise exception 'This run is about no lead' using errcode = '22023';
  end if;
  case node ->> 'type'
    when 'condition' then
      holds := app.node_condition(config, lead);
      return jsonb_build_object('branch', case when holds then 'yes' else 'no' end, 'result', holds);
    when 'wait' then return jsonb_build_object('until', app.node_wait(config, lead, at));
    when 'send' then return app.node_send(config, lead, run, at);
    when 'update' then return jsonb_build_object('result', app.node_update(config, lead));
    when 'task' then return jsonb_build_object('result', app.node_task(config, lead, at));
    when 'tag' then return jsonb_build_object('result', app.node_tag(config, lead));
    when 'enrol' then return jsonb_build_object('result', app.node_enrol(config, lead, at));
    when 'webhook' then return jsonb_build_object('result', app.node_webhook(config, run, node ->> 'id'));
  end case;
end $$;

-- What passes by itself, and is no fault of what was being done: conflicts with another transaction, a lack of
-- resources, a shutdown.
create function app.passes(state text) returns boolean language sql immutable set search_path = '' as $$
  select state ~ '^(40|53|57|58)' or state = '55P03'
$$;

-- As before; of a condition that fails no more is known than that it does not hold.
create or replace function app.advance_workflow(work app.workflow_work, at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  plan app.workflow_versions;
  run public.workflow_runs;
  node jsonb;
  outcome jsonb;
  ended text;
begin
  select * into plan from app.workflow_versions v where v.workflow_id = work.workflow_id and v.version = work.version;
  select * into run from public.workflow_runs r where r.id = work.run_id;
  perform set_config('app.workflow_depth', work.depth::text, true);
  loop
    node := (select n from jsonb_array_elements(plan.nodes) n where n ->> 'id' = work.node_id);
    if node is null then
      ended := 'completed';
    elsif jsonb_array_length(run.steps) >= 200 then
      ended := 'failed';
      run.error_message := 'It went through 200 nodes without an end';
    end if;
    exit when ended is not null;
    begin
      outcome := app.run_node(node, run, at);
    exception when others then
      if app.passes(sqlstate) then
        raise;
      end if;
      outcome := jsonb_strip_nulls(jsonb_build_object('error', left(sqlerrm, 500), 'code', sqlstate,
        'branch', case node ->> 'type' when 'condition' then 'no' end));
    end;
    run.steps := run.steps || jsonb_strip_nulls(jsonb_build_object('node', work.node_id, 'type', node ->> 'type',
      'at', at, 'result', outcome -> 'result', 'until', outcome -> 'until', 'error', outcome -> 'error'));
    if outcome ? 'error' and plan.settings ->> 'errorHandling' = 'stop' then
      ended := 'failed';
      run.error_message := outcome ->> 'error';
      run.error_details := outcome;
      exit;
    end if;
    if outcome ? 'again' then
      work.due_at := (outcome ->> 'until')::timestamptz;
      exit;
    end if;
    work.node_id := (select e ->> 'target' from jsonb_array_elements(plan.edges) with ordinality as g (e, place)
      where e ->> 'source' = work.node_id and coalesce(e ->> 'when', outcome ->> 'branch', '')
        = coalesce(outcome ->> 'branch', e ->> 'when', '')
      order by g.place limit 1);
    if outcome ? 'until' and work.node_id is not null then
      work.due_at := (outcome ->> 'until')::timestamptz;
      exit;
    end if;
  end loop;
  perform set_config('app.workflow_depth', '', true);
  update app.workflow_work w set node_id = work.node_id, due_at = case when ended is null then work.due_at end
  where w.run_id = work.run_id;
  update public.workflow_runs r set status = coalesce(ended, 'running'), steps = run.steps,
    error_message = run.error_message, error_details = run.error_details,
    completed_at = case when ended is not null then at end
  where r.id = work.run_id;
end $$;

-- As before. What stops one run stops no other: what passes is tried again, with anything else the run has failed. Runs
-- of a workflow that is switched off wait until it is on again.
create or replace function app.run_workflows(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  threads integer;
  items integer := 0;
begin
  for due in
    select w as work, app.surviving_lead(r.lead_id) as lead_id
    from app.workflow_work w join public.workflow_runs r on r.id = w.run_id
    join public.workflows f on f.id = w.workflow_id and f.status = 'active'
    where w.due_at <= at order by w.due_at, w.run_id limit batch for update of w skip locked
  loop
    if due.lead_id is not null then
      perform from public.leads l where l.id = due.lead_id for no key update skip locked;
      continue when not found;
      perform from public.conversations c where c.lead_id = due.lead_id for update skip locked;
      get diagnostics threads = row_count;
      continue when threads < (select count(*) from public.conversations c where c.lead_id = due.lead_id);
    end if;
    begin
      perform app.advance_workflow(due.work, at);
      items := items + 1;
    exception when others then
      continue when app.passes(sqlstate);
      update app.workflow_work w set due_at = null where w.run_id = (due.work).run_id;
      update public.workflow_runs r set status = 'failed', error_message = left(sqlerrm, 500), completed_at = at
      where r.id = (due.work).run_id;
    end;
  end loop;
  return items;
end $$;

-- As before; no day later is the moment itself, also where a clock shows it twice.
create or replace function app.days_later(since timestamptz, days integer, zone text) returns timestamptz
language sql stable set search_path = '' as $$
  select case when days = 0 then since else ((since at time zone zone) + days * interval '1 day') at time zone zone end
$$;

-- What a written message of an automation says that is no longer to be sent; null: it is. A workflow's message that is
-- only for who has not replied is over with a reply.
create function app.sending_over(message public.messages) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return case
    when message.metadata ? 'outreach' and app.outreach_over(message.id) is not null then app.campaign_over_words()
    when message.metadata ? 'workflow_run_id' and message.metadata -> 'unless_replied' = 'true' and exists (
      select from public.messages m where m.lead_id = message.lead_id and m.direction = 'inbound'
        and m.sender_type = 'customer' and m.created_at > message.created_at)
      then 'Not sent: the customer has replied'
    end;
end $$;

-- As before, of workflows as well.
create or replace function public.dispatch_begin(p_worker text, p_message uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.messages m join public.conversations c on c.id = m.conversation_id
  where m.id = p_message and m.metadata ?| array['outreach', 'workflow_run_id'] for share of c;
  update public.dispatch_queue q
  set attempts = q.attempts + 1, attempted_at = clock_timestamp()
  where q.message_id = p_message and q.locked_by = p_worker and q.locked_until > clock_timestamp()
    and not exists (select from public.messages m where m.id = p_message and app.sending_over(m) is not null);
  return found;
end $$;

create or replace function app.automation_obstacle(message public.messages, lead public.leads, channel uuid)
returns app.obstacle language plpgsql security definer set search_path = '' as $$
declare
  settings public.campaign_settings := app.dispatch_settings(message, lead);
  opens timestamptz;
begin
  if app.sending_over(message) is not null then
    return ('cancel', 'campaign_over', app.sending_over(message), null)::app.obstacle;
  elsif settings.id is null then
    return null;
  elsif not settings.sending_enabled then
    return ('hold', 'sending_off', 'Sending is switched off for this campaign', now() + interval '1 day')::app.obstacle;
  end if;
  if (case app.dispatch_kind(message)
    when 'campaign' then settings.delay_respect_sending_hours or coalesce(message.step, '') not in ('M2', 'M3')
    else settings.respect_schedule_strictly or not settings.respond_to_inbound_24_7 end)
  then
    opens := app.next_sending_time(settings.organization_id, now(), app.sending_zone(lead, settings),
      settings.sending_hours_start, settings.sending_hours_end, settings.sending_days);
    if opens is distinct from now() then
      return ('hold', 'sending_hours', 'Waits for the campaign''s sending hours',
        coalesce(opens, now() + interval '1 day'))::app.obstacle;
    end if;
  end if;
  opens := app.take_rate(channel, settings);
  if opens is not null then
    return ('hold', 'rate_limit', 'Waits: as many messages as the campaign allows were sent', opens)::app.obstacle;
  end if;
  return null;
end $$;
