import { previewOf } from '#shared/domain/conversation.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import { planArc } from './arc.ts'
import type { Arc, Outcome } from './arc.ts'
import { DAY, HOUR } from './calendar.ts'
import { callMessages } from './call.ts'
import { ASIDES } from './content/asides.ts'
import { LANGUAGE_WORDS } from './content/languages.ts'
import { delivered, received } from './delivery.ts'
import type { Random } from './random.ts'
import type { DemoRow } from './rows.ts'
import type { BeatKind, LanguageCode, Line } from './script.ts'
import { Slots } from './slots.ts'
import type { Subject } from './slots.ts'
import { drawLastMoment, placeInTime } from './timeline.ts'
import type { Step } from './timeline.ts'
import { firstName } from './workspace.ts'
import type { Member } from './workspace.ts'

/** Everything a conversation needs to know of its lead. */
export interface ConversationRequest {
  organizationId: string
  leadId: string
  channelId: string
  platform: Platform
  subject: Subject
  /** The lead as summaries of calls speak of it. */
  internal: Subject
  /** Who writes for us; null when the lead is in the pool and only the assistant has answered. */
  rep: Member | null
  assistant: string
  assignedTo: string | null
  /** How many messages there should be, about. */
  target: number
  now: number
}

export interface GeneratedConversation {
  row: DemoRow<'conversations'>
  messages: DemoRow<'messages'>[]
  outcome: Outcome
  /** Furthest exchange that was had. */
  reached: BeatKind
  /** Appointments that were agreed, with when. */
  appointments: { startsAt: number; agreedAt: number }[]
}

/** What a message says, and who says it. */
export type Draft = Pick<
  DemoRow<'messages'>,
  'direction' | 'sender_type' | 'sender_id' | 'content_type' | 'subject' | 'body' | 'metadata' | 'step'
> & { at: number }

export function generateConversation(request: ConversationRequest, random: Random): GeneratedConversation {
  const last = drawLastMoment(request.now, random)
  const slots = new Slots(request.subject, random)
  const told =
    request.platform === 'voice' ? callMessages(request, slots, last, random) : chat(request, slots, last, random)
  const messages = toRows(request, told.drafts, random)
  return { ...told, messages, row: summarize(request, told.outcome, messages, random) }
}

type Told = Pick<GeneratedConversation, 'outcome' | 'reached' | 'appointments'> & { drafts: Draft[] }

interface PlannedLine extends Step {
  line: Line
  /** The assistant has this exchange, so it is the assistant who is spoken to. */
  assisted: boolean
}

function chat(request: ConversationRequest, slots: Slots, last: number, random: Random): Told {
  const { subject, platform, now } = request
  const recent = last > now - 2 * DAY
  const arc = planArc(subject.script, request.target, recent, subject.topics, random)
  const handover = handoverAt(request, arc, random)
  const planned = plannedLines(arc, handover)
  // What nobody has answered for days would be a waiting customer; few of those wait that long.
  const answered = !recent && arc.outcome === 'open' && random.chance(0.85)
  const lines = answered ? withoutTrailingInbound(planned) : planned
  const times = placeInTime(lines, last, platform, random)
  const appointments: Told['appointments'] = []
  const said = new Set<string>()
  const subjectLine = platform === 'email' ? slotsAt(slots, times[0] ?? last, request, random) : null
  const drafts = lines.map((planned, index): Draft => {
    const at = times[index] ?? last
    if (planned.opens) slots.begin(at, planned.assisted ? request.assistant : repName(request))
    const ends = lines[index + 1]?.opens !== false
    if (planned.kind === 'booking' && ends) appointments.push({ startsAt: slots.appointment, agreedAt: at })
    return {
      ...senderOf(planned, request),
      at,
      content_type: 'text',
      subject: subjectLine === null ? null : index === 0 ? subjectLine : `Re: ${subjectLine}`,
      body: bodyOf(planned, request, slots, said, random),
      metadata: {},
      step: stepOf(lines, index),
    }
  })
  const reached = lines.at(-1)?.kind ?? 'enquiry'
  return { drafts, outcome: arc.outcome, reached, appointments }
}

/** The lines up to our last answer; all of them when we never answered. */
function withoutTrailingInbound(lines: PlannedLine[]): PlannedLine[] {
  const last = lines.findLastIndex(({ inbound }) => !inbound)
  return last < 0 ? lines : lines.slice(0, last + 1)
}

function slotsAt(slots: Slots, at: number, { subject, assistant }: ConversationRequest, random: Random): string {
  slots.begin(at, assistant)
  return slots.write(random.pick(subject.script.subjects))
}

