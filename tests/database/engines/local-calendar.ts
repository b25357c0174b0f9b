import { DAY } from './support.ts'

/** Days, weeks, months and years by the clock of one time zone, computed with `Intl` and not by the database. */
export class LocalCalendar {
  readonly #clock: Intl.DateTimeFormat

  constructor(zone: string) {
    this.#clock = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  }

  /** The calendar of `zone`, or of UTC where there is no such zone. */
  static orUtc(zone: string): LocalCalendar {
    try {
      return new LocalCalendar(zone)
    } catch {
      return new LocalCalendar('UTC')
    }
  }

  /** The local date, `2026-11-21`. */
  date(at: Date): string {
    return new Date(this.shown(at.getTime())).toISOString().slice(0, 10)
  }

  /** When the local day began, as the others in milliseconds since 1970. */
  day(at: Date): number {
    return this.midnight(this.date(at))
  }

  /** When the Monday of the local week began. */
  week(at: Date): number {
    const date = new Date(this.date(at))
    return this.#before(date, (date.getUTCDay() + 6) % 7)
  }

  month(at: Date): number {
    return this.midnight(`${this.date(at).slice(0, 7)}-01`)
  }

  year(at: Date): number {
    return this.midnight(`${this.date(at).slice(0, 4)}-01-01`)
  }

  /** When the local day so many days before that of `at` began. */
  daysBefore(at: Date, days: number): number {
    return this.#before(new Date(this.date(at)), days)
  }

  /** When a local date began. */
  midnight(date: string): number {
    const wanted = Date.parse(`${date}T00:00:00Z`)
    // What the clock shows is off by the offset there and then; a second look is needed beside a change of the clocks.
    let at = wanted
    for (let look = 0; look < 2; look += 1) at += wanted - this.shown(at)
    return at
  }

  #before(date: Date, days: number): number {
    return this.midnight(new Date(date.getTime() - days * DAY).toISOString().slice(0, 10))
  }

  /**
   * The moment at which the clock shows a time that is read as if it were UTC; like PostgreSQL by the standard time where
   * the clock shows it twice or never.
   */
  moment(wanted: number): number {
    const offsets = [wanted - DAY, wanted + DAY].map((at) => this.shown(at) - at)
    const fitting = offsets.filter((offset) => this.shown(wanted - offset) === wanted)
    return wanted - Math.min(...(fitting.length > 0 ? fitting : offsets))
  }

  /** What the local clock shows, read as if it were UTC; whole seconds. */
  shown(at: number): number {
    const part = Object.fromEntries(this.#clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    return Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second'])
  }
}
