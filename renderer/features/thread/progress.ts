import type { SaveState, TimelineMessage } from '#shared/contract/read-models.ts'
import type { MessageStatus } from '#shared/domain/vocabulary.ts'

/** How far a reply has come on its two ways: from this device to the team, and from the team to the customer. */
export interface Progress {
  save: SaveState
  /** What the carrier says; null while it cannot know of the message. */
  delivery: Delivery | null
}

export interface Delivery {
  icon: 'clock' | 'arrow' | 'check' | 'checks' | 'read' | 'alert' | 'off'
  label: string
  /** Why it failed. */
  detail: string | null
}

const DELIVERY: Record<MessageStatus, Pick<Delivery, 'icon' | 'label'>> = {
  scheduled: { icon: 'clock', label: 'Scheduled' },
  queued: { icon: 'clock', label: 'Queued' },
  held: { icon: 'clock', label: 'Held' },
  sending: { icon: 'arrow', label: 'Sending' },
  sent: { icon: 'check', label: 'Sent' },
  delivered: { icon: 'checks', label: 'Delivered' },
  read: { icon: 'read', label: 'Read' },
  failed: { icon: 'alert', label: 'Not delivered' },
  cancelled: { icon: 'off', label: 'Not sent' },
  received: { icon: 'check', label: 'Received' },
}

/** States that a device gives a message by itself before the team has it: they say nothing about the carrier. */
const BEFORE_CARRIER: ReadonlySet<MessageStatus> = new Set(['scheduled', 'queued', 'held', 'sending'])

/** Null for what the customer sent. */
export function progressOf(message: TimelineMessage): Progress | null {
  const { direction, sender_type, save_state, status, error } = message
  if (direction === 'inbound' || sender_type === 'system') return null
  const isKnown = save_state === 'saved' || !BEFORE_CARRIER.has(status)
  return { save: save_state, delivery: isKnown ? { ...DELIVERY[status], detail: error } : null }
}

/** Whether the message did not get through on one of its ways. */
export const isStuck = ({ save, delivery }: Progress): boolean => save === 'attention' || delivery?.icon === 'alert'

/** States that a rep must see on the message itself, also in the middle of a run. */
export function isNotable({ save, delivery }: Progress): boolean {
  return save !== 'saved' || (delivery !== null && ['off', 'alert', 'clock', 'arrow'].includes(delivery.icon))
}
