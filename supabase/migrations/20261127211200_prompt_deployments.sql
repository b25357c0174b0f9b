-- Which version of a prompt speaks since when, how it does, and the way back. What agents are told is the text of the
-- deployment, not that of the version: a lesson that is archived later is gone with the next deployment.

create table app.prompt_deployments (
  id uuid primary key default app.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  prompt_id uuid not null references public.prompts on delete cascade,
  version_number integer not null,
  compiled text not null,
  lesson_ids uuid[] not null,
  -- The one that comes back when this is rolled back; null: none.
  falls_back_to uuid references app.prompt_deployments on delete set null,
  is_rollback boolean not null default false,
  -- History, not a reference.
  deployed_by uuid,
  deployed_at timestamptz not null default clock_timestamp(),
  -- Null: it speaks now.
  retired_at timestamptz
);
create index prompt_deployments_organization on app.prompt_deployments (organization_id);
create index prompt_deployments_prompt on app.prompt_deployments (prompt_id, deployed_at);
create index prompt_deployments_falls_back_to on app.prompt_deployments (falls_back_to);
create unique index prompt_deployments_speaking on app.prompt_deployments (prompt_id) where retired_at is null;
select app.close_table('app.prompt_deployments');

-- Conversations that the AI wrote in while a deployment spoke, since when.
create table app.prompt_uses (
  deployment_id uuid not null references app.prompt_deployments on delete cascade,
  conversation_id uuid not null references public.conversations on delete cascade,
  used_at timestamptz not null default now(),
  primary key (deployment_id, conversation_id)
);
create index prompt_uses_conversation on app.prompt_uses (conversation_id);
select app.close_table('app.prompt_uses');

-- How the AI did by some deployments: {"conversations", "booking_rate", "avg_sentiment_score"}, each conversation once.
-- A booking counts within 14 days of the AI's first message; moods are worth 1 (positive, hot), 0 or -1 (negative).
create function app.prompt_performance(deployments uuid[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  with used as (
    select u.conversation_id, min(u.used_at) as at from app.prompt_uses u where u.deployment_id = any (deployments)
    group by u.conversation_id
  ), judged as (
    select exists (select from public.bookings k where k.lead_id = c.lead_id and k.status <> 'cancelled'
        and k.created_at >= u.at and k.created_at < u.at + interval '14 days') as booked,
      case c.sentiment when 'positive' then 1 when 'hot' then 1 when 'negative' then -1 when 'neutral' then 0
        when 'unclear' then 0 end as mood
    from used u join public.conversations c on c.id = u.conversation_id
  )
  select jsonb_build_object('conversations', count(*), 'booking_rate', round(avg(j.booked::integer), 4),
    'avg_sentiment_score', round(avg(j.mood), 2))
  from judged j
$$;

create function app.version_deployments(prompt_id uuid, number integer) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select array(select d.id from app.prompt_deployments d
    where d.prompt_id = version_deployments.prompt_id and d.version_number = number)
$$;

-- Writes down how the speaking version of a prompt does, beside what spoke before it. Returns whether anything changed.
create function app.measure_prompt(speaking app.prompt_deployments) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  figures jsonb := app.prompt_performance(app.version_deployments(speaking.prompt_id, speaking.version_number));
  former jsonb := (select v.performance_before from public.prompt_versions v
    where v.prompt_id = speaking.prompt_id and v.version_number = speaking.version_number);
  changed integer;
begin
  update public.prompt_versions v set performance_after = figures
  where v.prompt_id = speaking.prompt_id and v.version_number = speaking.version_number
    and v.performance_after is distinct from figures;
  update public.prompts p set conversations_count = (figures ->> 'conversations')::integer,
    booking_rate = (figures ->> 'booking_rate')::numeric,
    avg_sentiment_score = (figures ->> 'avg_sentiment_score')::numeric,
    performance_vs_previous = (figures ->> 'booking_rate')::numeric - (former ->> 'booking_rate')::numeric
  where p.id = speaking.prompt_id
    and (p.conversations_count, p.booking_rate, p.avg_sentiment_score, p.performance_vs_previous)
      is distinct from ((figures ->> 'conversations')::integer, (figures ->> 'booking_rate')::numeric,
        (figures ->> 'avg_sentiment_score')::numeric,
        (figures ->> 'booking_rate')::numeric - (former ->> 'booking_rate')::numeric);
  get diagnostics changed = row_count;
  return changed > 0;
end $$;

-- What speaks for the same agent, list and channel as a prompt that is to speak, and steps back for it.
create function app.retire_rivals(prompt public.prompts) returns void
language plpgsql security definer set search_path = '' as $$
declare
  rival uuid;
begin
  -- Two prompts of one place that are deployed at once take turns.
  perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'prompt', (prompt).organization_id, (prompt).channel_id,
    (prompt).dataset_id, (prompt).agent_id), 0));
  for rival in
    update public.prompts p set status = 'archived'
    where p.organization_id = (prompt).organization_id and p.status = 'live' and p.id <> (prompt).id
      and p.channel_id is not distinct from (prompt).channel_id and p.dataset_id is not distinct from (prompt).dataset_id
      and p.agent_id is not distinct from (prompt).agent_id
    returning p.id
  loop
    update app.prompt_deployments d set retired_at = clock_timestamp() where d.prompt_id = rival and d.retired_at is null;
  end loop;
