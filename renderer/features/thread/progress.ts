import { SAVE_WORDS } from '../../format/vocabulary.ts'
import type { SaveState, TimelineMessage } from '#shared/contract/read-models.ts'
import type { MessageStatus } from '#shared/domain/vocabulary.ts'

/** How far a reply has come: first to the team, then to the customer. */
export interface Progress {
  icon: 'clock' | 'arrow' | 'check' | 'checks' | 'read' | 'alert' | 'off'
  label: string
  /** More for the title: why it failed. */
  detail: string | null
}

const SAVING: Record<Exclude<SaveState, 'saved'>, Progress['icon']> = {
  local: 'clock',
  syncing: 'arrow',
  attention: 'alert',
}

const DELIVERY: Record<MessageStatus, Pick<Progress, 'icon' | 'label'>> = {
  scheduled: { icon: 'clock', label: 'Scheduled' },
  queued: { icon: 'check', label: 'Queued' },
  held: { icon: 'clock', label: 'Held' },
  sending: { icon: 'arrow', label: 'Sending' },
  sent: { icon: 'check', label: 'Sent' },
  delivered: { icon: 'checks', label: 'Delivered' },
  read: { icon: 'read', label: 'Read' },
  failed: { icon: 'alert', label: 'Not delivered' },
  cancelled: { icon: 'off', label: 'Not sent' },
  received: { icon: 'check', label: 'Received' },
}

/** Null for what the customer sent. Until it is saved to the team, nothing is known about its delivery. */
export function progressOf(message: TimelineMessage): Progress | null {
  if (message.direction === 'inbound' || message.sender_type === 'system') return null
  if (message.save_state !== 'saved') {
    return { icon: SAVING[message.save_state], label: SAVE_WORDS[message.save_state], detail: message.error }
  }
  return { ...DELIVERY[message.status], detail: message.error }
}

/** States that a rep must see on the message itself, also in the middle of a run. */
export function isNotable(progress: Progress): boolean {
  return progress.icon === 'off' || progress.icon === 'alert' || progress.icon === 'clock' || progress.icon === 'arrow'
}
