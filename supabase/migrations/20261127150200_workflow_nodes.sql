-- What the nodes of a workflow do. Each takes its `config`, the run's lead and the time, and returns what is recorded
-- of it; what it cannot do it raises, and nothing of it remains.

-- {"field", "is": "equal" | "not_equal" | "contains" | "above" | "below" | "set", "value"}: a column of the lead,
-- `tags`, or custom_fields.<name>.
create function app.node_condition(config jsonb, lead public.leads) returns boolean
language plpgsql stable set search_path = '' as $$
declare
  field text := config ->> 'field';
  whole jsonb := to_jsonb(lead);
  value text := case when field like 'custom\_fields.%' then whole -> 'custom_fields' ->> substr(field, 15)
    else whole ->> field end;
begin
  if field is null or field not like 'custom\_fields.%' and not whole ? field then
    raise exception 'A lead has no field %', coalesce(field, 'without a name') using errcode = '22023';
  end if;
  return coalesce(case config ->> 'is'
    when 'equal' then value = config ->> 'value'
    when 'not_equal' then value is distinct from config ->> 'value'
    when 'contains' then case when field = 'tags' then whole -> 'tags' ? (config ->> 'value')
      else position(lower(config ->> 'value') in lower(value)) > 0 end
    when 'above' then value::numeric > (config ->> 'value')::numeric
    when 'below' then value::numeric < (config ->> 'value')::numeric
    when 'set' then coalesce(value, '') not in ('', '[]', '{}') end, false);
end $$;

