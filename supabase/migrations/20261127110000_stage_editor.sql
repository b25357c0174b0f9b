-- What the editor of stages needs: after how many days a card rots, pipelines that can be deleted, and a history that
-- still names a stage when it is gone. The competitor of a deal reaches the desktops with them.

-- 0: never.
alter table public.pipeline_stages
  add column rotting_days integer not null default 14,
  add constraint pipeline_stages_rotting_days_check check (rotting_days between 0 and 3650);

-- What a stage was called that was deleted since; null while the stage itself tells.
alter table public.stage_changes add column from_name text, add column to_name text;

-- Before the references of the history are cleared. With its organisation, the history goes as well.
create function app.name_gone_stage() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.stage_changes c set
    from_name = case when c.from_stage_id = old.id then old.name else c.from_name end,
    to_name = case when c.to_stage_id = old.id then old.name else c.to_name end
  where old.id in (c.from_stage_id, c.to_stage_id)
    and exists (select from public.organizations o where o.id = old.organization_id);
  return old;
end $$;
create trigger name_gone before delete on public.pipeline_stages for each row execute function app.name_gone_stage();

insert into sync.columns (table_name, position, column_name, type, is_nullable, rule) values
  ('pipeline_stages', 10, 'rotting_days', 'int', false, 'last_writer'),
  ('stage_changes', 10, 'from_name', 'text', true, 'derived'),
  ('stage_changes', 11, 'to_name', 'text', true, 'derived'),
  ('deals', 18, 'competitor', 'text', true, 'last_writer');
select sync.offer(t.name, t.position, t.reader_columns) from sync.tables t
where t.name in ('pipeline_stages', 'stage_changes', 'deals');

update sync.mutations m set fields = m.fields || '{"rotting_days": null}' where m.name in ('stage.create', 'stage.edit');
update sync.mutations m set fields = m.fields || '{"competitor": 300}' where m.name in ('deal.create', 'deal.edit');

-- Ends the mutation unless the cards of a pipeline may move to a stage: one of the same kind that stays.
create function sync.check_target(pipeline uuid, target public.pipeline_stages) returns void
language plpgsql stable set search_path = '' as $$
begin
  if target.id is null then
    perform sync.reject('not_found', 'The stage is gone');
  elsif (select count(distinct p.kind) from public.pipelines p where p.id in (pipeline, target.pipeline_id)) > 1 then
    perform sync.reject('invalid_input', 'Leads and deals move to another stage of their own kind');
  end if;
end $$;

-- Leads and deals of a stage move to another, each move in the history with the reason.
create function sync.empty_stage(stage uuid, target uuid, why text) returns void
language plpgsql set search_path = '' as $$
begin
  update public.leads l set pipeline_stage_id = target where l.pipeline_stage_id = stage;
  update public.deals d set stage_id = target where d.stage_id = stage;
  update public.stage_overrides o set stage_id = target where o.stage_id = stage;
  update public.stage_changes c set reason = why
  where c.from_stage_id = stage and c.to_stage_id = target and c.sync_xid = pg_current_xact_id();
end $$;

