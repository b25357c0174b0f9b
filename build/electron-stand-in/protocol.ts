import type { Matching } from './electron-types.ts'
import { SchemeMapping } from './scheme-mapping.ts'
import { strictObject } from './strict.ts'

type Handler = Parameters<Electron.Protocol['handle']>[1]

/** `protocol`: the app's own schemes and who answers them. */
export class StandInProtocol extends strictObject('protocol') implements Matching<StandInProtocol, Electron.Protocol> {
  readonly #isReady: () => boolean
  readonly #handlers = new Map<string, Handler>()
  readonly #privileged = new Map<string, Electron.Privileges>()
  readonly mapping = new SchemeMapping((scheme) => this.#privileged.has(scheme))

  constructor(isReady: () => boolean) {
    super()
    this.#isReady = isReady
  }

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (this.#isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    }
    for (const { scheme, privileges = {} } of schemes) this.#privileged.set(scheme, privileges)
  }

  handle(scheme: string, handler: Handler): void {
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    const { standard, secure } = this.#privileged.get(scheme) ?? {}
    if (!standard || !secure) {
      throw new Error(`Electron stand-in: register ${scheme} as standard and secure; it can imitate no other scheme`)
    }
    this.#handlers.set(scheme, handler)
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme)
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme)
  }

  /** Who answers that URL of the app; undefined when nobody does and it belongs to the network. */
  handlerFor(url: string): Handler | undefined {
    return this.#handlers.get(schemeOf(url))
  }

  /** The schemes that the app claimed. */
  get ownSchemes(): string[] {
    return [...this.#privileged.keys()]
  }

  /** Whether the app claimed the scheme of that URL, with a handler or without. */
  owns(url: string): boolean {
    return this.#privileged.has(schemeOf(url))
  }
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':'))
}