-- {"text", "subject", "unless_replied"}: to where the customer is best reached, by the rules of campaigns.
create function app.node_send(config jsonb, lead public.leads, run public.workflow_runs, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  channel uuid;
  message uuid;
  known jsonb := app.template_values(lead, null, at);
  body text := app.fill_template(config ->> 'text', known);
begin
  if jsonb_path_exists(lead.consents, '$.* ? (@.status == "opted_out")') or lead.contact_status = 'removed' then
    return '{"skipped": "opted_out"}';
  elsif config -> 'unless_replied' = 'true' and exists (
    select from public.messages m where m.lead_id = lead.id and m.direction = 'inbound' and m.sender_type = 'customer'
      and m.created_at > run.started_at)
  then
    return '{"skipped": "replied"}';
  elsif coalesce(body, '') = '' then
    return '{"skipped": "missing_value"}';
  end if;
  channel := app.outreach_channel(lead, null, at);
  if channel is null then
    return '{"skipped": "no_channel"}';
  end if;
  insert into public.conversations (organization_id, lead_id, channel_id, platform)
  select lead.organization_id, lead.id, c.id, c.platform from public.channels c where c.id = channel
  on conflict do nothing;
  insert into public.messages (conversation_id, direction, sender_type, status, subject, body, step, metadata,
    created_at)
  select v.id, 'outbound', 'system', 'queued',
    case v.platform when 'email' then app.fill_template(config ->> 'subject', known) end, body, 'nurture',
    jsonb_build_object('workflow_run_id', run.id), at
  from public.conversations v where v.lead_id = lead.id and v.channel_id = channel
  returning id into message;
  return jsonb_build_object('message_id', message);
end $$;

-- {"set": {column: value}}, of the columns that say where a customer stands; custom_fields are added to what is there.
create function app.node_update(config jsonb, lead public.leads) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  given jsonb := coalesce(config -> 'set', '{}');
  stray text := (select k from jsonb_object_keys(given) k where k not in ('contact_status', 'lead_status', 'owner_id',
    'lifecycle_stage', 'client_type', 'temperature', 'pipeline_stage_id', 'next_follow_up_at', 'custom_fields')
    limit 1);
  changed public.leads;
begin
  if stray is not null then
    raise exception 'A workflow does not set %', stray using errcode = '22023';
  end if;
  changed := jsonb_populate_record(lead, given - 'custom_fields');
  update public.leads l set contact_status = changed.contact_status, lead_status = changed.lead_status,
    owner_id = changed.owner_id, lifecycle_stage = changed.lifecycle_stage, client_type = changed.client_type,
    temperature = changed.temperature, pipeline_stage_id = changed.pipeline_stage_id,
    next_follow_up_at = changed.next_follow_up_at,
    custom_fields = l.custom_fields || coalesce(given -> 'custom_fields', '{}')
  where l.id = lead.id;
  return jsonb_build_object('set', given);
end $$;

-- {"subject", "description", "in_hours"}: a task of the lead's owner.
create function app.node_task(config jsonb, lead public.leads, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  task uuid;
begin
  insert into public.activities (lead_id, type, subject, description, assigned_to, due_at, metadata)
  values (lead.id, 'task', app.fill_template(config ->> 'subject', app.template_values(lead, null, at)),
    config ->> 'description', lead.owner_id, at + (config ->> 'in_hours')::numeric * interval '1 hour',
    '{"by": "workflow"}')
  returning id into task;
  return jsonb_build_object('activity_id', task);
end $$;

-- {"add": [tags], "remove": [tags]}
create function app.node_tag(config jsonb, lead public.leads) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  update public.leads l set tags = array(
    select distinct t from unnest(l.tags || array(select jsonb_array_elements_text(coalesce(config -> 'add', '[]')))) t
    where not coalesce(config -> 'remove', '[]') ? t order by t)
  where l.id = lead.id;
  return config;
end $$;

-- {"campaign_id"}, unless the customer has opted out or the campaign takes nobody.
create function app.node_enrol(config jsonb, lead public.leads, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  enrollment uuid;
begin
  if jsonb_path_exists(lead.consents, '$.* ? (@.status == "opted_out")') then
    return '{"skipped": "opted_out"}';
  end if;
  insert into public.campaign_enrollments (lead_id, campaign_id, enrolled_at)
  select lead.id, c.id, at from public.campaigns c
  where c.id = (config ->> 'campaign_id')::uuid and c.organization_id = lead.organization_id and c.is_active
  on conflict do nothing returning id into enrollment;
  return case when enrollment is null then '{"skipped": "campaign_inactive or running"}'::jsonb
    else jsonb_build_object('enrollment_id', enrollment) end;
end $$;

-- {"payload": {…}}: an integration event, signed, tried again and, where it fails for good, a dead letter like others.
create function app.node_webhook(config jsonb, run public.workflow_runs, node text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event uuid;
begin
  insert into public.integration_events (organization_id, type, lead_id, payload, idempotency_key)
  select run.organization_id, 'workflow.webhook', run.lead_id, coalesce(config -> 'payload', '{}')
    || jsonb_build_object('run_id', run.id, 'workflow_id', run.workflow_id, 'trigger', run.trigger_data, 'channel_id', (
        select c.id from public.channels c where c.organization_id = run.organization_id and c.is_active
        order by c.created_at, c.id limit 1)),
    format('workflow.webhook:%s:%s:%s', run.id, node, jsonb_array_length(run.steps))
  returning id into event;
  return jsonb_build_object('event_id', event);
end $$;

-- Until when a wait lasts: {"minutes"}, {"hours"} or {"days"}, days by the customer's own clock.
create function app.node_wait(config jsonb, lead public.leads, at timestamptz) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return app.days_later(at, coalesce((config ->> 'days')::integer, 0),
      case when lead.id is null then 'UTC' else app.customer_zone(lead) end)
    + coalesce((config ->> 'hours')::numeric, 0) * interval '1 hour'
    + coalesce((config ->> 'minutes')::numeric, 0) * interval '1 minute';
end $$;

-- Does what a node says. Answers {"branch"?, "until"?, "result"}.
create function app.run_node(node jsonb, run public.workflow_runs, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  config jsonb := coalesce(node -> 'config', '{}');
  lead public.leads;
  holds boolean;
begin
  select * into lead from public.leads l where l.id = run.lead_id;
  if lead.id is null and node ->> 'type' not in ('wait', 'webhook') then
    raise exception 'This run is about no lead' using errcode = '22023';
  end if;
  case node ->> 'type'
    when 'condition' then
      holds := app.node_condition(config, lead);
      return jsonb_build_object('branch', case when holds then 'yes' else 'no' end, 'result', holds);
    when 'wait' then return jsonb_build_object('until', app.node_wait(config, lead, at));
    when 'send' then return jsonb_build_object('result', app.node_send(config, lead, run, at));
    when 'update' then return jsonb_build_object('result', app.node_update(config, lead));
    when 'task' then return jsonb_build_object('result', app.node_task(config, lead, at));
    when 'tag' then return jsonb_build_object('result', app.node_tag(config, lead));
    when 'enrol' then return jsonb_build_object('result', app.node_enrol(config, lead, at));
    when 'webhook' then return jsonb_build_object('result', app.node_webhook(config, run, node ->> 'id'));
  end case;
end $$;
