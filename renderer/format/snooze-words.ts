import { casual } from 'chrono-node'

/** A moment to put something away until, or why the words do not say one. */
export type SnoozeWords = { at: number } | { error: string }

export interface SnoozePreset {
  id: string
  label: string
  at: number
}

/** When a day begins for a rep, where the words name a day alone. */
const MORNING = 9
const HOUR = 60 * 60_000
/** Beyond this a conversation is not snoozed but forgotten. */
const MAX_YEARS = 5

/** A local day from today on, at a full hour: 9:00 stays 9:00 over a change to summer time. */
function atHour(now: number, days: number, hour: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime()
}

/** The usual choices, soonest first; those that make no sense at this hour are left out. */
export function snoozePresets(now: number): SnoozePreset[] {
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7
  const presets = [
    { id: 'hour', label: 'In 1 hour', at: now + HOUR },
    { id: 'later', label: 'Later today', at: Math.ceil((now + 3 * HOUR) / HOUR) * HOUR },
    { id: 'tomorrow', label: 'Tomorrow', at: atHour(now, 1, MORNING) },
    { id: 'week', label: 'Next week', at: atHour(now, toMonday, MORNING) },
    { id: 'month', label: 'In a month', at: atHour(now, 30, MORNING) },
  ]
  return presets.filter(({ id, at }) => id !== 'later' || at < atHour(now, 0, 22))
}

/**
 * Reads a moment in English words: "next tue 9am", "in 3 days". A day without an hour means nine in the morning.
 * @param now milliseconds since 1970
 */
export function readSnooze(text: string, now: number): SnoozeWords {
  const [found] = casual.parse(text, new Date(now), { forwardDate: true })
  if (!found) return { error: `“${text.trim()}” is no time. Try “tomorrow 9am”, “next tue” or “in 3 days”.` }
  const date = found.start.date()
  if (!found.start.isCertain('hour')) date.setHours(MORNING, 0, 0, 0)
  const at = date.getTime()
  if (at <= now) return { error: 'That is in the past. Choose a time still to come.' }
  if (date.getFullYear() > new Date(now).getFullYear() + MAX_YEARS) return { error: 'That is too far away.' }
  return { at }
}
