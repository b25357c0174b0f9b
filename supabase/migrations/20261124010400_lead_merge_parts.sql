-- What a merge and its undoing are made of: moving the rows of a lead, joining conversations, and remembering what the
-- merge changed. All of it runs inside app.merge_leads and app.unmerge_lead, under their locks.

-- The tables whose rows hang on a lead, those that others take their lead from first. Not the lead's own state: the
-- stage that was set by hand, and what the lead itself absorbed.
create function app.lead_tables() returns setof name language sql stable security definer set search_path = '' as $$
  select r.relname
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class r on r.oid = k.conrelid
  join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  left join sync.tables t on t.name = r.relname
  where k.contype = 'f' and k.confrelid = 'public.leads'::regclass and r.relnamespace = 'public'::regnamespace
    and a.attname = 'lead_id' and r.relname not in ('conversations', 'messages', 'lead_merges', 'stage_overrides')
  order by t.position nulls last, r.relname
$$;

-- The same for conversations.
create function app.conversation_tables() returns setof name
language sql stable security definer set search_path = '' as $$
  select r.relname
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class r on r.oid = k.conrelid
  join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  where k.contype = 'f' and k.confrelid = 'public.conversations'::regclass and r.relnamespace = 'public'::regnamespace
    and a.attname = 'conversation_id' and r.relname not in ('messages', 'conversation_reads', 'dispatch_queue')
  order by r.relname
$$;

-- Gives rows of a table to another lead: all of them, or those of `ids`. Where the other lead can have only one of a
-- kind and has it (a consent per channel, a running enrolment per campaign), the row stays. Returns what moved.
create function app.move_rows(relation name, source uuid, target uuid, ids uuid[] default null) returns uuid[]
language plpgsql security definer set search_path = '' as $$
declare
  is_limited boolean := exists (
    select from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = format('public.%I', relation)::regclass and i.indisunique and a.attname = 'lead_id');
  change text := format('update public.%I set lead_id = $2 where lead_id = $1 and ($3 is null or id = any ($3))',
    relation);
  candidates uuid[];
  candidate uuid;
  arrived uuid;
  moved uuid[] := '{}';
begin
  if not is_limited then
    execute 'with moved as (' || change || ' returning id, lead_id)
      select coalesce(array_agg(id), ''{}'') from moved where lead_id = $2' into moved using source, target, ids;
    return moved;
  end if;
  execute format('select array(select id from public.%I where lead_id = $1 and ($2 is null or id = any ($2)) order by id)',
    relation) into candidates using source, ids;
  foreach candidate in array candidates loop
    begin
      execute change || ' returning id' into arrived using source, target, array[candidate];
      moved := moved || arrived;
    exception when unique_violation then
      null;
    end;
  end loop;
  return moved;
end $$;

-- What a conversation tells about its messages, read from all of them. What was cancelled answered nothing.
create function app.resummarize(conversation uuid) returns void
language sql security definer set search_path = '' as $$
  update public.conversations c set
    message_count = s.messages, last_message_at = s.last_at, last_message_preview = app.preview_of(s.last_body),
    last_message_direction = s.last_direction, last_inbound_id = s.last_inbound_id, waiting_since = s.waiting_since
  from (
    select count(*) as messages, max(m.created_at) filter (where m.status <> 'cancelled') as last_at,
      (array_agg(m.body order by m.created_at desc, m.id desc) filter (where m.status <> 'cancelled'))[1] as last_body,
      (array_agg(m.direction order by m.created_at desc, m.id desc) filter (where m.status <> 'cancelled'))[1]
        as last_direction,
      (array_agg(m.id order by m.created_at desc, m.id desc) filter (where m.by_customer))[1] as last_inbound_id,
      min(m.created_at) filter (where m.by_customer and (m.created_at, m.id) > (
        coalesce(m.answered_at, '-infinity'), coalesce(m.answer_id, '00000000-0000-0000-0000-000000000000')))
        as waiting_since
    from (
      select n.*, n.direction = 'inbound' and n.sender_type <> 'system' as by_customer,
        first_value(n.created_at) over answers as answered_at, first_value(n.id) over answers as answer_id
      from (
        select x.*, x.direction = 'outbound' and x.sender_type in ('agent', 'ai') and x.status <> 'cancelled' as is_answer
        from public.messages x where x.conversation_id = conversation
      ) n
      window answers as (order by n.is_answer desc,
        case when n.is_answer then n.created_at end desc, case when n.is_answer then n.id end desc)
    ) m
  ) s where c.id = conversation
$$;

-- Puts what was said in one conversation into another of the same channel. The first keeps its row, put away and empty,
-- for the undoing. Returns {from, to, messages, references: {table: ids}, unread, count}.
create function app.join_conversation(source public.conversations, target public.conversations) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  message_ids uuid[];
  relation name;
  ids uuid[];
  moved jsonb := '{}';
