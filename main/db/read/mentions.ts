/** Where the rep is named in notes. */
import type { Mention, MentionsPage } from '#shared/contract/areas/mentions.ts'
import { wholeMentions } from '#shared/domain/mentions.ts'
import type { ReadInput, ReadOutput } from '../calls.ts'
import type { Connection } from '../connection.ts'

type Stored = Omit<Mention, 'is_read'> & { is_read: number }

/** Characters of a note that the list has, which shows two lines. */
const EXCERPT = 400

const ME = `(select value from meta where key = 'user_id')`

/** The note decides: a mention whose note has not arrived yet, or is deleted here already, is none. */
const listed = (condition: string): string => `select m.id, m.lead_id, l.label as lead_label, m.note_id,
    substr(n.body, 1, ${EXCERPT}) as text, coalesce(m.mentioned_by, n.created_by) as by_id,
    m.read_at is not null as is_read, m.created_at as at,
    (select c.id from conversations as c where c.lead_id = m.lead_id order by c.at desc limit 1) as conversation_id
  from mentions as m cross join notes as n on n.id = m.note_id left join leads as l on l.id = m.lead_id
  where m.user_id = ${ME} and ${condition} order by m.created_at desc, m.rid desc limit ?`

export function mentionsList(db: Connection): (input: ReadInput<'mentions.list'>) => MentionsPage {
  const all = db.prepare<[number], Stored>(listed('true'))
  const unread = db.prepare<[number], Stored>(listed('m.read_at is null'))
  return ({ only_unread, limit }) => {
    const found = (only_unread ? unread : all).all(limit + 1)
    const mentions = found.slice(0, limit).map(({ is_read, text, ...mention }): Mention => ({
      ...mention,
      text: wholeMentions(text),
      is_read: is_read === 1,
    }))
    return { mentions, has_more: found.length > limit }
  }
}

export function unreadMentions(db: Connection): () => ReadOutput<'mentions.unread'> {
  const unread = db
    .prepare<[], number>(
      `select count(*) from mentions as m cross join notes as n on n.id = m.note_id
       where m.user_id = ${ME} and m.read_at is null`,
    )
    .pluck()
  return () => ({ count: unread.get() ?? 0 })
}

export function mentionsOfLead(
  db: Connection,
): (input: ReadInput<'mentions.of_lead'>) => ReadOutput<'mentions.of_lead'> {
  const ids = db
    .prepare<[string], string>(`select id from mentions where lead_id = ? and user_id = ${ME} and read_at is null`)
    .pluck()
  return ({ lead_id }) => ({ mention_ids: ids.all(lead_id) })
}
