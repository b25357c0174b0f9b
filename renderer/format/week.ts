/** Local days and weeks, which begin on Monday. By the calendar, not by hours: over a change to summer time they stay whole. */

/** When the local day begins that is `days` after that of `at`. */
export function dayStart(at: number, days = 0): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}

/** The beginnings of the seven days of a week, and of the day after it. @param weeks from the week of `now` */
export function weekDays(now: number, weeks: number): number[] {
  const toMonday = -((new Date(now).getDay() + 6) % 7)
  return Array.from({ length: 8 }, (_, day) => dayStart(now, toMonday + weeks * 7 + day))
}

/** The same time of the clock on another day. */
export function onDay(at: number, day: number): number {
  const [time, date] = [new Date(at), new Date(day)]
  return new Date(
    date.getFullYear(),
    date.getMonth(),
    date.getDate(),
    time.getHours(),
    time.getMinutes(),
    time.getSeconds(),
  ).getTime()
}
