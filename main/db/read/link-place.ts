import type { Target } from '#shared/domain/app-link.ts'
import type { Connection } from '../connection.ts'

/** Where something is shown: a conversation, perhaps at a message, or a lead that has none. */
export interface Place {
  lead_id: string
  conversation_id: string | null
  message_id: string | null
}

const LATEST = `(select c.id from conversations as c where c.lead_id = l.id order by c.at desc, c.rid desc limit 1)`

const STATEMENTS: Record<Target['kind'], string> = {
  lead: `select l.id as lead_id, ${LATEST} as conversation_id, null as message_id from leads as l where l.id = ?`,
  conversation: `select lead_id, id as conversation_id, null as message_id from conversations where id = ?`,
  message: `select lead_id, conversation_id, id as message_id from messages where id = ?`,
  note: `select l.id as lead_id, ${LATEST} as conversation_id, n.id as message_id
    from notes as n join leads as l on l.id = n.lead_id where n.id = ?`,
}

/** Where a link leads; null when it is not in the cache. */
export function linkPlace(db: Connection): (target: Target) => Place | null {
  const kinds = Object.keys(STATEMENTS) as Target['kind'][]
  const statements = new Map(kinds.map((kind) => [kind, db.prepare<[string], Place>(STATEMENTS[kind])]))
  return ({ kind, id }) => statements.get(kind)?.get(id) ?? null
}
