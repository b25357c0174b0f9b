/** Dates as files write them. */

/** Which comes first where both could be: day and month are numbers apart by a slash, a dot or a dash. */
export type DateOrder = 'dmy' | 'mdy'

const NUMBERS = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})$/
const ISO = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})$/
const WORDS_DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th|\.)?[ -]+([a-z]{3,9})\.?,?[ -]+(\d{4}|\d{2})$/i
const WORDS_MONTH_FIRST = /^([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4}|\d{2})$/i
/** A time of day after the date, which is left out. */
const TIME = /[T ,]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.?m\.?)?( ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$/i
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * The day in ISO 8601 (`2026-03-29`); null where it is none. Years of two digits are from 1970 to 2069.
 * @param order of numbers apart by slashes and the like
 */
export function readDate(typed: string, order: DateOrder): string | null {
  const value = typed.trim().replace(TIME, '')
  const iso = ISO.exec(value)
  if (iso) return isoDay(iso[1]!, iso[2]!, iso[3]!)
  const numbers = NUMBERS.exec(value)
  if (numbers) {
    const [, first, second, year] = numbers
    return order === 'dmy' ? isoDay(year!, second!, first!) : isoDay(year!, first!, second!)
  }
  const dayFirst = WORDS_DAY_FIRST.exec(value)
  if (dayFirst) return isoDay(dayFirst[3]!, monthOf(dayFirst[2]!), dayFirst[1]!)
  const monthFirst = WORDS_MONTH_FIRST.exec(value)
  return monthFirst && isoDay(monthFirst[3]!, monthOf(monthFirst[1]!), monthFirst[2]!)
}

/** What the values of a column tell about their order; null when every one could be either. */
export function orderOfDates(values: readonly string[]): DateOrder | null {
  for (const value of values) {
    const numbers = NUMBERS.exec(value.trim().replace(TIME, ''))
    if (Number(numbers?.[1]) > 12) return 'dmy'
    if (Number(numbers?.[2]) > 12) return 'mdy'
  }
  return null
}

const monthOf = (word: string): string => String(MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1)

function isoDay(year: string, month: string, day: string): string | null {
  const whole = year.length === 2 ? Number(year) + (Number(year) < 70 ? 2000 : 1900) : Number(year)
  const at = new Date(Date.UTC(whole, Number(month) - 1, Number(day)))
  const isDay = whole > 0 && at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day)
  return isDay ? at.toISOString().slice(0, 10) : null
}
