/** Until when customers may be written to freely after their last message. */
import type { Platform } from './vocabulary.ts'

const HOUR = 3_600_000

/**
 * How long a person may answer in their own words after the customer's last message, in milliseconds; null where there is
 * no such rule. WhatsApp: 24 hours, then approved templates only; Messenger and Instagram: 7 days for a person. The same
 * as the database's `app.messaging_window`, which names the vendors' pages.
 */
export function windowLength(platform: Platform): number | null {
  if (platform === 'whatsapp') return 24 * HOUR
  return platform === 'facebook' || platform === 'instagram' ? 7 * 24 * HOUR : null
}

/** A messaging window at a moment. Times are milliseconds since 1970. */
export type MessagingWindow =
  | { state: 'free' }
  | { state: 'open'; until: number }
  /** `since` is null when the customer has never written. */
  | { state: 'closed'; since: number | null }

/** Where the window of a channel stands. At its very end it is closed, as on the server. */
export function windowAt(platform: Platform, lastInboundAt: number | null, now: number): MessagingWindow {
  const length = windowLength(platform)
  if (length === null) return { state: 'free' }
  if (lastInboundAt === null) return { state: 'closed', since: null }
  const until = lastInboundAt + length
  return until > now ? { state: 'open', until } : { state: 'closed', since: until }
}
