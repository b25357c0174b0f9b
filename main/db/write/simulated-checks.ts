import assert from 'node:assert/strict'
import type { Connection } from '../connection.ts'

/** Counters, labels and references that triggers keep, against a scan. */
export function checkDerived(eye: Connection, userId: string): void {
  const counted = `select 'all' as split, in_all as here, unread_count from conversations
    union all select 'mine', in_mine, unread_count from conversations
    union all select 'unassigned', in_unassigned, unread_count from conversations
    union all select 'waiting', in_waiting, unread_count from conversations
    union all select 'hot', in_hot, unread_count from conversations
    union all select 'snoozed', in_snoozed, unread_count from conversations`
  const wrong = `select s.split from split_counts as s left join (${counted}) as c on c.split = s.split and c.here
    group by s.split having s.total <> count(c.split) or s.unread <> count(case when c.unread_count > 0 then 1 end)`
  assert.deepEqual(eye.prepare(wrong).all(), [])
  const stale = `select c.id from conversations as c left join leads as l on l.id = c.lead_id
    where (c.lead_label, c.lead_score, c.lead_stage_id, c.lead_owner_id) is not (l.label, l.lead_score, l.pipeline_stage_id, l.owner_id)
      or c.mine <> (c.assigned_to is :me or l.owner_id is :me)
      or c.lead_hot <> coalesce(l.temperature is 'hot' or l.contact_status = 'hot', 0)`
  assert.deepEqual(eye.prepare(stale).all({ me: userId }), [])
  const tags = `select tag.value, c.rid from leads, json_each(leads.tags) as tag join conversations as c on c.lead_id = leads.id`
  assert.deepEqual(difference(eye, 'select * from inbox_tags', tags), [])
  const numbered = (value: string) => `(select no from inbox_values where value = coalesce(${value}, ''))`
  const entries = `select rid, at, in_all, in_mine, in_unassigned, in_hot, in_waiting, in_snoozed, unread_count > 0,
    ${numbered('channel_id')}, ${numbered('coalesce(assigned_to, lead_owner_id)')}, ${numbered('lead_stage_id')}
    from conversations where status in ('open', 'snoozed')`
  const kept = `select rid, at, in_all, in_mine, in_unassigned, in_hot, in_waiting, in_snoozed, unread,
    channel, handler, stage from inbox_entries`
  assert.deepEqual(difference(eye, kept, entries), [])
  const astray = `select m.id from messages as m left join conversations as c on c.id = m.conversation_id
    where m.conversation_rid is not c.rid`
  assert.deepEqual(eye.prepare(astray).all(), [])
}

/** Rows that only one of two queries gives. */
function difference(eye: Connection, one: string, other: string): unknown[] {
  return eye.prepare(`select * from (${one} except ${other}) union all select * from (${other} except ${one})`).all()
}
