/** Whether and how the customer can be written to right now. */
import { PLATFORM_NAMES } from '../../format/vocabulary.ts'
import type { ReplyObstacle, ReplyOptions, ReplyVia } from '#shared/contract/areas/composer.ts'
import { windowAt, type MessagingWindow } from '#shared/domain/messaging-window.ts'

/**
 * `ready`: words can be sent · `ai`: the AI answers until somebody takes over · `window`: the time to answer freely is
 * over · `blocked`: nobody may write there.
 */
export type ReplyState =
  | { kind: 'ready'; via: ReplyVia; window: MessagingWindow }
  | { kind: 'ai'; via: ReplyVia }
  | { kind: 'window'; via: ReplyVia; sentence: string }
  | { kind: 'blocked'; via: ReplyVia | null; sentence: string }

/** Why a channel cannot be chosen, in a few words. */
export const OBSTACLE_WORDS: Record<ReplyObstacle, string> = {
  opted_out: 'Opted out',
  no_address: 'No address known',
  not_written: 'Has never written there',
  calls_only: 'Calls only',
  channel_off: 'Switched off',
}

/** The channel that was chosen, else the conversation's own. */
export function chosenVia({ vias }: ReplyOptions, via: string | undefined): ReplyVia | null {
  return vias.find(({ channel_id }) => channel_id === via) ?? vias[0] ?? null
}

/** @param now milliseconds since 1970 */
export function replyStateOf(options: ReplyOptions, chosen: string | undefined, now: number): ReplyState {
  const via = chosenVia(options, chosen)
  if (options.do_not_contact) return { kind: 'blocked', via: null, sentence: 'This customer is not to be contacted.' }
  if (!via) return { kind: 'blocked', via, sentence: 'No channel is set up to write to this customer.' }
  if (via.obstacle) return { kind: 'blocked', via, sentence: SENTENCES[via.obstacle](PLATFORM_NAMES[via.platform]) }
  if (options.answering === 'ai') return { kind: 'ai', via }
  const window = windowAt(via.platform, via.last_inbound_at, now)
  return window.state === 'closed'
    ? { kind: 'window', via, sentence: closedSentence(via, window.since) }
    : { kind: 'ready', via, window }
}

const SENTENCES: Record<ReplyObstacle, (channel: string) => string> = {
  opted_out: (channel) => `The customer has opted out of ${channel}: nothing may be sent there.`,
  no_address: (channel) => `There is no number or address to write to the customer by ${channel}.`,
  not_written: (channel) => `On ${channel} only customers who have written first can be answered.`,
  calls_only: () => 'A call cannot be answered in writing.',
  channel_off: (channel) => `The channel ${channel} is switched off.`,
}

function closedSentence({ platform }: ReplyVia, since: number | null): string {
  const name = PLATFORM_NAMES[platform]
  if (platform === 'whatsapp') {
    return since === null
      ? 'The customer has not written on WhatsApp: only an approved template may be sent.'
      : 'More than 24 hours since the customer last wrote: until they write again, only an approved template may be sent.'
  }
  return since === null
    ? SENTENCES.not_written(name)
    : `More than 7 days since the customer last wrote: ${name} takes no answer until they write again.`
}

/** The subject of an answer to an e-mail; empty where there is nothing to answer. */
export function answerSubject({ last_subject }: ReplyVia): string {
  const subject = last_subject?.trim() ?? ''
  return subject === '' || /^re:/i.test(subject) ? subject : `Re: ${subject}`
}
