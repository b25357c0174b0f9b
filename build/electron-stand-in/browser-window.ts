import { ElectronEvent } from './electron-event.ts'
import { asElectron, type Matching } from './electron-types.ts'
import type { Page } from './page.ts'
import type { PageServices } from './page-services.ts'
import { DISPLAY } from './screen.ts'
import { type PageOwner, StandInWebContents } from './web-contents.ts'
import { WindowDecoration } from './window-decoration.ts'

type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen'

/**
 * `BrowserWindow`: a window of Chromium. Frames and title bars are not drawn, so the page gets the whole size that the
 * app asks for.
 */
export class StandInWindow
  extends WindowDecoration
  implements Matching<StandInWindow, Electron.BrowserWindow>, PageOwner
{
  readonly #services: PageServices
  readonly #page: StandInWebContents
  #state: WindowState = 'normal'
  #isShown: boolean
  #isLoaded = false
  #isDestroyed = false
  #bounds: Electron.Rectangle
  #minimumSize: [width: number, height: number]
  readonly id: number
  readonly webContents: Electron.WebContents
  title: string

  constructor(services: PageServices, options: Electron.BrowserWindowConstructorOptions = {}) {
    super(options)
    if (!services.lifecycle.isReady) throw new Error('Cannot create BrowserWindow before app is ready')
    const { width = 800, height = 600 } = options
    this.#services = services
    this.#isShown = options.show !== false
    this.#minimumSize = [options.minWidth ?? 0, options.minHeight ?? 0]
    this.#bounds = this.#fit({ x: options.x ?? 0, y: options.y ?? 0, width, height })
    this.title = options.title ?? services.app.getName()
    this.#page = new StandInWebContents(services, this, options.webPreferences ?? {})
    this.webContents = asElectron(this.#page)
    this.id = this.#page.id
    if ((options.x === undefined || options.y === undefined) && options.center !== false) this.center()
    services.windows.add(this)
    services.app.emit('browser-window-created', new ElectronEvent(), this)
    services.app.emit('web-contents-created', new ElectronEvent(), this.#page)
    if (this.#isShown) queueMicrotask(() => this.#takeFocus())
  }

  // -- The page's view of its window ---------------------------------------------------------------------------------

  get contentSize(): Electron.Size {
    const { width, height } = this.getBounds()
    return { width, height }
  }

  get isShown(): boolean {
    return this.#isShown
  }

  onLoaded(): void {
    if (this.#isLoaded) return
    this.#isLoaded = true
    this.emit('ready-to-show', new ElectronEvent())
  }

  onTitle(title: string): void {
    const event = new ElectronEvent()
    this.emit('page-title-updated', event, title, true)
    if (!event.defaultPrevented) this.title = title
  }

  onGone(): void {
    this.destroy()
  }

  // -- Visibility and focus ------------------------------------------------------------------------------------------

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    const wasVisible = this.isVisible()
    this.#isShown = true
    if (wasVisible) return
    this.#reveal()
    this.emit('show', new ElectronEvent())
  }

  hide(): void {
    if (!this.#isShown) return
    this.#isShown = false
    this.blur()
    this.#conceal()
    this.emit('hide', new ElectronEvent())
  }

  isVisible(): boolean {
    return this.#isShown && !this.isMinimized()
  }

  focus(): void {
    if (!this.#isShown) return
    this.page.tell(({ session }) => session.send('Page.bringToFront', {}))
    this.#takeFocus()
  }

  blur(): void {
    const { windows, app } = this.#services
    if (windows.focused !== this) return
    windows.focused = null
    this.emit('blur', new ElectronEvent())
    app.emit('browser-window-blur', new ElectronEvent(), this)
  }

  isFocused(): boolean {
    return this.#services.windows.focused === this
  }

  moveTop(): void {
    this.page.tell(({ session }) => session.send('Page.bringToFront', {}))
  }

  #takeFocus(): void {
    const { windows, app } = this.#services
    if (this.#isDestroyed || windows.focused === this) return
    windows.focused?.blur()
    windows.focused = this
    this.emit('focus', new ElectronEvent())
    app.emit('browser-window-focus', new ElectronEvent(), this)
  }

  #reveal(): void {
    this.#setNativeState('normal')
  }

  #conceal(): void {
    this.#setNativeState('minimized')
  }

  #setNativeState(windowState: 'normal' | 'minimized'): void {
    const { engine } = this.#services
    this.page.tell(({ windowId }) => engine.pages.setWindowBounds(windowId, { windowState }))
  }

  // -- State ---------------------------------------------------------------------------------------------------------

  minimize(): void {
    if (this.isMinimized()) return
    this.#state = 'minimized'
    this.blur()
    this.#conceal()
    this.emit('minimize', new ElectronEvent())
  }

  restore(): void {
    if (!this.isMinimized()) return
    this.#state = 'normal'
    this.#reveal()
    this.#takeFocus()
    this.emit('restore', new ElectronEvent())
  }

  maximize(): void {
    this.#changeState('maximized', 'maximize')
  }

  unmaximize(): void {
    if (this.isMaximized()) this.#changeState('normal', 'unmaximize')
  }

  setFullScreen(isFullScreen: boolean): void {
    if (isFullScreen === this.isFullScreen()) return
    if (isFullScreen) this.#changeState('fullscreen', 'enter-full-screen')
    else this.#changeState('normal', 'leave-full-screen')
  }

  #changeState(state: WindowState, event: string): void {
    this.#state = state
    this.#page.onResized()
    this.emit(event, new ElectronEvent())
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  isMaximized(): boolean {
    return this.#state === 'maximized'
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen'
  }

  isNormal(): boolean {
    return this.#state === 'normal'
  }

  // -- Size and place ------------------------------------------------------------------------------------------------

  getBounds(): Electron.Rectangle {
    return this.isMaximized() || this.isFullScreen() ? { ...DISPLAY.workArea } : { ...this.#bounds }
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  getContentBounds(): Electron.Rectangle {
    return this.getBounds()
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.#bounds
    this.#bounds = this.#fit({ ...before, ...bounds })
    const { x, y, width, height } = this.#bounds
    if (width !== before.width || height !== before.height) {
      this.#page.onResized()
      this.emit('resize', new ElectronEvent())
      this.emit('resized', new ElectronEvent())
    }
    if (x !== before.x || y !== before.y) {
      this.emit('move', new ElectronEvent())
      this.emit('moved', new ElectronEvent())
    }
  }

  setContentBounds(bounds: Electron.Rectangle): void {
    this.setBounds(bounds)
  }

  getSize(): number[] {
    const { width, height } = this.getBounds()
    return [width, height]
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getContentSize(): number[] {
    return this.getSize()
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getPosition(): number[] {
    const { x, y } = this.getBounds()
    return [x, y]
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  center(): void {
    const { width, height } = this.#bounds
    const { width: screenWidth, height: screenHeight } = DISPLAY.workArea
    this.#bounds.x = Math.round((screenWidth - width) / 2)
    this.#bounds.y = Math.round((screenHeight - height) / 2)
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimumSize = [width, height]
  }

  getMinimumSize(): number[] {
    return [...this.#minimumSize]
  }

  #fit(bounds: Electron.Rectangle): Electron.Rectangle {
    const [width, height] = this.#minimumSize
    return { ...bounds, width: Math.max(width, bounds.width), height: Math.max(height, bounds.height) }
  }

  // -- Content -------------------------------------------------------------------------------------------------------

  loadURL(url: string): Promise<void> {
    return this.#page.loadURL(url)
  }

  loadFile(path: string): Promise<void> {
    return this.#page.loadFile(path)
  }

  reload(): void {
    this.#page.reload()
  }

  capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    return this.#page.capturePage(rect)
  }

  getTitle(): string {
    return this.title
  }

  setTitle(title: string): void {
    this.title = title
  }

  /** The page itself, for what concerns all of them. */
  get page(): Page {
    return this.#page.page
  }

  // -- End -----------------------------------------------------------------------------------------------------------

  close(): void {
    if (this.#isDestroyed) return
    const event = new ElectronEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.blur()
    this.#isDestroyed = true
    this.#services.windows.remove(this)
    this.#page.onWindowGone()
    this.emit('closed', new ElectronEvent())
    this.#services.app.onWindowClosed()
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }
}
