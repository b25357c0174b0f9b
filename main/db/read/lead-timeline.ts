import type { LeadEvent, LeadEventKind, LeadTimeline } from '#shared/contract/lead-models.ts'
import { mentionsAsTyped, wholeMentions } from '#shared/domain/mentions.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { HOLDS_OF_LEAD, MOVES_OF_LEAD, WAITING_OF_LEAD, moveText } from './stage-history.ts'
import type { StoredMove } from './stage-history.ts'

type Stored = Omit<LeadEvent, 'kind' | 'inbound' | 'automatic'> & { inbound: number; automatic: number }

/** Characters of a text that a line shows. */
const EXCERPT = 200

/** What only messages have, for the others. */
const PLAIN = `0 as inbound, null as platform, null as conversation_id`

const OF_LEAD: Record<'note' | 'booking' | 'deal', string> = {
  note: `select id, created_at as at, substr(coalesce(title || ': ', '') || body, 1, ${EXCERPT}) as text,
      created_by as by, 0 as automatic, ${PLAIN}
    from notes where lead_id = ? order by created_at desc, rid desc limit ?`,
  booking: `select id, created_at as at, coalesce(title, 'Appointment') as text, created_by as by, 0 as automatic, ${PLAIN}
    from bookings where lead_id = ? order by created_at desc, rid desc limit ?`,
  deal: `select id, created_at as at, name as text, null as by, 0 as automatic, ${PLAIN}
    from deals where lead_id = ? order by created_at desc, rid desc limit ?`,
}

const AI_ACTIONS = `select id, created_at as at, substr(coalesce(subject, description, ''), 1, ${EXCERPT}) as text,
    null as by, 1 as automatic, ${PLAIN}
  from activities where lead_id = ? and type = 'chatbot_interaction' order by created_at desc, rid desc limit ?`

/** Of one conversation, newest first, read backwards from its index until there are enough of the kind. */
const WRITTEN: Record<'message' | 'call' | 'ai', string> = {
  message: `content_type <> 'call' and sender_type <> 'ai'`,
  call: `content_type = 'call'`,
  ai: `content_type <> 'call' and sender_type = 'ai'`,
}
const written = (
  kind: keyof typeof WRITTEN,
): string => `select id, created_at as at, substr(body, 1, ${EXCERPT}) as text,
    case when direction = 'outbound' then sender_id end as by, sender_type in ('ai', 'system') as automatic,
    direction = 'inbound' as inbound, platform, conversation_id
  from messages where conversation_rid = ? and ${WRITTEN[kind]} order by created_at desc, rid desc limit ?`

/** What happened with a lead, newest first: over all of its conversations and everything that hangs on it. */
export function leadTimeline(db: Connection): (input: ReadInput<'lead.timeline'>) => LeadTimeline {
  const conversations = db.prepare<[string], number>('select rid from conversations where lead_id = ?').pluck()
  const ofLead = (sql: string) => {
    const statement = db.prepare<[string, number], Stored>(sql)
    return (leadId: string, limit: number) => statement.all(leadId, limit)
  }
  const messages = (kind: keyof typeof WRITTEN) => {
    const statement = db.prepare<[number, number], Stored>(written(kind))
    return (rids: number[], limit: number) => rids.flatMap((rid) => statement.all(rid, limit))
  }
  const said = { message: messages('message'), call: messages('call'), ai: messages('ai') }
  const stages = stageEvents(db)
  const done = {
    note: ofLead(OF_LEAD.note),
    stage: stages,
    booking: ofLead(OF_LEAD.booking),
    deal: ofLead(OF_LEAD.deal),
  }
  const aiActions = ofLead(AI_ACTIONS)

  return ({ lead_id, kinds, limit }) => {
    const rids = conversations.all(lead_id)
    const rowsOf = (kind: LeadEventKind): Stored[] => {
      if (kind === 'ai') return [...said.ai(rids, limit + 1), ...aiActions(lead_id, limit + 1)]
      return kind === 'message' || kind === 'call' ? said[kind](rids, limit + 1) : done[kind](lead_id, limit + 1)
    }
    const events = [...new Set(kinds)]
      .flatMap((kind) => rowsOf(kind).map((row) => eventOf(kind, row)))
      .toSorted((a, b) => b.at - a.at)
    return { events: events.slice(0, limit), has_older: events.length > limit }
  }
}

/** Moves between stages, those that wait to be sent, and when a person held the stage or let it go. */
function stageEvents(db: Connection): (leadId: string, limit: number) => Stored[] {
  type Of = [{ lead: string; limit: number }]
  const moves = db.prepare<Of, StoredMove>(MOVES_OF_LEAD)
  const waiting = db.prepare<Of, StoredMove>(WAITING_OF_LEAD)
  const holds = db.prepare<Of, Pick<Stored, 'id' | 'at' | 'by' | 'text'>>(HOLDS_OF_LEAD)
  const rest = { inbound: 0, platform: null, conversation_id: null }
  return (lead, limit) => [
    ...[...waiting.all({ lead, limit }), ...moves.all({ lead, limit })].map((move) => ({
      ...rest,
      id: move.id,
      at: move.at,
      by: move.by,
      automatic: move.automatic,
      text: moveText(move),
      waiting: move.waiting === 1,
    })),
    ...holds.all({ lead, limit }).map((hold) => ({ ...rest, ...hold, automatic: 0 })),
  ]
}

const eventOf = (kind: LeadEventKind, { inbound, automatic, ...row }: Stored): LeadEvent => ({
  kind,
  ...row,
  text: kind === 'note' ? mentionsAsTyped(wholeMentions(row.text)) : row.text,
  inbound: inbound === 1,
  automatic: automatic === 1,
})