begin
  with moved_messages as (
    update public.messages m set conversation_id = target.id, lead_id = target.lead_id
    where m.conversation_id = source.id returning m.id
  ) select coalesce(array_agg(x.id), '{}') into message_ids from moved_messages x;
  for relation in select app.conversation_tables() loop
    execute format('with moved as (update public.%I set conversation_id = $2 where conversation_id = $1 returning id)
      select coalesce(array_agg(id), ''{}'') from moved', relation) into ids using source.id, target.id;
    if ids <> '{}' then
      moved := moved || jsonb_build_object(relation, to_jsonb(ids));
    end if;
  end loop;
  update public.conversations c set
    status = case when 'open' in (source.status, target.status) then 'open'
      when 'snoozed' in (source.status, target.status) then 'snoozed' else target.status end,
    snoozed_until = case when 'open' in (source.status, target.status) then null
      else least(source.snoozed_until, target.snoozed_until) end,
    priority = case when array_position('{low,normal,high,urgent}', source.priority)
      > array_position('{low,normal,high,urgent}', target.priority) then source.priority else target.priority end,
    assigned_to = case when target.assigned_to is null and not exists (
        select from public.leads l where l.id = target.lead_id and l.owner_id is not null)
      then source.assigned_to else target.assigned_to end,
    unread_count = target.unread_count + source.unread_count,
    needs_review = target.needs_review or source.needs_review,
    ai_enabled = target.ai_enabled and source.ai_enabled
  where c.id = target.id;
  update public.conversations c set joined_into = target.id, status = 'archived', snoozed_until = null, unread_count = 0
  where c.id = source.id;
  perform app.resummarize(source.id), app.resummarize(target.id);
  return jsonb_build_object('from', source.id, 'to', target.id, 'messages', to_jsonb(message_ids), 'references', moved,
    'unread', source.unread_count,
    'count', (select c.message_count from public.conversations c where c.id = target.id));
end $$;

-- What a merge may change in rows that it does not move, as {table: {id: {column: value}}}.
create function app.merge_state(leads uuid[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  part record;
  rows jsonb;
  state jsonb := '{}';
begin
  for part in select * from (values
    (1, 'leads', 'id', '{owner_id,first_name,last_name,company_name,email,email_verified,phone,secondary_phone,address,
      postcode,avatar_url,first_touchpoint,last_touchpoint,first_contact_at,last_contact_at,last_interaction_at,source,
      contact_status,lead_status,lifecycle_stage,client_type,temperature,conversation_summary,latest_reply,ai_enabled,
      manual_mode_at,tags,custom_fields,next_follow_up_at,duplicate_of}'::name[]),
    (2, 'consents', 'lead_id', '{status,source,evidence,message_id,recorded_by,decided_at}'),
    (3, 'conversations', 'lead_id', '{status,assigned_to,priority,snoozed_until,needs_review,ai_enabled,last_message_at,
      last_message_preview,last_message_direction,last_inbound_id,waiting_since}'),
    (4, 'campaign_enrollments', 'lead_id', '{status,paused_reason}'),
    (5, 'hot_events', 'lead_id', '{status,resolved_at}')) p (place, relation, lead_column, columns)
  loop
    execute format('select coalesce(jsonb_object_agg(x.id, (
        select jsonb_object_agg(c.key, c.value) from jsonb_each(to_jsonb(x)) c where c.key = any ($2::text[]))), ''{}'')
      from public.%I x where x.%I = any ($1)', part.relation, part.lead_column) into rows using leads, part.columns;
    state := state || jsonb_build_object(part.relation, rows);
  end loop;
  return state;
end $$;

-- What differs between two states, of rows in both: {table: {id: {column: [before, after]}}}.
create function app.state_changes(earlier jsonb, later jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(t.relation, t.rows), '{}') from (
    select r.relation, jsonb_object_agg(r.id, r.columns) as rows from (
      select b.key as relation, e.key as id,
        jsonb_object_agg(c.key, jsonb_build_array(c.value, later -> b.key -> e.key -> c.key)) as columns
      from jsonb_each(earlier) b, jsonb_each(b.value) e, jsonb_each(e.value) c
      where later -> b.key ? e.key and c.value is distinct from later -> b.key -> e.key -> c.key
      group by b.key, e.key
    ) r group by r.relation
  ) t
$$;

-- Sets columns of one row back to what they were before the merge, where they still are what it made of them; of tags,
-- what it brought goes and what others did since stays.
create function app.restore_row(relation text, row_id uuid, changes jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  present jsonb;
  wanted jsonb;
begin
  execute format('select to_jsonb(x) from public.%I x where x.id = $1', relation) into present using row_id;
  select jsonb_object_agg(c.key, case when c.key = 'tags' then sync.merge_set(c.value -> 1, c.value -> 0, present -> 'tags')
    else c.value -> 0 end) into wanted
  from jsonb_each(changes) c
  where (c.key = 'tags' or present -> c.key = c.value -> 1)
    -- Who or what has been deleted since does not come back.
    and (c.key not in ('owner_id', 'assigned_to') or c.value ->> 0 is null or exists (
      select from public.profiles p where p.id = (c.value ->> 0)::uuid))
    and (c.key <> 'duplicate_of' or c.value ->> 0 is null or exists (
      select from public.leads l where l.id = (c.value ->> 0)::uuid));
  if present is null or wanted is null then
    return;
  end if;
  execute (
    select format('update public.%I x set %s from jsonb_populate_record(null::public.%1$I, $2) w where x.id = $1', relation,
      string_agg(format('%1$I = w.%1$I', k.key), ', '))
    from jsonb_object_keys(wanted) k (key)) using row_id, wanted;
end $$;

-- Locks two leads with their conversations, in the order in which arriving messages do: first what is being written is
-- waited for, then the next writer waits.
create function app.lock_leads(leads uuid[]) returns void language plpgsql security definer set search_path = '' as $$
begin
  perform from public.conversations c where c.lead_id = any (leads) and c.organization_id = app.org_id()
  order by c.id for update;
  perform from public.leads l where l.id = any (leads) and l.organization_id = app.org_id() order by l.id for update;
end $$;
grant execute on function app.lock_leads(uuid[]) to leadline_sync;
