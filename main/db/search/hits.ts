/** Rows of candidates, checked against the words themselves, ranked and made into what is shown. */
import type Sqlite from 'better-sqlite3'
import type { ConversationHit, MessageHit, NoteHit } from '#shared/contract/areas/search.ts'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'
import { matchText, snippetOf } from '#shared/domain/search/match.ts'
import type { Term } from '#shared/domain/search/query.ts'
import type { Connection } from '../connection.ts'
import type { Conditions } from './filters.ts'
import { spokenText } from './kinds.ts'
import { Prepared } from './prepared.ts'

/** A hit with its rank: how well it answers, and how new it is. It is made when it is among those that are shown. */
export interface Ranked<H> {
  id: string
  /** Milliseconds since 1970. */
  at: number
  rank: number
  hit: () => H
}

const HALF_LIFE_MS = 30 * 24 * 60 * 60 * 1000

/** 1 now, half of it a month ago. */
export const recency = (at: number, now: number): number => 2 ** (-Math.max(0, now - at) / HALF_LIFE_MS)

/** The best of them, best first; equal ones newest first. */
export function best<H>(ranked: Ranked<H>[], limit: number): H[] {
  return ranked
    .sort((a, b) => b.rank - a.rank || b.at - a.at)
    .slice(0, limit)
    .map(({ hit }) => hit())
}

interface MessageRow {
  rid: number
  id: string
  at: number
  subject: string | null
  body: string
  content_type: string
  metadata: string | null
}
type MessageDetails = Omit<MessageHit, 'snippet' | 'within'>
type NoteRow = Omit<NoteHit, 'snippet'> & { title: string | null; body: string }

/** What decides whether a message is a hit. SQLite leaves out the joins that no operator asks for. */
const MESSAGES = `select m.rid, m.id, m.created_at as at, m.subject, m.body, m.content_type,
    case m.content_type when 'call' then m.metadata end as metadata
  from json_each(?) as j cross join messages as m on m.rid = j.value
  left join conversations as c on c.rid = m.conversation_rid
  left join leads as l on l.id = m.lead_id where true`
const MESSAGE_DETAILS = `select m.id, m.conversation_id, m.lead_id, l.label as lead_label, m.platform, m.sender_type,
    m.sender_id, m.created_at as at
  from messages as m left join leads as l on l.id = m.lead_id where m.rid = ?`
/** The parts of a row that hits need, by number, in the order of the numbers. */
const NOTES = `select n.id, n.lead_id, l.label as lead_label, n.type, n.created_by as author_id, n.created_at as at,
    n.title, n.body,
    (select c.id from conversations as c where c.lead_id = n.lead_id order by c.at desc limit 1) as conversation_id
  from json_each(?) as j cross join notes as n on n.rid = j.value left join leads as l on l.id = n.lead_id where true`
const CONVERSATIONS = `select c.id, c.lead_id, c.lead_label, c.platform, c.shown_status as status, c.unread_count as unread,
    coalesce(c.last_message_preview, '') as preview, c.at
  from json_each(?) as j cross join conversations as c on c.rid = j.value left join leads as l on l.id = c.lead_id
  where true`

/** Rows by their numbers, as hits. Whatever has left the cache is not there, whatever the index says. */
export class Hits {
  readonly #prepared: Prepared
  readonly #messageDetails: Sqlite.Statement<[number], MessageDetails>

  constructor(cache: Connection) {
    this.#prepared = new Prepared(cache)
    this.#messageDetails = cache.prepare(MESSAGE_DETAILS)
  }

  messages(rids: number[], terms: readonly Term[], conditions: Conditions, now: number): Ranked<MessageHit>[] {
    return this.#prepared.all<MessageRow>(MESSAGES, conditions, rids).flatMap((row) => {
      const { rid, id, at, subject, body, content_type, metadata } = row
      const texts = [
        { within: 'text' as const, text: subject ? `${subject} — ${body}` : body },
        { within: 'transcript' as const, text: metadata === null ? '' : spokenText(content_type, metadata) },
      ]
      for (const { within, text } of texts) {
        const match = matchText(text, terms)
        if (!match) continue
        const rank = match.relevance + 2 * recency(at, now)
        const hit = () => ({ ...this.#messageDetails.get(rid)!, within, snippet: snippetOf(text, match.spans) })
        return [{ id, at, rank, hit }]
      }
      return []
    })
  }

  notes(rids: number[], terms: readonly Term[], conditions: Conditions, now: number): Ranked<NoteHit>[] {
    return this.#prepared.all<NoteRow>(NOTES, conditions, rids).flatMap(({ title, body, ...rest }) => {
      const words = mentionsAsTyped(body)
      const text = title ? `${title} — ${words}` : words
      const match = matchText(text, terms)
      if (!match) return []
      const { id, at } = rest
      const hit = () => ({ ...rest, snippet: snippetOf(text, match.spans) })
      return [{ id, at, rank: match.relevance + recency(at, now), hit }]
    })
  }

  conversations(rids: number[], conditions: Conditions): ConversationHit[] {
    return this.#prepared.all<ConversationHit>(CONVERSATIONS, conditions, rids)
  }
}
