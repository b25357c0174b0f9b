import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import type { InboxCounts, InboxPage, InboxRow } from '#shared/contract/read-models.ts'
import { SPLITS } from '#shared/domain/conversation.ts'
import type { Split } from '#shared/domain/conversation.ts'
import { saveStateOf, saveStateSql } from './save-state.ts'

type StoredRow = Omit<InboxRow, 'stage' | 'save_state'> & {
  stage_name: string | null
  stage_color: string | null
  save_strength: number | null
}

type Page = ReadInput<'inbox.page'>

/**
 * One statement per split and kind of range, never a bound that may be null inside an `or`: that would read the whole
 * index instead of a range of it.
 */
function pageSql(split: Split, hasFrom: boolean, hasTo: boolean): string {
  return `select c.id, c.rid, c.lead_id, c.lead_label, c.platform, c.status, c.priority,
      coalesce(c.last_message_preview, '') as preview, c.at,
      case when c.last_message_direction = 'outbound' then (
        select case when m.sender_type <> 'agent' then m.sender_type when m.sender_id = me.value then 'you' else 'team' end
        from messages as m, meta as me
        where m.conversation_rid = c.rid and me.key = 'user_id'
        order by m.created_at desc, m.rid desc limit 1) end as last_by,
      c.unread_count as unread, c.waiting_since, coalesce(c.lead_score, 0) as score,
      stage.name as stage_name, stage.color as stage_color,
      coalesce(c.assigned_to, c.lead_owner_id) as handler_id,
      ${saveStateSql('conversations', 'c.id')} as save_strength
    from conversations as c indexed by inbox_${split}
    left join pipeline_stages as stage on stage.id = c.lead_stage_id
    where c.in_${split}
      ${hasFrom ? 'and (c.at, c.rid) < (:from_at, :from_rid)' : ''}
      ${hasTo ? 'and (c.at, c.rid) >= (:to_at, :to_rid)' : ''}
    order by c.at desc, c.rid desc limit :limit`
}

/** A page of a split, newest first; "unread" in its counts means conversations with unread messages. */
export function inboxPage(db: Connection): (input: Page) => InboxPage {
  const prepare = (split: Split) =>
    [false, true].map((hasFrom) =>
      [false, true].map((hasTo) =>
        db.prepare<[Record<string, number | undefined>], StoredRow>(pageSql(split, hasFrom, hasTo)),
      ),
    )
  const statements = Object.fromEntries(SPLITS.map((split) => [split, prepare(split)])) as Record<
    Split,
    ReturnType<typeof prepare>
  >
  return ({ split, from, to, limit }) => {
    const statement = statements[split][from ? 1 : 0]![to ? 1 : 0]!
    const bounds = {
      ...(from && { from_at: from.at, from_rid: from.rid }),
      ...(to && { to_at: to.at, to_rid: to.rid }),
    }
    // One more than asked for tells whether there are more.
    const found = statement.all({ ...bounds, limit: limit + 1 })
    const rows = found.slice(0, limit).map(rowOf)
    const last = rows.at(-1)
    return { rows, next: found.length > limit && last ? { at: last.at, rid: last.rid } : null }
  }
}

function rowOf({ stage_name, stage_color, save_strength, ...row }: StoredRow): InboxRow {
  const stage = stage_name === null || stage_color === null ? null : { name: stage_name, color: stage_color }
  return { ...row, stage, save_state: saveStateOf(save_strength) }
}

/** Conversations per split, and how many of them have unread messages; kept by triggers, so four rows to read. */
export function inboxCounts(db: Connection): () => InboxCounts {
  const statement = db.prepare<[], { split: Split; total: number; unread: number }>('select * from split_counts')
  return () =>
    Object.fromEntries(statement.all().map(({ split, total, unread }) => [split, { total, unread }])) as InboxCounts
}
