import { parseDate } from 'chrono-node'

const DAY_MS = 24 * 60 * 60 * 1000
const AGO = /^(\d{1,3})([dwmy])$/
const DAYS = { d: 1, w: 7, m: 30, y: 365 } as const
const CALENDAR = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/

/**
 * The beginning of a day in local time: `2026-05-03`, `2026-05`, `2026`, `7d` (ago), or words (`yesterday`, `3 may`).
 * @returns milliseconds since 1970; null when it is no date
 */
export function searchDate(text: string, now: number): number | null {
  const value = text.trim().toLowerCase()
  const ago = AGO.exec(value)
  if (ago) return dayStart(now - Number(ago[1]) * DAYS[ago[2] as keyof typeof DAYS] * DAY_MS)
  const calendar = CALENDAR.exec(value)
  if (calendar) return calendarDay(Number(calendar[1]), Number(calendar[2] ?? 1), Number(calendar[3] ?? 1))
  const found = value.length > 40 ? null : parseDate(value, new Date(now))
  if (!found) return null
  // Who searches looks back: `3 may`, asked in November, has been.
  if (found.getTime() > now && !/\d{4}/.test(value)) found.setFullYear(found.getFullYear() - 1)
  return dayStart(found.getTime())
}

function calendarDay(year: number, month: number, day: number): number | null {
  const date = new Date(year, month - 1, day)
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : null
}

function dayStart(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
