import { attachmentFacts, attachmentName } from '../../format/attachment-words.ts'
import { authorOf } from '../../format/author-of.ts'
import { clockTime, count, dayKey, duration, fullDay } from '../../format/time.ts'
import { humanise, nameOf, PLATFORM_NAMES } from '../../format/vocabulary.ts'
import type { ConversationView, TimelineItem, TimelineMessage } from '#shared/contract/read-models.ts'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'

/** A message or note as it stands on paper. */
export interface PrintedItem {
  id: string
  isNote: boolean
  author: string
  /** Time and channel, and what became of it where that is not as usual. */
  facts: string
  subject: string | null
  text: string
  files: string[]
}

export interface PrintedDay {
  day: string
  items: PrintedItem[]
}

/** The names that a print needs. */
export interface PrintedBy {
  user: { id: string; name: string }
  team: { nameOf: (id: string) => string }
}

/** The thread by days, oldest first. */
export function printedDays(view: ConversationView, notes: boolean, by: PrintedBy): PrintedDay[] {
  const days = new Map<string, PrintedDay>()
  for (const item of view.items) {
    if (item.kind === 'note' && !notes) continue
    const key = dayKey(item.at)
    const day = days.get(key) ?? { day: fullDay(item.at), items: [] }
    day.items.push(printedItem(item, nameOf(view.lead.label), by))
    days.set(key, day)
  }
  return [...days.values()]
}

function printedItem(item: TimelineItem, leadName: string, { user, team }: PrintedBy): PrintedItem {
  if (item.kind === 'note') {
    const { id, at, title, body, author_id } = item
    const author = author_id === null ? 'Leadline' : author_id === user.id ? user.name : team.nameOf(author_id)
    const facts = `${clockTime(at)} · Note, for the team only`
    return { id, isNote: true, author, facts, subject: title, text: mentionsAsTyped(body), files: [] }
  }
  return {
    id: item.id,
    isNote: false,
    author: authorOf(item, team, user.id, leadName) ?? user.name,
    facts: [clockTime(item.at), PLATFORM_NAMES[item.platform], ...fateOf(item)].join(' · '),
    subject: item.subject,
    text: [item.body, ...callOf(item)].filter(Boolean).join('\n'),
    files: item.attachments.map((file) => `${attachmentName(file)} (${attachmentFacts(file)})`),
  }
}

function fateOf({ status, save_state, scheduled_for }: TimelineMessage): string[] {
  if (status === 'failed') return ['not delivered']
  if (status === 'cancelled') return ['cancelled']
  if (scheduled_for !== null) return ['not sent yet']
  return save_state === 'saved' ? [] : ['not sent yet']
}

function callOf({ call, direction }: TimelineMessage): string[] {
  if (!call) return []
  const lasted = call.duration_seconds > 0 ? duration(call.duration_seconds) : 'not connected'
  return [
    `${direction === 'inbound' ? 'Incoming' : 'Outgoing'} call, ${lasted}${call.outcome ? `, ${humanise(call.outcome)}` : ''}`,
    call.summary ?? '',
    ...call.transcript.map(({ speaker, text }) => `${humanise(speaker)}: ${text}`),
  ]
}

/** What of the thread this is: `12 March 2026 to 14 June 2026 · 1,204 messages`. */
export function rangeOf(days: readonly PrintedDay[]): string {
  const items = days.flatMap((day) => day.items)
  const messages = items.filter(({ isNote }) => !isNote).length
  const [first, last] = [days[0]?.day, days.at(-1)?.day]
  const range = first === undefined ? null : first === last ? first : `${first} to ${last}`
  return [range, messages === 1 ? '1 message' : `${count(messages)} messages`].filter(Boolean).join(' · ')
}
