-- Seed 002's hot lead actions of a list's settings: whether anybody is told (hot_lead_notification), and whether a hot
-- lead without an owner is given to somebody (hot_lead_auto_assign), by whose turn it is or whose postcodes it lives in
-- (hot_lead_assignment_rule; manual: a person decides). Leads of no list go by the organisation's rules alone.

-- Gives a hot lead an owner where the settings of its list say so; one that has an owner or a colleague who answers it
-- keeps them.
create function app.assign_hot_lead(lead public.leads, settings public.campaign_settings) returns void
language plpgsql security definer set search_path = '' as $$
declare
  owner uuid;
begin
  if lead.owner_id is not null or settings.hot_lead_auto_assign is not true
    or exists (select from public.conversations c where c.lead_id = lead.id and c.assigned_to is not null)
  then
    return;
  end if;
  owner := case settings.hot_lead_assignment_rule
    when 'round_robin' then app.next_assignee(lead.organization_id, app.intake_settings(lead.organization_id))
    when 'territory' then app.territory_assignee(lead.organization_id,
      (select o.default_country from public.organizations o where o.id = lead.organization_id), lead.postcode) end;
  update public.leads l set owner_id = owner where l.id = lead.id and owner is not null;
end $$;

-- As before, by the settings of the lead's newest list. Where nobody is to be told, the lead is still given to
-- somebody.
create or replace function app.raise_hot(lead_id uuid, kind text, occasion text, reason text, since timestamptz,
  conversation uuid default null, message uuid default null, at timestamptz default now()) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  lead public.leads;
  settings jsonb;
  list public.campaign_settings;
  event uuid;
begin
  select * into lead from public.leads l where l.id = raise_hot.lead_id for no key update;
  settings := app.hot_lead_settings(lead.organization_id);
  if lead.id is null or app.is_hot_muted(lead) or not settings -> 'rules' ? kind then
    return null;
  end if;
  insert into app.hot_occasions as o (lead_id, occasion, since) values (lead.id, raise_hot.occasion, raise_hot.since)
  on conflict do nothing;
  if not found then
    return null;
  end if;

  if lead.dataset_ids <> '{}' then
    list := app.list_settings(lead);
    perform app.assign_hot_lead(lead, list);
  end if;
  if not list.hot_lead_notification then
    return null;
  end if;

  update public.hot_events h set kinds = h.kinds || kind,
    -- That a hot lead writes again is seen in the conversation.
    reason = h.reason || case when kind = 'message' then '' else '. ' || raise_hot.reason end
  where h.lead_id = lead.id and h.status = 'open' and not kind = any (h.kinds);
  select h.id into event from public.hot_events h where h.lead_id = lead.id and h.status = 'open';
  if event is not null then
    return event;
  end if;

  update public.hot_events h set status = 'resolved', resolved_at = at
  where h.lead_id = lead.id and h.status = 'claimed';
  insert into public.hot_events (organization_id, lead_id, conversation_id, message_id, kinds, reason, since, score,
    alert_count, last_alert_at, created_at)
  values (lead.organization_id, lead.id, coalesce(conversation, (
      select c.id from public.conversations c where c.lead_id = lead.id
      order by c.last_message_at desc nulls last, c.id limit 1)),
    message, array[kind], raise_hot.reason, raise_hot.since, lead.lead_score, 1, at, at)
  returning id into event;
  insert into public.escalations (organization_id, lead_id, conversation_id, hot_event_id, level, reason, due_at)
  select h.organization_id, h.lead_id, h.conversation_id, h.id, s.level, 'hot_unclaimed',
    at + (settings ->> s.setting)::integer * interval '1 minute'
  from public.hot_events h, (values (1, 'realert_minutes'), (2, 'pool_minutes'), (3, 'manager_minutes'))
    s (level, setting)
  where h.id = event and settings ->> s.setting is not null;
  insert into public.integration_events (organization_id, type, lead_id, conversation_id, payload, idempotency_key)
  select h.organization_id, 'lead.hot', h.lead_id, h.conversation_id,
    jsonb_build_object('hot_event_id', h.id, 'reason', h.reason, 'score', h.score, 'since', h.since), 'hot:' || h.id
  from public.hot_events h where h.id = event;
  return event;
end $$;
