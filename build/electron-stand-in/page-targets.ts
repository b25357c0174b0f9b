import { CdpSession, type CdpConnection } from './cdp.ts'
import type { Protocol } from './devtools-protocol.ts'

/** A page of Chromium that belongs to one BrowserWindow. */
export interface PageTarget {
  targetId: string
  /** Chromium's number for the native window. */
  windowId: number
  session: CdpSession
}

export interface NewPage {
  width: number
  height: number
  minimized: boolean
  /** The page is gone without being closed from here. */
  onGone: () => void
  onTitle: (title: string) => void
}

interface Attached {
  sessionId: string
  page?: NewPage
}

/** Creates and closes Chromium's pages. Pages that were opened from inside a page are held and closed again. */
export class PageTargets {
  readonly #connection: CdpConnection
  readonly #attached = new Map<string, Attached>()
  readonly #claims = new Map<string, (sessionId: string) => void>()
  #creating = 0

  constructor(connection: CdpConnection) {
    this.#connection = connection
  }

  async start(): Promise<void> {
    this.#connection.listen(undefined, (event) => {
      if (event.method === 'Target.attachedToTarget') this.#onAttached(event.params)
      else if (event.method === 'Target.detachedFromTarget') this.#onDetached(event.params.sessionId)
      else if (event.method === 'Target.targetInfoChanged') this.#onInfo(event.params.targetInfo)
    })
    const filter = [{ type: 'page' }]
    await this.#connection.send('Target.setDiscoverTargets', { discover: true, filter })
    // Every page waits for its debugger, so that nothing runs before the preload is in place.
    await this.#connection.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter,
    })
  }

  async create(page: NewPage): Promise<PageTarget> {
    this.#creating++
    const { targetId } = await this.#connection
      .send('Target.createTarget', {
        url: 'about:blank',
        width: page.width,
        height: page.height,
        newWindow: true,
        ...(page.minimized && { windowState: 'minimized' as const }),
      })
      .finally(() => this.#creating--)
    const sessionId = this.#attached.get(targetId)?.sessionId ?? (await this.#attachedTo(targetId))
    this.#attached.set(targetId, { sessionId, page })
    const { windowId } = await this.#connection.send('Browser.getWindowForTarget', { targetId })
    return { targetId, windowId, session: new CdpSession(this.#connection, sessionId) }
  }

  /** Closes a page; afterwards nothing is heard of it any more. */
  async close({ targetId, session }: PageTarget): Promise<void> {
    this.#attached.delete(targetId)
    this.#connection.unlisten(session.id)
    await this.#connection.send('Target.closeTarget', { targetId })
  }

  async setWindowBounds(windowId: number, bounds: Protocol.Browser.Bounds): Promise<void> {
    await this.#connection.send('Browser.setWindowBounds', { windowId, bounds })
  }

  /** Lets pages of that origin use, or not use, what the permission protects. */
  async setPermission(origin: string, name: string, isAllowed: boolean): Promise<void> {
    const setting = isAllowed ? 'granted' : 'denied'
    await this.#connection.send('Browser.setPermission', { origin, permission: { name }, setting })
  }

  #attachedTo(targetId: string): Promise<string> {
    return new Promise((resolve) => this.#claims.set(targetId, resolve))
  }

  #onAttached({ sessionId, targetInfo }: Protocol.Target.attachedToTargetPayload): void {
    const { targetId, openerId } = targetInfo
    const isOurs = openerId === undefined && (this.#creating > 0 || this.#claims.has(targetId))
    if (!isOurs) {
      void this.#discardPopup(targetId, sessionId)
      return
    }
    this.#attached.set(targetId, { sessionId })
    this.#claims.get(targetId)?.(sessionId)
    this.#claims.delete(targetId)
  }

  /**
   * `window.open` and links to a new window: `setWindowOpenHandler` decides about them through the opener's own
   * event. Its requests are held before it may run, and it has to run, because a paused popup blocks its opener.
   */
  async #discardPopup(targetId: string, sessionId: string): Promise<void> {
    const popup = new CdpSession(this.#connection, sessionId)
    await Promise.allSettled([
      popup.send('Fetch.enable', {}),
      popup.send('Runtime.runIfWaitingForDebugger', {}),
      this.#connection.send('Target.closeTarget', { targetId }),
    ])
  }

  #onDetached(sessionId: string): void {
    for (const [targetId, attached] of this.#attached) {
      if (attached.sessionId !== sessionId) continue
      this.#attached.delete(targetId)
      attached.page?.onGone()
    }
  }

  #onInfo({ targetId, title }: Protocol.Target.TargetInfo): void {
    this.#attached.get(targetId)?.page?.onTitle(title)
  }
}
