import { asElectron, type Matching } from './electron-types.ts'
import type { StandInNet } from './net.ts'
import type { StandInProtocol } from './protocol.ts'
import { strictEmitter } from './strict.ts'
import type { StandInWebRequest } from './web-request.ts'

type PermissionRequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type PermissionCheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]
type Permission = Parameters<NonNullable<PermissionRequestHandler>>[1]

/** Electron's permissions that Chromium can be told about, with Chromium's names for them. */
const CHROMIUM_PERMISSIONS: [Permission, string[]][] = [
  ['clipboard-read', ['clipboard-read']],
  ['clipboard-sanitized-write', ['clipboard-write']],
  ['geolocation', ['geolocation']],
  ['media', ['camera', 'microphone']],
  ['notifications', ['notifications']],
]

/** The one session. Partitions are not imitated: every name gives this one. */
export class StandInSession extends strictEmitter('session') implements Matching<StandInSession, Electron.Session> {
  readonly #net: StandInNet
  #permissionRequest: PermissionRequestHandler = null
  #permissionCheck: PermissionCheckHandler = null
  readonly protocol: Electron.Protocol
  readonly webRequest: Electron.WebRequest

  constructor(net: StandInNet, protocol: StandInProtocol, webRequest: StandInWebRequest) {
    super()
    this.#net = net
    this.protocol = asElectron(protocol)
    this.webRequest = asElectron(webRequest)
  }

  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    this.#permissionRequest = handler
  }

  setPermissionCheckHandler(handler: PermissionCheckHandler): void {
    this.#permissionCheck = handler
  }

  /**
   * What the app's handlers say about each permission for a page, by Chromium's names. Chromium cannot ask later, so
   * this is settled when a page loads. Without a handler everything is allowed, as in Electron.
   */
  async permissionsFor(contents: Electron.WebContents, origin: string): Promise<[name: string, isAllowed: boolean][]> {
    const settled = CHROMIUM_PERMISSIONS.map(async ([permission, names]) => {
      const isAllowed = await this.#isAllowed(contents, permission, origin)
      return names.map((name): [string, boolean] => [name, isAllowed])
    })
    return (await Promise.all(settled)).flat()
  }

  fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    return this.#net.fetch(input, init)
  }

  isPersistent(): boolean {
    return true
  }

  /** Nothing is checked; the languages are those that were asked for last. */
  readonly availableSpellCheckerLanguages = ['de', 'en-GB', 'en-US', 'fr']
  #spellCheckerLanguages = ['en-US']
  getSpellCheckerLanguages(): string[] {
    return this.#spellCheckerLanguages
  }
  setSpellCheckerLanguages(languages: string[]): void {
    this.#spellCheckerLanguages = languages
  }
  addWordToSpellCheckerDictionary(): boolean {
    return true
  }

  /** Spell checking, cache and downloads have no part in what the stand-in shows. */
  setSpellCheckerEnabled(): void {}
  setDownloadPath(): void {}
  flushStorageData(): void {}
  async clearCache(): Promise<void> {}

  async #isAllowed(contents: Electron.WebContents, permission: Permission, origin: string): Promise<boolean> {
    const details = { isMainFrame: true, requestingUrl: origin }
    if (this.#permissionCheck) {
      return this.#permissionCheck(contents, permission, origin, details)
    }
    const request = this.#permissionRequest
    if (!request) return true
    return new Promise((resolve) => request(contents, permission, resolve, details))
  }
}
