/** The thread of a lead: a window of its messages over all channels, its notes, and the moves between stages. */
import { z } from 'zod'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import type { CallDetails } from '#shared/contract/call-details.ts'
import type {
  ConversationView,
  TimelineMessage,
  TimelineNote,
  TimelineStageChange,
} from '#shared/contract/read-models.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import { historyEdges } from '../history-edge.ts'
import { tagsOf } from '../search/kinds.ts'
import { saveStateOf, saveStateSql } from './save-state.ts'
import { attachmentsOfItems } from './timeline-attachments.ts'

interface Sibling {
  rid: number
  id: string
  platform: Platform
  channel_name: string
  message_count: number
}

/** A place in the thread: everything up to it is shown, and some of what follows. */
interface Place {
  at: number
  rid: number
}

type StoredMessage = Omit<TimelineMessage, 'kind' | 'save_state' | 'call' | 'scheduled_for' | 'attachments'> & {
  metadata: string
  save_strength: number | null
}
type StoredNote = Omit<TimelineNote, 'kind' | 'save_state' | 'is_pinned' | 'tags'> & {
  is_pinned: number
  tags: string
  save_strength: number | null
}

const MESSAGE = `select id, conversation_id, platform, created_at as at, direction, sender_type, sender_id, content_type,
    subject, body, status, error, failed_at, metadata, ${saveStateSql('messages', 'messages.id')} as save_strength
  from messages where conversation_rid = ?`

const NOTE = `select id, created_at as at, title, body, type, is_pinned, tags, created_by as author_id,
    ${saveStateSql('notes', 'notes.id')} as save_strength
  from notes where lead_id = ?`

const SIBLINGS = `select c.rid, c.id, c.platform, coalesce(channel.name, '') as channel_name, c.message_count
  from conversations as c left join channels as channel on channel.id = c.channel_id
  where c.lead_id = ? order by c.created_at, c.rid`

const STAGE_CHANGES = `select s.id, s.created_at as at, coalesce(was.name, s.from_name) as "from", coalesce(is_now.name, s.to_name) as "to", s.changed_by as by,
    s.is_automatic, s.reason
  from stage_changes as s
  left join pipeline_stages as was on was.id = s.from_stage_id
  left join pipeline_stages as is_now on is_now.id = s.to_stage_id
  where s.lead_id = ? and s.deal_id is null and s.created_at between ? and ?
  order by s.created_at`

const END: Place = { at: Number.MAX_SAFE_INTEGER, rid: Number.MAX_SAFE_INTEGER }
const BEGINNING = Number.MIN_SAFE_INTEGER

export type Timeline = Omit<ConversationView, 'conversation' | 'lead'>
type TimelineOf = (conversation: { id: string; lead_id: string }, input: ReadInput<'conversation.view'>) => Timeline

