import type { Matching } from './electron-types.ts'
import { strictEmitter } from './strict.ts'

/** What of a window nobody sees here: it remembers what an app may ask for again, and ignores the rest. */
export class WindowDecoration
  extends strictEmitter('browserWindow')
  implements Matching<WindowDecoration, Electron.BrowserWindow>
{
  #isAlwaysOnTop: boolean
  #backgroundColor: string
  /** The window's own menu, for tests. */
  menu: Electron.Menu | null = null
  autoHideMenuBar: boolean
  menuBarVisible = true

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    this.#isAlwaysOnTop = options.alwaysOnTop === true
    this.#backgroundColor = options.backgroundColor ?? '#FFFFFF'
    this.autoHideMenuBar = options.autoHideMenuBar === true
  }

  setMenu(menu: Electron.Menu | null): void {
    this.menu = menu
  }

  removeMenu(): void {
    this.menu = null
  }

  setMenuBarVisibility(isVisible: boolean): void {
    this.menuBarVisible = isVisible
  }

  isMenuBarVisible(): boolean {
    return this.menuBarVisible
  }

  setAutoHideMenuBar(isHidden: boolean): void {
    this.autoHideMenuBar = isHidden
  }

  setAlwaysOnTop(isOnTop: boolean): void {
    this.#isAlwaysOnTop = isOnTop
  }

  isAlwaysOnTop(): boolean {
    return this.#isAlwaysOnTop
  }

  setBackgroundColor(color: string): void {
    this.#backgroundColor = color
  }

  getBackgroundColor(): string {
    return this.#backgroundColor
  }

  setTitleBarOverlay(): void {}
  setIcon(): void {}
  setOverlayIcon(): void {}
  setProgressBar(): void {}
  flashFrame(): void {}
  setSkipTaskbar(): void {}
  setVisibleOnAllWorkspaces(): void {}
  setResizable(): void {}
  setContentProtection(): void {}
}
