import type { Matching } from './electron-types.ts'
import { strictObject } from './strict.ts'

type BeforeRequest = NonNullable<Parameters<Electron.WebRequest['onBeforeRequest']>[0]>
type BeforeSendHeaders = NonNullable<Parameters<Electron.WebRequest['onBeforeSendHeaders']>[0]>
type HeadersReceived = NonNullable<Parameters<Electron.WebRequest['onHeadersReceived']>[0]>

/** A listener and the URLs it asked for. */
class Hook<Listener> {
  #filter: Electron.WebRequestFilter | undefined
  #listener: Listener | undefined

  set(filter: Electron.WebRequestFilter | Listener | null, listener?: Listener | null): void {
    const hasFilter = typeof filter === 'object' && filter !== null
    this.#filter = hasFilter ? (filter as Electron.WebRequestFilter) : undefined
    this.#listener = (hasFilter ? listener : filter) ?? undefined
  }

  get isSet(): boolean {
    return this.#listener !== undefined
  }

  for(url: string): Listener | undefined {
    return this.#filter === undefined || this.#filter.urls?.some((pattern) => matchesPattern(pattern, url))
      ? this.#listener
      : undefined
  }
}

/** `session.webRequest`: the three hooks that can change a request or its response. */
export class StandInWebRequest
  extends strictObject('webRequest')
  implements Matching<StandInWebRequest, Electron.WebRequest>
{
  readonly #beforeRequest = new Hook<BeforeRequest>()
  readonly #beforeSendHeaders = new Hook<BeforeSendHeaders>()
  readonly #headersReceived = new Hook<HeadersReceived>()
  readonly #onChange: () => void

  /** @param onChange called when the pages have to be watched in another way */
  constructor(onChange: () => void) {
    super()
    this.#onChange = onChange
  }

  onBeforeRequest(filter: Electron.WebRequestFilter | BeforeRequest | null, listener?: BeforeRequest | null): void {
    this.#beforeRequest.set(filter, listener)
  }

  onBeforeSendHeaders(
    filter: Electron.WebRequestFilter | BeforeSendHeaders | null,
    listener?: BeforeSendHeaders | null,
  ): void {
    this.#beforeSendHeaders.set(filter, listener)
  }

  onHeadersReceived(
    filter: Electron.WebRequestFilter | HeadersReceived | null,
    listener?: HeadersReceived | null,
  ): void {
    this.#headersReceived.set(filter, listener)
    this.#onChange()
  }

  get watchesResponses(): boolean {
    return this.#headersReceived.isSet
  }

  beforeRequest(details: Electron.OnBeforeRequestListenerDetails): Promise<Electron.CallbackResponse> {
    return answer(this.#beforeRequest.for(details.url), details)
  }

  beforeSendHeaders(details: Electron.OnBeforeSendHeadersListenerDetails): Promise<Electron.BeforeSendResponse> {
    return answer(this.#beforeSendHeaders.for(details.url), details)
  }

  headersReceived(details: Electron.OnHeadersReceivedListenerDetails): Promise<Electron.HeadersReceivedResponse> {
    return answer(this.#headersReceived.for(details.url), details)
  }
}

/** What the listener decides; nothing special when there is none. */
function answer<Details, Response extends object>(
  listener: ((details: Details, callback: (response: Response) => void) => void) | undefined,
  details: Details,
): Promise<Response> {
  return new Promise((resolve) => (listener ? listener(details, resolve) : resolve({} as Response)))
}

/** Match patterns as in WebExtensions: `<all_urls>`, `https://*.example.org/*`. */
export function matchesPattern(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true
  const escaped = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`).test(url)
}
