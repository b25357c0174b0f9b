import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import type { CdpEvent, Protocol } from './devtools-protocol.ts'
import { ElectronEvent, eventWith } from './electron-event.ts'
import { asElectron, type Matching } from './electron-types.ts'
import { StandInNativeImage } from './native-image.ts'
import { Page } from './page.ts'
import { PageIpc } from './page-ipc.ts'
import { LoadError, PageNavigation } from './page-navigation.ts'
import type { NavigationRequest } from './page-requests.ts'
import type { PageServices } from './page-services.ts'
import { strictEmitter } from './strict.ts'
import { originOf, StandInWebFrameMain } from './web-frame-main.ts'

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

/** The window around a page. */
export interface PageOwner {
  readonly contentSize: Electron.Size
  readonly isShown: boolean
  onLoaded(): void
  onTitle(title: string): void
  onGone(): void
  close(): void
  focus(): void
  isFocused(): boolean
}

/** `webContents`: what an app sees of a page. */
export class StandInWebContents
  extends strictEmitter('webContents')
  implements Matching<StandInWebContents, Electron.WebContents>
{
  readonly #services: PageServices
  readonly #owner: PageOwner
  readonly #navigation: PageNavigation
  readonly #ipc: PageIpc
  #windowOpenHandler: WindowOpenHandler = () => ({ action: 'allow' })
  #title = ''
  #zoomFactor: number
  #isCrashed = false
  #isDestroyed = false
  readonly page: Page
  readonly id: number
  readonly mainFrame: Electron.WebFrameMain
  readonly session: Electron.Session

  constructor(services: PageServices, owner: PageOwner, preferences: Electron.WebPreferences) {
    super()
    if (preferences.contextIsolation === false || preferences.nodeIntegration === true) {
      throw new Error('Electron stand-in: it has only contextIsolation: true and nodeIntegration: false')
    }
    this.#services = services
    this.#owner = owner
    this.#zoomFactor = preferences.zoomFactor ?? 1
    this.id = services.windows.nextId()
    this.session = asElectron(services.session)
    this.mainFrame = asElectron(new StandInWebFrameMain(this))
    this.#navigation = new PageNavigation(services.protocol.mapping)
    this.#ipc = new PageIpc({
      onSend: (channel, args, isCurrent) => this.#onSend(channel, args, isCurrent),
      onInvoke: (channel, args, isCurrent) => services.ipcMain.invoke(channel, this.#ipcEvent(isCurrent), args),
      onPreloadError: (error) => this.emit('preload-error', new ElectronEvent(), preferences.preload, error),
    })
    this.page = new Page(services, {
      webContentsId: this.id,
      size: owner.contentSize,
      zoomFactor: this.#zoomFactor,
      isShown: owner.isShown,
      prepare: (session) => this.#ipc.install(session, preferences),
      allowNavigation: (request) => this.#allowNavigation(request),
      onEvent: (event, mainFrameId) => this.#onEvent(event, mainFrameId),
      onTitle: (title) => this.#onTitle(title),
      onGone: () => owner.onGone(),
    })
  }

  // -- Life ----------------------------------------------------------------------------------------------------------

  /** The window is gone: nothing is heard of the page any more. */
  onWindowGone(): void {
    this.#isDestroyed = true
    this.#navigation.fail(new LoadError('ERR_FAILED', this.getURL()))
    this.page.close()
    this.emit('destroyed')
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  isCrashed(): boolean {
    return this.#isCrashed
  }

  forcefullyCrashRenderer(): void {
    // The page cannot answer this any more.
    this.page.tell(async ({ session }) => void session.send('Page.crash', {}).catch(() => {}))
  }

  close(): void {
    this.#owner.close()
  }

  focus(): void {
    this.#owner.focus()
  }

  isFocused(): boolean {
    return this.#owner.isFocused()
  }

  getOSProcessId(): number {
    return this.#services.engine.pid
  }

  getOrCreateDevToolsTargetId(): string {
    return this.page.targetId
  }

  // -- What Chromium tells -------------------------------------------------------------------------------------------

  #onEvent(event: CdpEvent, mainFrameId: string): void {
    switch (event.method) {
      case 'Runtime.bindingCalled':
        this.#ipc.onBindingCalled(event.params)
        break
      case 'Runtime.executionContextCreated':
        this.#ipc.onContextCreated(event.params.context, mainFrameId)
        break
      case 'Runtime.executionContextDestroyed':
        this.#ipc.onContextDestroyed(event.params.executionContextId)
        break
      case 'Runtime.executionContextsCleared':
        this.#ipc.onContextsCleared()
        break
      case 'Runtime.consoleAPICalled':
        this.#onConsole(event.params)
        break
      case 'Page.windowOpen':
        this.#onWindowOpen(event.params)
        break
      case 'Page.frameStartedLoading':
        if (event.params.frameId === mainFrameId) this.emit('did-start-loading', new ElectronEvent())
        break
      case 'Page.frameNavigated':
        if (event.params.frame.id === mainFrameId) this.#onNavigated(event.params.frame)
        break
      case 'Page.navigatedWithinDocument':
        if (event.params.frameId === mainFrameId) this.#onNavigatedWithin(event.params.url)
        break
      case 'Page.domContentEventFired':
        this.emit('dom-ready', new ElectronEvent())
        break
      case 'Page.loadEventFired':
        this.#onLoaded()
        break
      case 'Inspector.targetCrashed':
        this.#onCrashed()
        break
      default:
    }
  }

  async #allowNavigation({ url, frameId, isRedirect }: NavigationRequest): Promise<boolean> {
    const isMainFrame = frameId === this.page.targetId
    const frame = isMainFrame ? this.mainFrame : null
    const event = eventWith({ url, isMainFrame, isSameDocument: false, frame, initiator: this.mainFrame })
    if (isRedirect) this.emit('will-redirect', event, url, false, isMainFrame)
    else if (!isMainFrame || this.#navigation.isPageInitiated(url)) {
      this.emit('will-frame-navigate', event)
      if (isMainFrame) this.emit('will-navigate', event, url, false, true)
    }
    return !event.defaultPrevented
  }

  #onNavigated(frame: Protocol.Page.Frame): void {
    const { mapping } = this.#services.protocol
    this.#isCrashed = false
    // A DevTools client that attached meanwhile, such as Playwright, may have reset it.
    this.page.applyColorScheme()
    if (frame.unreachableUrl !== undefined) {
      // Chromium's own error page; a load from here has told its failure itself.
      if (!this.isLoading()) this.#onLoadFailed(new LoadError('ERR_FAILED', mapping.toApp(frame.unreachableUrl)))
      return
    }
    this.#navigation.url = mapping.toApp(frame.url + (frame.urlFragment ?? ''))
    this.emit('did-navigate', new ElectronEvent(), this.getURL(), 200, '')
    this.#applyPermissions(originOf(frame.url)).catch((error: unknown) => this.page.report(error))
  }

  async #applyPermissions(chromiumOrigin: string): Promise<void> {
    if (!chromiumOrigin.startsWith('http')) return
    const { session, engine } = this.#services
    const permissions = await session.permissionsFor(asElectron(this), originOf(this.getURL()))
    for (const [name, isAllowed] of permissions) await engine.pages.setPermission(chromiumOrigin, name, isAllowed)
  }

  #onNavigatedWithin(url: string): void {
    this.#navigation.url = this.#services.protocol.mapping.toApp(url)
    this.emit('did-navigate-in-page', new ElectronEvent(), this.getURL(), true)
  }

  #onLoaded(): void {
    this.#navigation.finish()
    this.emit('did-finish-load', new ElectronEvent())
    this.emit('did-stop-loading', new ElectronEvent())
    this.#owner.onLoaded()
  }

  #onLoadFailed(error: unknown): void {
    if (this.page.isOver || !(error instanceof LoadError)) return
    this.emit('did-fail-load', new ElectronEvent(), error.errno, error.code, error.url, true)
    this.emit('did-stop-loading', new ElectronEvent())
  }

  #onCrashed(): void {
    this.#isCrashed = true
    this.#ipc.onContextsCleared()
    const details = { reason: 'crashed', exitCode: 1 }
    this.emit('render-process-gone', new ElectronEvent(), details)
    this.#services.app.emit('render-process-gone', new ElectronEvent(), this, details)
  }

  #onConsole({ type, args, stackTrace }: Protocol.Runtime.consoleAPICalledPayload): void {
    const message = args.map((argument) => String(argument.value ?? argument.description ?? '')).join(' ')
    const [frame] = stackTrace?.callFrames ?? []
    const sourceId = this.#services.protocol.mapping.toApp(frame?.url ?? '')
    const level = type === 'warning' || type === 'error' || type === 'debug' ? type : 'info'
    const lineNumber = frame?.lineNumber ?? 0
    this.emit('console-message', eventWith({ level, message, lineNumber, sourceId, frame: this.mainFrame }))
  }

  #onTitle(title: string): void {
    if (title === this.#title) return
    this.#title = title
    this.emit('page-title-updated', new ElectronEvent(), title, true)
    this.#owner.onTitle(title)
  }

  #onWindowOpen({ url, windowName, windowFeatures }: Protocol.Page.windowOpenPayload): void {
    const target = this.#services.protocol.mapping.toApp(url)
    const response = this.#windowOpenHandler({
      url: target,
      frameName: windowName,
      features: windowFeatures.join(','),
      disposition: windowFeatures.length > 0 ? 'new-window' : 'foreground-tab',
      referrer: { url: this.getURL(), policy: 'default' },
    })
    if (response.action === 'deny') return
    const window = this.#services.openWindow(response.overrideBrowserWindowOptions ?? {})
    // The new window tells its own failure.
    window.loadURL(target).catch(() => {})
    this.emit('did-create-window', window, { url: target, frameName: windowName })
  }

  // -- Messages ------------------------------------------------------------------------------------------------------

  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument')
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed')
    this.#ipc.send(channel, args)
  }

  #onSend(channel: string, args: unknown[], isCurrent: boolean): void {
    const event = this.#ipcEvent(isCurrent)
    this.emit('ipc-message', event, channel, ...args)
    this.#services.ipcMain.emit(channel, event, ...args)
  }

  /** As in Electron, the frame of a message is null once the page has moved on. */
  #ipcEvent(isCurrent: boolean): Electron.IpcMainEvent & Electron.IpcMainInvokeEvent {
    return asElectron(
      eventWith({
        type: 'frame',
        sender: this,
        senderFrame: isCurrent ? this.mainFrame : null,
        frameId: 1,
        processId: 1,
        ports: [],
        returnValue: undefined,
        reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
      }),
    )
  }

  // -- Navigation ----------------------------------------------------------------------------------------------------

  async loadURL(url: string): Promise<void> {
    // `app://bundle` and `app://bundle/` are the same page; what Chromium reports ends in the slash.
    const target = new URL(url).href
    const loaded = this.#navigation.begin(target)
    this.page
      .do(({ session }) => this.#navigation.start(session, target))
      .catch((error: Error) => this.#navigation.fail(error))
    try {
      await loaded
    } catch (error) {
      this.#onLoadFailed(error)
      throw error
    }
  }

  loadFile(path: string): Promise<void> {
    return this.loadURL(pathToFileURL(path).href)
  }

  reload(): void {
    this.#reload(false)
  }

  reloadIgnoringCache(): void {
    this.#reload(true)
  }

  #reload(ignoreCache: boolean): void {
    this.#navigation.begin(this.getURL()).catch((error: unknown) => this.#onLoadFailed(error))
    this.page.tell(({ session }) => session.send('Page.reload', { ignoreCache }))
  }

  stop(): void {
    this.page.tell(({ session }) => session.send('Page.stopLoading', {}))
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler
  }

  getURL(): string {
    return this.#navigation.url
  }

  getTitle(): string {
    return this.#title
  }

  isLoading(): boolean {
    return this.#navigation.isLoading
  }

  isLoadingMainFrame(): boolean {
    return this.#navigation.isLoading
  }

  // -- Zoom ----------------------------------------------------------------------------------------------------------

  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0")
    this.#zoomFactor = factor
    this.page.resize(this.#owner.contentSize, factor)
  }

  getZoomFactor(): number {
    return this.#zoomFactor
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level)
  }

  getZoomLevel(): number {
    return Math.log(this.#zoomFactor) / Math.log(1.2)
  }

  get zoomFactor(): number {
    return this.#zoomFactor
  }

  set zoomFactor(factor: number) {
    this.setZoomFactor(factor)
  }

  /** The window has another size. */
  onResized(): void {
    this.page.resize(this.#owner.contentSize, this.#zoomFactor)
  }

  // -- Content -------------------------------------------------------------------------------------------------------

  async executeJavaScript(expression: string, userGesture = false): Promise<unknown> {
    if (this.isLoading()) await once(this, 'did-stop-loading')
    const options = { expression, userGesture, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await this.page.do(({ session }) => session.send('Runtime.evaluate', options))
    if (exceptionDetails) {
      throw new Error(`Script failed to execute: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
    }
    return result.value as unknown
  }

  async capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    const clip = rect && { ...rect, scale: 1 }
    const { data } = await this.page.do(({ session }) =>
      session.send('Page.captureScreenshot', { format: 'png', clip }),
    )
    return asElectron(new StandInNativeImage(Buffer.from(data, 'base64')))
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const { landscape, printBackground, scale, pageRanges, preferCSSPageSize } = options
    const parameters = { landscape, printBackground, scale, pageRanges, preferCSSPageSize }
    const { data } = await this.page.do(({ session }) => session.send('Page.printToPDF', parameters))
    return Buffer.from(data, 'base64')
  }

  /** Types the word over what is selected, as a misspelt word is when its menu opens. */
  replaceMisspelling(text: string): void {
    this.page.tell(async ({ session }) => void (await session.send('Input.insertText', { text })))
  }

  /** Nobody is there to choose a printer: what was to be printed is in the registry, and counts as printed. */
  print(
    options: Electron.WebContentsPrintOptions = {},
    done?: (success: boolean, failureReason: string) => void,
  ): void {
    this.#services.desktop.record('webContents.print', { url: this.getURL(), ...options })
    done?.(true, '')
  }

  // -- Without effect ------------------------------------------------------------------------------------------------

  /** DevTools connects from outside (see README), so these have nothing to open. */
  openDevTools(): void {}
  closeDevTools(): void {}
  toggleDevTools(): void {}
  isDevToolsOpened(): boolean {
    return false
  }

  /** Chromium runs with background throttling as it is; sound and pinch zoom are not imitated. */
  setBackgroundThrottling(): void {}
  setAudioMuted(): void {}
  async setVisualZoomLevelLimits(): Promise<void> {}
}
