delete from sync.mutations where relation in ('pipelines', 'pipeline_stages')
  or name in ('stage.reorder', 'stage.delete');
revoke insert, update on public.pipelines from leadline_sync;
revoke insert, update, delete on public.pipeline_stages from leadline_sync;
revoke update on public.stage_overrides, public.stage_changes from leadline_sync;
drop function sync.stage_delete(jsonb), sync.stage_reorder(jsonb);
select sync.set_rule('pipelines', '{kind,name,position}', 'derived'),
  sync.set_rule('pipeline_stages', '{kind,name,color,probability,position}', 'derived');
