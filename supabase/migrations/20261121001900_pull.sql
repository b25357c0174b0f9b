-- sync_pull and sync_backfill: what changed since a snapshot, or everything, a page at a time (pullAnswerSchema of
-- shared/replication/protocol.ts).

-- SQL for the rows `x` of one table in a delta: $1 organisation, $2 oldest stamp, $3 base snapshot, and where the page is
-- bounded, after the key $4 and up to the key $5 (objects of stamp `x`, table `t`, id `i`).
create function app.pull_range(table_place integer, low jsonb, high jsonb) returns text language sql immutable
return 'x.organization_id = $1 and x.sync_xid >= $2 and not pg_visible_in_snapshot(x.sync_xid, $3)'
  || case when low is null then ''
    when table_place < (low ->> 't')::integer then ' and x.sync_xid > ($4 ->> ''x'')::xid8'
    when table_place = (low ->> 't')::integer then ' and (x.sync_xid, x.id) > (($4 ->> ''x'')::xid8, ($4 ->> ''i'')::uuid)'
    else '' end
  || case when high is null then ''
    when table_place < (high ->> 't')::integer then ' and x.sync_xid <= ($5 ->> ''x'')::xid8'
    when table_place = (high ->> 't')::integer then ' and (x.sync_xid, x.id) <= (($5 ->> ''x'')::xid8, ($5 ->> ''i'')::uuid)'
    else ' and x.sync_xid < ($5 ->> ''x'')::xid8' end;

-- A delta page: rows stamped since `base`, in the order (stamp, table, id), from `place` to where the budget ends. A row
-- changed between two pages moves to a later place in that order, and what commits late is caught by the client's closing
-- delta. The end is found on keys alone, so that rows are turned into JSON once and never sorted.
create function app.pull_delta(organization uuid, base pg_snapshot, place jsonb, budget integer,
  out tables json, out next jsonb) language plpgsql stable set search_path = '' as $$
declare
  since xid8 := greatest(pg_snapshot_xmin(base), (place ->> 'x')::xid8);
  changed app.pull_table[] := array(select c from app.pull_changed(since) c);
  relation app.pull_table;
  pages json[] := '{}';
  ends jsonb[];
  rows json;
begin
  execute coalesce((
    select 'select array_agg(e.key) from (select jsonb_build_object(''k'', ''delta'', ''x'', u.sync_xid::text, ''t'', u.place,
        ''i'', u.id) as key from (' || string_agg(format('(select x.sync_xid, %s as place, x.id from public.%I x where %s '
        'order by x.sync_xid, x.id limit $5 + 1)', c.position, c.name, app.pull_range(c.position, place, null)), ' union all ')
      || ') u order by u.sync_xid, u.place, u.id offset $5 - 1 limit 2) e'
    from unnest(changed) c), 'select null::jsonb[]')
  into ends using organization, since, base, place, budget;
  if cardinality(ends) = 2 then
    next := ends[1];
  end if;

  foreach relation in array changed loop
    execute format('select json_agg(r.body) from (select %s as body from public.%I x where %s order by x.sync_xid, x.id) r',
      relation.row_sql, relation.name, app.pull_range(relation.position, place, next))
    into rows using organization, since, base, place, next;
    if rows is not null then
      pages := pages || json_build_object('table', relation.name, 'columns', relation.columns, 'rows', rows);
    end if;
  end loop;
  tables := array_to_json(pages);
end $$;

-- Messages of a scan: conversations in the order of their ids, each with its last 90 days or last 200 messages, whichever
-- is more, whole conversations until the budget is reached (by their counters, so that nothing is read twice).
create function app.pull_messages(organization uuid, leads uuid[], after uuid, budget integer,
  out rows json, out sent bigint, out last_id uuid) language plpgsql stable set search_path = '' as $$
declare
  row_sql text := (select t.row_sql from app.pull_tables() t where t.name = 'messages');
begin
  execute format('with walked as (
      select c.id, c.message_count, sum(greatest(c.message_count, 1)) over (order by c.id)
        - greatest(c.message_count, 1) as before
      from (select c.id, c.message_count from public.conversations c
        where c.organization_id = $1 and c.id > $2 %s order by c.id limit $3) c
    ), taken as materialized (select * from walked w where w.before < $3)
    select coalesce(json_agg(m.body), ''[]''), count(m.body), (
      select case when (select count(*) from walked) = $3 or (select count(*) from taken) < (select count(*) from walked)
        then (select t.id from taken t order by t.id desc limit 1) end)
    from taken t cross join lateral (
      select %s as body from public.messages x
      where x.conversation_id = t.id and x.created_at >= case when t.message_count <= 200 then ''-infinity''
        else least(now() - interval ''90 days'', (select y.created_at from public.messages y
          where y.conversation_id = t.id order by y.created_at desc offset 199 limit 1)) end
      order by x.created_at, x.id) m',
    case when leads is not null then 'and c.lead_id = any ($4)' else '' end, row_sql)
  into rows, sent, last_id using organization, after, budget, leads;
end $$;

-- A scan page: table by table in dependency order, each in the order of its ids. With `leads`, only what is theirs.
create function app.pull_scan(organization uuid, leads uuid[], place jsonb, budget integer,
  out tables json, out next jsonb) language plpgsql stable set search_path = '' as $$
declare
  relation app.pull_table;
  pages json[] := '{}';
  rest integer := budget;
  after uuid := coalesce(place ->> 'i', '00000000-0000-0000-0000-000000000000')::uuid;
  rows json;
  sent bigint;
  last_id uuid;
