import type { NotificationTest } from '#shared/contract/areas/desktop.ts'
import type { Desk } from '#shared/contract/ipc.ts'

const WHERE: Record<Desk['platform'], string> = {
  darwin: 'System Settings → Notifications → Leadline',
  win32: 'Settings → System → Notifications → Leadline',
  linux: 'your desktop’s settings for notifications',
}

const QUIET = {
  paused: ' You have paused notifications, so the others wait.',
  quiet_hours: ' It is within your quiet hours, so the others wait.',
}

/** What the rep reads after a test notification: what happened, and what to do about it. */
export function testWords({ outcome, quiet }: NotificationTest, platform: Desk['platform']): string {
  const rest = quiet === null ? '' : QUIET[quiet]
  if (outcome === 'shown') {
    return `The system has shown it. If you saw nothing, do not disturb is on, or Leadline’s notifications are off: look in ${WHERE[platform]}.${rest}`
  }
  if (outcome === 'unsupported') return 'This computer has no notifications. The tray and the badge still tell you.'
  if (outcome === 'refused') return `The system refuses notifications of Leadline. Allow them in ${WHERE[platform]}.`
  return `The system has not answered. Look whether notifications of Leadline are allowed in ${WHERE[platform]}.${rest}`
}
