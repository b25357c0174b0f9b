import { pathToFileURL } from 'node:url'
import type { CdpSession } from './cdp.ts'
import type { CdpEvent, Protocol } from './devtools-protocol.ts'
import { ElectronEvent, eventWith } from './electron-event.ts'
import { asElectron, type Matching } from './electron-types.ts'
import { StandInNativeImage } from './native-image.ts'
import { PageIpc } from './page-ipc.ts'
import { LoadError, PageNavigation } from './page-navigation.ts'
import { type NavigationRequest, PageRequests } from './page-requests.ts'
import type { PageServices } from './page-services.ts'
import type { PageTarget } from './page-targets.ts'
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

/** Height of the tab strip and address bar that Chromium puts above a page on a display, in pixels. */
const BROWSER_BARS_HEIGHT = 87

/** `webContents`: one page of Chromium. */
export class StandInWebContents
  extends strictEmitter('webContents')
  implements Matching<StandInWebContents, Electron.WebContents>
{
  readonly #services: PageServices
  readonly #owner: PageOwner
  readonly #preferences: Electron.WebPreferences
  readonly #navigation: PageNavigation
  readonly #ipc: PageIpc
  readonly #opened: Promise<PageTarget>
  #lastCommand: Promise<unknown>
  #target: PageTarget | undefined
  #requests: PageRequests | undefined
  #windowOpenHandler: WindowOpenHandler = () => ({ action: 'allow' })
  #title = ''
  #zoomFactor: number
  #isCrashed = false
  #isDestroyed = false
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
    this.#preferences = preferences
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
    this.#opened = this.#open()
    this.#lastCommand = this.#opened
    this.#opened.catch((error: unknown) => {
      if (!this.#isOver) console.error('Electron stand-in: the page could not be created:', error)
    })
  }

  // -- Life of the page ----------------------------------------------------------------------------------------------

  get #isOver(): boolean {
    return this.#isDestroyed || this.#services.lifecycle.isExiting
  }

  async #open(): Promise<PageTarget> {
    const { engine, protocol, webRequest, isHeaded } = this.#services
    const target = await engine.pages.create({
      ...this.#owner.contentSize,
      minimized: isHeaded && !this.#owner.isShown,
      onGone: () => this.#owner.onGone(),
      onTitle: (title) => this.#onTitle(title),
    })
    const { session, targetId } = target
    this.#target = target
    this.#requests = new PageRequests({
      protocol,
      webRequest,
      webContentsId: this.id,
      mainFrameId: targetId,
      allowNavigation: (request) => this.#allowNavigation(request),
    })
    session.listen((event) => this.#onEvent(event))
    await Promise.all([
      session.send('Page.enable', {}),
      session.send('Runtime.enable', {}),
      session.send('Inspector.enable', {}),
      this.#ipc.install(session, this.#preferences),
      this.#guardFrames(session),
      this.#sendColorScheme(session),
      this.#sendMetrics(target),
    ])
    await session.send('Runtime.runIfWaitingForDebugger', {})
    return target
  }

  /** Watches the requests of a page or frame, and of the frames inside it that get a process of their own. */
  async #guardFrames(session: CdpSession): Promise<void> {
    await Promise.all([
      this.#requests?.watch(session),
      session.send('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [{ type: 'iframe' }],
      }),
    ])
  }

  async #onFrameAttached(sessionId: string): Promise<void> {
    const frame = this.#target?.session.sibling(sessionId)
    frame?.listen((event) => {
      if (event.method === 'Fetch.requestPaused') void this.#onRequest(frame, event.params)
      else if (event.method === 'Target.attachedToTarget') void this.#onFrameAttached(event.params.sessionId)
    })
    if (frame) await this.#guardFrames(frame)
    await frame?.send('Runtime.runIfWaitingForDebugger', {})
  }

  /** Runs commands in the order they were asked for, once the page is there. Rejects when the page is gone. */
  do<T>(command: (target: PageTarget) => Promise<T>): Promise<T> {
    const result = this.#lastCommand.then(async () => {
      const target = await this.#opened
      if (this.#isOver) throw new Error('Object has been destroyed')
      return command(target)
    })
    this.#lastCommand = result.catch(() => {})
    return result
  }

  /** For what Electron does without telling how it went: a page that is gone by then does not matter. */
  #tell(command: (target: PageTarget) => Promise<unknown>): void {
    this.do(command).catch((error: unknown) => {
      if (!this.#isOver) console.error('Electron stand-in:', error)
    })
  }

  /** The window is gone: nothing is heard of the page any more. */
  destroyed(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#navigation.fail(new LoadError('ERR_FAILED', this.#navigation.url))
    void this.#opened.then((target) => this.#services.engine.pages.close(target)).catch(() => {})
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
    this.#tell(async ({ session }) => void session.send('Page.crash', {}).catch(() => {}))
  }

  close(): void {
    this.#owner.close()
  }

  // -- What Chromium tells -------------------------------------------------------------------------------------------

  #onEvent(event: CdpEvent): void {
    const mainFrame = this.#target?.targetId ?? ''
    switch (event.method) {
      case 'Fetch.requestPaused':
        if (this.#target) void this.#onRequest(this.#target.session, event.params)
        break
      case 'Target.attachedToTarget':
        this.#onFrameAttached(event.params.sessionId).catch(() => {})
        break
      case 'Runtime.bindingCalled':
        this.#ipc.onBindingCalled(event.params)
        break
      case 'Runtime.executionContextCreated':
        this.#ipc.onContextCreated(event.params.context, mainFrame)
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
        if (event.params.frameId === mainFrame) this.emit('did-start-loading', new ElectronEvent())
        break
      case 'Page.frameNavigated':
        if (event.params.frame.id === mainFrame) this.#onNavigated(event.params.frame)
        break
      case 'Page.navigatedWithinDocument':
        if (event.params.frameId === mainFrame) this.#onNavigatedWithin(event.params.url)
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
    }
  }

  async #onRequest(session: CdpSession, paused: Protocol.Fetch.requestPausedPayload): Promise<void> {
    await this.#requests?.handle(session, paused).catch((error: unknown) => {
      // A document that was left takes its requests with it.
      if (!this.#isOver && !/Invalid InterceptionId/.test(String(error))) console.error('Electron stand-in:', error)
    })
  }

  async #allowNavigation({ url, frameId, isRedirect }: NavigationRequest): Promise<boolean> {
    const isMainFrame = frameId === this.#target?.targetId
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
    this.#isCrashed = false
    const { protocol, session, engine } = this.#services
    const failedUrl = frame.unreachableUrl
    if (failedUrl !== undefined) {
      this.#emitLoadFailure(new LoadError('ERR_FAILED', protocol.mapping.toApp(failedUrl)))
      return
    }
    this.#navigation.url = protocol.mapping.toApp(frame.url + (frame.urlFragment ?? ''))
    this.emit('did-navigate', new ElectronEvent(), this.#navigation.url, 200, '')
    const origin = originOf(frame.url)
    if (!origin.startsWith('http')) return
    void session.permissionsFor(asElectron(this), originOf(this.#navigation.url)).then(async (permissions) => {
      for (const [name, isAllowed] of permissions) await engine.pages.setPermission(origin, name, isAllowed)
    })
  }

  #onNavigatedWithin(url: string): void {
    this.#navigation.url = this.#services.protocol.mapping.toApp(url)
    this.emit('did-navigate-in-page', new ElectronEvent(), this.#navigation.url, true)
  }

  #onLoaded(): void {
    this.emit('did-finish-load', new ElectronEvent())
    this.emit('did-stop-loading', new ElectronEvent())
    this.#navigation.finish()
    this.#owner.onLoaded()
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
    loaded.catch((error: unknown) => this.#emitLoadFailure(error))
    this.do(({ session }) => this.#navigation.start(session, target)).catch((error: Error) =>
      this.#navigation.fail(error),
    )
    return loaded
  }

  loadFile(path: string): Promise<void> {
    return this.loadURL(pathToFileURL(path).href)
  }

  #emitLoadFailure(error: unknown): void {
    if (this.#isOver || !(error instanceof LoadError)) return
    this.emit('did-fail-load', new ElectronEvent(), error.errno, error.code, error.url, true)
  }

  reload(): void {
    this.#navigation.begin(this.#navigation.url).catch(() => {})
    this.#tell(({ session }) => session.send('Page.reload', {}))
  }

  reloadIgnoringCache(): void {
    this.#navigation.begin(this.#navigation.url).catch(() => {})
    this.#tell(({ session }) => session.send('Page.reload', { ignoreCache: true }))
  }

  stop(): void {
    this.#tell(({ session }) => session.send('Page.stopLoading', {}))
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

  // -- Looks ---------------------------------------------------------------------------------------------------------

  /** Brings the page in line with the size of its window and the zoom. */
  applyMetrics(): void {
    this.#tell((target) => this.#sendMetrics(target))
  }

  /** Brings the page in line with `nativeTheme`. */
  applyColorScheme(): void {
    this.#tell(({ session }) => this.#sendColorScheme(session))
  }

  /** Brings the page in line with requests being watched in another way. */
  applyRequestHooks(): void {
    this.#tell(async ({ session }) => this.#requests?.watch(session))
  }

  #sendColorScheme(session: CdpSession): Promise<unknown> {
    const value = this.#services.theme.shouldUseDarkColors ? 'dark' : 'light'
    return session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })
  }

  /** Zoom is what a browser makes of it: fewer CSS pixels, each of them larger. */
  #sendMetrics({ session, windowId }: PageTarget): Promise<unknown> {
    const { width, height } = this.#owner.contentSize
    if (this.#services.isHeaded) {
      return this.#services.engine.pages.setWindowBounds(windowId, { width, height: height + BROWSER_BARS_HEIGHT })
    }
    return session.send('Emulation.setDeviceMetricsOverride', {
      width: Math.round(width / this.#zoomFactor),
      height: Math.round(height / this.#zoomFactor),
      deviceScaleFactor: this.#zoomFactor === 1 ? 0 : this.#zoomFactor,
      mobile: false,
    })
  }

  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0")
    this.#zoomFactor = factor
    this.applyMetrics()
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

  // -- Content -------------------------------------------------------------------------------------------------------

  executeJavaScript(expression: string, userGesture = false): Promise<unknown> {
    return this.do(async ({ session }) => {
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression,
        userGesture,
        awaitPromise: true,
        returnByValue: true,
      })
      if (exceptionDetails) {
        throw new Error(`Script failed to execute: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
      }
      return result.value as unknown
    })
  }

  async capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    const clip = rect && { ...rect, scale: 1 }
    const { data } = await this.do(({ session }) => session.send('Page.captureScreenshot', { format: 'png', clip }))
    return asElectron(new StandInNativeImage(Buffer.from(data, 'base64')))
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const { landscape, printBackground, scale, pageRanges, preferCSSPageSize } = options
    const parameters = { landscape, printBackground, scale, pageRanges, preferCSSPageSize }
    const { data } = await this.do(({ session }) => session.send('Page.printToPDF', parameters))
    return Buffer.from(data, 'base64')
  }

  // -- The rest ------------------------------------------------------------------------------------------------------

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
    return this.#target?.targetId ?? ''
  }

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
