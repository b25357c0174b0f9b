delete from sync.mutations where relation in ('lessons', 'insights', 'hot_acknowledgements')
  or name in ('lesson.approve', 'lesson.archive');
revoke insert, update on public.lessons from leadline_sync;
revoke update on public.insights, public.hot_events from leadline_sync;
revoke insert on public.hot_acknowledgements from leadline_sync;
drop function sync.hot_event_acknowledge(jsonb), sync.insight_review(jsonb), sync.lesson_archive(jsonb),
  sync.lesson_approve(jsonb);
select sync.set_rule('lessons', array(select c.column_name from sync.columns c
    where c.table_name = 'lessons' and c.column_name not in ('id', 'created_by')), 'derived'),
  sync.set_rule('insights', '{status}', 'guarded'), sync.set_rule('insights', '{user_feedback}', 'last_writer');