function repName({ rep, assistant }: ConversationRequest): string {
  return rep ? firstName(rep.name) : assistant
}

/** The index of the exchange from which a person answers in place of the assistant. */
function handoverAt({ rep, platform }: ConversationRequest, arc: Arc, random: Random): number {
  if (rep === null) return arc.beats.length
  if (platform === 'email' || random.chance(0.5)) return 0
  return random.chance(0.12) ? arc.beats.length : random.int(1, 4)
}

function plannedLines(arc: Arc, handover: number): PlannedLine[] {
  return arc.beats.flatMap((beat, index) => {
    const lines = index === arc.beats.length - 1 ? beat.lines.slice(0, arc.lastLines) : beat.lines
    const assisted = index < handover || beat.topic === 'opt-out'
    return lines.map((line, place) => ({
      line,
      inbound: line.inbound,
      automatic: assisted && !line.inbound,
      assisted,
      kind: beat.kind,
      opens: place === 0,
    }))
  })
}

function senderOf(
  planned: PlannedLine,
  { rep }: ConversationRequest,
): Pick<Draft, 'direction' | 'sender_type' | 'sender_id'> {
  if (planned.inbound) return { direction: 'inbound', sender_type: 'customer', sender_id: null }
  if (planned.automatic || rep === null) return { direction: 'outbound', sender_type: 'ai', sender_id: null }
  return { direction: 'outbound', sender_type: 'agent', sender_id: rep.id }
}

/** M1 to M3 are our first messages to somebody who has not written yet. */
function stepOf(lines: readonly PlannedLine[], index: number): string | null {
  if (lines[index]?.inbound !== false) return null
  if (lines.slice(0, index).some(({ inbound }) => inbound)) return 'reply'
  return ['M1', 'M2', 'M3'][index] ?? 'nurture'
}

function bodyOf(
  planned: PlannedLine,
  request: ConversationRequest,
  slots: Slots,
  said: Set<string>,
  random: Random,
): string {
  const { person, script } = request.subject
  const written = capitalized(slots.write(planned.line.text))
  const text = withAside(written, asideFor(written, planned, script.language, random), said, planned, script.language)
  if (request.platform === 'email') return letter(text, planned, request, slots, random)
  if (!planned.inbound) return text
  if (person.casual) return text.charAt(0).toLocaleLowerCase() + text.slice(1).replace(/\.$/, '')
  return script.language === 'ja' || random.chance(0.5) ? text : text.replace(/([^.])\.$/, '$1')
}

function capitalized(text: string): string {
  return text.replace(/^([¿¡“«]*)(\p{Ll})/u, (_, marks: string, letter: string) => marks + letter.toLocaleUpperCase())
}

/** Now and then a sentence that has nothing to do with the sale, as people write; machines do not. */
function asideFor(text: string, planned: PlannedLine, language: LanguageCode, random: Random): string | null {
  if (planned.kind === 'lost' || planned.automatic) return null
  if (!planned.inbound) return !/[?？؟]$/.test(text) && random.chance(0.5) ? random.pick(ASIDES[language].ours) : null
  return planned.opens && planned.kind !== 'enquiry' && random.chance(0.35)
    ? random.pick(ASIDES[language].theirs)
    : null
}

/** Before what customers write, after what we write; nobody says it twice in a conversation. */
function withAside(
  text: string,
  aside: string | null,
  said: Set<string>,
  planned: PlannedLine,
  language: LanguageCode,
): string {
  if (aside === null || said.has(aside)) return text
  said.add(aside)
  return (planned.inbound ? [aside, text] : [text, aside]).join(language === 'ja' ? '' : ' ')
}

/** An e-mail: greeting, text, and a name below. */
function letter(
  text: string,
  planned: PlannedLine,
  request: ConversationRequest,
  slots: Slots,
  random: Random,
): string {
  const { person, script, brand } = request.subject
  if (planned.inbound) return person.first === null ? text : `${text}\n\n${person.first}`
  const greeted = slots.lastGreeting !== '' && text.startsWith(slots.lastGreeting)
  const greeting = greeted ? slots.lastGreeting : slots.greeting()
  const rest = greeted ? capitalized(text.slice(greeting.length).replace(/^[,،.:!]?\s*/, '')) : text
  const comma = script.language === 'ja' ? '' : script.language === 'ar' ? '،' : ','
  const signOff = random.pick(LANGUAGE_WORDS[script.language].signOff)
  const name = planned.automatic || request.rep === null ? request.assistant : request.rep.name
  return `${greeting}${comma}\n\n${rest}\n\n${signOff}\n${name}\n${brand}`
}

