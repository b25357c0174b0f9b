-- Lessons for the AI, what it noticed, and hot leads that somebody has seen to.

select sync.set_rule('lessons', '{lesson_type,source_message_id}', 'fixed');
select sync.set_rule('lessons', '{title,trigger,example_conversation,priority}', 'last_writer');
select sync.set_rule('lessons', '{description,correct_response,incorrect_response,reasoning}', 'text');
select sync.set_rule('lessons', '{tags}', 'set');
select sync.set_rule('lessons', '{status}', 'guarded');
select sync.set_rule('insights', '{status,user_feedback}', 'guarded', 'review');

create function sync.lesson_approve(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.merge_fields('lessons', sync.uuid_argument(args, 'lesson_id'), '{"status": "active"}', args -> 'base',
    '{"status": null}')
$$;

create function sync.lesson_archive(args jsonb) returns jsonb language sql set search_path = '' as $$
  select sync.merge_fields('lessons', sync.uuid_argument(args, 'lesson_id'), '{"status": "archived"}', args -> 'base',
    '{"status": null}')
$$;

-- What a person thinks of what the AI noticed, and that they do.
create function sync.insight_review(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  details jsonb := sync.change_row('insight.review', args);
begin
  update public.insights i set reviewed_by = app.user_id(), reviewed_at = now()
  where i.id = sync.uuid_argument(args, 'insight_id');
  return details;
end $$;

-- What somebody did about a hot lead. Claimed is claimed once: the update waits for a claim that is being made.
create function sync.hot_event_acknowledge(args jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  event uuid := sync.uuid_argument(args, 'hot_event_id');
  holder record;
begin
  perform sync.change_row('hot_event.acknowledge', args);
  if args ->> 'action' <> 'claimed' then
    return null;
  end if;
  update public.hot_events h set status = 'claimed', claimed_by = app.user_id(), claimed_at = now()
  where h.id = event and h.status = 'open';
  if found then
    return null;
  end if;
  select h.status, h.claimed_by as owner_id, coalesce(p.full_name, p.email) as owner_name,
    floor(extract(epoch from h.claimed_at) * 1000) as claimed_at
  into holder from public.hot_events h left join public.profiles p on p.id = h.claimed_by where h.id = event;
  if holder.owner_id is distinct from app.user_id() then
    perform sync.settle_as('conflict', 'already_claimed', 'A colleague is already seeing to this lead',
      to_jsonb(holder) - 'status');
  end if;
  return null;
end $$;

grant execute on function sync.lesson_approve(jsonb), sync.lesson_archive(jsonb), sync.insight_review(jsonb),
  sync.hot_event_acknowledge(jsonb) to leadline_sync;
grant insert, update on public.lessons to leadline_sync;
grant update on public.insights, public.hot_events to leadline_sync;
grant insert on public.hot_acknowledgements to leadline_sync;

insert into sync.mutations (name, relation, verb, id_argument, function_name, author, fields) values
  ('lesson.create', 'lessons', 'create', 'lesson_id', null, 'created_by', '{"lesson_type": ["objection_handling",
    "dos_donts", "example_good", "example_bad", "blacklist_word", "never_rule", "best_practice"], "title": 300,
    "description": 10000, "trigger": 10000, "correct_response": 10000, "incorrect_response": 10000, "reasoning": 10000,
    "example_conversation": 100000, "tags": 10000, "priority": null, "source_message_id": null,
    "status": ["active", "testing"]}'),
  ('lesson.edit', 'lessons', 'edit', 'lesson_id', null, null, '{"title": 300, "description": 10000, "trigger": 10000,
    "correct_response": 10000, "incorrect_response": 10000, "reasoning": 10000, "example_conversation": 100000,
    "tags": 10000, "priority": null}'),
  ('insight.review', 'insights', 'edit', 'insight_id', 'insight_review', null,
    '{"status": ["viewed", "approved", "dismissed"], "user_feedback": 10000}'),
  ('hot_event.acknowledge', 'hot_acknowledgements', 'create', 'acknowledgement_id', 'hot_event_acknowledge', 'user_id',
    '{"hot_event_id": null, "action": ["seen", "claimed", "called", "replied", "snoozed", "passed"],
    "snoozed_until": null}');
insert into sync.mutations (name, function_name) values
  ('lesson.approve', 'lesson_approve'),
  ('lesson.archive', 'lesson_archive');
