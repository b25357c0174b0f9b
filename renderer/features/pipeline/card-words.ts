import { dayWords, isCloseOverdue } from '../../format/expected-close.ts'
import { dayKey, elapsed } from '../../format/time.ts'
import { money, shortMoney } from '../../format/money.ts'
import { nameOf, PLATFORM_NAMES, SAVE_WORDS } from '../../format/vocabulary.ts'
import type { BoardCard, BoardStage, BoardValue } from '#shared/contract/areas/pipeline.ts'

/** How near the next activity of a card is. */
export type Urgency = 'overdue' | 'today' | 'later' | 'none'

export const URGENCY_NAMES: Record<Urgency, string> = {
  overdue: 'Overdue',
  today: 'Today',
  later: 'Planned',
  none: 'Nothing planned',
}

/** @param now milliseconds since 1970 */
export function urgencyOf(dueAt: number | null, now: number): Urgency {
  if (dueAt === null) return 'none'
  if (dueAt < now) return 'overdue'
  return dayKey(dueAt) === dayKey(now) ? 'today' : 'later'
}

const DAY = 24 * 60 * 60_000
/** What a card goes by of its stage. */
export type CardStage = Pick<BoardStage, 'kind' | 'rotting_days'>

/** Whether nobody has moved a card on for too long: it is still open, and nothing is planned for it. */
export function isRotting(
  { since, due_at }: Pick<BoardCard, 'since' | 'due_at'>,
  { kind, rotting_days }: CardStage,
  now: number,
): boolean {
  if (kind !== 'open' || rotting_days === 0) return false
  return due_at === null && since !== null && now - since >= rotting_days * DAY
}

/** The day on which the deal of a card was to close, in words, once that is over; null otherwise. */
export function missedClose({ deal }: Pick<BoardCard, 'deal'>, stage: CardStage, now: number): string | null {
  const expected = deal?.expected_close_date ?? null
  return expected !== null && isCloseOverdue(expected, stage, now) ? dayWords(expected) : null
}

/** How long a card has been in its stage: `3 d`; `now` for one that has only just come. */
export function ageOf(since: number | null, now: number): string {
  return since === null || now - since < 60_000 ? 'now' : elapsed(since, now)
}

/** Amounts per currency, largest first: `£28,990 + €1,200`. */
export function valueWords(values: readonly { currency: string; minor: string }[]): string {
  return values.map(({ currency, minor }) => money(minor, currency)).join(' + ')
}

/** The same where there is little room, rounded: `£29k + €1.2k`. */
export function shortValueWords(values: readonly { currency: string; minor: string }[]): string {
  return values.map(({ currency, minor }) => shortMoney(minor, currency)).join(' + ')
}

/** What a column is worth, weighted by the probability of its deals. */
export function weightedWords(values: readonly BoardValue[]): string {
  return valueWords(values.map(({ currency, weighted }) => ({ currency, minor: weighted })))
}

export interface CardSurroundings {
  now: number
  stage: CardStage
  /** Null in the pool. */
  owner: string | null
}

/** A card as a screen reader says it. */
export function spokenCard(card: BoardCard, { now, stage, owner }: CardSurroundings): string {
  const urgency = urgencyOf(card.due_at, now)
  const missed = missedClose(card, stage, now)
  return [
    nameOf(card.title),
    card.detail,
    valueWords(card.values),
    card.deal && stage.kind === 'open' ? `${card.deal.probability} % likely` : null,
    missed && `was to close by ${missed}`,
    urgency === 'later' || urgency === 'none'
      ? URGENCY_NAMES[urgency]
      : `Next activity ${URGENCY_NAMES[urgency].toLowerCase()}`,
    card.waiting_since === null ? null : `waiting ${elapsed(card.waiting_since, now)}`,
    card.score > 0 ? `score ${card.score}` : null,
    owner ?? 'in the pool',
    card.stage_override ? 'set by hand' : null,
    isRotting(card, stage, now)
      ? `rotting, ${ageOf(card.since, now)} in this stage`
      : `${ageOf(card.since, now)} in this stage`,
    card.conversation && PLATFORM_NAMES[card.conversation.platform],
    card.save_state === 'saved' ? null : SAVE_WORDS[card.save_state],
  ]
    .filter(Boolean)
    .join(', ')
}
