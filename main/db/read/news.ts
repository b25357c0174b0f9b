import type { Split } from '#shared/domain/conversation.ts'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'
import type { News } from '#shared/domain/notification-rules.ts'
import { previewOf } from '#shared/domain/conversation.ts'
import type { ChangedIds } from '../changes.ts'
import type { Connection } from '../connection.ts'

export interface NewsInput {
  /** Rows that have changed; `all`: more than are listed. */
  messages: ChangedIds
  conversations: ChangedIds
  mentions: ChangedIds
  /** What happened before is not news, milliseconds since 1970. */
  since: number
}

/** Something that happened, and in which splits: the rep may not want to hear of all of them. */
export interface Happened extends Omit<News, 'sound'> {
  splits: (Split | null)[]
}

interface Found extends Omit<Happened, 'splits'> {
  in_mine: number
  in_unassigned: number
  in_hot: number
  in_waiting: number
}

/** More would be one digest all the same. */
const LISTED = 500

const CONVERSATION = `c.id as conversation_id, c.lead_id, c.lead_label, c.in_mine, c.in_unassigned, c.in_hot, c.in_waiting`
const ME = `(select value from meta where key = 'user_id')`
const given = (column: string): string => `json_extract(a.changes, '$.${column}.after') = ${ME}
    and not json_extract(a.changes, '$.${column}.mine')`

const MESSAGES = `select 'message:' || m.id as key, 'message' as event, m.id as message_id, m.body as text,
    m.created_at as at, ${CONVERSATION}
  from messages as m join conversations as c on c.rid = m.conversation_rid
  where m.id in (select value from json_each(:ids)) and m.direction = 'inbound' and m.sender_type = 'customer'
    and m.created_at > :since and c.shown_status = 'open'`

/** When a large round has come in: what is unread of the rep's own. */
const UNREAD = `select 'message:' || c.last_inbound_id as key, 'message' as event, c.last_inbound_id as message_id,
    coalesce(c.last_message_preview, '') as text, c.at, ${CONVERSATION}
  from inbox_entries as e indexed by inbox_mine join conversations as c on c.rid = e.rid
  where e.in_mine and e.at > :since and e.unread and c.last_inbound_id is not null order by e.at desc limit ${LISTED}`

const FAILED = `select 'failed:' || m.id || ':' || coalesce(m.failed_at, 0) as key, 'send_failed' as event,
    m.id as message_id, m.body as text, coalesce(m.failed_at, m.updated_at) as at, ${CONVERSATION}
  from messages as m join conversations as c on c.rid = m.conversation_rid
  where m.id in (select value from json_each(:ids)) and m.direction = 'outbound' and m.status = 'failed'
    and m.sender_id = ${ME} and coalesce(m.failed_at, m.updated_at) > :since`

const ASSIGNED = `select 'assigned:' || c.id || ':' || a.at as key, 'assignment' as event, null as message_id,
    coalesce(c.last_message_preview, '') as text, a.at, ${CONVERSATION}
  from conversations as c join arrivals as a on a.table_name = 'conversations' and a.row_id = c.id
  where c.id in (select value from json_each(:ids)) and a.at > :since and ${given('assigned_to')}`

const MENTIONED = `select 'mention:' || n.id as key, 'mention' as event, null as message_id,
    coalesce(o.body, '') as text, n.created_at as at, ${CONVERSATION}
  from mentions as n left join notes as o on o.id = n.note_id
  join conversations as c on c.rid = (
    select l.rid from conversations as l where l.lead_id = n.lead_id order by l.at desc, l.rid desc limit 1)
  where n.id in (select value from json_each(:ids)) and n.user_id = ${ME} and n.read_at is null
    and n.created_at > :since`

/** Those of the conversations that nobody has to read any more. */
export function readOf(db: Connection): (input: { ids: string[] }) => string[] {
  const read = db
    .prepare<[string], string>(
      'select id from conversations where id in (select value from json_each(?)) and unread_count = 0',
    )
    .pluck()
  return ({ ids }) => read.all(JSON.stringify(ids))
}

/** What there is to tell of rows that have changed, the earliest first. */
export function newsOf(db: Connection): (input: NewsInput) => Happened[] {
  const byIds = (sql: string) => db.prepare<[{ ids: string; since: number }], Found>(sql)
  const [messages, failed, assigned, mentioned] = [MESSAGES, FAILED, ASSIGNED, MENTIONED].map(byIds)
  const unread = db.prepare<[{ since: number }], Found>(UNREAD)
  return ({ since, ...changed }) => {
    const ids = (of: ChangedIds) => ({ ids: JSON.stringify(of === 'all' ? [] : of), since })
    const found = [
      ...(changed.messages === 'all' ? unread.all({ since }) : messages!.all(ids(changed.messages))),
      ...failed!.all(ids(changed.messages)),
      ...assigned!.all(ids(changed.conversations)),
      ...mentioned!.all(ids(changed.mentions)),
    ]
    return found.toSorted((a, b) => a.at - b.at).map(asHappened)
  }
}

function asHappened({ in_mine, in_unassigned, in_hot, in_waiting, ...found }: Found): Happened {
  const inSplit = { mine: in_mine, unassigned: in_unassigned, hot: in_hot, waiting: in_waiting } as const
  const splits: Split[] = [
    'all',
    ...(['mine', 'unassigned', 'hot', 'waiting'] as const).filter((name) => inSplit[name]),
  ]
  return {
    ...found,
    text: previewOf(found.event === 'mention' ? mentionsAsTyped(found.text) : found.text),
    splits: found.event === 'message' ? splits : [null],
  }
}
