import { z } from 'zod'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import type {
  CallDetails,
  ConversationView,
  Draft,
  TimelineItem,
  TimelineMessage,
  TimelineNote,
} from '#shared/contract/read-models.ts'
import { historyEdges } from '../history-edge.ts'
import { saveStateOf, saveStateSql } from './save-state.ts'

interface Head {
  rid: number
  id: string
  lead_id: string
  platform: ConversationView['conversation']['platform']
  channel_name: string | null
  status: ConversationView['conversation']['status']
  assigned_to: string | null
  waiting_since: number | null
  ai_enabled: number
  unread: number
  message_count: number
  label: string | null
  full_name: string | null
  company_name: string | null
  email: string | null
  phone: string | null
  score: number | null
  stage_name: string | null
  stage_color: string | null
  owner_id: string | null
  tags: string | null
  summary: string | null
}

type StoredMessage = Omit<TimelineMessage, 'kind' | 'save_state' | 'call'> & {
  metadata: string
  save_strength: number | null
}
type StoredNote = Omit<TimelineNote, 'kind' | 'save_state' | 'is_pinned'> & {
  is_pinned: number
  save_strength: number | null
}

const HEAD = `select c.rid, c.id, c.lead_id, c.platform, channel.name as channel_name, c.status, c.assigned_to,
    c.waiting_since, c.ai_enabled, c.unread_count as unread,
    c.message_count,
    lead.label, lead.full_name, lead.company_name, lead.email, lead.phone, lead.lead_score as score,
    stage.name as stage_name, stage.color as stage_color, lead.owner_id, lead.tags, lead.conversation_summary as summary
  from conversations as c
  left join leads as lead on lead.id = c.lead_id
  left join channels as channel on channel.id = c.channel_id
  left join pipeline_stages as stage on stage.id = lead.pipeline_stage_id
  where c.id = ?`

const MESSAGES = `select id, created_at as at, direction, sender_type, sender_id, content_type, subject, body, status, error,
    metadata, ${saveStateSql('messages', 'messages.id')} as save_strength
  from messages where conversation_rid = ? and created_at >= ? order by created_at desc, rid desc limit ?`

const NOTES = `select id, created_at as at, title, body, type, is_pinned, created_by as author_id,
    ${saveStateSql('notes', 'notes.id')} as save_strength
  from notes where lead_id = ? order by created_at desc, rid desc limit ?`

/** A conversation with the newest `limit` of its messages and its lead's notes, in the order of time. */
export function conversationView(db: Connection): (input: ReadInput<'conversation.view'>) => ConversationView | null {
  const head = db.prepare<[string], Head>(HEAD)
  const messages = db.prepare<[number, number, number], StoredMessage>(MESSAGES)
  const edgeOf = historyEdges(db)
  const notes = db.prepare<[string, number], StoredNote>(NOTES)
  return ({ conversation_id, limit }) => {
    const found = head.get(conversation_id)
    if (!found) return null
    // Beyond the edge there may be gaps: what is there shows once it has been fetched whole.
    const { fromAt, complete } = edgeOf(found, Date.now())
    const written = messages.all(found.rid, fromAt ?? Number.MIN_SAFE_INTEGER, limit + 1)
    const newestFirst: TimelineItem[] = [
      ...written.map(messageOf),
      ...notes.all(found.lead_id, limit + 1).map(noteOf),
    ].sort((a, b) => b.at - a.at)
    const has_older = newestFirst.length > limit
    return {
      ...headOf(found),
      items: newestFirst.slice(0, limit).toReversed(),
      has_older,
      has_older_on_server: !has_older && !complete && written.length < found.message_count,
    }
  }
}

function headOf(head: Head): Pick<ConversationView, 'conversation' | 'lead'> {
  const { id, lead_id, platform, status, assigned_to, waiting_since, unread } = head
  const { label, full_name, company_name, email, phone, owner_id, summary, stage_name, stage_color } = head
  const stage = stage_name === null || stage_color === null ? null : { name: stage_name, color: stage_color }
  const channel_name = head.channel_name ?? ''
  const ai_enabled = head.ai_enabled === 1
  const tags = head.tags === null ? [] : z.array(z.string()).catch([]).parse(JSON.parse(head.tags))
  const score = head.score ?? 0
  return {
    conversation: { id, lead_id, platform, channel_name, status, assigned_to, waiting_since, ai_enabled, unread },
    lead: { id: lead_id, label, full_name, company_name, email, phone, score, stage, owner_id, tags, summary },
  }
}

function messageOf({ metadata, save_strength, ...message }: StoredMessage): TimelineMessage {
  const call = message.content_type === 'call' ? callOf(JSON.parse(metadata)) : null
  return { kind: 'message', ...message, save_state: saveStateOf(save_strength), call }
}

function noteOf({ is_pinned, save_strength, ...note }: StoredNote): TimelineNote {
  return { kind: 'note', ...note, is_pinned: is_pinned === 1, save_state: saveStateOf(save_strength) }
}

/** What a call's message says of it; telephony providers leave parts out. */
const callSchema = z.object({
  duration_seconds: z.number().catch(0),
  outcome: z.string().nullable().catch(null),
  summary: z.string().nullable().catch(null),
  transcript: z.array(z.object({ speaker: z.string(), text: z.string() })).catch([]),
})

function callOf(metadata: unknown): CallDetails | null {
  return callSchema.safeParse(metadata).data ?? null
}

/** Id of the newest inbound message that the rep can have seen; null when there is none. */
export function lastInbound(db: Connection): (input: ReadInput<'conversation.last_inbound'>) => string | null {
  const statement = db
    .prepare<[string], string | null>('select last_inbound_id from conversations where id = ?')
    .pluck()
  return ({ conversation_id }) => statement.get(conversation_id) ?? null
}

/** What the rep had typed in a conversation. */
export function loadDraft(db: Connection): (input: ReadInput<'draft.load'>) => Draft | null {
  const statement = db.prepare<[string], Draft>('select body, mode from drafts where conversation_id = ?')
  return ({ conversation_id }) => statement.get(conversation_id) ?? null
}
