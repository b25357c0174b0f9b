import type { LanguageCode } from './script.ts'
import { LANGUAGE_WORDS } from './content/languages.ts'
import type { Random } from './random.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const WAKES = 8
const SLEEPS = 21

/** What London's and Dublin's clocks show, as if it were UTC. Summer time as of EU directive 2000/84 and its UK twin. */
export function localTime(at: number): number {
  const year = new Date(at).getUTCFullYear()
  return at >= lastSunday(year, 2) && at < lastSunday(year, 9) ? at + HOUR : at
}

/** One o'clock UTC on the last Sunday of a month (0 to 11), when the clocks change. */
function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0, 1)
  return last - new Date(last).getUTCDay() * DAY
}

/** The latest moment not after `at` when people write: by day, and for `work` from Monday to Friday. */
export function wakingTime(at: number, random: Random, work: boolean): number {
  const local = localTime(at)
  const hour = Math.floor((local % DAY) / HOUR)
  let moved = at
  if (hour >= SLEEPS) moved = at - (hour - SLEEPS + 1) * HOUR - random.int(0, 2 * HOUR)
  else if (hour < WAKES) moved = at - (hour + 24 - SLEEPS + 1) * HOUR - random.int(0, 2 * HOUR)
  const weekday = new Date(localTime(moved)).getUTCDay()
  if (!work || (weekday !== 0 && weekday !== 6)) return moved
  return moved - (weekday === 0 ? 2 : 1) * DAY
}

/** An appointment one to eight days after `at`: a working day, office hours, on the quarter hour. */
export function appointmentAfter(at: number, random: Random): number {
  const midnight = Math.floor(localTime(at) / DAY) * DAY
  let day = midnight + random.int(1, 6) * DAY
  while (new Date(day).getUTCDay() % 6 === 0) day += DAY
  const local = day + random.int(9 * 4, 17 * 4) * 15 * MINUTE
  return local - (localTime(local) - local)
}

/** Names of days, dates and months in one language. Built once: the formatters of Intl are slow to make. */
export class Calendar {
  private readonly weekday: Intl.DateTimeFormat
  private readonly dayAndMonth: Intl.DateTimeFormat
  private readonly month: Intl.DateTimeFormat
  private readonly known = new Map<string, string>()
  private readonly english: boolean

  constructor(language: LanguageCode) {
    const { locale } = LANGUAGE_WORDS[language]
    this.english = language === 'en'
    this.weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
    this.dayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' })
    this.month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' })
  }

  /** “Tuesday”. */
  dayOf(at: number): string {
    return this.named('day', at, this.weekday)
  }

  /** “12 March”. */
  dateOf(at: number): string {
    return this.named('date', at, this.dayAndMonth)
  }

  /** “March”. */
  monthOf(at: number): string {
    return this.named('month', at, this.month)
  }

  /** “2:30pm” in English, “14:30” elsewhere. */
  timeOf(at: number): string {
    const local = localTime(at)
    const hour = Math.floor((local % DAY) / HOUR)
    const minute = Math.floor((local % HOUR) / MINUTE)
    const minutes = String(minute).padStart(2, '0')
    if (!this.english) return `${hour}:${minutes}`
    return `${hour % 12 || 12}${minute ? `:${minutes}` : ''}${hour < 12 ? 'am' : 'pm'}`
  }

  private named(what: string, at: number, format: Intl.DateTimeFormat): string {
    const local = localTime(at)
    const key = `${what}${Math.floor(local / DAY)}`
    const found = this.known.get(key)
    if (found !== undefined) return found
    const text = format.format(local)
    this.known.set(key, text)
    return text
  }
}
