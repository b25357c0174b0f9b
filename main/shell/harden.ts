import { app, session, shell } from 'electron'
import { isAppUrl } from './app-origin.ts'

const EXTERNAL_PROTOCOLS = new Set(['https:', 'mailto:', 'tel:'])

/**
 * Opens a link outside, if it is one that may be: https, mailto or tel, parsed and without credentials in it.
 * @returns whether it was opened
 */
export async function openExternal(link: string): Promise<boolean> {
  if (!URL.canParse(link)) return false
  const url = new URL(link)
  if (!EXTERNAL_PROTOCOLS.has(url.protocol) || url.username || url.password) return false
  await shell.openExternal(url.toString())
  return true
}

/** Rules for every page that is ever created: no navigation away, no new windows, no webviews, no permissions. */
export function hardenPages(developmentUrl: string | undefined): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (details) => {
      if (!isAppUrl(details.url, developmentUrl)) details.preventDefault()
    })
    contents.on('will-redirect', (details) => {
      if (!isAppUrl(details.url, developmentUrl)) details.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      void openExternal(url)
      return { action: 'deny' }
    })
  })
}

/** What our own page may do beyond the ordinary: write text to the clipboard when the rep presses Copy. */
const GRANTED = new Set(['clipboard-sanitized-write'])

/** After `ready`: every other permission a page may ask for is denied, and no page saves a file; main does that. */
export function hardenSession(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(GRANTED.has(permission)))
  defaultSession.setPermissionCheckHandler((_contents, permission) => GRANTED.has(permission))
  defaultSession.on('will-download', (event) => event.preventDefault())
}
