import type { StandInNotification } from './notification.ts'
import type { StandInTray } from './tray.ts'

/** One call that would have reached the operating system. */
export interface DesktopCall {
  name: string
  args: unknown[]
}

/**
 * Everything that would have reached the desktop, kept so that tests can look at it:
 * `electronApp.evaluate(({ standIn }) => standIn.desktop.notifications)`.
 */
export class Desktop {
  readonly trays: StandInTray[] = []
  /** Every notification that was shown, oldest first. */
  readonly notifications: StandInNotification[] = []
  readonly shortcuts = new Map<string, () => void>()
  readonly openedExternal: string[] = []
  readonly calls: DesktopCall[] = []
  /** What `net.isOnline()` answers. */
  online = true

  applicationMenu: Electron.Menu | null = null
  #lastCommandId = 0

  /** A number for the next menu item. */
  nextCommandId(): number {
    return ++this.#lastCommandId
  }

  record(name: string, ...args: unknown[]): void {
    this.calls.push({ name, args })
  }
}