begin
  for relation in select * from app.pull_tables() t
    where t.position >= coalesce((place ->> 't')::integer, 0) and (leads is null or t.lead_column is not null)
  loop
    if relation.name = 'messages' then
      select * into rows, sent, last_id from app.pull_messages(organization, leads, after, rest);
    else
      execute format('select coalesce(json_agg(r.body), ''[]''), count(*),
          case when count(*) = $3 then (array_agg(r.id))[$3] end
        from (select x.id, %s as body from public.%I x
          where x.organization_id = $1 and x.id > $2 %s order by x.id limit $3) r',
        relation.row_sql, relation.name,
        case when leads is not null then format('and x.%I = any ($4)', relation.lead_column) else '' end)
      into rows, sent, last_id using organization, after, rest, leads;
    end if;
    if sent > 0 then
      pages := pages || json_build_object('table', relation.name, 'columns', relation.columns, 'rows', rows);
    end if;
    rest := rest - sent;
    if last_id is not null or rest <= 0 then
      next := jsonb_build_object('k', 'scan', 't', relation.position + case when last_id is null then 1 else 0 end,
        'i', last_id);
      exit;
    end if;
    after := '00000000-0000-0000-0000-000000000000';
  end loop;
  if (next ->> 't')::integer > (select max(t.position) from app.pull_tables() t) then
    next := null;
  end if;
  tables := array_to_json(pages);
end $$;

-- How many rows a first sync will bring, for its progress bar: exact for leads and conversations, by counters for
-- messages, by the average per lead for the rest.
create function app.pull_expected(organization uuid) returns integer language sql stable set search_path = '' as $$
  select (l.leads + c.conversations + c.messages + l.leads * rest.per_lead)::integer
  from (select count(*) as leads from public.leads where organization_id = organization) l,
    (select count(*) as conversations, coalesce(sum(least(message_count, 200)), 0) as messages
      from public.conversations where organization_id = organization) c,
    (select coalesce(sum(greatest(r.reltuples, 0)) filter (where t.name not in ('leads', 'conversations', 'messages'))
        / nullif(max(r.reltuples) filter (where t.name = 'leads' and r.reltuples > 0), 0), 0) as per_lead
      from app.pull_tables() t join pg_catalog.pg_class r on r.oid = ('public.' || t.name)::regclass
      where t.lead_column is not null) rest
$$;

-- p_cursor: PullRequest; p_budget: PullBudget. STABLE, so that everything is read in one snapshot, the one it answers.
-- Fails with 42501 when the caller has no active profile.
create function public.sync_pull(p_cursor jsonb, p_budget jsonb) returns json
language plpgsql stable set search_path = '' as $$
declare
  caller record;
  base text := p_cursor ->> 'snapshot';
  place jsonb := app.pull_position(p_cursor);
  budget integer := app.pull_rows(p_budget);
  reset text;
  page record;
  access record;
begin
  select * into caller from app.pull_caller();
  reset := app.pull_reset(p_cursor, caller.generation, caller.scope_version, caller.forgotten_xid);
  if reset is not null then
    select '[]'::json as tables, null::jsonb as next into page;
  elsif base is null then
    select * into page from app.pull_scan(caller.organization_id, null, place, budget);
  else
    select * into page from app.pull_delta(caller.organization_id, base::pg_snapshot, place, budget);
  end if;

  -- Deletions and changes of visibility travel with the first page; later ones are the closing delta's.
  if reset is null and base is not null and place is null then
    select app.pull_deleted(base::pg_snapshot) as deleted, a.* into access from app.pull_access(base::pg_snapshot) a;
  else
    select '[]'::json as deleted, '[]'::json as granted, '[]'::json as revoked into access;
  end if;

  return json_build_object(
    'protocol', 1, 'generation', caller.generation, 'scope_version', caller.scope_version,
    'snapshot', pg_current_snapshot()::text, 'reset', reset, 'complete', page.next is null,
    'position', (page.next || jsonb_build_object('g', caller.generation, 's', caller.scope_version))::text,
    'expected_rows', case when reset is null and base is null and place is null
      then app.pull_expected(caller.organization_id) end,
    'tables', page.tables, 'deleted', access.deleted, 'granted', access.granted, 'revoked', access.revoked);
end $$;

-- Everything of some leads, for those newly granted: the same answer, without deletions and the like. Leads that the
-- caller cannot see bring nothing.
create function public.sync_backfill(p_lead_ids uuid[], p_position text, p_budget jsonb) returns json
language plpgsql stable set search_path = '' as $$
declare
  caller record;
  request jsonb := jsonb_build_object('snapshot', null, 'position', p_position);
  reset text;
  page record;
begin
  select * into caller from app.pull_caller();
  reset := app.pull_reset(request, caller.generation, caller.scope_version, caller.forgotten_xid);
  if reset is not null then
    select '[]'::json as tables, null::jsonb as next into page;
  else
    select * into page from app.pull_scan(caller.organization_id, coalesce(p_lead_ids, '{}'),
      app.pull_position(request), app.pull_rows(p_budget));
  end if;
  return json_build_object(
    'protocol', 1, 'generation', caller.generation, 'scope_version', caller.scope_version,
    'snapshot', pg_current_snapshot()::text, 'reset', reset, 'complete', page.next is null,
    'position', (page.next || jsonb_build_object('g', caller.generation, 's', caller.scope_version))::text,
    'expected_rows', null, 'tables', page.tables, 'deleted', '[]'::json, 'granted', '[]'::json, 'revoked', '[]'::json);
end $$;

grant execute on function app.pull_range(integer, jsonb, jsonb), app.pull_delta(uuid, pg_snapshot, jsonb, integer), app.pull_expected(uuid),
  app.pull_messages(uuid, uuid[], uuid, integer), app.pull_scan(uuid, uuid[], jsonb, integer),
  public.sync_pull(jsonb, jsonb), public.sync_backfill(uuid[], text, jsonb) to authenticated, service_role;
