import { LocalCalendar } from '../engines/local-calendar.ts'
import { DAY, HOUR } from '../engines/support.ts'

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** When a list may write, computed with `Intl` and not by the database; moments in milliseconds since 1970. */
export class SendingHours {
  readonly #calendar: LocalCalendar
  readonly #opens: number
  readonly #closes: number
  readonly #days: ReadonlySet<string>
  readonly #holidays: ReadonlySet<string>

  /** `opens` and `closes` in whole hours of the day; `holidays` as `12-25`, every year. */
  constructor(
    zone: string,
    hours: { opens: number; closes: number; days: readonly string[] },
    holidays: ReadonlySet<string>,
  ) {
    this.#calendar = new LocalCalendar(zone)
    this.#opens = hours.opens * HOUR
    this.#closes = hours.closes * HOUR
    this.#days = new Set(hours.days)
    this.#holidays = holidays
  }

  /** From when on it is open, and until when, not before a moment. */
  next(at: number): { from: number; to: number } {
    for (let day = Math.floor(this.#calendar.shown(at) / DAY) * DAY; ; day += DAY) {
      const to = this.#calendar.moment(day + this.#closes)
      const name = new Date(day).toISOString().slice(5, 10)
      if (at < to && this.#days.has(WEEKDAYS[new Date(day).getUTCDay()]!) && !this.#holidays.has(name)) {
        return { from: Math.max(at, this.#calendar.moment(day + this.#opens)), to }
      }
    }
  }

  /** When it has been open for so many hours since a moment. */
  after(since: number, hours: number): number {
    let missing = hours * HOUR
    for (let at = since; ;) {
      const { from, to } = this.next(at)
      if (to - from > missing) return from + missing
      missing -= to - from
      at = to
    }
  }
}
