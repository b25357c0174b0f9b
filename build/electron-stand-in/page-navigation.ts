import type { CdpSession } from './cdp.ts'
import type { SchemeMapping } from './scheme-mapping.ts'

/** Chromium's numbers for the errors that a load usually ends with (net/base/net_error_list.h). */
const NET_ERRORS: Record<string, number> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
}

/** A load that ended without a page; the shape of the error that Electron's `loadURL` rejects with. */
export class LoadError extends Error {
  readonly errno: number
  readonly code: string
  readonly url: string

  constructor(code: string, url: string) {
    const errno = NET_ERRORS[code] ?? -2
    super(`${code} (${errno}) loading '${url}'`)
    this.errno = errno
    this.code = code
    this.url = url
  }
}

interface Load extends PromiseWithResolvers<void> {
  url: string
}

/** What the main process asked a page to load, and where the page is. */
export class PageNavigation {
  readonly #mapping: SchemeMapping
  #load: Load | undefined
  url = ''

  constructor(mapping: SchemeMapping) {
    this.#mapping = mapping
  }

  get isLoading(): boolean {
    return this.#load !== undefined
  }

  /** Announces a load, so that its request passes as the main process's own. A load under way is aborted. */
  begin(url: string): Promise<void> {
    this.#load?.reject(new LoadError('ERR_ABORTED', this.#load.url))
    this.#load = { url, ...Promise.withResolvers<void>() }
    return this.#load.promise
  }

  /** Tells Chromium to load what was announced. */
  async start(session: CdpSession, url: string): Promise<void> {
    const { errorText, loaderId } = await session.send('Page.navigate', { url: this.#mapping.toChromium(url) })
    if (errorText !== undefined) this.fail(new LoadError(errorText.replace(/^net::/, ''), url))
    // Within the same document nothing is loaded.
    else if (loaderId === undefined) this.finish()
  }

  finish(): void {
    this.#load?.resolve()
    this.#load = undefined
  }

  fail(error: Error): void {
    this.#load?.reject(error)
    this.#load = undefined
  }

  /**
   * Whether the page itself wants to go there, which is what `will-navigate` is about: it is neither what the main
   * process asked for, nor the page that is shown already.
   */
  isPageInitiated(url: string): boolean {
    return this.#load?.url !== url && this.url !== url
  }
}
