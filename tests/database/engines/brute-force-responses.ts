import type { Sql } from 'postgres'
import type { LocalCalendar } from './local-calendar.ts'

// How long customers waited and what the AI achieved beside people, counted here message by message.

/** Local dates, both included. */
export interface Range {
  since: string
  until: string
}

export interface Wait {
  message_id: string
  channel_id: string
  day: string
  answered_by: string | null
  person_id: string | null
  seconds: number | null
}

interface Message {
  id: string
  conversation_id: string
  lead_id: string
  channel_id: string
  direction: string
  sender_type: string
  sender_id: string | null
  step: string | null
  status: string
  created_at: Date
  sent_at: Date | null
}

const SENT: ReadonlySet<string> = new Set(['sent', 'delivered', 'read'])

const threadsOf = async (sql: Sql, organization: string): Promise<Message[][]> => {
  const messages = await sql<Message[]>`
    select m.*, c.channel_id from messages m join conversations c on c.id = m.conversation_id
    where m.organization_id = ${organization}`
  return [...Map.groupBy(messages, (message) => message.conversation_id).values()]
}

const isByUs = (message: Message): boolean =>
  message.direction === 'outbound' &&
  (message.sender_type === 'ai' || message.sender_type === 'agent') &&
  SENT.has(message.status)

/** Every wait that began in the range. */
export async function customerWaits(
  sql: Sql,
  organization: string,
  calendar: LocalCalendar,
  { since, until }: Range,
): Promise<Wait[]> {
  const waits = (await threadsOf(sql, organization)).flatMap((thread) => waitsIn(thread, calendar))
  return waits.filter(({ day }) => day >= since && day <= until)
}

function waitsIn(thread: readonly Message[], calendar: LocalCalendar): Wait[] {
  const at = (message: Message): number =>
    (message.direction === 'outbound' && message.sent_at ? message.sent_at : message.created_at).getTime()
  const said = thread.toSorted((a, b) => at(a) - at(b) || (a.id < b.id ? -1 : 1))
  const waits: Wait[] = []
  let open: { wait: Wait; since: number } | undefined
  for (const message of said) {
    if (message.direction === 'inbound') {
      if (open) continue
      const { id: message_id, channel_id } = message
      const wait = { message_id, channel_id, answered_by: null, person_id: null, seconds: null }
      open = { wait: { ...wait, day: calendar.date(message.created_at) }, since: at(message) }
      waits.push(open.wait)
    } else if (open && isByUs(message) && (message.step ?? 'reply') === 'reply') {
      Object.assign(open.wait, {
        answered_by: message.sender_type,
        person_id: message.sender_id,
        seconds: (at(message) - open.since) / 1000,
      })
      open = undefined
    }
  }
  return waits
}

const rounded = (value: number): number => Math.round(value * 10 + 1e-9) / 10

/** The figures of a group of waits. */
export function waitFigures(waits: readonly Wait[]): Record<string, number | null> {
  const seconds = waits.flatMap((wait) => (wait.seconds === null ? [] : [wait.seconds])).toSorted((a, b) => a - b)
  const [low, high] = [Math.floor((seconds.length - 1) / 2), Math.ceil((seconds.length - 1) / 2)]
  return {
    waits: waits.length,
    unanswered: waits.length - seconds.length,
    average_seconds: seconds.length > 0 ? rounded(seconds.reduce((sum, one) => sum + one, 0) / seconds.length) : null,
    median_seconds: seconds.length > 0 ? rounded((seconds[low]! + seconds[high]!) / 2) : null,
    slowest_tenth_seconds: seconds[Math.ceil(seconds.length * 0.9) - 1] ?? null,
  }
}

/** Who wrote in each conversation of the range, and what came of it. */
export async function handledConversations(
  sql: Sql,
  organization: string,
  calendar: LocalCalendar,
  range: Range,
): Promise<{ side: string; lead_id: string; messages: number; outcomes: ReadonlySet<string> }[]> {
  const within = (at: Date, from?: number): boolean => {
    const date = calendar.date(at)
    return date >= range.since && date <= range.until && (from === undefined || at.getTime() > from)
  }
  const [bookings, leads, optOuts] = await Promise.all([
    sql<{ lead_id: string; at: Date }[]>`
      select lead_id, created_at as at from bookings where organization_id = ${organization} and status <> 'cancelled'`,
    sql<{ lead_id: string; at: Date }[]>`
      select id as lead_id, converted_at as at from leads
      where organization_id = ${organization} and converted_at is not null`,
    sql<{ lead_id: string; at: Date }[]>`
      select lead_id, decided_at as at from consent_changes
      where organization_id = ${organization} and status = 'opted_out'`,
  ])
  return (await threadsOf(sql, organization)).flatMap((thread) => {
    const ours = thread.filter((message) => isByUs(message) && within(message.created_at))
    if (ours.length === 0) return []
    const lead_id = ours[0]!.lead_id
    const began = Math.min(...ours.map(({ created_at }) => created_at.getTime()))
    const senders = new Set(ours.map(({ sender_type }) => sender_type))
    const happened = (facts: readonly { lead_id: string; at: Date }[]) =>
      facts.some((fact) => fact.lead_id === lead_id && within(fact.at, began))
    const outcomes = new Set<string>()
    const replied = thread.some(({ direction, created_at }) => direction === 'inbound' && within(created_at, began))
    if (replied) outcomes.add('replied')
    if (happened(bookings)) outcomes.add('booked')
    if (happened(leads)) outcomes.add('converted')
    if (happened(optOuts)) outcomes.add('opted_out')
    return [{ side: senders.size > 1 ? 'both' : ours[0]!.sender_type, lead_id, messages: ours.length, outcomes }]
  })
}
