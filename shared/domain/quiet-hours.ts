/** The hours of a day at which nothing is told aloud. */
import { z } from 'zod'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time is like 22:00.')

export const quietHoursSchema = z.object({
  on: z.boolean(),
  /** On the clock of the wall, so that they stay where they are when it is put forward or back. */
  from: clock,
  /** Exclusive. Earlier than `from`: on the next day. The same: not at all. */
  to: clock,
})
export type QuietHours = z.infer<typeof quietHoursSchema>

export const NO_QUIET_HOURS: QuietHours = { on: false, from: '20:00', to: '08:00' }

/**
 * Whether it is quiet at a moment.
 * @param at milliseconds since 1970
 * @param timeZone of the rep; the device's own unless told otherwise
 */
export function isQuiet({ on, from, to }: QuietHours, at: number, timeZone?: string): boolean {
  if (!on || from === to) return false
  const now = wallClock(at, timeZone)
  return from < to ? from <= now && now < to : from <= now || now < to
}

/** Hours and minutes as they stand on the wall, `HH:MM`. */
function wallClock(at: number, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone && { timeZone }),
  }).format(at)
}
