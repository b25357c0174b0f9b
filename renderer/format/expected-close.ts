import { isoDay } from './time.ts'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/**
 * Whether the day on which a deal was to close is over, and it is open still.
 * @param expected YYYY-MM-DD; null for none
 * @param stage null for a deal whose stage is not known
 * @param now milliseconds since 1970
 */
export function isCloseOverdue(expected: string | null, stage: { kind: string } | null, now: number): boolean {
  return expected !== null && stage?.kind === 'open' && expected < isoDay(now)
}

/** A day as one reads it: `29 Feb 2028`. @param iso YYYY-MM-DD, of no time zone */
export const dayWords = (iso: string): string => day.format(new Date(iso))
