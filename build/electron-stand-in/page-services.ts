import type { StandInApp } from './app.ts'
import type { StandInWindow } from './browser-window.ts'
import type { Desktop } from './desktop.ts'
import type { Engine } from './engine.ts'
import type { StandInIpcMain } from './ipc-main.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { StandInNativeTheme } from './native-theme.ts'
import type { StandInProtocol } from './protocol.ts'
import type { StandInSession } from './session.ts'
import type { StandInWebRequest } from './web-request.ts'
import type { WindowRegistry } from './window-registry.ts'

/** What windows and their pages need of the rest of the process. */
export interface PageServices {
  app: StandInApp
  desktop: Desktop
  engine: Engine
  ipcMain: StandInIpcMain
  lifecycle: Lifecycle
  protocol: StandInProtocol
  session: StandInSession
  theme: StandInNativeTheme
  webRequest: StandInWebRequest
  windows: WindowRegistry
  /** Real windows on a display, which the user may resize. */
  isHeaded: boolean
  /** Opens what a page asked for with `window.open`. */
  openWindow: (options: Electron.BrowserWindowConstructorOptions) => StandInWindow
}
