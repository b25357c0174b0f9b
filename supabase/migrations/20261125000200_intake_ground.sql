-- What intake stands on: which deliveries were taken in already, reports that came before what they are about, the words
-- by which customers opt out and in, and when the AI agent is told of a message.

-- A vendor's id names one message of a channel. It is not unique across channels: one e-mail reaches two mailboxes, and
-- a tenant's own systems number as they like.
drop index public.messages_external_id;
create unique index messages_external_once on public.messages (conversation_id, external_id) where external_id is not null;
create index messages_external_id on public.messages (platform, external_id) where external_id is not null;

-- A customer who writes by e-mail is recognised by the address.
create index leads_email on public.leads (brand_id, lower("left"(email, 300))) where email is not null and merged_into is null;

-- What a channel delivered: vendor ids ('event:…') and signed requests ('request:…'). Inserted first, so that of
-- deliveries at the same moment one goes on and the others wait for it, and find that it was done.
create table app.ingest_receipts (
  channel_id uuid not null references public.channels on delete cascade,
  key text not null,
  received_at timestamptz not null default now(),
  primary key (channel_id, key),
  constraint ingest_receipts_key_check check (length(key) between 1 and 300)
);
create index ingest_receipts_received_at on app.ingest_receipts (received_at);
select app.close_table('app.ingest_receipts');

-- Reports about messages whose sending is not recorded yet, the furthest of each.
create table app.early_reports (
  channel_id uuid not null references public.channels on delete cascade,
  external_id text not null,
  status text not null,
  reported_at timestamptz not null,
  error text,
  received_at timestamptz not null default now(),
  primary key (channel_id, external_id),
  constraint early_reports_external_id_check check (length(external_id) between 1 and 300),
  constraint early_reports_status_check check (status in ('sent', 'delivered', 'read', 'failed')),
  constraint early_reports_error_check check (length(error) <= 1000)
);
create index early_reports_received_at on app.early_reports (received_at);
select app.close_table('app.early_reports');

-- Whose turn it is to get a new lead.
create table app.assignment_turns (
  organization_id uuid primary key references public.organizations on delete cascade,
  -- History, not a reference: a colleague who left keeps their place in the row.
  last_user_id uuid
);
select app.close_table('app.assignment_turns');

-- Vendors deliver again for a week at the longest (WhatsApp); the ids of messages stay with the messages.
create function app.purge_ingest_receipts(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  items integer;
  reports integer;
begin
  delete from app.ingest_receipts r where (r.channel_id, r.key) in (
    select o.channel_id, o.key from app.ingest_receipts o where o.received_at < at - interval '30 days'
    order by o.received_at limit batch for update skip locked);
  get diagnostics items = row_count;
  delete from app.early_reports r where (r.channel_id, r.external_id) in (
    select o.channel_id, o.external_id from app.early_reports o where o.received_at < at - interval '30 days'
    order by o.received_at limit batch for update skip locked);
  get diagnostics reports = row_count;
  return greatest(items, reports);
end $$;
-- app.jobs has it in a later migration: the scheduler is younger than this.

-- Words by which customers opt out and in: the carriers' own (Twilio, "Support for opt-out keywords (SMS STOP
-- filtering)"; CTIA Messaging Principles) and their usual translations. Only a message that is nothing but the word.
create function app.default_consent_words() returns jsonb language sql immutable parallel safe
return '{
  "opt_out": ["stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "optout", "opt out", "revoke",
    "stopp", "abmelden", "abbestellen", "austragen", "arrêt", "arret", "arrêter", "désabonner", "desabonner",
    "désinscription", "baja", "parar", "alto", "cancelar", "detener", "sair", "parare", "cancella", "annulla", "basta",
    "disiscrivimi", "afmelden", "uitschrijven", "avsluta", "avregistrera", "avmeld", "afmeld", "lopeta", "peruuta",
    "wypisz", "rezygnuję", "rezygnuje", "odhlásit", "leiratkozás", "dezabonare", "στοπ", "стоп", "отписаться",
    "dur", "iptal", "توقف", "إلغاء", "停止", "退订", "退訂", "配信停止", "수신거부"],
  "opt_in": ["start", "unstop", "subscribe", "opt in", "optin", "anmelden", "commencer", "démarrer", "reprendre",
    "alta", "comenzar", "iniciar", "começar", "inizia", "iscrivimi", "aanmelden", "starta", "aloita", "zapisz",
    "старт", "başlat", "ابدأ", "开始", "開始"]
}'::jsonb;

