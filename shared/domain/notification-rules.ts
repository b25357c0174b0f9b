/** Who wants to be told of what, and how much of it at a time. */
import type { Split } from './conversation.ts'
import type { HotRelation } from './hot-lead.ts'

/** What this desktop tells of. The server knows more events (`NOTIFICATION_EVENTS`), which others tell. */
export const TOLD_EVENTS = ['hot_lead', 'message', 'assignment', 'mention', 'send_failed'] as const
export type ToldEvent = (typeof TOLD_EVENTS)[number]

/** For which splits each event can be wanted; null: wherever it happens. */
export const EVENT_SPLITS: Record<ToldEvent, readonly (Split | null)[]> = {
  hot_lead: ['mine', 'unassigned', 'all'],
  message: ['mine', 'unassigned', 'hot', 'waiting', 'all'],
  assignment: [null],
  mention: [null],
  send_failed: [null],
}

export interface Wanted {
  desktop: boolean
  sound: boolean
}

/** A rep's choice, as `notification_preferences` keeps it. */
export interface NotificationChoice extends Wanted {
  event: ToldEvent
  split: Split | null
}

/** Without a choice: what concerns the rep is told; what colleagues talk about with their own customers is not. */
function unchosen(event: ToldEvent, split: Split | null): Wanted {
  const isOthers = event === 'message' && split !== 'mine' && split !== 'hot'
  return { desktop: !isOthers, sound: !isOthers && event !== 'send_failed' }
}

/** What holds for an event in a split: the rep's choice for it, else for the event as a whole, else the usual. */
export function wantedFor(choices: readonly NotificationChoice[], event: ToldEvent, split: Split | null): Wanted {
  const ofEvent = choices.filter((choice) => choice.event === event)
  const { desktop, sound } =
    ofEvent.find((choice) => choice.split === split) ??
    ofEvent.find((choice) => choice.split === null) ??
    unchosen(event, split)
  return { desktop, sound: desktop && sound }
}

/** What is told when something is in several splits: whatever one of them asks for. */
export function wantedIn(
  choices: readonly NotificationChoice[],
  event: ToldEvent,
  splits: readonly (Split | null)[],
): Wanted {
  const wishes = splits.map((split) => wantedFor(choices, event, split))
  return { desktop: wishes.some(({ desktop }) => desktop), sound: wishes.some(({ sound }) => sound) }
}

/** The split of the matrix under which a hot lead is asked for. */
export const splitOfRelation = (relation: HotRelation): Split =>
  relation === 'mine' ? 'mine' : relation === 'pool' ? 'unassigned' : 'all'

/** More conversations at once than this are a burst: they are told as one digest. */
export const BURST = 3

/** Something to tell of a conversation. */
export interface News {
  /** What it is kept as told under. */
  key: string
  event: ToldEvent
  /** Null for a lead without a conversation. */
  conversation_id: string | null
  lead_id: string
  message_id: string | null
  lead_label: string | null
  text: string
  /** Milliseconds since 1970. */
  at: number
  sound: boolean
}

export type Telling =
  | { kind: 'one'; about: string; latest: News; news: News[]; sound: boolean }
  | { kind: 'digest'; conversations: number; news: News[]; sound: boolean }

/**
 * How news are told: what belongs to one conversation together, more than {@link BURST} conversations, or anything after
 * an absence, as one digest.
 */
export function plan(news: readonly News[], afterAbsence: boolean): Telling[] {
  const groups = new Map<string, News[]>()
  for (const item of news) {
    const about = item.conversation_id ?? item.lead_id
    groups.set(about, [...(groups.get(about) ?? []), item])
  }
  if (groups.size === 0) return []
  const sound = (of: readonly News[]) => of.some((item) => item.sound)
  if (groups.size > BURST || (afterAbsence && groups.size > 1)) {
    return [{ kind: 'digest', conversations: groups.size, news: [...news], sound: sound(news) }]
  }
  return [...groups].map(([about, of]) => {
    const byUrgency = of.toSorted((a, b) => rankOf(a) - rankOf(b) || b.at - a.at)
    return { kind: 'one', about, latest: byUrgency[0]!, news: of, sound: sound(of) }
  })
}

const rankOf = ({ event }: News): number => TOLD_EVENTS.indexOf(event)
