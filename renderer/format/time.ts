/** Words for times. The app speaks English, so dates do too, whatever the system's language; the time zone is local. */

const LOCALE = 'en-GB'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short' })
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' })
const dayMonthYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' })
const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long' })
const whole = new Intl.NumberFormat(LOCALE)
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** Local calendar day, days since 1970: unlike a difference in milliseconds it knows midnights and summer time. */
function dayNumber(at: number): number {
  const date = new Date(at)
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY)
}

/** A key that two times share when they fall on the same local day. */
export function dayKey(at: number): string {
  return String(dayNumber(at))
}

/** `14:02` */
export function clockTime(at: number): string {
  return clock.format(at)
}

/** `Monday, 17 November 2025 at 14:02`, for titles. */
export function fullTime(at: number): string {
  return full.format(at)
}

/** `17 November 2025` */
export function fullDay(at: number): string {
  return day.format(at)
}

/** A moment that may be far away, short: `Tue 24 Nov, 09:00`. */
export function dateTime(at: number): string {
  return `${weekday.format(at)} ${dayMonth.format(at)}, ${clock.format(at)}`
}

/** `12,400` */
export function count(value: number): string {
  return whole.format(value)
}

/** A count where little room is: `980`, `1.3K`. */
export function shortCount(value: number): string {
  return compact.format(value)
}

function sameYear(at: number, now: number): boolean {
  return new Date(at).getFullYear() === new Date(now).getFullYear()
}

/** When something happened, as short as a list row allows: `now`, `4m`, `3h`, `Yesterday`, `Tue`, `17 Nov`, `17 Nov 2024`. */
export function shortTime(at: number, now: number): string {
  const age = now - at
  if (age < MINUTE) return 'now'
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m`
  const days = dayNumber(now) - dayNumber(at)
  if (days === 0) return `${Math.floor(age / HOUR)}h`
  if (days === 1) return 'Yesterday'
  if (days < 7) return weekday.format(at)
  return sameYear(at, now) ? dayMonth.format(at) : dayMonthYear.format(at)
}

/** The label of a day separator: `Today`, `Yesterday`, `Mon 17 Nov`, `Mon 17 Nov 2024`. */
export function dayLabel(at: number, now: number): string {
  const days = dayNumber(now) - dayNumber(at)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return `${weekday.format(at)} ${(sameYear(at, now) ? dayMonth : dayMonthYear).format(at)}`
}

/** The age of something as a customer feels it: `1 min`, `2 h`, `3 d`. Less than a minute counts as one. */
export function elapsed(since: number, now: number): string {
  const age = Math.max(0, now - since)
  if (age < HOUR) return `${Math.max(1, Math.floor(age / MINUTE))} min`
  if (age < DAY) return `${Math.floor(age / HOUR)} h`
  return `${Math.floor(age / DAY)} d`
}

/** How long ago something was that has just happened: `4 s ago`, `3 min ago`, `2 h ago`, `3 d ago`. */
export function ago(at: number, now: number): string {
  const seconds = Math.max(1, Math.floor((now - at) / 1000))
  return seconds < 60 ? `${seconds} s ago` : `${elapsed(at, now)} ago`
}

/** `14:02` today, `Yesterday 14:02`, `17 Nov 14:02` before. */
export function momentTime(at: number, now: number): string {
  const label = dayLabel(at, now)
  return label === 'Today' ? clockTime(at) : `${label} ${clockTime(at)}`
}

/** A call's length: `0:42`, `12:05`, `1:02:33`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** The local calendar day as YYYY-MM-DD. */
export function isoDay(at: number): string {
  const date = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