-- A message as consent words and keywords are compared: one form of each letter, no case, no white space or punctuation
-- around it.
create function app.keyword_of(body text) returns text language sql immutable parallel safe
return case when length(body) <= 300 then
  regexp_replace(lower(app.fold_space(normalize(body, nfkc))), '^[[:punct:]¡¿«»“”„ ]+|[[:punct:]¡¿«»“”„ ]+$', '', 'g') end;

-- Setting `intake` of organization_settings:
--   assignment_rule  who gets a new lead: round_robin, territory or manual (nobody; the default)
--   assignees        ids of the profiles that round_robin goes through; without it, all active sales reps
--   opt_out_words, opt_in_words  words besides the known ones
create function app.intake_settings_fault(value jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  list text;
begin
  if jsonb_typeof(value) is distinct from 'object' then
    return 'it must be an object';
  elsif coalesce(value ->> 'assignment_rule', 'manual') not in ('round_robin', 'territory', 'manual') then
    return 'assignment_rule must be round_robin, territory or manual';
  end if;
  foreach list in array array['assignees', 'opt_out_words', 'opt_in_words'] loop
    if value ? list and (jsonb_typeof(value -> list) <> 'array' or jsonb_array_length(value -> list) > 1000
      or exists (select from jsonb_array_elements(value -> list) w
        where jsonb_typeof(w.value) <> 'string' or length(w.value #>> '{}') not between 1 and 100))
    then
      return list || ' must be at most 1000 texts of 1 to 100 characters';
    end if;
  end loop;
  if exists (select from jsonb_array_elements_text(value -> 'assignees') a where a.value !~ '^[0-9a-f-]{36}$') then
    return 'assignees must be ids';
  end if;
  return null;
end $$;

create function app.check_intake_settings() returns trigger language plpgsql set search_path = '' as $$
declare
  fault text := app.intake_settings_fault(new.value);
begin
  if fault is not null then
    raise exception 'Setting intake: %', fault using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger check_intake before insert or update on public.organization_settings for each row
  when (new.key = 'intake') execute function app.check_intake_settings();

create function app.intake_settings(organization uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((select s.value from public.organization_settings s
    where s.organization_id = organization and s.key = 'intake'), '{}');
end $$;

-- What a message says about consent: 'opted_out', 'opted_in' or null.
create function app.consent_in(body text, settings jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  word text := app.keyword_of(body);
begin
  return case
    when coalesce(word, '') = '' then null
    when app.default_consent_words() -> 'opt_out' ? word or exists (
      select from jsonb_array_elements_text(settings -> 'opt_out_words') w where app.keyword_of(w.value) = word)
      then 'opted_out'
    when app.default_consent_words() -> 'opt_in' ? word or exists (
      select from jsonb_array_elements_text(settings -> 'opt_in_words') w where app.keyword_of(w.value) = word)
      then 'opted_in' end;
end $$;

-- When the AI agent is told of a message: so long after it, and messages that come within the wait are told together.
alter table public.channel_configurations
  add column ai_response_delay_seconds integer not null default 0,
  add column ai_multiple_messages_wait_seconds integer not null default 5,
  add constraint channel_configurations_ai_response_delay_seconds_check
    check (ai_response_delay_seconds between 0 and 86400),
  add constraint channel_configurations_ai_multiple_messages_wait_seconds_check
    check (ai_multiple_messages_wait_seconds between 0 and 86400);

-- The events of one conversation that wait to be told, of which there is at most one.
create index integration_events_waiting on public.integration_events (conversation_id, type)
  where status = 'pending' and attempts = 0;

-- As before, and: of a customer's messages that come out of order, the latest written is the latest reply.
create or replace function app.summarize_messages() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  conversation_ids uuid[] := array(select distinct n.conversation_id from new_rows n order by 1);
begin
  -- In the order of ids, so that two imports wait for each other instead of locking each other out.
  perform from public.conversations c where c.id = any (conversation_ids) order by c.id for update;

  with arrived as (
    select n.conversation_id, n.id, n.body, n.direction, n.created_at,
      row_number() over (partition by n.conversation_id order by n.created_at, n.id) as turn,
      n.direction = 'inbound' and n.sender_type <> 'system' as by_customer,
      n.direction = 'outbound' and n.sender_type = 'agent' as by_agent,
      n.direction = 'outbound' and n.sender_type in ('agent', 'ai') as is_answer
    from new_rows n
  ), answers as (
    select a.conversation_id, coalesce(max(a.turn) filter (where a.is_answer), 0) as answered,
      coalesce(max(a.turn) filter (where a.by_agent), 0) as read_to
    from arrived a group by a.conversation_id
  ), summary as (
    select a.conversation_id, w.answered > 0 as answered, w.read_to > 0 as was_read, count(*) as messages,
      bool_or(a.by_customer) as customer_wrote,
      count(*) filter (where a.by_customer and a.turn > w.read_to) as unread,
      min(a.created_at) filter (where a.by_customer and a.turn > w.answered) as waiting_since,
      (array_agg(a.id order by a.turn desc) filter (where a.by_customer))[1] as last_inbound_id,
      max(a.created_at) as last_at,
      (array_agg(a.body order by a.turn desc))[1] as last_body,
      (array_agg(a.direction order by a.turn desc))[1] as last_direction
    from arrived a join answers w using (conversation_id)
    group by a.conversation_id, w.answered, w.read_to
  )
  update public.conversations c set
    message_count = c.message_count + s.messages,
    unread_count = case when s.was_read then 0 else c.unread_count end + s.unread,
    waiting_since = coalesce(case when not s.answered then c.waiting_since end, s.waiting_since),
    last_inbound_id = coalesce(s.last_inbound_id, c.last_inbound_id),
    status = case when s.customer_wrote and c.status in ('closed', 'snoozed') then 'open' else c.status end,
    snoozed_until = case when s.customer_wrote and c.status in ('closed', 'snoozed') then null else c.snoozed_until end,
    last_message_at = greatest(c.last_message_at, s.last_at),
    last_message_preview = case when c.last_message_at > s.last_at then c.last_message_preview
      else app.preview_of(s.last_body) end,
    last_message_direction = case when c.last_message_at > s.last_at then c.last_message_direction
      else s.last_direction end
  from summary s where c.id = s.conversation_id;

  update public.leads l set
    message_count = l.message_count + s.messages,
    last_interaction_at = greatest(l.last_interaction_at, s.last_at),
    first_contact_at = least(l.first_contact_at, s.first_contact_at),
    last_contact_at = greatest(l.last_contact_at, s.last_contact_at),
    first_touchpoint = coalesce(l.first_touchpoint, s.first_platform),
    last_touchpoint = case when l.last_interaction_at > s.last_at then l.last_touchpoint else s.last_platform end,
    latest_reply = case when s.latest_reply_at is null or exists (
        select from public.messages m
        where m.lead_id = l.id and m.direction = 'inbound' and m.created_at > s.latest_reply_at)
      then l.latest_reply else s.latest_reply end
  from (
    select n.lead_id, count(*) as messages, max(n.created_at) as last_at,
      min(n.created_at) filter (where n.direction = 'outbound' and n.sender_type <> 'system') as first_contact_at,
      max(n.created_at) filter (where n.direction = 'outbound' and n.sender_type <> 'system') as last_contact_at,
      (array_agg(n.platform order by n.created_at, n.id))[1] as first_platform,
      (array_agg(n.platform order by n.created_at desc, n.id desc))[1] as last_platform,
      max(n.created_at) filter (where n.direction = 'inbound') as latest_reply_at,
      (array_agg(n.body order by n.created_at desc, n.id desc) filter (where n.direction = 'inbound'))[1] as latest_reply
    from new_rows n group by n.lead_id
  ) s where l.id = s.lead_id;
  return null;
end $$;
