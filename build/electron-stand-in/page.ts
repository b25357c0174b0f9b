import type { CdpSession } from './cdp.ts'
import type { CdpEvent, Protocol } from './devtools-protocol.ts'
import { type NavigationRequest, PageRequests } from './page-requests.ts'
import { ownSchemesSource } from './page-scripts/sources.ts'
import type { PageServices } from './page-services.ts'
import type { PageTarget } from './page-targets.ts'

export interface PageOptions {
  webContentsId: number
  size: Electron.Size
  zoomFactor: number
  isShown: boolean
  /** Prepares the page before anything runs in it. */
  prepare: (session: CdpSession) => Promise<void>
  /** Whether a navigation may go on. */
  allowNavigation: (request: NavigationRequest) => Promise<boolean>
  onEvent: (event: CdpEvent, mainFrameId: string) => void
  onTitle: (title: string) => void
  /** The page is gone without having been closed from here. */
  onGone: () => void
}

/** Height of the tab strip and address bar that Chromium puts above a page on a display, in pixels. */
const BROWSER_BARS_HEIGHT = 87

/** One page of Chromium: its connection, the requests of all its frames, its size and its colour scheme. */
export class Page {
  readonly #services: PageServices
  readonly #options: PageOptions
  readonly #opened: Promise<PageTarget>
  #requests: PageRequests | undefined
  #size: Electron.Size
  #zoomFactor: number
  #isClosed = false
  #targetId = ''

  constructor(services: PageServices, options: PageOptions) {
    this.#services = services
    this.#options = options
    this.#size = options.size
    this.#zoomFactor = options.zoomFactor
    this.#opened = this.#open()
    this.#opened.catch((error: unknown) => this.report(error))
  }

  /** Chromium's name for the page; empty while there is none yet. */
  get targetId(): string {
    return this.#targetId
  }

  get isOver(): boolean {
    return this.#isClosed || this.#services.lifecycle.isExiting
  }

  /** Runs a command once the page is there, in the order of the calls. Rejects when the page is gone. */
  async do<T>(command: (target: PageTarget) => Promise<T>): Promise<T> {
    const target = await this.#opened
    if (this.isOver) throw new Error('Object has been destroyed')
    return command(target)
  }

  /** For what Electron does without telling how it went. */
  tell(command: (target: PageTarget) => Promise<unknown>): void {
    this.do(command).catch((error: unknown) => this.report(error))
  }

  /** Prints a failure, unless it only means that the page is gone. */
  report(error: unknown): void {
    if (!this.isOver) console.error('Electron stand-in:', error)
  }

  close(): void {
    this.#isClosed = true
    // A page that was never created needs no closing.
    void this.#opened.then((target) => this.#services.engine.pages.close(target)).catch(() => {})
  }

  resize(size: Electron.Size, zoomFactor: number): void {
    this.#size = size
    this.#zoomFactor = zoomFactor
    this.tell((target) => this.#sendMetrics(target))
  }

  /** Brings the page in line with `nativeTheme`. */
  applyColorScheme(): void {
    this.tell(({ session }) => this.#sendColorScheme(session))
  }

  /** Brings the page in line with its requests being watched in another way. */
  applyRequestHooks(): void {
    this.tell(async ({ session }) => this.#requests?.watch(session))
  }

  async #open(): Promise<PageTarget> {
    const { engine, protocol, webRequest, isHeaded } = this.#services
    const { webContentsId, isShown, prepare, allowNavigation, onEvent, onGone, onTitle } = this.#options
    const minimized = isHeaded && !isShown
    const target = await engine.pages.create({ ...this.#size, minimized, onGone, onTitle })
    const { session, targetId } = target
    this.#targetId = targetId
    this.#requests = new PageRequests({ protocol, webRequest, webContentsId, mainFrameId: targetId, allowNavigation })
    session.listen((event) => {
      this.#onRequestEvent(session, event)
      onEvent(event, targetId)
    })
    await Promise.all([
      session.send('Page.enable', {}),
      session.send('Runtime.enable', {}),
      session.send('Inspector.enable', {}),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: ownSchemesSource(protocol.ownSchemes),
        worldName: 'Electron stand-in',
      }),
      prepare(session),
      this.#guard(session),
      this.#sendColorScheme(session),
      this.#sendMetrics(target),
    ])
    await session.send('Runtime.runIfWaitingForDebugger', {})
    return target
  }

  /** Watches the requests of a page or frame, and of the frames inside it that get a process of their own. */
  async #guard(session: CdpSession): Promise<void> {
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

  #onRequestEvent(session: CdpSession, event: CdpEvent): void {
    if (event.method === 'Fetch.requestPaused') void this.#onRequest(session, event.params)
    // A frame that is gone again before it is watched needs no watching.
    else if (event.method === 'Target.attachedToTarget') {
      this.#onFrameAttached(session.sibling(event.params.sessionId)).catch(() => {})
    }
  }

  async #onFrameAttached(frame: CdpSession): Promise<void> {
    frame.listen((event) => this.#onRequestEvent(frame, event))
    await this.#guard(frame)
    await frame.send('Runtime.runIfWaitingForDebugger', {})
  }

  async #onRequest(session: CdpSession, paused: Protocol.Fetch.requestPausedPayload): Promise<void> {
    await this.#requests?.handle(session, paused).catch((error: unknown) => {
      // A document that was left takes its requests with it.
      if (!/Invalid InterceptionId|Session with given id not found/.test(String(error))) this.report(error)
    })
  }

  #sendColorScheme(session: CdpSession): Promise<unknown> {
    const value = this.#services.theme.shouldUseDarkColors ? 'dark' : 'light'
    return session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })
  }

  /** Zoom is what a browser makes of it: fewer CSS pixels, each of them larger. */
  #sendMetrics({ session, windowId }: PageTarget): Promise<unknown> {
    const { width, height } = this.#size
    const zoom = this.#zoomFactor
    if (this.#services.isHeaded) {
      return this.#services.engine.pages.setWindowBounds(windowId, { width, height: height + BROWSER_BARS_HEIGHT })
    }
    return session.send('Emulation.setDeviceMetricsOverride', {
      width: Math.round(width / zoom),
      height: Math.round(height / zoom),
      deviceScaleFactor: zoom === 1 ? 0 : zoom,
      mobile: false,
    })
  }
}
