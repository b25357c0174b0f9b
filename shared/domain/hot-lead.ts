/**
 * Which leads call for the rep, in which order, and which of them have not been told yet. Pure: what there is comes from
 * the cache, what was told from its own list.
 */
import type { Platform } from './vocabulary.ts'

/** Why a hot lead concerns the rep. */
export type HotRelation = 'mine' | 'pool' | 'followed'

/** The server raises `waiting` after this many minutes unless told otherwise (`app.default_hot_lead_settings`). */
export const WAITING_MINUTES = 15
/** Who was left for longer is a backlog, not a customer who waits for an answer now (`app.raise_waiting`). */
export const BACKLOG_MS = 24 * 3_600_000
/** How far ahead of the server's clock a desktop's may be, by which a snooze ends (`tell_hot_leads`). */
export const CLOCK_SLACK_MS = 60_000
/** How long "Snooze" of the panel takes an alert away. */
export const HOT_SNOOZE_MS = 10 * 60_000

export interface HotLead {
  /** The alert's id; for a customer who waits while nobody can be asked, conversation and since when. */
  key: string
  /** Null while only this device has noticed. */
  event_id: string | null
  lead_id: string
  lead_label: string | null
  phone: string | null
  conversation_id: string | null
  message_id: string | null
  platform: Platform | null
  reason: string
  score: number | null
  /** Since when the lead calls, milliseconds since 1970. */
  since: number
  /** Since when the customer waits in the alert's conversation; null when nobody waits there. */
  waiting_since: number | null
  /** How often the team was alerted: nobody has claimed it, so it is told again. */
  alert_count: number
  relation: HotRelation
  /** The rep does not want to hear of it before. */
  snoozed_until: number | null
  /** The rep leaves it to others. */
  passed: boolean
  /** The rep's claim is on its way. */
  claiming: boolean
  /** One of the rep's desktops has told of it, since the team was last alerted and the rep's snooze ended. */
  is_told: boolean
}

/** Whether it calls for the rep at this moment. */
export function isCalling({ passed, claiming, snoozed_until }: HotLead, now: number): boolean {
  return !passed && !claiming && (snoozed_until === null || snoozed_until <= now)
}

/** What a customer who waits is known by, on a device that noticed by itself. */
export const waitingKey = (conversationId: string, since: number): string => `waiting:${conversationId}:${since}`

/**
 * Under what an alert is kept as told: once for each time the team was alerted, and once more after a snooze. What this
 * device has told of a waiting customer while it was alone is not told again when the server's alert arrives.
 * @returns the key first under which it is told now, then others under which it may have been
 */
export function toldKeys(lead: HotLead): [string, ...string[]] {
  const woken = lead.snoozed_until === null ? '' : `@${lead.snoozed_until}`
  const own = `${lead.key}#${lead.alert_count}${woken}`
  const isFirst = lead.event_id !== null && lead.alert_count <= 1 && woken === ''
  if (!isFirst || lead.conversation_id === null || lead.waiting_since === null) return [own]
  return [own, `${waitingKey(lead.conversation_id, lead.waiting_since)}#1`]
}

/** Those that call for the rep and have not been told, here or on another of the rep's desktops, the most urgent first. */
export function untold(leads: readonly HotLead[], told: ReadonlySet<string>, now: number): HotLead[] {
  return rankHotLeads(leads, now).filter(
    (lead) => isCalling(lead, now) && !lead.is_told && !toldKeys(lead).some((key) => told.has(key)),
  )
}

/**
 * Which of the rep's alerts come first: those that call before those that are put off, what the rep only follows last,
 * then the higher score, then who has waited longer. Those that the rep passed on are left out.
 */
export function rankHotLeads(leads: readonly HotLead[], now: number): HotLead[] {
  const rank = (lead: HotLead) => [
    isCalling(lead, now) ? 0 : 1,
    lead.relation === 'followed' ? 1 : 0,
    -(lead.score ?? 0),
    lead.since,
  ]
  return leads
    .filter(({ passed }) => !passed)
    .map((lead) => ({ lead, rank: rank(lead) }))
    .toSorted((a, b) => compare(a.rank, b.rank) || (a.lead.key < b.lead.key ? -1 : 1))
    .map(({ lead }) => lead)
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - b[index]!
    if (difference !== 0) return difference
  }
  return 0
}
