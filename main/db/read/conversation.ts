import { z } from 'zod'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import type { ConversationView, Draft } from '#shared/contract/read-models.ts'
import { timelines } from './timeline.ts'
import { DRAFT_COLUMNS, draftOf } from '../draft-row.ts'
import type { DraftRow } from '../draft-row.ts'

interface Head {
  id: string
  lead_id: string
  platform: ConversationView['conversation']['platform']
  channel_name: string | null
  status: ConversationView['conversation']['status']
  assigned_to: string | null
  waiting_since: number | null
  ai_enabled: number
  unread: number
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

const HEAD = `select c.id, c.lead_id, c.platform, channel.name as channel_name, c.shown_status as status, c.assigned_to,
    c.waiting_since, c.ai_enabled, c.unread_count as unread,
    lead.label, lead.full_name, lead.company_name, lead.email, lead.phone, lead.lead_score as score,
    stage.name as stage_name, stage.color as stage_color, lead.owner_id, lead.tags, lead.conversation_summary as summary
  from conversations as c
  left join leads as lead on lead.id = c.lead_id
  left join channels as channel on channel.id = c.channel_id
  left join pipeline_stages as stage on stage.id = lead.pipeline_stage_id
  where c.id = ?`

/** A conversation, its lead, and a window of the lead's thread. */
export function conversationView(db: Connection): (input: ReadInput<'conversation.view'>) => ConversationView | null {
  const head = db.prepare<[string], Head>(HEAD)
  const timelineOf = timelines(db)
  return (input) => {
    const found = head.get(input.conversation_id)
    return found ? { ...headOf(found), ...timelineOf(found, input) } : null
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

/** Id of the newest inbound message that the rep can have seen; null when there is none. */
export function lastInbound(db: Connection): (input: ReadInput<'conversation.last_inbound'>) => string | null {
  const statement = db
    .prepare<[string], string | null>('select last_inbound_id from conversations where id = ?')
    .pluck()
  return ({ conversation_id }) => statement.get(conversation_id) ?? null
}

/** What the rep had typed in a conversation. */
export function loadDraft(db: Connection): (input: ReadInput<'draft.load'>) => Draft | null {
  const statement = db.prepare<[string], DraftRow>(`select ${DRAFT_COLUMNS} from drafts where conversation_id = ?`)
  return ({ conversation_id }) => {
    const row = statement.get(conversation_id)
    return row ? draftOf(row) : null
  }
}