-- As before, of the parts above.
create or replace function sync.stage_delete(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  stage public.pipeline_stages;
  target public.pipeline_stages;
begin
  if not app.administers() then
    perform sync.reject('forbidden', 'Only administrators change pipelines');
  elsif sync.is_deleted('pipeline_stages', sync.uuid_argument(args, 'stage_id')) then
    return null;
  end if;
  select * into stage from public.pipeline_stages s where s.id = sync.uuid_argument(args, 'stage_id') for update;
  select * into target from public.pipeline_stages s where s.id = sync.uuid_argument(args, 'target_id') for share;
  if stage.id is null then
    perform sync.reject('not_found', 'The stage is gone');
  elsif stage.id = target.id then
    perform sync.reject('invalid_input', 'Leads and deals move to another stage of their own kind');
  end if;
  perform sync.check_target(stage.pipeline_id, target);
  if not exists (select from public.pipeline_stages s where s.pipeline_id = stage.pipeline_id and s.id <> stage.id) then
    perform sync.reject('invalid_input', 'A pipeline keeps at least one stage');
  end if;
  perform sync.empty_stage(stage.id, target.id, format('The stage "%s" was deleted', stage.name));
  delete from public.pipeline_stages s where s.id = stage.id;
  if stage.is_default then
    update public.pipeline_stages s set is_default = true where s.id = (
      select o.id from public.pipeline_stages o where o.pipeline_id = stage.pipeline_id
      order by o.id = target.id desc, o.position, o.id limit 1);
  end if;
  return null;
end $$;

-- A pipeline goes with its stages; its leads and deals move to a stage of another. New ones arrive in the default, which
-- therefore stays.
create function sync.pipeline_delete(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  pipeline public.pipelines;
  target public.pipeline_stages;
begin
  if not app.administers() then
    perform sync.reject('forbidden', 'Only administrators change pipelines');
  elsif sync.is_deleted('pipelines', sync.uuid_argument(args, 'pipeline_id')) then
    return null;
  end if;
  select * into pipeline from public.pipelines p where p.id = sync.uuid_argument(args, 'pipeline_id') for update;
  select * into target from public.pipeline_stages s where s.id = sync.uuid_argument(args, 'target_id') for share;
  if pipeline.id is null then
    perform sync.reject('not_found', 'The pipeline is gone');
  elsif pipeline.is_default then
    perform sync.reject('invalid_input', 'New leads and deals arrive in the default pipeline: it stays');
  elsif target.pipeline_id = pipeline.id then
    perform sync.reject('invalid_input', 'Leads and deals move to a stage of another pipeline');
  end if;
  perform sync.check_target(pipeline.id, target);
  perform sync.empty_stage(s.id, target.id, format('The pipeline "%s" was deleted', pipeline.name))
  from public.pipeline_stages s where s.pipeline_id = pipeline.id;
  delete from public.pipelines p where p.id = pipeline.id;
  return null;
end $$;

-- The stages of a pipeline in their order. One that a colleague added meanwhile stands behind those that the order names,
-- one that is gone is passed over: two administrators need no decision for that.
create or replace function sync.stage_reorder(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  pipeline uuid := sync.uuid_argument(args, 'pipeline_id');
begin
  if not app.administers() then
    perform sync.reject('forbidden', 'Only administrators change pipelines');
  elsif jsonb_typeof(args -> 'stage_ids') is distinct from 'array' then
    perform sync.reject('invalid_input', 'stage_ids must be a list');
  end if;
  perform from public.pipelines p where p.id = pipeline for update;
  if not found then
    perform sync.reject('not_found', 'The pipeline is gone');
  end if;
  update public.pipeline_stages s set position = o.place - 1
  from (
    select present.id, row_number() over (order by wish.place nulls last, present.position, present.id) as place
    from public.pipeline_stages present
    left join (
      select w.id, min(w.place) as place
      from jsonb_array_elements_text(args -> 'stage_ids') with ordinality w (id, place) group by w.id) wish
      on wish.id = present.id::text
    where present.pipeline_id = pipeline) o
  where s.id = o.id and s.position <> o.place - 1;
  return null;
end $$;

-- As before, and what is gone is called the stage, not the deal that is to move into it.
create or replace function sync.deal_stage_kind(stage uuid) returns text language plpgsql stable set search_path = '' as $$
declare
  kind text := (select s.kind from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id
    where s.id = stage and p.kind = 'deal');
begin
  if kind is null then
    perform sync.reject('invalid_stage', 'There is no such stage for deals');
  end if;
  return kind;
end $$;

grant execute on function sync.check_target(uuid, public.pipeline_stages), sync.empty_stage(uuid, uuid, text),
  sync.pipeline_delete(jsonb) to leadline_sync;
grant delete on public.pipelines to leadline_sync;
insert into sync.mutations (name, function_name) values ('pipeline.delete', 'pipeline_delete');
