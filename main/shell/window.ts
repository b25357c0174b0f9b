import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme } from 'electron'
import type { EventName, Events } from '#shared/contract/ipc.ts'
import { CHANNELS } from '#shared/contract/channels.ts'
import type { Log } from '../support/log.ts'
import type { SettingsFile } from '../support/settings.ts'
import { APP_ORIGIN } from './app-origin.ts'
import { reviveAfterCrash } from './revive.ts'
import { boundsOf, keepPlace, keptPlace, placeOf, watchPlace } from './window-place.ts'

const DEFAULT_SIZE = { width: 1360, height: 860 }
/** Below this, rows and composer no longer fit (product.md, Layout). */
const MINIMUM_SIZE = { width: 480, height: 480 }

export const PAGE_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webviewTag: false,
} as const satisfies Electron.WebPreferences

export interface MainWindowOptions {
  settings: SettingsFile
  developmentUrl: string | undefined
  /** Whether closing the window leaves the app in the tray. */
  staysInTray: () => boolean
  /** It is there; what the rep has chosen applies to it. */
  onOpen: (window: BrowserWindow) => void
  /** It was closed for good. */
  onClosed: () => void
  log: Log
}

/** The window with the inbox. It can be hidden or closed while the app goes on, and is made anew when it is wanted. */
export class MainWindow {
  readonly #options: MainWindowOptions
  #window: BrowserWindow | null = null

  constructor(options: MainWindowOptions) {
    this.#options = options
  }

  /** Null while there is none. */
  get window(): BrowserWindow | null {
    return this.#window
  }

  /** Creates the window at its remembered place and shows it once the page has something to show. */
  open(): BrowserWindow {
    if (this.#window) return this.#window
    const { settings, developmentUrl, onOpen } = this.#options
    const { desktop } = settings.get()
    const bounds = keptPlace(settings.get())
    const window = new BrowserWindow({
      ...DEFAULT_SIZE,
      ...placeOf(bounds),
      minWidth: MINIMUM_SIZE.width,
      minHeight: MINIMUM_SIZE.height,
      show: false,
      title: 'Leadline',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#101114' : '#ffffff',
      webPreferences: {
        ...PAGE_PREFERENCES,
        preload: join(import.meta.dirname, '../preload/index.cjs'),
        spellcheck: desktop.spell_check,
        // A sandboxed preload cannot ask for it.
        additionalArguments: [`--leadline-version=${app.getVersion()}`],
      },
    })
    this.#window = window
    if (bounds?.maximized) window.maximize()
    window.once('ready-to-show', () => window.show())
    this.#watch(window)
    window.webContents.on('did-finish-load', () => onOpen(window))
    void window.loadURL(developmentUrl ?? `${APP_ORIGIN}/index.html`)
    return window
  }

  /** Brings the window forward, whether closed, hidden, minimised or behind others. */
  reveal(): void {
    const window = this.#window
    if (!window) return void this.open()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  send<N extends EventName>(name: N, payload: Events[N]): void {
    this.#window?.webContents.send(CHANNELS.event, name, payload)
  }

  #watch(window: BrowserWindow): void {
    const { settings, staysInTray, onClosed, log } = this.#options
    const keep = () => settings.update(keepPlace(settings.get(), boundsOf(window)))
    watchPlace(window, keep)
    window.on('close', (event) => {
      keep()
      if (!staysInTray()) return
      event.preventDefault()
      window.hide()
    })
    window.on('closed', () => {
      this.#window = null
      onClosed()
    })
    reviveAfterCrash(window, log)
  }
}
