import { join } from 'node:path'
import { app, nativeImage, type BrowserWindow, type NativeImage } from 'electron'
import { overlayOf, type Badge } from '../notify/badge.ts'

/**
 * Shows the badge where the system has a place for one: the dock of macOS, the launcher of Linux, the taskbar of Windows.
 * @param folder of the pictures that build/scripts/draw-tray-icons.ts draws
 */
export function showBadge(badge: Badge, window: BrowserWindow | null, folder: string): void {
  if (process.platform === 'darwin') app.dock?.setBadge(textOf(badge))
  else if (process.platform === 'win32') window?.setOverlayIcon(pictureOf(badge, folder), descriptionOf(badge))
  else app.setBadgeCount(badge.kind === 'count' ? badge.count : 0)
}

function pictureOf(badge: Badge, folder: string): NativeImage | null {
  const name = overlayOf(badge)
  return name && nativeImage.createFromPath(join(folder, `overlay-${name}.png`))
}

function textOf(badge: Badge): string {
  if (badge.kind === 'count') return String(badge.count)
  return badge.kind === 'dot' ? '•' : badge.kind === 'alert' ? '!' : ''
}

function descriptionOf(badge: Badge): string {
  if (badge.kind === 'count') return badge.count === 1 ? '1 thing needs you' : `${badge.count} things need you`
  return badge.kind === 'dot' ? 'Unread messages' : badge.kind === 'alert' ? 'Signed out' : ''
}