/** A window of the thread that a conversation belongs to; each statement is a range of one index. */
export function timelines(db: Connection): TimelineOf {
  const siblingsOf = db.prepare<[string], Sibling>(SIBLINGS)
  // With a note comes all of its moment: messages are numbered by themselves.
  const placeOf = db.prepare<[string, number, string], Place>(
    `select created_at as at, rid from messages where id = ? union all
     select created_at, ? from notes where id = ? limit 1`,
  )
  const messagesTo = db.prepare<[number, number, number, number, number], StoredMessage>(
    `${MESSAGE} and (created_at, rid) <= (?, ?) and created_at >= ? order by created_at desc, rid desc limit ?`,
  )
  const messagesAfter = db.prepare<[number, number, number, number], StoredMessage>(
    `${MESSAGE} and (created_at, rid) > (?, ?) order by created_at, rid limit ?`,
  )
  const notesTo = db.prepare<[string, number, number], StoredNote>(
    `${NOTE} and created_at <= ? order by created_at desc, rid desc limit ?`,
  )
  const notesAfter = db.prepare<[string, number, number], StoredNote>(
    `${NOTE} and created_at > ? order by created_at, rid limit ?`,
  )
  const stageChanges = db.prepare<
    [string, number, number],
    Omit<TimelineStageChange, 'is_automatic'> & { is_automatic: number }
  >(STAGE_CHANGES)
  const edge = edges(db)
  const withAttachments = attachmentsOfItems(db)

  return (conversation, { limit, show = 'conversation', around = null, after = 0 }) => {
    const siblings = siblingsOf.all(conversation.lead_id)
    const shown = siblings.filter(({ id, platform }) =>
      show === 'conversation' ? id === conversation.id : show === 'lead' || platform === show,
    )
    const anchor = around === null ? undefined : placeOf.get(around, END.rid, around)
    const place = anchor ?? END
    const { fromAt, missing } = edge(shown)
    // Beyond the edge there may be gaps: what is there shows once it has been fetched whole, or when it is asked for.
    const beyond = fromAt !== null && place.at < fromAt
    const lowest = beyond ? place.at : (fromAt ?? BEGINNING)

    const upTo = [
      ...shown.flatMap(({ rid }) => messagesTo.all(rid, place.at, place.rid, lowest, limit + 1).map(messageOf)),
      ...notesTo.all(conversation.lead_id, place.at, limit + 1).map(noteOf),
    ].sort((a, b) => b.at - a.at)
    const following = anchor
      ? [
          ...shown.flatMap(({ rid }) => messagesAfter.all(rid, place.at, place.rid, after + 1).map(messageOf)),
          ...notesAfter.all(conversation.lead_id, place.at, after + 1).map(noteOf),
        ].sort((a, b) => a.at - b.at)
      : []
    const has_older = upTo.length > limit
    const has_newer = following.length > after
    const items = withAttachments([...upTo.slice(0, limit).toReversed(), ...following.slice(0, after)])
    const from = has_older ? items[0]!.at : BEGINNING
    const to = has_newer ? items.at(-1)!.at : END.at
    return {
      siblings: siblings.map(({ id, platform, channel_name }) => ({ id, platform, channel_name })),
      items,
      stage_changes: stageChanges
        .all(conversation.lead_id, from, to)
        .map((change) => ({ ...change, is_automatic: change.is_automatic === 1 })),
      has_older,
      has_newer,
      has_older_on_server: !has_older && missing !== null,
      older_in: missing,
      anchor: around === null ? null : anchor ? 'found' : 'missing',
      gap_at: beyond ? fromAt : null,
    }
  }
}

/**
 * From when on the messages of several conversations are here without a gap (null: whatever is here), and the conversation
 * that older ones are to be fetched of first (null: none lacks any).
 */
function edges(db: Connection): (siblings: readonly Sibling[]) => { fromAt: number | null; missing: string | null } {
  const edgeOf = historyEdges(db)
  const countSince = db
    .prepare<[number, number], number>('select count(*) from messages where conversation_rid = ? and created_at >= ?')
    .pluck()
  return (siblings) => {
    const now = Date.now()
    const lacking = siblings
      .map((sibling) => ({ ...sibling, ...edgeOf(sibling, now) }))
      .filter(
        ({ rid, fromAt, complete, message_count }) =>
          !complete && countSince.get(rid, fromAt ?? BEGINNING)! < message_count,
      )
      .sort((a, b) => (b.fromAt ?? BEGINNING) - (a.fromAt ?? BEGINNING))
    return { fromAt: lacking[0]?.fromAt ?? null, missing: lacking[0]?.id ?? null }
  }
}

function messageOf({ metadata, save_strength, ...message }: StoredMessage): TimelineMessage {
  const call = message.content_type === 'call' ? callOf(JSON.parse(metadata)) : null
  const scheduled_for = message.status === 'scheduled' ? timeOf(JSON.parse(metadata)) : null
  return { kind: 'message', ...message, scheduled_for, save_state: saveStateOf(save_strength), call, attachments: [] }
}

function noteOf({ is_pinned, tags, save_strength, ...note }: StoredNote): TimelineNote {
  const shown = { ...note, is_pinned: is_pinned === 1, tags: tagsOf(tags) }
  return { kind: 'note', ...shown, save_state: saveStateOf(save_strength) }
}

/** What a call's message says of it; telephony providers leave parts out. */
const callSchema = z.object({
  duration_seconds: z.number().catch(0),
  outcome: z.string().nullable().catch(null),
  summary: z.string().nullable().catch(null),
  transcript: z.array(z.object({ speaker: z.string(), text: z.string() })).catch([]),
})

const timeSchema = z.object({ scheduled_for: z.number() })

function timeOf(metadata: unknown): number | null {
  return timeSchema.safeParse(metadata).data?.scheduled_for ?? null
}

function callOf(metadata: unknown): CallDetails | null {
  return callSchema.safeParse(metadata).data ?? null
}
