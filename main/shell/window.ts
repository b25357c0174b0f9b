import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme } from 'electron'
import type { EventName, Events } from '#shared/contract/ipc.ts'
import { CHANNELS } from '#shared/contract/channels.ts'
import type { SettingsFile } from '../support/settings.ts'
import { APP_ORIGIN } from './app-origin.ts'

const DEFAULT_SIZE = { width: 1360, height: 860 }
/** Below this, rows and composer no longer fit (product.md, Layout). */
const MINIMUM_SIZE = { width: 480, height: 480 }

export interface MainWindow {
  window: BrowserWindow
  /** Brings the window forward, whether hidden, minimised or behind others. */
  reveal(): void
  send<N extends EventName>(name: N, payload: Events[N]): void
}

/** Creates the main window at its remembered place and shows it once the page has something to show. */
export function createMainWindow(settings: SettingsFile, developmentUrl: string | undefined): MainWindow {
  const { window: bounds } = settings.get()
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...(bounds && { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height }),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    show: false,
    title: 'Leadline',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#101114' : '#ffffff',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
      // A sandboxed preload cannot ask for it.
      additionalArguments: [`--leadline-version=${app.getVersion()}`],
    },
  })
  if (bounds?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () =>
    settings.update({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } }),
  )
  void window.loadURL(developmentUrl ?? `${APP_ORIGIN}/index.html`)

  return {
    window,
    reveal() {
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    send: (name, payload) => window.webContents.send(CHANNELS.event, name, payload),
  }
}
