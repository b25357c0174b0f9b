import { asElectron, type Matching } from './electron-types.ts'
import { strictEmitter } from './strict.ts'

/** What a frame needs of its page. */
interface FramePage {
  getURL(): string
  isDestroyed(): boolean
  send(channel: string, ...args: unknown[]): void
  executeJavaScript(code: string): Promise<unknown>
  getOSProcessId(): number
}

/** The main frame of a page; other frames have no preload and so never reach the main process. */
export class StandInWebFrameMain
  extends strictEmitter('webFrameMain')
  implements Matching<StandInWebFrameMain, Electron.WebFrameMain>
{
  readonly #page: FramePage
  readonly routingId = 1
  readonly processId = 1
  readonly parent = null
  readonly detached = false
  readonly name = ''

  constructor(page: FramePage) {
    super()
    this.#page = page
  }

  get url(): string {
    return this.#page.getURL()
  }

  get origin(): string {
    return originOf(this.url)
  }

  get top(): Electron.WebFrameMain {
    return asElectron(this)
  }

  get osProcessId(): number {
    return this.#page.getOSProcessId()
  }

  isDestroyed(): boolean {
    return this.#page.isDestroyed()
  }

  send(channel: string, ...args: unknown[]): void {
    this.#page.send(channel, ...args)
  }

  executeJavaScript(code: string): Promise<unknown> {
    return this.#page.executeJavaScript(code)
  }
}

/** The origin of a URL as Electron writes it: `app://bundle`, `https://example.org`, or `null` for an opaque one. */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null'
  const { protocol, host } = new URL(url)
  return host === '' && protocol !== 'file:' ? 'null' : `${protocol}//${host}`
}
