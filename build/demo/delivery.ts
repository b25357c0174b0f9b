import type { MessageStatus, Platform } from '#shared/domain/vocabulary.ts'
import { MINUTE, SECOND } from './calendar.ts'
import { DELIVERY_ERRORS } from './content/work.ts'
import type { Random } from './random.ts'

/** What became of a message after it was written. */
export interface Delivery {
  status: MessageStatus
  error: string | null
  sent_at: number | null
  delivered_at: number | null
  read_at: number | null
  failed_at: number | null
}

/** Platforms that tell us when the customer has read. E-mail tells sometimes. */
const READ_RATE: Record<Platform, number> = {
  sms: 0,
  voice: 0,
  whatsapp: 0.9,
  web: 0.95,
  instagram: 0.85,
  facebook: 0.8,
  email: 0.45,
}

const FAILURE_RATE = 0.008

/** The error that a platform might give. */
export function deliveryError(platform: Platform, random: Random): string {
  const errors =
    platform === 'sms' || platform === 'whatsapp' || platform === 'email'
      ? DELIVERY_ERRORS[platform]
      : DELIVERY_ERRORS.other
  return random.pick(errors)
}

export function received(at: number): Delivery {
  return { status: 'received', error: null, sent_at: at, delivered_at: null, read_at: null, failed_at: null }
}

/**
 * The fate of what we wrote at `at`.
 * @param answeredAt when the customer wrote next, so that they must have read it by then; null when they have not.
 */
export function delivered(
  platform: Platform,
  at: number,
  answeredAt: number | null,
  now: number,
  random: Random,
): Delivery {
  const sent = at + random.int(1, 4) * SECOND
  const none = { error: null, delivered_at: null, read_at: null, failed_at: null }
  if (sent >= now) return { ...none, status: 'queued', sent_at: null }
  if (answeredAt === null && random.chance(FAILURE_RATE * 4)) {
    const error = deliveryError(platform, random)
    return { ...none, status: 'failed', error, sent_at: sent, failed_at: Math.min(now, sent + 20 * SECOND) }
  }
  const arrived = sent + random.int(1, 9) * SECOND
  if (arrived >= now) return { ...none, status: 'sent', sent_at: sent }
  const reads = random.chance(READ_RATE[platform])
  const latest = answeredAt ?? now
  const readAt = arrived + Math.floor(Math.min((latest - arrived) * 0.9, random.skewed() * 25 * MINUTE))
  if (!reads || readAt >= latest || readAt <= arrived) {
    return { ...none, status: 'delivered', sent_at: sent, delivered_at: Math.min(arrived, latest) }
  }
  return { ...none, status: 'read', sent_at: sent, delivered_at: arrived, read_at: readAt }
}