end $$;

-- Who may let prompts speak; the prompt, locked. Fails with 42501 or PT404, with PT409 where another version speaks than
-- the caller saw (0: none).
create function app.prompt_to_deploy(prompt_id uuid, seen integer) returns public.prompts
language plpgsql volatile security definer set search_path = '' as $$
declare
  prompt public.prompts;
begin
  perform app.require_teacher();
  if not app.pushes_automations() then
    raise exception 'You may not deploy prompts' using errcode = 'insufficient_privilege';
  end if;
  prompt := app.prompt_to_change(app.org_id(), prompt_id);
  if prompt.status = 'archived' then
    raise exception 'The prompt is archived' using errcode = 'PT409';
  elsif seen is not null and seen <> coalesce((app.speaking_deployment(prompt_id)).version_number, 0) then
    raise exception 'Another version was deployed meanwhile' using errcode = 'PT409';
  end if;
  return prompt;
end $$;

create function app.speaking_deployment(prompt_id uuid) returns app.prompt_deployments
language sql stable security definer set search_path = '' as $$
  select d from app.prompt_deployments d where d.prompt_id = speaking_deployment.prompt_id and d.retired_at is null
$$;

-- Lets a version speak. Returns {"id", "version_number", "compiled"}.
create function app.deploy_version(prompt public.prompts, number integer, fallback uuid, back boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  kept public.prompt_versions := app.prompt_version(prompt.id, number);
  former app.prompt_deployments := app.speaking_deployment(prompt.id);
  made app.prompt_deployments;
begin
  if cardinality(app.unfilled_answers(kept.changes -> 'sections')) > 0 then
    raise exception 'The prompt lacks answers: %',
      array_to_string(app.unfilled_answers(kept.changes -> 'sections'), ', ') using errcode = 'invalid_parameter_value';
  end if;
  perform app.retire_rivals(prompt);
  if former.id is not null then
    perform app.measure_prompt(former);
    update app.prompt_deployments d set retired_at = clock_timestamp() where d.id = former.id;
  end if;
  insert into app.prompt_deployments (organization_id, prompt_id, version_number, compiled, lesson_ids, falls_back_to,
    is_rollback, deployed_by)
  select prompt.organization_id, prompt.id, number,
    app.compile_prompt(prompt.organization_id, kept.changes -> 'sections', app.version_lessons(kept)),
    array(select l.id from public.lessons l where l.id = any (app.version_lessons(kept)) and l.status <> 'archived'),
    fallback, back, app.user_id()
  returning * into made;
  update public.prompt_versions v
  set performance_before = app.prompt_performance(app.version_deployments(prompt.id, former.version_number))
  where v.id = kept.id and not back;
  update public.prompts p set status = 'live', compiled = made.compiled, deployed_at = made.deployed_at,
    deployed_by = made.deployed_by
  where p.id = prompt.id;
  perform app.measure_prompt(made);
  return jsonb_build_object('id', prompt.id, 'version_number', number, 'compiled', made.compiled);
end $$;

-- Lets a version of a prompt speak (the newest without one). `p_seen` is the version that the caller saw speaking, 0 for
-- none: another fails with PT409, so that of two who deploy at once one is told. Deploying what speaks already compiles it
-- anew. Fails with 42501, PT404, and 22023 where answers of the wizard are missing.
create function public.deploy_prompt(p_prompt_id uuid, p_version integer default null, p_seen integer default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  prompt public.prompts := app.prompt_to_deploy(p_prompt_id, p_seen);
  former app.prompt_deployments := app.speaking_deployment(p_prompt_id);
  number integer := coalesce(p_version, prompt.version_number);
begin
  return app.deploy_version(prompt, number,
    case when former.version_number = number then former.falls_back_to else former.id end, false);
end $$;

-- Goes back to the version that spoke before the one that speaks; once more, to the one before that. Returns and fails as
-- deploy_prompt; with 22023 where there is none to go back to.
create function public.roll_back_prompt(p_prompt_id uuid, p_seen integer default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  prompt public.prompts := app.prompt_to_deploy(p_prompt_id, p_seen);
  former app.prompt_deployments;
begin
  select f.* into former from app.prompt_deployments d join app.prompt_deployments f on f.id = d.falls_back_to
  where d.prompt_id = p_prompt_id and d.retired_at is null;
  if former.id is null then
    raise exception 'Nothing spoke before' using errcode = 'invalid_parameter_value';
  end if;
  return app.deploy_version(prompt, former.version_number, former.falls_back_to, true);
end $$;

-- Stops a prompt: nothing of it is told to agents any more, and its place is free. Fails with 42501 or PT404.
create function public.archive_prompt(p_prompt_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  prompt public.prompts := app.prompt_to_change(app.require_teacher(), p_prompt_id);
begin
  if prompt.status = 'live' and not app.pushes_automations() then
    raise exception 'You may not stop prompts that are live' using errcode = 'insufficient_privilege';
  end if;
  update app.prompt_deployments d set retired_at = clock_timestamp() where d.prompt_id = prompt.id and d.retired_at is null;
  update public.prompts p set status = 'archived' where p.id = prompt.id;
end $$;

-- When versions of a prompt spoke, newest first: [{"version_number", "deployed_at", "retired_at", "deployed_by",
-- "is_rollback", "conversations", "booking_rate", "avg_sentiment_score"}], 100 at most.
create function public.get_prompt_deployments(p_prompt_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(d.line || app.prompt_performance(array[d.id]) order by d.deployed_at desc, d.id desc), '[]')
  from (
    select d.id, d.deployed_at, jsonb_build_object('version_number', d.version_number, 'deployed_at', d.deployed_at,
      'retired_at', d.retired_at, 'deployed_by', d.deployed_by, 'is_rollback', d.is_rollback) as line
    from app.prompt_deployments d where d.prompt_id = p_prompt_id and d.organization_id = (select app.org_id())
    order by d.deployed_at desc, d.id desc limit 100) d
$$;

grant execute on function public.deploy_prompt(uuid, integer, integer), public.roll_back_prompt(uuid, integer),
  public.archive_prompt(uuid), public.get_prompt_deployments(uuid) to authenticated;

-- Measures what speaks; the least recently deployed first.
create function app.measure_prompts(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  speaking app.prompt_deployments;
  changed integer := 0;
begin
  for speaking in
    select d.* from app.prompt_deployments d where d.retired_at is null order by d.deployed_at, d.id
  loop
    changed := changed + app.measure_prompt(speaking)::integer;
  end loop;
  -- All of them are measured in one go: as many as the batch must not mean that there are more.
  return least(changed, batch - 1);
end $$;
insert into app.jobs (name, function_name, every, daily_at) values
  ('measure_prompts', 'app.measure_prompts', '1 hour', null);