function toRows(request: ConversationRequest, drafts: readonly Draft[], random: Random): DemoRow<'messages'>[] {
  const ids = drafts.map(({ at }) => random.uuid(at))
  return drafts.map(({ at, ...draft }, index) => {
    const inbound = draft.direction === 'inbound'
    const answer = drafts.slice(index + 1).find(({ direction }) => direction === 'inbound')
    const fate = inbound ? received(at) : delivered(request.platform, at, answer?.at ?? null, request.now, random)
    return {
      ...draft,
      ...fate,
      id: ids[index] ?? '',
      organization_id: request.organizationId,
      conversation_id: '',
      lead_id: request.leadId,
      platform: request.platform,
      ai_generated: draft.sender_type === 'ai',
      platform_timestamp: inbound ? at : null,
      created_at: at,
      updated_at: Math.max(at, fate.sent_at ?? 0, fate.delivered_at ?? 0, fate.read_at ?? 0, fate.failed_at ?? 0),
    }
  })
}

/** The conversation's row, with what the database's triggers would have derived from its messages; links them to it. */
function summarize(
  request: ConversationRequest,
  outcome: Outcome,
  messages: DemoRow<'messages'>[],
  random: Random,
): DemoRow<'conversations'> {
  const first = messages[0]
  const last = messages.at(-1)
  if (!first || !last) throw new Error('a conversation without messages')
  const id = random.uuid(first.created_at)
  for (const message of messages) message.conversation_id = id
  const lastAnswer = messages.findLastIndex(({ sender_type }) => sender_type === 'agent' || sender_type === 'ai')
  const lastRead = messages.findLastIndex(({ sender_type }) => sender_type === 'agent')
  const open = messages.slice(lastAnswer + 1).find(({ direction }) => direction === 'inbound')
  const unseen = messages.slice(lastRead + 1).filter(({ direction }) => direction === 'inbound').length
  const age = request.now - last.created_at
  const status = drawStatus(outcome, age, open !== undefined, random)
  const waiting = status === 'closed' || status === 'archived' ? undefined : open
  const seen = status !== 'open' || age > 3 * DAY || (!waiting && random.chance(0.6)) || random.chance(0.25)
  return {
    id,
    organization_id: request.organizationId,
    lead_id: request.leadId,
    channel_id: request.channelId,
    platform: request.platform,
    status,
    assigned_to: request.assignedTo,
    priority: random.weighted({ low: 8, normal: 78, high: 11, urgent: 3 }),
    snoozed_until: status === 'snoozed' ? request.now + random.int(HOUR, 9 * DAY) : null,
    unread_count: seen ? 0 : unseen,
    message_count: messages.length,
    last_message_at: last.created_at,
    last_message_preview: previewOf(last.body),
    last_message_direction: last.direction,
    last_inbound_id: messages.findLast(({ direction }) => direction === 'inbound')?.id ?? null,
    waiting_since: waiting?.created_at ?? null,
    sentiment: sentimentOf(outcome, messages, random),
    needs_review: messages.some(({ sender_type }) => sender_type === 'ai') && random.chance(0.05),
    ai_enabled: outcome !== 'opted_out' && !messages.some(({ sender_type }) => sender_type === 'agent'),
    created_at: first.created_at,
    updated_at: Math.max(...messages.map(({ updated_at }) => updated_at)),
  }
}

function drawStatus(outcome: Outcome, age: number, waiting: boolean, random: Random): string {
  if (outcome === 'opted_out') return 'closed'
  const finished = outcome === 'won' || outcome === 'lost'
  if (finished && age > DAY && random.chance(0.9)) return age > 200 * DAY && random.chance(0.4) ? 'archived' : 'closed'
  if (age > 20 * DAY && random.chance(0.85)) return 'closed'
  if (age > 4 * DAY && waiting && random.chance(0.85)) return 'closed'
  return age > 4 * HOUR && random.chance(0.07) ? 'snoozed' : 'open'
}

function sentimentOf(outcome: Outcome, messages: readonly DemoRow<'messages'>[], random: Random): string | null {
  if (!messages.some(({ direction }) => direction === 'inbound')) return null
  if (outcome === 'won') return 'positive'
  if (outcome === 'booked') return random.pick(['hot', 'positive'])
  if (outcome === 'opted_out') return 'negative'
  if (outcome === 'lost') return random.pick(['negative', 'neutral'])
  return random.weighted({ positive: 30, neutral: 40, unclear: 10, hot: 12, negative: 8 })
}
