import type { Outcome } from './arc.ts'
import { DAY, HOUR, MINUTE, wakingTime } from './calendar.ts'
import { CALL_SUMMARIES, MISSED_CALLS } from './content/calls.ts'
import { LANGUAGE_WORDS } from './content/languages.ts'
import type { ConversationRequest, Draft } from './conversation.ts'
import type { Random } from './random.ts'
import type { BeatKind } from './script.ts'
import { Slots } from './slots.ts'
import { compile } from './template.ts'
import { firstName } from './workspace.ts'

interface TranscriptLine {
  speaker: string
  text: string
}

/** Characters that people speak in a second. */
const SPEECH_RATE = 13
const MESSAGES_PER_CALL = 5
const MOST_CALLS = 6

interface Calls {
  drafts: Draft[]
  outcome: Outcome
  reached: BeatKind
  appointments: { startsAt: number; agreedAt: number }[]
}

/** The calls of one lead as the messages of a voice conversation, the last of them at `last`. */
export function callMessages(request: ConversationRequest, slots: Slots, last: number, random: Random): Calls {
  const count = Math.min(MOST_CALLS, Math.max(1, Math.round(request.target / MESSAGES_PER_CALL)))
  const drafts: Draft[] = []
  let at = last
  for (let call = 0; call < count; call++) {
    drafts.unshift(random.chance(0.66) ? completedCall(request, slots, at, random) : missedCall(request, at, random))
    at = wakingTime(at - Math.floor(random.skewed() * 5 * DAY) - HOUR, random, true)
  }
  const talked = drafts.some(({ direction, metadata }) => direction === 'inbound' || isCompleted(metadata))
  return { drafts, outcome: talked ? 'open' : 'silent', reached: talked ? 'question' : 'outreach', appointments: [] }
}

function isCompleted(metadata: unknown): boolean {
  return typeof metadata === 'object' && metadata !== null && 'outcome' in metadata && metadata.outcome === 'completed'
}

function speakers({ rep, assistant, subject }: ConversationRequest): { ours: string; theirs: string } {
  return { ours: rep?.name ?? assistant, theirs: subject.person.first ?? 'Customer' }
}

function completedCall(request: ConversationRequest, slots: Slots, at: number, random: Random): Draft {
  const { subject } = request
  const { ours, theirs } = speakers(request)
  slots.begin(at, firstName(ours))
  const words = LANGUAGE_WORDS[subject.script.language]
  const say = (inbound: boolean, text: string): TranscriptLine => ({ speaker: inbound ? theirs : ours, text })
  const beat = random.pick(subject.script.beats.call)
  const transcript = [
    say(false, slots.write(compile(random.pick(words.callOpening)))),
    ...beat.lines.map(({ inbound, text }) => say(inbound, slots.write(text))),
    say(false, slots.write(compile(random.pick(words.callClosing)))),
  ]
  const spoken = transcript.reduce((sum, { text }) => sum + text.length, 0)
  const duration = Math.round(spoken / SPEECH_RATE) + random.int(40, 420)
  const summary = inBrief(request, random.pick(CALL_SUMMARIES[subject.script.sector]), at, random)
  const inbound = random.chance(0.35)
  return {
    ...partyOf(request, inbound),
    at,
    body: `${inbound ? 'Incoming' : 'Outgoing'} call, ${Math.max(1, Math.round((duration * 1_000) / MINUTE))} min. ${summary}`,
    metadata: {
      duration_seconds: duration,
      outcome: 'completed',
      recording_url: `https://recordings.example/${random.uuid(at)}.mp3`,
      summary,
      transcript,
    },
  }
}

function missedCall(request: ConversationRequest, at: number, random: Random): Draft {
  const outcome = random.pick(['no_answer', 'voicemail', 'busy'] as const)
  const inbound = outcome === 'no_answer' && random.chance(0.3)
  const summary = inbound
    ? 'Missed call, nobody free.'
    : inBrief(request, random.pick(MISSED_CALLS[outcome]), at, random)
  return {
    ...partyOf(request, inbound),
    at,
    body: summary,
    metadata: {
      duration_seconds: outcome === 'voicemail' ? random.int(12, 48) : 0,
      outcome: inbound ? 'missed' : outcome,
      recording_url: null,
      summary,
      transcript: [],
    },
  }
}

/** A summary for colleagues. */
function inBrief(request: ConversationRequest, text: string, at: number, random: Random): string {
  const slots = new Slots(request.internal, random)
  slots.begin(at, firstName(speakers(request).ours))
  return slots.write(compile(text))
}

function partyOf(
  { rep }: ConversationRequest,
  inbound: boolean,
): Pick<Draft, 'direction' | 'sender_type' | 'sender_id' | 'content_type' | 'subject' | 'step'> {
  const call = { content_type: 'call', subject: null, step: null }
  if (inbound) return { ...call, direction: 'inbound', sender_type: 'customer', sender_id: null }
  if (rep === null) return { ...call, direction: 'outbound', sender_type: 'ai', sender_id: null }
  return { ...call, direction: 'outbound', sender_type: 'agent', sender_id: rep.id }
}
