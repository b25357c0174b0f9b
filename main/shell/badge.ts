import { app, type BrowserWindow } from 'electron'
import type { Badge } from '../notify/badge.ts'

/** Shows the badge where the system has a place for one: the dock of macOS, the launcher of Linux, the taskbar of Windows. */
export function showBadge(badge: Badge, window: BrowserWindow | null): void {
  if (process.platform === 'darwin') app.dock?.setBadge(textOf(badge))
  else if (process.platform === 'win32') window?.setOverlayIcon(null, descriptionOf(badge))
  else app.setBadgeCount(badge.kind === 'count' ? badge.count : 0)
}

function textOf(badge: Badge): string {
  if (badge.kind === 'count') return String(badge.count)
  return badge.kind === 'dot' ? '•' : badge.kind === 'alert' ? '!' : ''
}

function descriptionOf(badge: Badge): string {
  if (badge.kind === 'count') return badge.count === 1 ? '1 thing needs you' : `${badge.count} things need you`
  return badge.kind === 'dot' ? 'Unread messages' : badge.kind === 'alert' ? 'Signed out' : ''
}
