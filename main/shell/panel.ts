import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron'
import { APP_ORIGIN } from './app-origin.ts'
import type { Log } from '../support/log.ts'
import { panelPlace } from './panel-place.ts'
import { reviveAfterCrash } from './revive.ts'
import { PAGE_PREFERENCES } from './window.ts'

const SIZE = { width: 380, height: 520 }

/** The compact window with the hot leads, beside the tray. Made when it is first wanted, then kept and hidden. */
export class HotPanel {
  readonly #developmentUrl: string | undefined
  readonly #trayBounds: () => Rectangle | null
  readonly #log: Log
  #window: BrowserWindow | null = null

  constructor(developmentUrl: string | undefined, trayBounds: () => Rectangle | null, log: Log) {
    this.#log = log
    this.#developmentUrl = developmentUrl
    this.#trayBounds = trayBounds
  }

  toggle(): void {
    if (this.#window?.isVisible()) this.hide()
    else this.show()
  }

  show(): void {
    const window = (this.#window ??= this.#create())
    const tray = this.#trayBounds() ?? { x: 0, y: 0, width: 0, height: 0 }
    const display = screen.getDisplayNearestPoint(tray.width > 0 ? tray : screen.getCursorScreenPoint())
    window.setBounds(panelPlace(tray, display.workArea, SIZE))
    window.show()
    window.focus()
  }

  hide(): void {
    this.#window?.hide()
  }

  close(): void {
    this.#window?.destroy()
  }

  #create(): BrowserWindow {
    const window = new BrowserWindow({
      ...SIZE,
      show: false,
      frame: false,
      resizable: false,
      maximizable: false,
      minimizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      title: 'Hot leads',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#18191d' : '#ffffff',
      webPreferences: {
        ...PAGE_PREFERENCES,
        preload: join(import.meta.dirname, '../preload/index.cjs'),
        spellcheck: false,
        additionalArguments: [`--leadline-version=${app.getVersion()}`],
      },
    })
    reviveAfterCrash(window, this.#log)
    window.on('blur', () => window.hide())
    window.on('closed', () => {
      this.#window = null
    })
    const page = this.#developmentUrl
      ? new URL('panel.html', this.#developmentUrl).toString()
      : `${APP_ORIGIN}/panel.html`
    void window.loadURL(page)
    return window
  }
}
