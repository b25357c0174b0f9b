delete from sync.mutations where name = 'pipeline.delete';
revoke delete on public.pipelines from leadline_sync;
create or replace function sync.deal_stage_kind(stage uuid) returns text language plpgsql stable set search_path = '' as $$
declare
  kind text := (select s.kind from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id
    where s.id = stage and p.kind = 'deal');
begin
  if kind is null then
    perform sync.reject('not_found', 'There is no such stage for deals');
  end if;
  return kind;
end $$;
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
  if stage.id is null or target.id is null then
    perform sync.reject('not_found', 'The stage is gone');
  elsif stage.id = target.id or (select count(distinct p.kind) from public.pipelines p
    where p.id in (stage.pipeline_id, target.pipeline_id)) > 1
  then
    perform sync.reject('invalid_input', 'Leads and deals move to another stage of their own kind');
  elsif not exists (select from public.pipeline_stages s where s.pipeline_id = stage.pipeline_id and s.id <> stage.id) then
    perform sync.reject('invalid_input', 'A pipeline keeps at least one stage');
  end if;
  update public.leads l set pipeline_stage_id = target.id where l.pipeline_stage_id = stage.id;
  update public.deals d set stage_id = target.id where d.stage_id = stage.id;
  update public.stage_overrides o set stage_id = target.id where o.stage_id = stage.id;
  update public.stage_changes c set reason = format('The stage "%s" was deleted', stage.name)
  where c.from_stage_id = stage.id and c.to_stage_id = target.id and c.sync_xid = pg_current_xact_id();
  delete from public.pipeline_stages s where s.id = stage.id;
  if stage.is_default then
    update public.pipeline_stages s set is_default = true where s.id = (
      select o.id from public.pipeline_stages o where o.pipeline_id = stage.pipeline_id
      order by o.id = target.id desc, o.position, o.id limit 1);
  end if;
  return null;
end $$;
create or replace function sync.stage_reorder(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  pipeline uuid := sync.uuid_argument(args, 'pipeline_id');
  present jsonb;
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
  select coalesce(jsonb_agg(s.id order by s.position, s.id), '[]') into present
  from public.pipeline_stages s where s.pipeline_id = pipeline;
  if jsonb_array_length(present) <> jsonb_array_length(args -> 'stage_ids') or not args -> 'stage_ids' @> present then
    perform sync.settle_as('conflict', 'conflict', 'A colleague added or removed a stage in the meantime',
      jsonb_build_object('fields', jsonb_build_object('stage_ids', jsonb_build_object('base', null,
        'mine', args -> 'stage_ids', 'theirs', present)), 'row', null));
  end if;
  update public.pipeline_stages s set position = o.place - 1
  from jsonb_array_elements_text(args -> 'stage_ids') with ordinality o (stage, place)
  where s.id = o.stage::uuid and s.position <> o.place - 1;
  return null;
end $$;
drop function sync.pipeline_delete(jsonb), sync.empty_stage(uuid, uuid, text),
  sync.check_target(uuid, public.pipeline_stages);
update sync.mutations m set fields = m.fields - 'rotting_days' where m.name in ('stage.create', 'stage.edit');
update sync.mutations m set fields = m.fields - 'competitor' where m.name in ('deal.create', 'deal.edit');
delete from sync.columns where (table_name, column_name) in (('pipeline_stages', 'rotting_days'),
  ('stage_changes', 'from_name'), ('stage_changes', 'to_name'), ('deals', 'competitor'));
-- Writes app.pull_changed anew, too.
select sync.offer(t.name, t.position, t.reader_columns) from sync.tables t
where t.name in ('pipeline_stages', 'stage_changes', 'deals');
drop trigger name_gone on public.pipeline_stages;
drop function app.name_gone_stage();
alter table public.stage_changes drop column from_name, drop column to_name;
alter table public.pipeline_stages drop column rotting_days;
