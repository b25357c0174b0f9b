import type { CdpSession } from './cdp.ts'
import type { Protocol } from './devtools-protocol.ts'
import type { StandInProtocol } from './protocol.ts'
import type { StandInWebRequest } from './web-request.ts'

type Paused = Protocol.Fetch.requestPausedPayload
type Headers = Record<string, string | string[]>
type ResourceType = Electron.OnBeforeRequestListenerDetails['resourceType']

/** A navigation that is about to be requested. */
export interface NavigationRequest {
  url: string
  frameId: string
  isRedirect: boolean
}

export interface PageRequestsOptions {
  protocol: StandInProtocol
  webRequest: StandInWebRequest
  webContentsId: number
  mainFrameId: string
  /** Whether a navigation may go on. */
  allowNavigation: (request: NavigationRequest) => Promise<boolean>
}

const RESOURCE_TYPES: Partial<Record<Protocol.Network.ResourceType, ResourceType>> = {
  Stylesheet: 'stylesheet',
  Image: 'image',
  Script: 'script',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Media: 'media',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  WebSocket: 'webSocket',
}

/** Every request of a page passes here: navigation guards, webRequest hooks, and the app's own schemes. */
export class PageRequests {
  readonly #options: PageRequestsOptions

  constructor(options: PageRequestsOptions) {
    this.#options = options
  }

  /** Makes a page, or a frame in a process of its own, ask before each request. */
  async watch(session: CdpSession): Promise<void> {
    const response = this.#options.webRequest.watchesResponses
    await session.send('Fetch.enable', {
      patterns: [{ urlPattern: '*' }, ...(response ? [{ urlPattern: '*', requestStage: 'Response' as const }] : [])],
    })
  }

  /** Decides about a request that Chromium holds back. */
  async handle(session: CdpSession, paused: Paused): Promise<void> {
    const { requestId } = paused
    const outcome = paused.responseStatusCode === undefined ? this.#onRequest(paused) : this.#onResponse(paused)
    const decide = await outcome.catch((error: unknown) => {
      console.error(`Electron stand-in: request for ${paused.request.url} failed:`, error)
      return fail('Failed')
    })
    await decide(session, requestId)
  }

  async #onRequest(paused: Paused): Promise<Decision> {
    const { protocol, webRequest } = this.#options
    const details = this.#describe(paused)
    if (isFaviconLookup(paused, details.url)) return empty
    const before = await webRequest.beforeRequest({ ...details, uploadData: [] })
    if (before.cancel) return fail('BlockedByClient')
    if (before.redirectURL !== undefined) return redirect(protocol.mapping.toChromium(before.redirectURL))
    const isNavigation = paused.resourceType === 'Document'
    if (isNavigation && !(await this.#mayNavigate(paused, details.url))) return fail('Aborted')
    const handler = protocol.handlerFor(details.url)
    if (handler) return this.#answer(paused, await handler(this.#requestOf(paused, details.url)))
    if (protocol.owns(details.url)) return fail('NameNotResolved')
    const sending = await webRequest.beforeSendHeaders({ ...details, requestHeaders: paused.request.headers })
    if (sending.cancel) return fail('BlockedByClient')
    const headers = sending.requestHeaders && headerEntries(sending.requestHeaders)
    return (session, requestId) => session.send('Fetch.continueRequest', { requestId, headers })
  }

  #mayNavigate({ frameId, redirectedRequestId }: Paused, url: string): Promise<boolean> {
    return this.#options.allowNavigation({ url, frameId, isRedirect: redirectedRequestId !== undefined })
  }

  async #onResponse(paused: Paused): Promise<Decision> {
    const received = await this.#received(
      paused,
      paused.responseStatusCode ?? 0,
      multimap(paused.responseHeaders ?? []),
    )
    if (received.cancel) return fail('BlockedByClient')
    const responseHeaders = received.responseHeaders && this.#toChromium(received.responseHeaders)
    return (session, requestId) =>
      session.send('Fetch.continueResponse', {
        requestId,
        ...(responseHeaders && { responseCode: paused.responseStatusCode, responseHeaders }),
      })
  }

  async #answer(paused: Paused, response: Response): Promise<Decision> {
    if (response.type === 'error') return fail('Failed')
    const own = multimap([...response.headers].map(([name, value]) => ({ name, value })))
    const received = await this.#received(paused, response.status, own)
    if (received.cancel) return fail('BlockedByClient')
    const body = Buffer.from(await response.arrayBuffer()).toString('base64')
    const responseHeaders = this.#toChromium(received.responseHeaders ?? own)
    return (session, requestId) =>
      session.send('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body })
  }

  #received(paused: Paused, statusCode: number, responseHeaders: Record<string, string[]>) {
    const details = { ...this.#describe(paused), statusCode, statusLine: `HTTP/1.1 ${statusCode}`, responseHeaders }
    return this.#options.webRequest.headersReceived(details)
  }

  #toChromium(headers: Headers): Protocol.Fetch.HeaderEntry[] {
    const { mapping } = this.#options.protocol
    return headerEntries(headers).map(({ name, value }) => ({ name, value: mapping.headerToChromium(name, value) }))
  }

  #requestOf({ request }: Paused, url: string): Request {
    const { mapping } = this.#options.protocol
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
      name,
      mapping.toApp(value),
    ])
    const parts = (request.postDataEntries ?? []).map(({ bytes = '' }) => Buffer.from(bytes, 'base64'))
    return new Request(url, {
      method: request.method,
      headers,
      body: request.hasPostData ? Buffer.concat(parts) : null,
    })
  }

  #describe({ requestId, request, resourceType, frameId }: Paused) {
    const { mapping } = this.#options.protocol
    const isMainFrame = frameId === this.#options.mainFrameId
    const frameType: ResourceType = isMainFrame ? 'mainFrame' : 'subFrame'
    return {
      id: Number(requestId.replaceAll(/\D/g, '')),
      url: mapping.toApp(request.url),
      method: request.method,
      webContentsId: this.#options.webContentsId,
      resourceType: resourceType === 'Document' ? frameType : (RESOURCE_TYPES[resourceType] ?? 'other'),
      referrer: mapping.toApp(request.headers['Referer'] ?? ''),
      timestamp: Date.now(),
    }
  }
}

type Decision = (session: CdpSession, requestId: string) => Promise<unknown>

function fail(errorReason: Protocol.Network.ErrorReason): Decision {
  return (session, requestId) => session.send('Fetch.failRequest', { requestId, errorReason })
}

/** Chromium looks for an icon for its tab, which Electron does not have. */
function isFaviconLookup({ resourceType }: Paused, url: string): boolean {
  return resourceType === 'Other' && new URL(url).pathname === '/favicon.ico'
}

const empty: Decision = (session, requestId) => session.send('Fetch.fulfillRequest', { requestId, responseCode: 204 })

function redirect(url: string): Decision {
  const responseHeaders = [{ name: 'Location', value: url }]
  return (session, requestId) => session.send('Fetch.fulfillRequest', { requestId, responseCode: 307, responseHeaders })
}

function headerEntries(headers: Headers): Protocol.Fetch.HeaderEntry[] {
  return Object.entries(headers).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })))
}

function multimap(entries: Protocol.Fetch.HeaderEntry[]): Record<string, string[]> {
  const map: Record<string, string[]> = {}
  for (const { name, value } of entries) (map[name] ??= []).push(value)
  return map
}
